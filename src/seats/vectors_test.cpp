// Real elections with known seats (testdata/seats/README.md): every one of them exactly.
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
  if (method == "sainte-lague") return "method-sainte-lague";
  return "";
}

/// Only those above the threshold are listed, or no threshold is part of the vector: then it is left out.
AllocationLaw law_for(const ordered_json& vector) {
  AllocationLaw law = *find_law(law_of(vector)).value();
  if (vector["threshold"].is_number()) {
    // 0.0325 and the like: four decimals hold them all.
    law.threshold.share = {static_cast<std::int64_t>(vector["threshold"].get<double>() * 10000 + 0.5), 10000};
  }
  return law;
}

TEST(SeatVectors, ListSystemsGiveTheOfficialSeats) {
  int covered = 0;
  for (const ordered_json& vector : read_vectors()) {
    if (law_of(vector).empty()) continue;
    SCOPED_TRACE(vector["name"].get<std::string>());
    const Contest contest = contest_of(vector);
    for (const bool explain : {false, true}) {
      const auto allocation = allocate_seats(law_for(vector), contest, {}, explain);
      ASSERT_TRUE(allocation.has_value()) << base::to_text(allocation.error());
      EXPECT_TRUE(allocation->complete());
      EXPECT_EQ(seats_by_name(contest, allocation->seats), expected_seats(vector["expected"]));
      EXPECT_EQ(allocation->steps.empty(), !explain);
    }
    ++covered;
  }
  EXPECT_GE(covered, 29);
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
