#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "journeys/apply_record.h"
#include "journeys/release.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr std::int64_t kMost = 500'000;
constexpr char kSeparator = '\x1f';

/// A table that is filled by one report after another.
class Filling {
 public:
  explicit Filling(std::string id) { table_.id = std::move(id); }
  void add(const std::string& group, const std::string& answer, const std::string& team) {
    ++groups_[group][answer][team];
  }
  bool empty() const { return groups_.empty(); }
  /// Without the groups on which one or two teams stand: they are left out of the totals as well.
  ReleaseTable finish() {
    std::set<std::string> seen;
    for (const auto& [group, by_answer] : groups_) {
      std::set<std::string> teams;
      for (const auto& [answer, by_team] : by_answer) {
        for (const auto& [team, count] : by_team) teams.insert(team);
      }
      if (teams.size() < observation::kFewestTeams) {
        table_.left_out.push_back(group);
        continue;
      }
      table_.groups.push_back(group);
      for (const auto& [answer, by_team] : by_answer) {
        seen.insert(answer);
        count_in(group, answer, by_team);
      }
    }
    table_.answers.assign(seen.begin(), seen.end());
    std::vector<std::string> groups = table_.groups;
    std::vector<std::string> answers = table_.answers;
    groups.emplace_back("*");
    answers.emplace_back("*");
    for (const std::string& group : groups) {
      observation::PublishedSum sum{figure_key(group, "*"), {}};
      for (const std::string& answer : table_.answers) sum.parts.push_back(figure_key(group, answer));
      table_.figures.sums.push_back(std::move(sum));
    }
    for (const std::string& answer : answers) {
      observation::PublishedSum sum{figure_key("*", answer), {}};
      for (const std::string& group : table_.groups) sum.parts.push_back(figure_key(group, answer));
      table_.figures.sums.push_back(std::move(sum));
    }
    for (const observation::PublishedSum& sum : table_.figures.sums) {
      table_.figures.figures[sum.total];
      for (const std::string& part : sum.parts) table_.figures.figures[part];
    }
    return std::move(table_);
  }

 private:
  void count_in(const std::string& group, const std::string& answer,
                const observation::Contributions& by_team) {
    for (const auto& [team, count] : by_team) {
      for (const std::string& g : {group, std::string("*")}) {
        for (const std::string& a : {answer, std::string("*")})
          table_.figures.figures[figure_key(g, a)][team] += count;
      }
    }
  }

  ReleaseTable table_;
  /// Group, answer, team -> how often.
  std::map<std::string, std::map<std::string, observation::Contributions>> groups_;
};

struct Counted {
  json visit;
  std::string region;
  std::string team;
};

/// The team of an observer; one without a team counts as a team of her own, so that she is not hidden behind
/// others.
base::Result<std::string> team_of(storage::Reader& reader, const std::string& observer) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "observer", observer));
  return item && !item->a.empty() ? item->a : observer;
}

base::Result<std::vector<Counted>> counted_visits(storage::Reader& reader) {
  std::vector<Counted> counted;
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "visit", {.limit = kMost}));
  for (const storage::Item& item : items) {
    Counted one{json::parse(item.body), "", ""};
    if (one.visit.value("state", "") == "quarantined" || !one.visit.at("superseded_by").is_null() ||
        one.visit.value("kind", "") == "practice")
      continue;
    TRY_ASSIGN(const auto station, reader.find(Shelf::view, "station", item.a));
    if (!station) continue;
    one.region = station->a;
    TRY_ASSIGN(one.team, team_of(reader, item.c));
    counted.push_back(std::move(one));
  }
  return counted;
}

/// Answers that say nothing of votes or turnout and point at no time of day.
bool is_open_answer(const observation::Question& question) {
  using enum observation::AnswerType;
  return question.type == yes_no || question.type == yes_no_unknown || question.type == scale ||
         question.type == frequency || (question.type == choice && !question.options.empty());
}

std::vector<ReleaseTable> observation_tables(OpenMission& mission, const std::vector<Counted>& visits) {
  std::vector<ReleaseTable> tables;
  for (const auto& [id, form] : mission.checklists()) {
    if (form.kind != "visit") continue;
    for (const observation::Question& question : form.questions) {
      if (!is_open_answer(question)) continue;
      Filling table(id + "/" + question.name);
      for (const Counted& one : visits) {
        if (one.visit.value("form", "") != form.form || one.visit.value("version", 0) != form.version)
          continue;
        const auto answer = one.visit.at("answers").find(question.name);
        if (answer != one.visit.at("answers").end() &&
            observation::check_answer(question, answer->get<std::string>()))
          table.add(one.region, answer->get<std::string>(), one.team);
      }
      if (!table.empty()) tables.push_back(table.finish());
    }
  }
  return tables;
}

base::Result<std::vector<ReleaseTable>> incident_tables(storage::Reader& reader) {
  Filling table("incidents");
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "incident", {.limit = kMost}));
  for (const storage::Item& item : items) {
    if (item.a == "new" || item.a == "invalidated" || item.a == "reopened") continue;
    const json incident = json::parse(item.body);
    if (!incident.at("duplicate_of").is_null()) continue;
    TRY_ASSIGN(const auto station, reader.find(Shelf::view, "station", incident.value("station", "")));
    TRY_ASSIGN(const std::string team, team_of(reader, incident.value("observer", "")));
    table.add(station ? station->a : "-", incident.value("kind", "other"), team);
  }
  if (table.empty()) return std::vector<ReleaseTable>();
  std::vector<ReleaseTable> tables;
  tables.push_back(table.finish());
  return tables;
}

}  // namespace

std::string figure_key(std::string_view group, std::string_view answer) {
  return std::string(group) + kSeparator + std::string(answer);
}

base::Result<std::vector<ReleaseTable>> release_tables(OpenMission& mission, storage::Reader& reader,
                                                       std::string_view part) {
  if (part == "incidents") return incident_tables(reader);
  TRY_ASSIGN(const std::vector<Counted> visits, counted_visits(reader));
  if (part == "observation") return observation_tables(mission, visits);
  std::vector<ReleaseTable> tables;
  if (part == "coverage" || part == "stations") {
    // Stations observed by region: each station once for each team that was there.
    Filling table("coverage");
    std::set<std::string> seen;
    for (const Counted& one : visits) {
      const std::string station = one.visit.value("station", "");
      if (seen.insert(station + kSeparator + one.team).second) table.add(one.region, "observed", one.team);
    }
    if (!table.empty()) tables.push_back(table.finish());
  }
  return tables;
}

}  // namespace tallyward::journeys
