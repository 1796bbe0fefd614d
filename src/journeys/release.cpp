#include "journeys/release.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/time_text.h"
#include "journeys/approve.h"
#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using observation::EarlierRelease;
using storage::Shelf;

/// What stood behind the figures of earlier releases, from their sealed records.
base::Result<std::vector<EarlierRelease>> earlier_releases(OpenMission& mission, storage::Reader& reader,
                                                           std::string_view part, const std::string& table) {
  std::vector<EarlierRelease> earlier;
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "release", {.a = std::string(part)}));
  for (const storage::Item& item : items) {
    TRY_ASSIGN(const auto record, reader.find_record(json::parse(item.body).at("record").get<std::string>()));
    if (!record) continue;
    TRY_ASSIGN(const std::string opened, mission.open_body(reader, *record));
    const json body = json::parse(opened);
    const auto found = body.at("behind").find(table);
    if (found == body.at("behind").end()) continue;
    EarlierRelease release;
    release.figures = found->get<std::map<std::string, observation::Contributions>>();
    // What was withheld then may change as it likes: nobody can subtract it. What could be computed from the
    // rest stood on three teams at least, so the level rule covers it.
    for (const json& key : body.at("withheld").value(table, json::array())) {
      release.suppressed.insert(key.get<std::string>());
      release.figures.erase(key.get<std::string>());
    }
    earlier.push_back(std::move(release));
  }
  return earlier;
}

std::string label(const std::string& name) {
  return name == "*" ? "all" : name;
}

json table_json(const ReleaseTable& table, const std::set<std::string>& withheld) {
  json cells = json::array();
  std::vector<std::string> groups = table.groups;
  std::vector<std::string> answers = table.answers;
  groups.emplace_back("*");
  answers.emplace_back("*");
  for (const std::string& group : groups) {
    for (const std::string& answer : answers) {
      const std::string key = figure_key(group, answer);
      json cell{{"group", label(group)}, {"answer", label(answer)}};
      if (withheld.contains(key)) {
        cell["n"] = nullptr;
        cell["withheld"] = true;
      } else {
        cell["n"] = observation::sum_of(table.figures.figures.at(key));
      }
      cells.push_back(std::move(cell));
    }
  }
  return json{{"table", table.id}, {"cells", cells}, {"left_out", table.left_out}};
}

struct Made {
  json tables = json::array();
  json behind = json::object();
  json withheld = json::object();
  std::size_t cells = 0;
  std::size_t suppressed = 0;
};

base::Result<Made> make_tables(OpenMission& mission, storage::Reader& reader, std::string_view part) {
  Made made;
  TRY_ASSIGN(const auto tables, release_tables(mission, reader, part));
  for (const ReleaseTable& table : tables) {
    TRY_ASSIGN(const auto earlier, earlier_releases(mission, reader, part, table.id));
    const std::set<std::string> withheld = observation::figures_to_suppress(table.figures, earlier);
    made.cells += table.figures.figures.size();
    made.suppressed += withheld.size();
    made.tables.push_back(table_json(table, withheld));
    made.behind[table.id] = table.figures.figures;
    made.withheld[table.id] = withheld;
  }
  return made;
}

/// The arrival of the last release of a part, 0 for none.
base::Result<std::int64_t> last_release_arrival(storage::Reader& reader, std::string_view part) {
  TRY_ASSIGN(const auto items,
             reader.list(Shelf::view, "release", {.a = std::string(part), .limit = 1, .descending = true}));
  return items.empty() ? 0 : json::parse(items[0].body).at("arrival").get<std::int64_t>();
}

base::Result<bool> has_consent(storage::Reader& reader, const std::string& about, std::string_view who) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "consent", about + " " + std::string(who)));
  return item && item->a == "given";
}

base::Result<void> ask_incidents(storage::Reader& reader, ReleaseGate& gate) {
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "incident", {.limit = 100'000}));
  for (const storage::Item& item : items) {
    if (item.a == "new" || item.a == "invalidated" || item.a == "reopened") continue;
    const json incident = json::parse(item.body);
    TRY_ASSIGN(const bool source, has_consent(reader, item.key, "source"));
    if (!source)
      gate.missing.push_back({"consent", item.key, item.key + ": the source's consent is not recorded"});
    if (incident.value("people_at_risk", false)) {
      TRY_ASSIGN(const bool victim, has_consent(reader, item.key, "victim"));
      if (!victim)
        gate.missing.push_back({"consent", item.key, item.key + ": the victim's consent is not recorded"});
    }
    for (const json& photo : incident.value("photos", json::array())) {
      TRY_ASSIGN(const auto review, reader.find(Shelf::view, "photo_review", photo.get<std::string>()));
      if (!review) {
        gate.missing.push_back(
            {"photo_review", photo.get<std::string>(), item.key + ": a photo was not reviewed"});
      }
    }
  }
  return {};
}

}  // namespace

base::Result<ReleaseGate> release_gate(OpenMission& mission, storage::Reader& reader, std::string_view part,
                                       base::Time now) {
  ReleaseGate gate;
  TRY_ASSIGN(const base::Time end, embargo_end(mission.settings(), reader));
  if (now < end)
    gate.missing.push_back({"embargo", std::string(part), "the embargo holds until " + base::to_text(end)});
  TRY_ASSIGN(const auto note, reader.find(Shelf::view, "risk_note", part));
  TRY_ASSIGN(const std::int64_t released, last_release_arrival(reader, part));
  if (!note || json::parse(note->body).at("arrival").get<std::int64_t>() <= released) {
    gate.missing.push_back(
        {"risk_note", std::string(part), "security has signed no risk note for this release"});
  }
  if (part == "incidents") TRY(ask_incidents(reader, gate));
  TRY_ASSIGN(const Made made, make_tables(mission, reader, part));
  gate.cells = made.cells;
  gate.suppressed = made.suppressed;
  return gate;
}

base::Result<std::string> add_release(Desk& desk, std::string_view author, std::string_view part) {
  TRY_ASSIGN(const Made made, make_tables(desk.mission, desk.store, part));
  TRY_ASSIGN(const std::int64_t before, desk.store.count(Shelf::view, "release", {}));
  const std::string number = fmt::format("R-{:06}", before + 1);
  const mission::MissionSettings& settings = desk.mission.settings();
  const json outside{
      {"release", number},
      {"part", part},
      {"mission", settings.id},
      {"synthetic", settings.synthetic},
      {"as_of", base::to_text(desk.now)},
      {"log_size", desk.mission.log_size()},
      {"unit", "forms received and not quarantined"},
      {"note",
       "Counts of what was observed, of the forms received; they do not describe stations that were not "
       "observed. A figure on which fewer than three teams stand is withheld, and so is what would give "
       "it away. Published copies cannot be recalled."},
      {"tables", made.tables},
      {"cells", made.cells},
      {"withheld", made.suppressed}};
  const json body{{"release", number},
                  {"part", part},
                  {"outside", outside},
                  {"behind", made.behind},
                  {"withheld", made.withheld}};
  TRY(add_staff_record(desk, author, "release", body.dump()));
  return number;
}

base::Result<std::optional<std::string>> last_release(storage::Reader& reader, std::string_view part) {
  TRY_ASSIGN(const auto items,
             reader.list(Shelf::view, "release", {.a = std::string(part), .limit = 1, .descending = true}));
  if (items.empty()) return std::optional<std::string>();
  return std::optional<std::string>(json::parse(items[0].body).at("outside").dump());
}

}  // namespace tallyward::journeys
