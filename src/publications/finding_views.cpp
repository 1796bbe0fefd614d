// Findings with their benchmarks and the authority's reply, claims, conclusions, laws.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "findings/corroboration.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::Record;
using findings::RowView;
using locale::Language;

namespace {

base::Result<void> check_theme(const Record& record, const std::string& theme) {
  if (theme.empty() || record.find("themes", theme)) return {};
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("found the theme '{}', expected a theme_id of themes.csv", theme));
}

bool has_theme(const RowView& row, const std::string& theme) {
  const auto themes = row.list("themes");
  return theme.empty() || std::find(themes.begin(), themes.end(), theme) != themes.end();
}

/// "CPH-8: not met (who says so)" for every benchmark of a finding.
std::vector<std::string> benchmarks_of(const Record& record, std::string_view finding,
                                       const Language& language) {
  std::vector<std::string> all;
  for (const RowView& row : record.rows("finding_benchmarks")) {
    if (row["finding"] != finding) continue;
    const RowView benchmark = *record.find("commitments", row["benchmark"]);
    std::string state = "word_" + row.text("state"), kind = "word_" + benchmark.text("kind");
    for (std::string* key : {&state, &kind}) std::replace(key->begin(), key->end(), ' ', '_');
    all.push_back(say(language, "benchmark_state",
                      {{"kind", say(language, kind)},
                       {"benchmark", row["benchmark"]},
                       {"state", say(language, state)},
                       {"by", row["assessed_by"]}}));
  }
  return all;
}

std::vector<std::string> positions_of(const Record& record, std::string_view finding) {
  std::vector<std::string> all;
  for (const RowView& row : record.rows("positions")) {
    if (row["finding"] == finding)
      all.push_back(fmt::format("{} ({}): {} [{}]", row["authority"], row["date"], row["text"],
                                base::join(row.list("source"), ", ")));
  }
  return all;
}

findings::ClaimJudgement judge(const Record& record, const RowView& claim) {
  std::vector<findings::Corroboration> links;
  for (const RowView& row : record.rows("corroborations")) {
    if (row["claim"] != claim["claim_id"]) continue;
    const findings::Stance stance = row["stance"] == "contradicts"        ? findings::Stance::contradicts
                                    : row["stance"] == "supports in kind" ? findings::Stance::supports_in_kind
                                                                          : findings::Stance::supports;
    links.push_back({row.text("by"), row.text("kind"), stance, row.list("relied_on")});
  }
  const auto claimants = claim.list("claimant");
  return findings::judge_claim(claimants, links);
}

}  // namespace

ViewResult benchmark_list(const Record& record, const Language& language, const ViewFilter& filter) {
  TRY(check_theme(record, filter.theme));
  std::vector<RowView> rows;
  for (const RowView& row : record.rows("commitments")) {
    if (has_theme(row, filter.theme)) rows.push_back(row);
  }
  View view = start_view("benchmark_list", record, language, rows);
  ViewTable table{"benchmarks",
                  {"id", "kind", "instrument", "paragraph", "text", "themes", "findings", "not_met",
                   "under_review", "seen_in"}};
  for (const RowView& row : rows) {
    std::vector<std::string> ids;
    std::int64_t not_met = 0, review = 0;
    for (const RowView& link : record.rows("finding_benchmarks")) {
      if (link["benchmark"] != row["commitment_id"]) continue;
      ids.push_back(link.text("finding"));
      not_met += link["state"] == "not met" ? 1 : 0;
      review += link["state"] == "under review" ? 1 : 0;
    }
    table.rows.push_back({row.text("commitment_id"), Word{row.text("kind")}, row.text("instrument"),
                          row.text("paragraph"), row.text("paraphrase"), row.list("themes"), ids, not_met,
                          review, row.text("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "benchmarks_note", {{"n", static_cast<std::int64_t>(rows.size())}}));
  return view;
}

ViewResult finding_list(const Record& record, const Language& language, const ViewFilter& filter) {
  TRY(check_theme(record, filter.theme));
  std::vector<RowView> rows;
  for (const RowView& row : record.rows("findings")) {
    if (has_theme(row, filter.theme) && (filter.section.empty() || row["section"] == filter.section))
      rows.push_back(row);
  }
  View view = start_view("finding_list", record, language, rows);
  ViewTable table{"findings",
                  {"id", "section", "phase", "text", "figure", "unit", "themes", "said_by", "benchmarks",
                   "authority_reply", "rests_on", "sources"}};
  for (const RowView& row : rows) {
    table.rows.push_back(
        {row.text("finding_id"), row.text("section"), known(row["phase"]), row.text("text_paraphrase"),
         known(findings::figure_text(row)), known(row["unit"]), row.list("themes"), known(row["speaker"]),
         benchmarks_of(record, row["finding_id"], language), positions_of(record, row["finding_id"]),
         Word{std::string(findings::to_text(findings::basis_of(record, row)))}, row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "findings_note"));
  return view;
}

ViewResult finding_claims(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("claims");
  View view = start_view("finding_claims", record, language, rows);
  ViewTable table{"claims",
                  {"id", "text", "claimants", "supported_by", "contradicted_by", "independent_sources",
                   "source_kinds", "status", "finding", "sources"}};
  for (const RowView& claim : rows) {
    const auto judged = judge(record, claim);
    std::vector<std::string> supporters, opponents;
    for (const RowView& row : record.rows("corroborations")) {
      if (row["claim"] != claim["claim_id"]) continue;
      const std::string from =
          row.has("relied_on")
              ? fmt::format("{} ({})", row["by"],
                            say(language, "relies_on", {{"whom", base::join(row.list("relied_on"), ", ")}}))
              : row.text("by");
      (row["stance"] == "contradicts" ? opponents : supporters).push_back(from);
    }
    table.rows.push_back(
        {claim.text("claim_id"), claim.text("text"), claim.list("claimant"), supporters, opponents,
         static_cast<std::int64_t>(judged.independent), static_cast<std::int64_t>(judged.kinds),
         Word{std::string(findings::to_text(judged.status))}, known(claim["finding"]), claim.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "claims_note"));
  return view;
}

ViewResult finding_conclusions(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("conclusions");
  View view = start_view("finding_conclusions", record, language, rows);
  ViewTable table{"conclusions",
                  {"id", "phase", "text", "findings", "benchmarks", "said_by", "publishable", "sources"}};
  for (const RowView& row : rows) {
    const bool publishable = row.has("findings");
    view.differences = view.differences || !publishable;
    if (!publishable) view.notes.push_back(say(language, "no_finding", {{"id", row["conclusion_id"]}}));
    table.rows.push_back({row.text("conclusion_id"), Word{row.text("phase")},
                          publishable ? Cell(row.text("text")) : Cell(Word{"withheld"}), row.list("findings"),
                          row.list("benchmarks"), row.text("speaker"), publishable, row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "conclusions_note"));
  return view;
}

ViewResult legal_list(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("legal_framework");
  View view = start_view("legal_list", record, language, rows);
  ViewTable table{"legal", {"id", "kind", "law", "subject", "effect", "finding", "benchmark", "sources"}};
  for (const RowView& row : rows)
    table.rows.push_back({row.text("law_id"), Word{row.text("kind")}, row.text("law"), row.text("subject"),
                          known(row["effect"]), known(row["finding"]), known(row["benchmark"]),
                          row.list("source")});
  view.tables.push_back(std::move(table));
  return view;
}

}  // namespace tallyward::publications
