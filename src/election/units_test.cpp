#include "election/units.h"

#include <gtest/gtest.h>

namespace tallyward::election {
namespace {

TEST(UnitTree, TwoDistrictsMayBothHaveAStationTwelve) {
  UnitTree tree({"country", "district", "polling_station"});
  const UnitIndex north = tree.add(0, "N", "North");
  const UnitIndex south = tree.add(0, "S", "South");
  const UnitIndex first = tree.add(north, "12");
  const UnitIndex second = tree.add(south, "12");
  EXPECT_NE(first, second);
  EXPECT_EQ(tree.add(north, "12"), first);
  EXPECT_EQ(tree.find("S/12"), second);
  EXPECT_EQ(tree.find("S/13"), kNoUnit);
  EXPECT_EQ(tree.path(second), "S/12");
  EXPECT_EQ(tree.ancestor(second, 1), south);
  EXPECT_EQ(tree.at_level(2).size(), 2u);
}

TEST(UnitTree, KeepsItsIndexWhileItGrows) {
  UnitTree tree({"country", "polling_station"});
  for (int i = 0; i < 10'000; ++i) tree.add(0, std::to_string(i));
  EXPECT_EQ(tree.size(), 10'001u);
  for (int i = 0; i < 10'000; ++i) EXPECT_EQ(tree.code(tree.find(std::to_string(i))), std::to_string(i));
}

TEST(UnitTree, ACodeMayHoldASlash) {
  UnitTree tree({"country", "locality", "polling_station"});
  const UnitIndex station = tree.add(tree.add(0, "San Pedro/Sur~1"), "7");
  EXPECT_EQ(tree.path(station), "San Pedro~1Sur~01/7");
  EXPECT_EQ(tree.find(tree.path(station)), station);
}

}  // namespace
}  // namespace tallyward::election
