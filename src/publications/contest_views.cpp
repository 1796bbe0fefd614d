// Contests, contestants, complaints, history, regions and names.
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <utf8proc.h>

#include "base/text.h"
#include "publications/name_search.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::Record;
using findings::RowView;
using locale::Language;

ViewResult contest_list(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("contests");
  View view = start_view("contest_list", record, language, rows);
  ViewTable table{"contests",
                  {"id", "title", "seats", "kind", "electorate", "date", "threshold_percent", "candidates",
                   "quota", "in_popular_vote", "benchmark", "law", "sources"}};
  std::int64_t seats = 0, direct = 0;
  for (const RowView& row : rows) {
    const bool popular = row["kind"] == "direct";
    seats += *row.whole("seats");
    direct += popular ? *row.whole("seats") : 0;
    table.rows.push_back({row.text("contest_id"), row.text("title"), known(row.whole("seats")),
                          Word{row.text("kind")}, row.text("electorate"), row.text("date"),
                          known(row["threshold"]), known(row.whole("candidates")), known(row["quota"]),
                          popular, known(row["benchmark"]), known(row["law"]), row.list("source")});
    if (!popular && row.has("benchmark"))
      view.notes.push_back(
          say(language, "indirect_note",
              {{"contest", row["title"]}, {"seats", *row.whole("seats")}, {"benchmark", row["benchmark"]}}));
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "seats_sum", {{"direct", direct}, {"of", seats}}));
  return view;
}

ViewResult contestant_list(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("parties");
  View view = start_view("contestant_list", record, language, rows);
  ViewTable table{"contestants",
                  {"id", "name", "registered_party", "admitted_on", "status", "decided_on", "decision",
                   "ground", "candidates", "sources"}};
  std::int64_t contesting = 0, registered = 0;
  for (const RowView& row : rows) {
    contesting += row["status"] == "registered" ? 1 : 0;
    registered += row["registered_party"] == "yes" ? 1 : 0;
    table.rows.push_back({row.text("party_id"), named(row, "name_", language),
                          row.has("registered_party") ? Cell(row["registered_party"] == "yes") : Cell(),
                          known(row["admitted_on"]), Word{row.text("status")}, known(row["decided_on"]),
                          known(row["decision"]), known(row["ground"]), known(row.whole("candidates")),
                          row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "contesting", {{"n", contesting}, {"of", registered}}));
  return view;
}

ViewResult contestant_registration(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("party_registration");
  View view = start_view("contestant_registration", record, language, rows);
  ViewTable table{"applications",
                  {"year", "authority", "applications", "declined", "notified", "full_package", "grounds",
                   "groups", "as_of", "sources"}};
  for (const RowView& row : rows)
    table.rows.push_back({row.text("year"), row.text("authority"), known(row.whole("applications")),
                          known(row.whole("declined")), known(row.whole("notified_may_hold_congress")),
                          known(row.whole("submitted_full_package")), known(row["grounds"]), Cell(),
                          known(row["as_of"]), row.list("source")});
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "registration_note"));
  return view;
}

