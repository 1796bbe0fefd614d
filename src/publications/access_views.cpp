// Access to observation: who could observe, by which rules, what happened to observers and their
// organisations.
#include <map>

#include <fmt/format.h>

#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::Record;
using findings::RowView;
using locale::Language;

namespace {

/// What stands between two steps: reasons with their counts, or that the step is a gap.
std::string losses_of(const mission::ObserverGroup& group, const Language& language) {
  std::string text;
  for (const mission::AccessLoss& loss : group.losses) {
    std::string key = "word_" + loss.reason;
    for (char& c : key) c = c == ' ' ? '_' : c;
    if (!text.empty()) text += "; ";
    text += say(language, "loss",
                {{"after", say(language, "col_" + std::string(mission::to_text(loss.before)))},
                 {"reason", say(language, key)},
                 {"count", loss.count ? language.integer(*loss.count) : say(language, "not_known")}});
  }
  return text;
}

}  // namespace

ViewResult access_funnel(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("observers");
  View view = start_view("access_funnel", record, language, rows);
  ViewTable steps{"organisations",
                  {"organisation", "kind", "planned", "accredited", "deployed", "admitted", "reported",
                   "losses", "not_effective_percent", "definition_of_effective", "quotation", "sources"}};
  for (const mission::ObserverGroup& group : findings::observer_groups_of(record)) {
    std::vector<Cell> row{group.organisation, Word{group.kind}};
    for (const auto& count : group.counts) row.push_back(known(count));
    row.push_back(known(losses_of(group, language)));
    // The share is of those who observed effectively: the last step that is known behind "planned".
    Cell share;
    for (const mission::AccessStep step : {mission::AccessStep::reported, mission::AccessStep::admitted}) {
      if (const auto percent = mission::percent_not_reaching(group, step)) {
        share = percent_text(*percent);
        break;
      }
    }
    if (std::holds_alternative<std::monostate>(share) && group.counts[0] && group.effective.empty())
      view.notes.push_back(say(language, "no_effective", {{"organisation", group.organisation}}));
    row.push_back(share);
    row.push_back(known(group.effective));
    row.push_back(known(group.quotation));
    row.push_back(group.sources);
    for (const std::string& fault : mission::check_group(group)) {
      view.differences = true;
      view.notes.push_back(say(language, "cannot_be", {{"what", fault}}));
    }
    steps.rows.push_back(std::move(row));
  }
  view.tables.push_back(std::move(steps));
  view.notes.push_back(say(language, "gap_note"));
  return view;
}

ViewResult access_rules(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("access_rules");
  View view = start_view("access_rules", record, language, rows);
  const auto day = *mission::parse_partial_date(record.info.election_day);
  ViewTable table{"rules",
                  {"id", "kind", "issuer", "number", "title", "published", "in_force", "repealed",
                   "notice_days", "days_to_register", "test_window", "affected", "where", "late", "sources"}};
  for (const RowView& row : rows) {
    const auto published = *row.date("published");
    const auto starts = row.date("in_force").value_or(published);
    const auto notice = mission::days_between(published, day);
    const auto by = row.date("register_by");
    const auto to_register = by ? mission::days_between(published, *by) : std::nullopt;
    // Late by either of two readings: 30 days before the vote, or the year of the Venice Code (II.2.b).
    std::string late = "not known";
    if (const auto known_days = mission::days_between(starts, day))
      late = *known_days < 0      ? "after the vote"
             : *known_days <= 30  ? "late 30 days"
             : *known_days <= 365 ? "late one year"
                                  : "not late";
    else if (starts.year == day.year ||
             (starts.month != 0 && starts.year == day.year - 1 && starts.month > day.month))
      late = "late one year";
    table.rows.push_back(
        {row.text("rule_id"), Word{row.text("kind")}, row.text("issuer"), known(row["number"]),
         row.text("title"), row.text("published"), known(row["in_force"]), known(row["repealed"]),
         known(notice ? std::optional<std::int64_t>(*notice) : std::nullopt),
         known(to_register ? std::optional<std::int64_t>(*to_register) : std::nullopt),
         known(row.has("window_from") ? fmt::format("{} – {}", row["window_from"], row["window_to"]) : ""),
         row.list("classes"), known(row["where"]), Word{late}, row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "late_note"));
  return view;
}

ViewResult access_denials(const Record& record, const Language& language, const ViewFilter& filter) {
  if (!filter.ground.empty() && !record.find("grounds", filter.ground))
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("found the ground '{}', expected an id of grounds.csv", filter.ground));
  std::vector<RowView> rows;
  for (const RowView& row : record.rows("denials")) {
    if (filter.ground.empty() || row["ground"] == filter.ground) rows.push_back(row);
  }
  View view = start_view("access_denials", record, language, rows);
  ViewTable table{"denials",
                  {"id", "date", "kind", "class", "count", "ground", "legal_basis", "discretion",
                   "discretionary", "appeal", "decided_by", "quotation", "finding", "sources"}};
  struct Sum {
    std::int64_t entries = 0, counted = 0, unknown = 0;
  };
  std::map<std::string, Sum> by_ground, by_class;
  for (const RowView& row : rows) {
    const auto ground = record.find("grounds", row["ground"]);
    // Without a listed ground it is recorded all the same, and says so.
    const bool discretionary = !ground || (*ground)["listed"] == "no" || (*ground)["discretion"] == "wide";
    table.rows.push_back({row.text("denial_id"), row.text("date"), Word{row.text("kind")}, row.text("class"),
                          known(row.whole("count")), known(ground ? (*ground)["title"] : ""),
                          known(ground ? (*ground)["legal_basis"] : ""),
                          Word{ground ? ground->text("discretion") : "no listed ground"}, discretionary,
                          Word{ground ? ground->text("appeal") : "not known"}, known(row["decided_by"]),
                          known(row.has("words") ? fmt::format("{}: {}", row["speaker"], row["words"]) : ""),
                          known(row["finding"]), row.list("source")});
    for (Sum* sum : {&by_ground[ground ? ground->text("title") : say(language, "word_no_listed_ground")],
                     &by_class[row.text("class")]}) {
      ++sum->entries;
      if (const auto count = row.whole("count")) {
        sum->counted += *count;
      } else {
        ++sum->unknown;
      }
    }
  }
  view.tables.push_back(std::move(table));
  const auto summary = [&](std::string id, std::string column, const std::map<std::string, Sum>& sums) {
    ViewTable all{std::move(id), {std::move(column), "entries", "count", "entries_without_count"}};
    for (const auto& [name, sum] : sums)
      all.rows.push_back({name, sum.entries, sum.unknown == 0 ? Cell(sum.counted) : Cell(), sum.unknown});
    view.tables.push_back(std::move(all));
  };
  summary("by_ground", "ground", by_ground);
  summary("by_class", "class", by_class);
  view.notes.push_back(say(language, "denials_note"));
  return view;
}

