#include "results/difference_kind.h"

#include <gmock/gmock.h>

namespace tallyward::results {
namespace {

using enum DifferenceKind;
using testing::ElementsAre;

TEST(DifferenceKind, digits) {
  struct Case {
    Figure left, right;
    DifferenceKind kind;
  };
  for (const Case& test :
       {Case{132, 123, transposed_digits}, Case{21, 12, transposed_digits}, Case{1234, 4231, other},
        Case{12, 120, digit_added}, Case{120, 12, digit_dropped}, Case{1123, 123, digit_dropped},
        Case{183, 133, digit_changed}, Case{7, 9, other}, Case{0, 120, other}, Case{kBlank, 5, blank_filled},
        Case{5, kBlank, figure_removed}, Case{100, 999, other}}) {
    EXPECT_EQ(describe_figures(test.left, test.right), test.kind) << test.left << " and " << test.right;
  }
}

/// registered (counted), three contestants, valid (computed).
std::vector<Line> lines() {
  return {{"registered", "", "", LineOrigin::counted},
          {"votes_1", "votes", "", LineOrigin::counted},
          {"votes_2", "votes", "", LineOrigin::counted},
          {"votes_3", "votes", "", LineOrigin::counted},
          {"valid", "", "", LineOrigin::computed}};
}

std::vector<DifferenceKind> kinds(const std::vector<Figure>& left, const std::vector<Figure>& right) {
  std::vector<std::uint32_t> changed;
  for (std::uint32_t i = 0; i < left.size(); ++i)
    if (left[i] != right[i]) changed.push_back(i);
  std::vector<DifferenceKind> found(changed.size());
  describe_protocol(lines(), left, right, changed, found);
  return found;
}

TEST(DifferenceKind, two_contestants_exchanged) {
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 45, 120, 3, 168}),
              ElementsAre(exchanged_lines, exchanged_lines));
}

TEST(DifferenceKind, contestants_that_are_not_neighbours_exchanged) {
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 3, 45, 120, 168}),
              ElementsAre(exchanged_lines, exchanged_lines));
}

TEST(DifferenceKind, votes_moved_to_the_neighbouring_line) {
  EXPECT_THAT(kinds({500, 120, 0, 3, 123}, {500, 0, 120, 3, 123}), ElementsAre(shifted_line, shifted_line));
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 0, 120, 45, 165}),
              ElementsAre(shifted_line, shifted_line, shifted_line, digit_changed));
}

TEST(DifferenceKind, plus_and_minus_between_two_contestants) {
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 101, 64, 3, 168}),
              ElementsAre(plus_minus_pair, plus_minus_pair));
}

TEST(DifferenceKind, only_the_total) {
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 120, 45, 3, 186}), ElementsAre(total_only));
}

TEST(DifferenceKind, a_digit_in_one_cell_with_its_total) {
  EXPECT_THAT(kinds({500, 120, 45, 3, 168}, {500, 12, 45, 3, 60}), ElementsAre(digit_dropped, other));
}

TEST(DifferenceKind, every_kind_has_its_words) {
  for (std::size_t i = 0; i < kDifferenceKinds; ++i) {
    EXPECT_FALSE(to_text(static_cast<DifferenceKind>(i)).empty());
    EXPECT_FALSE(explain(static_cast<DifferenceKind>(i)).empty());
  }
}

}  // namespace
}  // namespace tallyward::results
