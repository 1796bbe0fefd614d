// Real elections with known seats (testdata/seats/README.md): every one of them exactly.
#include <algorithm>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "paths.h"
#include "seats/seats.h"

namespace tallyward::seats {
namespace {

using election::Contest;
using nlohmann::ordered_json;

ordered_json read_vectors() {
  std::ifstream file(tests::testdata() / "seats/seat-vectors.json");
  return ordered_json::parse(file);
}

/// Districts, electorate seats and ranked ballots of a vector.
void add_details(const ordered_json& vector, Contest& contest) {
  if (vector.contains("electorate_seats")) {
    for (const auto& [name, seats] : vector["electorate_seats"].items()) {
      contest.contestants[*contest.find(name)].direct_seats = Seats(seats.get<std::int64_t>());
    }
  }
  if (vector.contains("ballots")) {
    for (const auto& paper : vector["ballots"]) {
      election::RankedBallots own;
      for (const auto& name : paper[0]) {
        if (!contest.find(name.get<std::string>())) {
          contest.contestants.emplace_back().id.text = name;
          contest.votes.emplace_back();
        }
        own.ranking.push_back(static_cast<std::uint32_t>(*contest.find(name.get<std::string>())));
      }
      own.ballots = election::Ballots(paper[1].get<std::int64_t>());
      contest.ballots.push_back(own);
    }
  }
  if (!vector.contains("districts")) return;
  for (const auto& each : vector["districts"]) {
    election::District own;
    own.name = each["name"];
    own.seats = Seats(each.value("seats", 0));
    own.inhabitants = each.value("inhabitants", 0);
    own.votes.resize(contest.contestants.size());
    own.direct_seats.resize(contest.contestants.size());
    for (const auto& [name, votes] : each["votes"].items())
      own.votes[*contest.find(name)] = Votes(votes.get<std::int64_t>());
    if (each.contains("direct_seats")) {
      for (const auto& [name, seats] : each["direct_seats"].items())
        own.direct_seats[*contest.find(name)] = Seats(seats.get<std::int64_t>());
    }
    contest.districts.push_back(std::move(own));
  }
}

Contest contest_of(const ordered_json& vector) {
  Contest contest;
  contest.name = vector["name"];
  contest.seats = Seats(vector["seats"].get<std::int64_t>());
  for (const auto& [name, votes] : vector["votes"].items()) {
    election::Contestant contestant;
    contestant.id.text = name;
    if (vector.contains("coalitions") && vector["coalitions"].contains(name)) {
      contestant.kind = election::ContestantKind::alliance;
      contestant.member_parties = vector["coalitions"][name];
    }
    if (vector.contains("not_a_party") && vector["not_a_party"][0] == name) {
      contestant.kind = election::ContestantKind::against_all;
    }
    if (vector.contains("candidates") && vector["candidates"].contains(name)) {
      contestant.candidates = vector["candidates"][name].get<std::int64_t>();
    }
    contest.contestants.push_back(contestant);
    contest.votes.emplace_back(votes.get<std::int64_t>());
  }
  if (vector.contains("voters_took_part")) {
    contest.took_part = election::Voters(vector["voters_took_part"].get<std::int64_t>());
  }
  add_details(vector, contest);
  return contest;
}

std::map<std::string, std::int64_t> seats_by_name(const Contest& contest, std::span<const Seats> seats) {
  std::map<std::string, std::int64_t> all;
  for (std::size_t i = 0; i < seats.size(); ++i) {
    if (seats[i].value > 0) all[contest.contestants[i].id.text] = seats[i].value;
  }
  return all;
}

std::map<std::string, std::int64_t> expected_seats(const ordered_json& expected) {
  std::map<std::string, std::int64_t> all;
  for (const auto& [name, seats] : expected.items()) {
    if (seats.get<std::int64_t>() > 0) all[name] = seats.get<std::int64_t>();
  }
  return all;
}

/// The law of the program that this vector is an election under.
std::string law_of(const ordered_json& vector) {
  const std::string name = vector["name"];
  const std::string method = vector["method"];
  const auto starts = [&](std::string_view with) { return name.starts_with(with); };
  if (starts("Austria N")) return "at-nationalrat";
  if (starts("Austria E")) return "at-european-parliament";
  if (starts("Israel")) return name.find("within bloc") == std::string::npos ? "il-knesset" : "method-dhondt";
  if (starts("Slovakia")) return "sk-national-council";
  if (starts("Czechia European")) return "cz-european-parliament";
  if (starts("Kazakhstan Mazhilis 2021")) return "kz-2021";
  if (starts("Kazakhstan Mazhilis 2023")) return "kz-2023";
  if (starts("Russia")) return "ru-duma-list";
  if (starts("US House")) return "us-house";
  if (starts("Czechia Chamber of Deputies 2017")) return "cz-chamber-2017";
  if (starts("Czechia Chamber of Deputies 2021")) return "cz-chamber-2021";
  if (starts("New Zealand")) return "nz-parliament";
  if (starts("Germany Bundestag 2017")) return "de-bundestag-2013";
  if (starts("Norway")) return "no-storting";
  if (starts("NL")) return "nl-council";
  if (starts("Uri")) return "ch-uri";
  if (starts("Zug")) return "ch-zug";
  if (starts("Zürich")) return "ch-zurich";
  if (starts("Graubünden")) return "ch-graubuenden";
  if (starts("Mexico")) return "mx-president";
  if (starts("Czech Senate")) return "cz-senate";
  if (starts("Ireland")) return "ie-president";
  if (starts("Burlington")) return "us-burlington";
  if (starts("Glasgow")) return "sct-council";
  if (method == "sainte-lague") return "method-sainte-lague";
  return "";
}

/// Only those above the threshold are listed, or no threshold is part of the vector: then it is left out.
AllocationLaw law_for(const ordered_json& vector) {
  AllocationLaw law = *find_law(law_of(vector)).value();
  if (vector["threshold"].is_number()) {
    law.threshold.share = *parse_share(vector["threshold"].dump());
  }
  return law;
}

/// The district seats that the vector states, levelling seats included.
void expect_districts(const ordered_json& vector, const Contest& contest, const Allocation& allocation) {
  // Germany states one Land's share before levelling.
  if (!vector.contains("districts") || law_of(vector) == "de-bundestag-2013") return;
  for (std::size_t d = 0; d < contest.districts.size(); ++d) {
    const ordered_json& own = vector["districts"][d];
    if (!own.contains("expected")) continue;
    SCOPED_TRACE(contest.districts[d].name);
    std::map<std::string, std::int64_t> expected = expected_seats(own["expected"]);
    if (own.contains("levelling_expected")) {
      for (const auto& [name, seats] : own["levelling_expected"].items())
        expected[name] += seats.get<std::int64_t>();
    }
    ASSERT_EQ(allocation.district_seats.size(), contest.districts.size());
    EXPECT_EQ(seats_by_name(contest, allocation.district_seats[d]), expected);
  }
}

/// A vector that was decided by lot says who was drawn, not which question that answered: the program asks
/// it.
Allocation with_lots(const ordered_json& vector, const Contest& contest, bool explain) {
  std::vector<RecordedLot> lots;
  while (true) {
    const auto allocation = allocate_seats(law_for(vector), contest, lots, explain);
    EXPECT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
    if (!allocation) return {};
    if (allocation->complete() || !vector.contains("lots") || !lots.empty()) return *allocation;
    EXPECT_EQ(allocation->undetermined.size(), 1U);
    const LotQuestion& question = allocation->undetermined[0];
    std::vector<std::string> between;
    for (const std::size_t i : question.between) between.push_back(contest.contestants[i].id.text);
    EXPECT_EQ(between, vector["tie"]["between"].get<std::vector<std::string>>());
    lots.push_back(
        {question.id, vector["lots"].get<std::vector<std::string>>(), "as the council recorded it"});
  }
}

TEST(SeatVectors, EveryElectionGivesItsSeats) {
  int covered = 0;
  for (const ordered_json& vector : read_vectors()) {
    if (vector.contains("expected_by_method") || vector.contains("blt")) continue;  // The two tests below.
    SCOPED_TRACE(vector["name"].get<std::string>());
    ASSERT_FALSE(law_of(vector).empty());
    const Contest contest = contest_of(vector);
    for (const bool explain : {false, true}) {
      const Allocation allocation = with_lots(vector, contest, explain);
      EXPECT_TRUE(allocation.complete()) << (allocation.complete() ? "" : allocation.undetermined[0].text);
      EXPECT_EQ(seats_by_name(contest, allocation.seats), expected_seats(vector["expected"]));
      EXPECT_EQ(allocation.steps.empty(), !explain);
      expect_districts(vector, contest, allocation);
    }
    ++covered;
  }
  // Every vector of the file is one of three kinds, and none is left out: those here, the textbook ones
  // below, and the ballot files that tests/seats_journey_test counts.
  const ordered_json all = read_vectors();
  const auto with = [&](const char* key) {
    return std::count_if(all.begin(), all.end(), [&](const ordered_json& v) { return v.contains(key); });
  };
  EXPECT_EQ(covered + with("expected_by_method") + with("blt"), std::ssize(all));
  EXPECT_GE(std::ssize(all), 65);
  EXPECT_EQ(with("expected_by_method"), 2);
  EXPECT_EQ(with("blt"), 13);
}

TEST(SeatVectors, AreThoseOfTheOracles) {
  const auto folder = TALLYWARD_SHARED_OR_SKIP();
  std::ifstream file(folder / "oracles/seat-vectors.json");
  EXPECT_EQ(ordered_json::parse(file), read_vectors());
}

TEST(SeatVectors, BalinskiAndYoungByMethod) {
  for (const ordered_json& vector : read_vectors()) {
    if (!vector.contains("expected_by_method")) continue;
    const Contest contest = contest_of(vector);
    const std::map<std::string, std::string> methods{
        {"lr-hare", "method-hare"},
        {"dhondt", "method-dhondt"},
        {"sainte-lague", "method-sainte-lague"},
        {"modified-sainte-lague", "method-modified-sainte-lague"},
        {"huntington-hill", "method-huntington-hill"},
        {"adams", "method-adams"},
        {"dean", "method-dean"},
        {"quota", "method-quota"}};
    for (const auto& [method, expected] : vector["expected_by_method"].items()) {
      SCOPED_TRACE(vector["name"].get<std::string>() + " " + method);
      ASSERT_TRUE(methods.contains(method));
      const auto law = find_law(methods.at(method));
      ASSERT_TRUE(law.has_value()) << base::to_text(law.error());
      const auto allocation = allocate_seats(**law, contest, {}, true);
      ASSERT_TRUE(allocation.has_value());
      std::vector<std::int64_t> seats;
      for (const Seats own : allocation->seats) seats.push_back(own.value);
      EXPECT_EQ(seats, expected.get<std::vector<std::int64_t>>());
    }
  }
}

}  // namespace
}  // namespace tallyward::seats