ViewResult access_pressure(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("pressure");
  View view = start_view("access_pressure", record, language, rows);
  ViewTable table{
      "pressure",
      {"id", "date", "organisation", "role", "instrument", "amount", "currency", "suspension_months",
       "legal_basis", "appeal", "latest_outcome", "outcome_date", "consent", "event", "sources"}};
  std::map<std::string, std::int64_t> sums;
  std::int64_t withheld = 0;
  for (const RowView& row : rows) {
    const bool may_be_named = row["consent"] != "not given";
    withheld += may_be_named ? 0 : 1;
    if (const auto amount = row.whole("amount")) sums[row.text("currency")] += *amount;
    auto sources = row.list("source");
    for (const std::string& source : row.list("outcome_source")) sources.push_back(source);
    if (!may_be_named) sources.clear();  // A source may name it.
    table.rows.push_back({row.text("pressure_id"), row.text("date"),
                          may_be_named ? Cell(row.text("organisation")) : Cell(Word{"name withheld"}),
                          may_be_named ? known(row["role"]) : Cell(), row.text("instrument"),
                          known(row.whole("amount")), known(row["currency"]),
                          known(row.whole("suspension_months")), known(row["legal_basis"]),
                          known(row["appeal"]), row.text("latest_outcome"), row.text("outcome_date"),
                          Word{row.text("consent")}, may_be_named ? known(row["event"]) : Cell(), sources});
  }
  view.tables.push_back(std::move(table));
  ViewTable total{"amounts", {"currency", "amount"}};
  for (const auto& [currency, sum] : sums) total.rows.push_back({currency, sum});
  view.tables.push_back(std::move(total));
  view.notes.push_back(say(language, "pressure_note"));
  if (withheld > 0) view.notes.push_back(say(language, "withheld_note", {{"n", withheld}}));
  return view;
}

ViewResult access_impact(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("event_effects");
  View view = start_view("access_impact", record, language, rows);
  ViewTable chain{"chain",
                  {"date", "event", "title", "on", "effect", "said_by", "finding", "figure", "sources"}};
  for (const RowView& row : rows) {
    const RowView event = *record.find("events", row["event_id"]);
    const auto finding = record.find("findings", row["finding"]);
    chain.rows.push_back({event.text("date"), event.text("event_id"), event.text("title"),
                          Word{row.text("on")}, row.text("effect"), known(row["speaker"]),
                          known(row["finding"]), known(finding ? findings::figure_text(*finding) : ""),
                          row.list("source")});
    view.notes.push_back(say(language, row.has("speaker") ? "impact_said" : "impact_line",
                             {{"date", event["date"]},
                              {"event", event["title"]},
                              {"id", event["event_id"]},
                              {"effect", row["effect"]},
                              {"speaker", row["speaker"]},
                              {"finding", finding ? (*finding)["finding_id"] : std::string_view("-")}}));
  }
  view.tables.push_back(std::move(chain));
  // Totals before and after, where they are known; no region is named that the source does not name.
  ViewTable totals{"totals", {"organisation", "planned", "reported", "quotation"}};
  for (const mission::ObserverGroup& group : findings::observer_groups_of(record)) {
    if (!group.counts[0]) continue;
    totals.rows.push_back(
        {group.organisation, known(group.counts[0]), known(group.counts[4]), known(group.quotation)});
  }
  view.tables.push_back(std::move(totals));
  view.notes.push_back(say(language, "impact_note"));
  return view;
}

}  // namespace tallyward::publications