ViewResult complaint_list(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("complaints");
  View view = start_view("complaint_list", record, language, rows);
  ViewTable table{"complaints",
                  {"id", "filer", "forum", "theme", "filed", "deadline", "decided", "in_time", "outcome",
                   "reasons_given", "published", "appeal_of", "sources"}};
  std::map<std::string, std::int64_t> outcomes;
  for (const RowView& row : rows) {
    Cell in_time;
    if (const auto deadline = row.date("deadline"), decided = row.date("decided"); deadline && decided) {
      if (const auto days = mission::days_between(*decided, *deadline)) in_time = *days >= 0;
    }
    ++outcomes[row.text("outcome")];
    table.rows.push_back({row.text("complaint_id"), row.text("filer_class"), row.text("forum"),
                          row.text("theme"), row.text("filed"), known(row["deadline"]), known(row["decided"]),
                          in_time, Word{row.text("outcome")},
                          row.has("reasons_given") ? Cell(row["reasons_given"] == "yes") : Cell(),
                          row.has("published") ? Cell(row["published"] == "yes") : Cell(),
                          known(row["appeal_of"]), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  ViewTable sums{"outcomes", {"outcome", "n", "of"}};
  for (const auto& [outcome, n] : outcomes)
    sums.rows.push_back({Word{outcome}, n, static_cast<std::int64_t>(rows.size())});
  view.tables.push_back(std::move(sums));
  return view;
}

ViewResult election_history(const Record& record, const Language& language, const ViewFilter&) {
  auto rows = record.rows("elections");
  View view = start_view("election_history", record, language, rows);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const RowView& a, const RowView& b) { return a["date"] < b["date"]; });
  ViewTable table{"elections",
                  {"date", "kind", "title", "context", "version", "conclusion", "said_by", "sources"}};
  for (const RowView& row : rows)
    table.rows.push_back({row.text("date"), Word{row.text("kind")}, row.text("title"), known(row["context"]),
                          known(row.whole("version")), known(row["conclusion"]), known(row["speaker"]),
                          row.list("source")});
  view.tables.push_back(std::move(table));
  ViewTable facts{"context", {"topic", "figure", "unit", "as_of", "text", "version", "said_by", "sources"}};
  const auto context = record.rows("context");
  for (const RowView& row : context) {
    const auto value = row.quantity("value");
    facts.rows.push_back({row.text("topic"), known(value ? findings::to_text(*value) : ""),
                          known(row["unit"]), row.text("as_of"), known(row["text"]),
                          known(row.whole("version")), known(row["speaker"]), row.list("source")});
  }
  for (const findings::Basis basis : findings::basis_of(record, context)) view.rests_on.insert(basis);
  view.tables.push_back(std::move(facts));
  view.notes.push_back(say(language, "history_note"));
  return view;
}

ViewResult election_results(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("parties");
  View view = start_view("election_results", record, language, rows);
  std::int64_t votes = 0;
  for (const RowView& row : rows) votes += row.whole("votes").value_or(0);
  ViewTable table{"results",
                  {"name", "votes", "of", "share_percent", "printed_percent", "agrees", "seats", "sources"}};
  for (const RowView& row : rows) {
    const auto own = row.whole("votes");
    if (!own) continue;
    const auto printed = row.quantity("percent_reported");
    const std::string share = percent_text(base::Fraction(*own * 100, votes), 2);
    const bool agrees = printed && base::to_decimal(printed->value, 2) == share;
    view.differences = view.differences || (printed && !agrees);
    table.rows.push_back({named(row, "name_", language), own ? Cell(*own) : Cell(), votes, share,
                          known(printed ? base::to_decimal(printed->value, 2) : ""),
                          printed ? Cell(agrees) : Cell(), known(row.whole("seats")), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "results_note", {{"votes", votes}}));
  return view;
}

ViewResult region_list(const Record& record, const Language& language, const ViewFilter& filter) {
  const auto rows = record.rows("regions");
  View view = start_view("region_list", record, language, rows);
  ViewTable table{"regions",
                  {"code", "code_since_2022", "name", "other_names", "utc_offset", "registered_voters",
                   "visited", "sources"}};
  std::int64_t visited = 0, answered = 0;
  std::vector<std::string> not_visited;
  for (const RowView& row : rows) {
    std::vector<std::string> others;
    for (const RowView& alias : record.rows("aliases")) {
      if (alias["entity"] == row["iso_3166_2_2021"]) others.push_back(alias.text("name"));
    }
    if (!filter.name.empty() && !name_matches(filter.name, named(row, "name_", language)) &&
        std::none_of(others.begin(), others.end(),
                     [&](const auto& o) { return name_matches(filter.name, o); }))
      continue;
    if (row.has("ieom_visited")) {
      ++answered;
      visited += row["ieom_visited"] == "yes" ? 1 : 0;
      if (row["ieom_visited"] == "no") not_visited.push_back(named(row, "name_", language));
    }
    table.rows.push_back(
        {row.text("iso_3166_2_2021"), known(row["iso_3166_2_since_2022"]), named(row, "name_", language),
         others, known(row["utc_offset_2021"]), known(row.whole("registered_voters")),
         row.has("ieom_visited") ? Cell(row["ieom_visited"] == "yes") : Cell(), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  if (answered == static_cast<std::int64_t>(rows.size()) && answered > 0) {
    view.notes.push_back(say(language, "regions_visited",
                             {{"n", visited},
                              {"of", answered},
                              {"percent", percent_text(base::Fraction(visited * 100, answered), 0)},
                              {"uncovered", base::join(not_visited, ", ")}}));
  } else {
    view.notes.push_back(say(language, "regions_unknown"));
  }
  return view;
}

ViewResult name_search(const Record& record, const Language& language, const ViewFilter& filter) {
  std::vector<RowView> rows;
  for (const RowView& row : record.rows("aliases")) {
    bool match = filter.name.empty();
    for (const RowView& other : record.rows("aliases")) {
      if (other["entity"] == row["entity"]) match = match || name_matches(filter.name, other["name"]);
    }
    if (match) rows.push_back(row);
  }
  View view = start_view("name_search", record, language, rows);
  ViewTable table{"names", {"entity", "kind", "name", "language", "from", "to", "sources"}};
  std::map<std::string, int> entities;
  for (const RowView& row : rows) {
    ++entities[row.text("entity")];
    table.rows.push_back({row.text("entity"), Word{row.text("kind")}, row.text("name"),
                          known(row["language"]), known(row["from"]), known(row["to"]), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "names_found", {{"n", static_cast<std::int64_t>(entities.size())}}));
  return view;
}

}  // namespace tallyward::publications
