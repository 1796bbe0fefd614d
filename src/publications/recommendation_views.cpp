// Recommendations across elections: matrix by theme, chains through reports, what was done.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::FollowUp;
using findings::Recommendation;
using findings::Record;
using findings::RowView;
using locale::Language;

namespace {

std::string theme_name(const Record& record, const std::string& theme, const Language& language) {
  const auto row = record.find("themes", theme);
  return row ? named(*row, "name_", language) : theme;
}

Word assessor_word(const Recommendation& r) {
  if (r.assessor == findings::Assessor::tallyward_reading) return {"tallyward reading"};
  return {r.assessor == findings::Assessor::none ? "nobody" : r.assessor_name};
}

base::Result<std::vector<Recommendation>> chosen(const Record& record, const ViewFilter& filter) {
  if (!filter.theme.empty() && !record.find("themes", filter.theme))
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found the theme '{}', expected a theme_id of themes.csv", filter.theme));
  auto all = findings::recommendations_of(record);
  if (!filter.theme.empty())
    std::erase_if(all, [&](const Recommendation& r) { return r.theme != filter.theme; });
  return all;
}

std::string shares_sentence(const findings::Shares& shares, const Language& language) {
  const auto n = [](std::size_t value) { return static_cast<std::int64_t>(value); };
  if (shares.assessed == 0)
    return say(language, "no_share", {{"of", n(shares.of)}, {"ours", n(shares.left_out_ours)}});
  std::string text =
      say(language, "share_addressed", {{"n", n(shares.addressed)}, {"of", n(shares.assessed)}});
  if (shares.addressed > 0)
    text +=
        "; " + say(language, "share_partially", {{"n", n(shares.partially)}, {"of", n(shares.addressed)}});
  const bool most_not = 2 * shares.addressed < shares.assessed;
  const bool most_partially = 2 * shares.partially > shares.addressed;
  if (most_not) text += ": " + say(language, "most_not");
  if (most_partially) text += (most_not ? "; " : ": ") + say(language, "most_partially");
  return text;
}

}  // namespace

ViewResult recommendation_matrix(const Record& record, const Language& language, const ViewFilter& filter) {
  TRY_ASSIGN(const std::vector<Recommendation> all, chosen(record, filter));
  View view = start_view("recommendation_matrix", record, language, record.rows("recommendations"));
  const findings::Matrix matrix = findings::make_matrix(all);
  ViewTable table{"matrix",
                  {"theme", "fully", "mostly", "partially", "not_addressed", "no_longer_relevant",
                   "superseded", "not_assessed"}};
  for (std::size_t t = 0; t < matrix.themes.size(); ++t) {
    std::vector<Cell> row{theme_name(record, matrix.themes[t], language)};
    for (const auto& cell : matrix.cells[t]) row.push_back(cell.recommendations);
    table.rows.push_back(std::move(row));
  }
  view.tables.push_back(std::move(table));
  ViewTable chains{"chains", {"first_report", "last_report", "times_made", "recommendations", "theme"}};
  std::map<std::string, const Recommendation*> by_id;
  for (const Recommendation& r : all) by_id.emplace(r.id, &r);
  for (const findings::Chain& chain : findings::chains_of(all)) {
    if (chain.recommendations.size() < 2) continue;
    chains.rows.push_back({fmt::format("{}", chain.first_year), fmt::format("{}", chain.last_year),
                           static_cast<std::int64_t>(chain.recommendations.size()), chain.recommendations,
                           theme_name(record, by_id.at(chain.recommendations.back())->theme, language)});
  }
  view.tables.push_back(std::move(chains));
  const auto status_rows = record.rows("recommendation_theme_status");
  if (!status_rows.empty() && filter.theme.empty()) {
    ViewTable themes{"theme_status", {"theme", "wording", "status", "as_of", "text", "sources"}};
    for (const RowView& row : status_rows)
      themes.rows.push_back({theme_name(record, findings::theme_of(record, row["theme"]), language),
                             row.text("theme"), Word{row.text("assessed")}, row.text("year"),
                             known(row["wording_paraphrase"]), row.list("source")});
    view.tables.push_back(std::move(themes));
  }
  view.notes.push_back(shares_sentence(findings::count_shares(all), language));
  const bool ours = std::any_of(all.begin(), all.end(), [](const auto& r) {
    return r.assessor == findings::Assessor::tallyward_reading;
  });
  if (ours || !status_rows.empty()) view.notes.push_back(say(language, "ours_note"));
  return view;
}

ViewResult recommendation_list(const Record& record, const Language& language, const ViewFilter& filter) {
  TRY_ASSIGN(const std::vector<Recommendation> all, chosen(record, filter));
  View view = start_view("recommendation_list", record, language, record.rows("recommendations"));
  ViewTable table{"recommendations",
                  {"id", "report", "number", "priority", "theme", "text", "addressee", "commitments",
                   "status", "as_of", "assessor", "basis", "law_changed", "state_response", "follow_up",
                   "first_made", "times_made", "sources"}};
  std::map<std::string, findings::Chain> chains;
  for (const findings::Chain& chain : findings::chains_of(findings::recommendations_of(record))) {
    for (const std::string& id : chain.recommendations) chains[id] = chain;
  }
  for (const Recommendation& r : all) {
    std::vector<std::string> actions;
    for (const RowView& row : record.rows("follow_up")) {
      if (row["recommendation"] == r.id)
        actions.push_back(
            fmt::format("{}: {} {}; {}", row["kind"], row["requested"], row["held"], row["outcome"]));
    }
    const findings::Chain& chain = chains.at(r.id);
    const auto place = static_cast<std::int64_t>(
        std::find(chain.recommendations.begin(), chain.recommendations.end(), r.id) -
        chain.recommendations.begin());
    table.rows.push_back({r.id, fmt::format("{}", r.year), known(r.number), r.priority,
                          theme_name(record, r.theme, language), r.text, known(r.addressee), r.commitments,
                          Word{std::string(findings::to_text(r.status))}, known(r.status_as_of),
                          assessor_word(r), known(r.basis), known(r.law_changed), known(r.state_response),
                          actions.empty() ? Cell(Word{"no follow-up recorded"}) : Cell(actions),
                          fmt::format("{}", chain.first_year), place + 1, r.sources});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "ours_note"));
  return view;
}

}  // namespace tallyward::publications
