// What happened: the timeline, disruptions of the Internet, missions and what they said, deployment.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"
#include "findings/disruption.h"
#include "mission/deployment.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

using findings::Record;
using findings::RowView;
using locale::Language;

ViewResult event_list(const Record& record, const Language& language, const ViewFilter& filter) {
  View view = start_view("event_list", record, language, record.rows("events"));
  const auto day = *mission::parse_partial_date(record.info.election_day);
  ViewTable table{
      "events",
      {"date", "end", "days_from_election_day", "id", "type", "title", "actor", "affected", "legal_basis",
       "quantity", "group", "latest_outcome", "late_rule", "single_source", "effects", "sources"}};
  for (const mission::Event& event : findings::events_of(record)) {
    if (!filter.type.empty() && event.type != filter.type) continue;
    if (!filter.group.empty() && event.group != filter.group) continue;
    const auto days = mission::days_between(day, event.date);
    std::vector<std::string> effects;
    for (const RowView& effect : record.rows("event_effects")) {
      if (effect["event_id"] == event.id) effects.push_back(effect.text("effect"));
    }
    table.rows.push_back({mission::to_text(event.date), known(event.end ? mission::to_text(*event.end) : ""),
                          known(days ? std::optional<std::int64_t>(*days) : std::nullopt), event.id,
                          event.type, event.title, known(event.actor), known(event.affected),
                          known(event.legal_basis), known(event.quantity), known(event.group),
                          known(event.latest_outcome), mission::is_late_rule(event, day),
                          mission::is_single_source(event), effects, event.sources});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "events_note"));
  return view;
}

namespace {

std::optional<findings::Interval> interval_of(const RowView& row) {
  const auto start = base::parse_time(row["start"]);
  const auto end = base::parse_time(row["end"]);
  if (!start || !end) return std::nullopt;
  return findings::Interval{*start, *end};
}

std::vector<findings::Measurement> measurements_of(const Record& record) {
  std::vector<findings::Measurement> all;
  for (const RowView& row : record.rows("measurements")) {
    findings::Measurement m{
        row.text("organisation"), row.text("service"), row.text("network"), row.text("region"), {},
        *row.whole("signals"),    *row.whole("of"),    row.list("cites")};
    m.interval.start = *base::parse_time(row["start"]);
    m.interval.end =
        row.has("end") ? *base::parse_time(row["end"]) : m.interval.start + std::chrono::hours(1);
    all.push_back(std::move(m));
  }
  return all;
}

std::vector<findings::Arrival> arrivals_of(const Record& record) {
  std::vector<findings::Arrival> all;
  for (const RowView& row : record.rows("arrivals")) {
    findings::Arrival arrival{row.text("region"), *base::parse_time(row["due"]), std::nullopt};
    if (row.has("received")) arrival.received = *base::parse_time(row["received"]);
    all.push_back(std::move(arrival));
  }
  return all;
}

}  // namespace

