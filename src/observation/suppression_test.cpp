#include "observation/suppression.h"

#include <random>

#include <gtest/gtest.h>

namespace tallyward::observation {
namespace {

Contributions by(std::initializer_list<std::pair<const char*, std::int64_t>> teams) {
  Contributions all;
  for (const auto& [team, count] : teams) all[team] = count;
  return all;
}

TEST(Suppression, FewerThanThreeTeamsAreWithheld) {
  FigureTable table;
  table.figures = {
      {"yes", by({{"a", 5}, {"b", 3}})}, {"no", by({{"a", 1}, {"b", 1}, {"c", 1}})}, {"nobody", {}}};
  EXPECT_EQ(figures_to_suppress(table), (std::set<std::string>{"yes"}));
}

TEST(Suppression, ATotalDoesNotGiveAwayThePartThatIsWithheld) {
  FigureTable table;
  table.figures = {{"total", by({{"a", 3}, {"b", 3}, {"c", 3}, {"d", 1}})},
                   {"yes", by({{"a", 1}})},
                   {"no", by({{"a", 1}, {"b", 1}, {"c", 3}})},
                   {"maybe", by({{"a", 1}, {"b", 2}, {"c", 0}, {"d", 1}})}};
  table.sums = {{"total", {"yes", "no", "maybe"}}};
  const auto withheld = figures_to_suppress(table);
  EXPECT_TRUE(withheld.contains("yes"));
  EXPECT_EQ(withheld.size(), 2U) << "total minus the others would be \"yes\"";
  EXPECT_FALSE(withheld.contains("total"));
}

TEST(Suppression, AnotherReleaseADayLaterDoesNotGiveAwayOneTeamsReport) {
  FigureTable table;
  table.figures = {{"yes", by({{"a", 2}, {"b", 1}, {"c", 1}})}};
  EXPECT_TRUE(figures_to_suppress(table).empty());
  const EarlierRelease before{{{"yes", by({{"a", 1}, {"b", 1}, {"c", 1}})}}, {}};
  EXPECT_TRUE(figures_to_suppress(table, {before}).contains("yes")) << "only team a reported since";
  const EarlierRelease same{table.figures, {}};
  EXPECT_TRUE(figures_to_suppress(table, {same}).empty());
  table.figures = {{"yes", by({{"a", 2}, {"b", 2}, {"c", 2}})}};
  EXPECT_TRUE(figures_to_suppress(table, {before}).empty()) << "three teams reported since";
}

/// Whatever is published, no withheld set can be computed that stands on one or two teams.
TEST(Suppression, NothingUnsafeCanBeComputedFromRandomTables) {
  std::mt19937_64 random(11);
  for (int round = 0; round < 300; ++round) {
    FigureTable table;
    PublishedSum sum{"total", {}};
    for (int part = 0; part < 5; ++part) {
      const std::string key(1, static_cast<char>('p' + part));
      sum.parts.push_back(key);
      for (int team = 0; team < 6; ++team) {
        const auto count = static_cast<std::int64_t>(random() % 3);
        if (count > 0 && random() % 3 == 0)
          table.figures[key][std::string(1, static_cast<char>('a' + team))] = count;
      }
      for (const auto& [team, count] : table.figures[key]) table.figures["total"][team] += count;
    }
    table.sums.push_back(sum);
    const auto withheld = figures_to_suppress(table);
    Contributions hidden;
    for (const std::string& part : sum.parts) {
      const Contributions& figure = table.figures[part];
      if (!withheld.contains(part)) {
        EXPECT_TRUE(figure.empty() || figure.size() >= kFewestTeams);
        continue;
      }
      for (const auto& [team, count] : figure) hidden[team] += count;
    }
    if (!withheld.contains("total")) {
      EXPECT_TRUE(hidden.empty() || hidden.size() >= kFewestTeams) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace tallyward::observation
