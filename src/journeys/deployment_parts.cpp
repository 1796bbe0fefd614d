#include "journeys/deployment_parts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "mission/deployment.h"

namespace tallyward::journeys {

namespace {

using exchange::DeploymentField;
using exchange::DeploymentRow;
using exchange::RowFault;
using nlohmann::json;
using storage::Shelf;

void copy(const DeploymentRow& row, json& made, std::initializer_list<const char*> names) {
  for (const char* name : names) made[name] = std::string(row.cell(name));
}

bool is_digits(std::string_view text) {
  return !text.empty() && text.size() <= 12 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

base::Result<void> make_station(const PartContext& context, const DeploymentRow& row, json& made,
                                std::vector<RowFault>& faults) {
  copy(row, made, {"station", "region", "name", "address", "time_zone"});
  const std::string_view zone = row.cell("time_zone");
  if (!zone.empty() && !mission::instant_of("2026-01-01T12:00", zone)) {
    faults.push_back({row.line, "time_zone", std::string(zone), "a time zone like Asia/Almaty"});
  }
  TRY_ASSIGN(const auto there, context.reader.find(Shelf::view, "station", row.cell("station")));
  if (context.settings.synthetic) made["synthetic"] = true;
  // A station that was merged into another stays merged, whatever the file says of it.
  if (there) made["replaced_by"] = json::parse(there->body).value("replaced_by", "");
  return {};
}

base::Result<void> make_team(const PartContext&, const DeploymentRow& row, json& made,
                             std::vector<RowFault>&) {
  copy(row, made, {"team", "region", "language"});
  return {};
}

/// That the team is known, once any is.
base::Result<void> check_team(const PartContext& context, const DeploymentRow& row,
                              std::vector<RowFault>& faults) {
  TRY_ASSIGN(const std::int64_t known, context.reader.count(Shelf::view, "team", {}));
  TRY_ASSIGN(const auto team, context.reader.find(Shelf::view, "team", row.cell("team")));
  if (known > 0 && !team)
    faults.push_back({row.line, "team", std::string(row.cell("team")), "a team of the mission"});
  return {};
}

base::Result<void> make_seat(const PartContext& context, const DeploymentRow& row, json& made,
                             std::vector<RowFault>& faults) {
  copy(row, made, {"seat", "team", "language", "role"});
  return check_team(context, row, faults);
}

/// "06:30" is that time on election day. Spreadsheet numbers are not guessed at.
std::string local_time(const PartContext& context, std::string_view cell) {
  if (cell.size() == 5 && cell[2] == ':') return fmt::format("{}T{}", context.settings.election_day, cell);
  std::string text(cell.substr(0, 16));
  if (text.size() == 16 && text[10] == ' ') text[10] = 'T';
  return text;
}

base::Result<void> make_assignment(const PartContext& context, const DeploymentRow& row, json& made,
                                   std::vector<RowFault>& faults) {
  copy(row, made, {"team", "station", "observer"});
  TRY(check_team(context, row, faults));
  TRY_ASSIGN(const auto station, context.reader.find(Shelf::view, "station", row.cell("station")));
  std::string zone = context.settings.time_zone;
  if (!station) {
    faults.push_back({row.line, "station", std::string(row.cell("station")), "a station of the mission"});
  } else {
    const json body = json::parse(station->body);
    if (const std::string into = body.value("replaced_by", ""); !into.empty()) {
      faults.push_back({row.line, "station", std::string(row.cell("station")),
                        fmt::format("{}, into which it was merged", into)});
    }
    if (const std::string own = body.value("time_zone", ""); !own.empty()) zone = own;
  }
  made["phases"] = json::array();
  std::string phases(row.cell("phases"));
  std::ranges::replace(phases, ';', ' ');
  std::ranges::replace(phases, ',', ' ');
  for (const std::string_view phase : base::split(phases, ' ')) {
    if (phase.empty()) continue;
    if (std::ranges::find(mission::phases(), phase) == mission::phases().end()) {
      faults.push_back({row.line, "phases", std::string(phase), "opening, voting, closing or tabulation"});
    }
    made["phases"].push_back(phase);
  }
  std::array<std::optional<base::Time>, 2> times;
  for (std::size_t i = 0; i < 2; ++i) {
    const char* name = i == 0 ? "from" : "to";
    made[name] = "";
    if (row.cell(name).empty()) continue;
    const std::string text = local_time(context, row.cell(name));
    made[name] = text;
    if (const auto instant = mission::instant_of(text, zone)) {
      times[i] = *instant;
    } else {
      faults.push_back({row.line, name, std::string(row.cell(name)),
                        "a local time like 2026-11-29T06:30, or 06:30 for election day"});
    }
  }
  if (times[1]) {
    TRY_ASSIGN(made["due"],
               mission::local_text(*times[1] + std::chrono::minutes(mission::kGraceMinutes), zone));
  }
  if (times[0] && times[1] && *times[1] <= *times[0])
    faults.push_back({row.line, "to", std::string(row.cell("to")), "a time behind the beginning"});
  return {};
}

base::Result<void> make_official(const PartContext& context, const DeploymentRow& row, json& made,
                                 std::vector<RowFault>& faults) {
  made["station"] = std::string(row.cell("station"));
  made["figures"] = json::object();
  for (const auto& [name, cell] : row.cells) {
    if (name == "station") continue;
    if (!is_digits(cell))
      faults.push_back({row.line, name, cell, "a whole number; empty where there is none"});
    made["figures"][name] = cell;
  }
  TRY_ASSIGN(const auto station, context.reader.find(Shelf::view, "station", row.cell("station")));
  if (!station)
    faults.push_back({row.line, "station", std::string(row.cell("station")), "a station of the mission"});
  return {};
}

std::string plain_key(const json& made, const char* name) {
  return made.at(name).get<std::string>();
}

const std::vector<DeploymentField>& station_fields() {
  static const std::vector<DeploymentField> kFields = {
      {"station",
       true,
       {"station_id", "number", "no", "no.", "precinct", "участок", "номер участка", "№", "учаске"}},
      {"region", true, {"oblast", "province", "region name", "регион", "область", "облыс", "аймақ"}},
      {"name", false, {"station name", "place", "building", "название", "атауы"}},
      {"address", false, {"street", "адрес", "мекенжай"}},
      {"time_zone", false, {"timezone", "zone", "tz", "часовой пояс"}}};
  return kFields;
}

const std::vector<DeploymentField>& team_fields() {
  static const std::vector<DeploymentField> kFields = {{"team", true, {"team_id", "команда", "топ"}},
                                                       {"region", false, {"oblast", "регион", "область"}},
                                                       {"language", false, {"languages", "язык", "тіл"}}};
  return kFields;
}

const std::vector<DeploymentField>& seat_fields() {
  // No name, no telephone number, no e-mail: those are of the roster vault, and are reported as not read.
  static const std::vector<DeploymentField> kFields = {
      {"seat", true, {"observer", "observer_id", "code", "код", "наблюдатель", "байқаушы"}},
      {"team", true, {"team_id", "команда", "топ"}},
      {"language", false, {"languages", "язык", "тіл"}},
      {"role", false, {"function", "роль", "рөл"}}};
  return kFields;
}

const std::vector<DeploymentField>& assignment_fields() {
  static const std::vector<DeploymentField> kFields = {
      {"team", true, {"team_id", "команда", "топ"}},
      {"station", true, {"station_id", "precinct", "участок", "номер участка", "учаске"}},
      {"phases", true, {"phase", "этап", "кезең"}},
      {"from", false, {"start", "begin", "с", "начало"}},
      {"to", false, {"end", "until", "по", "конец"}},
      {"observer", false, {"seat", "наблюдатель", "байқаушы"}}};
  return kFields;
}

const std::vector<DeploymentField>& official_fields() {
  static const std::vector<DeploymentField> kFields = {
      {"station", true, {"station_id", "precinct", "участок", "номер участка", "учаске"}},
      {"registered", false, {"registered voters", "voters on the list"}},
      {"received", false, {"ballots received"}},
      {"issued", false, {"ballots issued"}},
      {"in_box", false, {"ballots in the box"}},
      {"invalid", false, {"invalid ballots"}},
      {"valid", false, {"valid ballots"}}};
  return kFields;
}

}  // namespace

std::span<const DeploymentPart> deployment_parts() {
  static const std::vector<DeploymentPart> kParts = {
      {"stations", "station", "stations", station_fields(), make_station,
       [](const json& made) { return plain_key(made, "station"); }},
      {"teams", "team", "teams", team_fields(), make_team,
       [](const json& made) { return plain_key(made, "team"); }},
      {"observers", "seat", "seats", seat_fields(), make_seat,
       [](const json& made) { return plain_key(made, "seat"); }},
      {"assignments", "assignment", "assignments", assignment_fields(), make_assignment,
       [](const json& made) {
         return fmt::format("{} {} {}", plain_key(made, "team"), plain_key(made, "from"),
                            plain_key(made, "station"));
       }},
      {"official", "official", "official_figures", official_fields(), make_official,
       [](const json& made) { return plain_key(made, "station"); }}};
  return kParts;
}

}  // namespace tallyward::journeys