ViewResult disruption_list(const Record& record, const Language& language, const ViewFilter&) {
  auto rows = record.rows("disruptions");
  View view = start_view("disruption_list", record, language, rows);
  const auto measurements = measurements_of(record);
  const auto arrivals = arrivals_of(record);
  const base::Time midnight = *base::parse_time(record.info.election_day + "T00:00:00Z");
  // The day in every time zone of a country: half a day more at both sides.
  const findings::Interval day{midnight - std::chrono::hours(12), midnight + std::chrono::hours(36)};
  ViewTable table{"disruptions",
                  {"id", "kind", "service", "network", "region", "start", "end", "order", "reported_by",
                   "measured_by", "independent_sources", "degree", "late_during", "event", "sources"}};
  for (const RowView& row : rows) {
    const findings::Disruption disruption{row.text("disruption_id"), "",
                                          row.text("network"),       row.text("region"),
                                          interval_of(row),          row.text("reported_by")};
    const auto measurers = findings::independent_measurers(disruption, measurements, day);
    Cell late;
    if (disruption.interval && !arrivals.empty()) {
      const auto count =
          findings::late_during(*disruption.interval, disruption.region, arrivals, mission::kGraceMinutes);
      late = say(
          language, "late_during_text",
          {{"late", count.late + count.not_received}, {"of", count.due}, {"missing", count.not_received}});
    }
    table.rows.push_back({disruption.id, Word{row.text("kind")}, known(row["service"]), known(row["network"]),
                          known(row["region"]), known(row["start"]), known(row["end"]), known(row["order"]),
                          disruption.reported_by, measurers, static_cast<std::int64_t>(1 + measurers.size()),
                          Word{measurers.empty() ? "single source" : "independent sources"}, late,
                          known(row["event"]), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  ViewTable measured{"measurements",
                     {"organisation", "service", "network", "region", "start", "end", "signals", "of"}};
  for (const RowView& row : record.rows("measurements"))
    measured.rows.push_back({row.text("organisation"), known(row["service"]), known(row["network"]),
                             known(row["region"]), row.text("start"), known(row["end"]),
                             known(row.whole("signals")), known(row.whole("of"))});
  view.tables.push_back(std::move(measured));
  view.notes.push_back(say(language, "disruption_note", {{"minutes", mission::kGraceMinutes}}));
  return view;
}

ViewResult mission_list(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("missions");
  View view = start_view("mission_list", record, language, rows);
  ViewTable table{"missions",
                  {"id", "organisation", "mission_type", "head", "head_role", "from", "to", "core_team",
                   "long_term", "short_term", "accredited", "method", "limits", "verdict", "sources"}};
  for (const RowView& row : rows) {
    table.rows.push_back(
        {row.text("mission_id"), row.text("organisation"), Word{row.text("type")}, known(row["head"]),
         known(row["head_role"]), known(row["from"]), known(row["to"]), known(row.whole("core_team")),
         known(row.whole("long_term")), known(row.whole("short_term")), known(row.whole("accredited")),
         known(row["method"]), known(row["limits"]), known(row["verdict"]), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "missions_note"));
  return view;
}

ViewResult mission_coverage(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("missions");
  View view = start_view("mission_coverage", record, language, rows);
  ViewTable table{"coverage",
                  {"organisation", "stations", "stations_of", "share_percent", "regions", "regions_of",
                   "regions_percent", "method", "sources"}};
  for (const RowView& row : rows) {
    const auto stations = row.quantity("stations");
    const auto of = row.quantity("stations_of");
    Cell share;
    if (stations && of) {
      if (const auto percent = findings::percent_of(*stations, *of)) share = findings::to_text(*percent);
    }
    Cell regions_share;
    if (row.whole("regions") && row.whole("regions_of").value_or(0) > 0)
      regions_share = percent_text(base::Fraction(*row.whole("regions") * 100, *row.whole("regions_of")), 0);
    table.rows.push_back({row.text("organisation"), known(stations ? findings::to_text(*stations) : ""),
                          known(row.whole("stations_of")), share, known(row.whole("regions")),
                          known(row.whole("regions_of")), regions_share, known(row["method"]),
                          row.list("source")});
  }
  view.tables.push_back(std::move(table));
  // What the record's own visits say: a station that two teams visited is one station and two visits.
  const auto visits = record.rows("visits");
  if (!visits.empty()) {
    std::map<std::string, std::pair<std::set<std::string>, std::int64_t>> by_phase;
    std::set<std::string> stations, regions;
    for (const RowView& visit : visits) {
      auto& [seen, count] = by_phase[visit.text("phase")];
      seen.insert(visit.text("station"));
      stations.insert(visit.text("station"));
      if (visit.has("region")) regions.insert(visit.text("region"));
      ++count;
    }
    ViewTable own{"own_visits", {"phase", "visits", "distinct_stations"}};
    for (const auto& [phase, counts] : by_phase)
      own.rows.push_back({Word{phase}, counts.second, static_cast<std::int64_t>(counts.first.size())});
    own.rows.push_back({Word{"all phases"}, static_cast<std::int64_t>(visits.size()),
                        static_cast<std::int64_t>(stations.size())});
    view.tables.push_back(std::move(own));
    std::vector<std::string> uncovered;
    for (const RowView& region : record.rows("regions")) {
      if (!regions.contains(region.text("iso_3166_2_2021")))
        uncovered.push_back(named(region, "name_", language));
    }
    const auto all = static_cast<std::int64_t>(record.rows("regions").size());
    if (all > 0)
      view.notes.push_back(say(
          language, "own_regions",
          {{"n", all - static_cast<std::int64_t>(uncovered.size())},
           {"of", all},
           {"percent",
            percent_text(base::Fraction((all - static_cast<std::int64_t>(uncovered.size())) * 100, all), 0)},
           {"uncovered", uncovered.empty() ? "-" : base::join(uncovered, ", ")}}));
  }
  view.notes.push_back(say(language, "coverage_note"));
  if (record.info.limited) view.notes.push_back(say(language, "limited_caveat"));
  return view;
}

ViewResult mission_deployment(const Record& record, const Language& language, const ViewFilter&) {
  const auto rows = record.rows("teams");
  View view = start_view("mission_deployment", record, language, rows);
  std::map<std::string, std::vector<RowView>> teams;
  for (const RowView& row : rows) teams[row.text("team")].push_back(row);
  ViewTable table{"teams", {"team", "observers", "languages", "area", "planned_visits", "remarks"}};
  const auto plan = record.rows("plan");
  std::set<std::string> planned_regions;
  for (const auto& [team, members] : teams) {
    std::vector<std::string> observers, remarks;
    std::set<std::string> languages, area, nations;
    for (const RowView& member : members) {
      observers.push_back(member.text("observer"));
      for (const std::string& l : member.list("languages")) languages.insert(l);
      for (const std::string& a : member.list("area")) area.insert(a);
      if (member.has("nationality")) nations.insert(member.text("nationality"));
    }
    if (members.size() != 2)
      remarks.push_back(say(language, "team_not_two", {{"n", static_cast<std::int64_t>(members.size())}}));
    if (nations.size() == 1 && members.size() > 1) remarks.push_back(say(language, "team_one_nation"));
    if (languages.empty()) remarks.push_back(say(language, "team_no_language"));
    std::int64_t visits = 0;
    std::string before_to;
    std::vector<const RowView*> own;
    for (const RowView& visit : plan) {
      if (visit["team"] != team) continue;
      ++visits;
      planned_regions.insert(visit.text("region"));
      if (!area.contains(visit.text("region")))
        remarks.push_back(say(language, "visit_outside_area",
                              {{"station", visit["station"]}, {"region", visit["region"]}}));
      own.push_back(&visit);
    }
    std::sort(own.begin(), own.end(),
              [](const RowView* a, const RowView* b) { return (*a)["from"] < (*b)["from"]; });
    for (std::size_t i = 1; i < own.size(); ++i) {
      if ((*own[i])["from"] < (*own[i - 1])["to"])
        remarks.push_back(say(language, "visits_overlap",
                              {{"one", (*own[i - 1])["station"]}, {"other", (*own[i])["station"]}}));
    }
    view.differences = view.differences || !remarks.empty();
    table.rows.push_back({team, observers, std::vector<std::string>(languages.begin(), languages.end()),
                          std::vector<std::string>(area.begin(), area.end()), visits,
                          known(base::join(remarks, "; "))});
  }
  view.tables.push_back(std::move(table));
  ViewTable visits{"plan", {"team", "station", "region", "phase", "from", "to"}};
  for (const RowView& visit : plan)
    visits.rows.push_back({visit.text("team"), visit.text("station"), visit.text("region"),
                           Word{visit.text("phase")}, visit.text("from"), visit.text("to")});
  view.tables.push_back(std::move(visits));
  view.notes.push_back(say(language, "deployment_note"));
  return view;
}

ViewResult statement_list(const Record& record, const Language& language, const ViewFilter& filter) {
  std::vector<RowView> rows;
  for (const RowView& row : record.rows("statements")) {
    if (!filter.theme.empty() && row["theme"] != filter.theme) continue;
    if (!filter.speaker.empty() && row["speaker"].find(filter.speaker) == std::string_view::npos) continue;
    rows.push_back(row);
  }
  View view = start_view("statement_list", record, language, rows);
  ViewTable table{"statements",
                  {"id", "date", "speaker", "organisation", "mission", "mission_type", "medium", "form",
                   "theme", "text", "sources"}};
  for (const RowView& row : rows) {
    const auto mission = record.find("missions", row["mission"]);
    table.rows.push_back({row.text("statement_id"), row.text("date"), row.text("speaker"),
                          known(row["organisation"]), known(row["mission"]),
                          mission ? Cell(Word{mission->text("type")}) : Cell(), row.text("medium"),
                          Word{row.text("form")}, known(row["theme"]), row.text("text"), row.list("source")});
  }
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "statements_note"));
  return view;
}

ViewResult statement_consistency(const Record& record, const Language& language, const ViewFilter& filter) {
  // Texts on one theme stand side by side in order of date. No score of tone is made: readers compare.
  std::map<std::string, std::vector<RowView>> by_theme;
  std::vector<RowView> shown;
  for (const RowView& row : record.rows("statements")) {
    if (!row.has("theme") || (!filter.theme.empty() && row["theme"] != filter.theme)) continue;
    by_theme[row.text("theme")].push_back(row);
  }
  ViewTable table{"side_by_side", {"theme", "date", "speaker", "form", "text", "sources"}};
  for (auto& [theme, rows] : by_theme) {
    if (rows.size() < 2) continue;
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RowView& a, const RowView& b) { return a["date"] < b["date"]; });
    const auto name = record.find("themes", theme);
    for (const RowView& row : rows) {
      shown.push_back(row);
      table.rows.push_back({name ? named(*name, "name_", language) : theme, row.text("date"),
                            row.text("speaker"), Word{row.text("form")}, row.text("text"),
                            row.list("source")});
    }
  }
  View view = start_view("statement_consistency", record, language, shown);
  view.tables.push_back(std::move(table));
  view.notes.push_back(say(language, "consistency_note"));
  return view;
}

}  // namespace tallyward::publications
