#include "results/difference_kind.h"

#include <algorithm>
#include <array>
#include <string>

namespace tallyward::results {
namespace {

struct KindText {
  std::string_view code;
  std::string_view words;
};

constexpr std::array<KindText, kDifferenceKinds> kTexts{{
    {"missing_protocol", "one side has no protocol of the unit"},
    {"added_later", "the protocol was published later than the other side"},
    {"blank_filled", "blank on the left, a figure on the right"},
    {"figure_removed", "a figure on the left, blank on the right"},
    {"shifted_line", "the figure stands on the neighbouring line"},
    {"exchanged_lines", "two lines have each other's figure"},
    {"total_only", "only a computed line differs"},
    {"plus_minus_pair", "two contestants differ by the same amount, up and down"},
    {"transposed_digits", "two neighbouring digits changed places"},
    {"digit_added", "one digit more"},
    {"digit_dropped", "one digit less"},
    {"digit_changed", "one digit differs"},
    {"other", "no pattern"},
}};

/// `longer` is `shorter` with one digit put in somewhere.
bool one_more_digit(std::string_view shorter, std::string_view longer) {
  if (longer.size() != shorter.size() + 1) return false;
  std::size_t same = 0;
  while (same < shorter.size() && shorter[same] == longer[same]) ++same;
  return shorter.substr(same) == longer.substr(same + 1);
}

/// Fills kinds that several lines show together, and leaves `other` where none fits.
class ProtocolPatterns {
 public:
  ProtocolPatterns(std::span<const Line> lines, std::span<const Figure> left, std::span<const Figure> right,
                   std::span<const std::uint32_t> changed, std::span<DifferenceKind> kinds)
      : lines_(lines), left_(left), right_(right), changed_(changed), kinds_(kinds) {}

  void find() {
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      const bool left_blank = left_[changed_[i]] == kBlank;
      const bool right_blank = right_[changed_[i]] == kBlank;
      kinds_[i] = left_blank    ? DifferenceKind::blank_filled
                  : right_blank ? DifferenceKind::figure_removed
                                : DifferenceKind::other;
    }
    find_shifts();
    find_exchanges();
    find_total_only();
    find_plus_minus_pair();
  }

 private:
  bool open(std::size_t i) const { return kinds_[i] == DifferenceKind::other; }

  /// The left figure of changed line `from` stands on the right at changed line `to`, its neighbour. A single
  /// small figure coincides too often: it must have two digits, or leave nothing behind.
  bool moved(std::size_t from, std::size_t to) const {
    const std::uint32_t a = changed_[from];
    const std::uint32_t b = changed_[to];
    if (lines_[a].group != lines_[b].group || left_[a] == kBlank || left_[a] == 0) return false;
    return left_[a] == right_[b] && (left_[a] > 9 || right_[a] == 0 || right_[a] == kBlank);
  }

  void find_shifts() {
    std::vector<std::uint8_t> shifted(changed_.size(), 0);
    for (std::size_t i = 0; i + 1 < changed_.size(); ++i) {
      if (changed_[i] + 1 != changed_[i + 1]) continue;
      const bool down = moved(i, i + 1);
      const bool up = moved(i + 1, i);
      if (down != up) shifted[i] = shifted[i + 1] = 1;  // Both ways is an exchange.
    }
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      if (shifted[i] != 0) kinds_[i] = DifferenceKind::shifted_line;
    }
  }

  void find_exchanges() {
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      for (std::size_t j = i + 1; j < changed_.size() && open(i); ++j) {
        const std::uint32_t a = changed_[i];
        const std::uint32_t b = changed_[j];
        if (!open(j) || lines_[a].group != lines_[b].group) continue;
        if (left_[a] == right_[b] && left_[b] == right_[a])
          kinds_[i] = kinds_[j] = DifferenceKind::exchanged_lines;
      }
    }
  }

  void find_total_only() {
    for (const std::uint32_t line : changed_) {
      if (lines_[line].origin != LineOrigin::computed) return;
    }
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      if (open(i)) kinds_[i] = DifferenceKind::total_only;
    }
  }

  void find_plus_minus_pair() {
    std::array<std::size_t, 2> pair{};
    std::size_t found = 0;
    for (std::size_t i = 0; i < changed_.size(); ++i) {
      if (lines_[changed_[i]].group != "votes") continue;
      if (found == 2 || !open(i)) return;
      pair[found++] = i;
    }
    if (found == 2 && difference(pair[0]) == -difference(pair[1]))
      kinds_[pair[0]] = kinds_[pair[1]] = DifferenceKind::plus_minus_pair;
  }

  std::int64_t difference(std::size_t i) const {
    return std::int64_t{right_[changed_[i]]} - left_[changed_[i]];
  }

  std::span<const Line> lines_;
  std::span<const Figure> left_;
  std::span<const Figure> right_;
  std::span<const std::uint32_t> changed_;
  std::span<DifferenceKind> kinds_;
};

}  // namespace

std::string_view to_text(DifferenceKind kind) {
  return kTexts[static_cast<std::size_t>(kind)].code;
}
std::string_view explain(DifferenceKind kind) {
  return kTexts[static_cast<std::size_t>(kind)].words;
}

DifferenceKind describe_figures(Figure left, Figure right) {
  if (left == kBlank) return DifferenceKind::blank_filled;
  if (right == kBlank) return DifferenceKind::figure_removed;
  const std::string a = std::to_string(left);
  const std::string b = std::to_string(right);
  if (left == 0 || right == 0 || left < 0 || right < 0) return DifferenceKind::other;
  if (one_more_digit(a, b)) return DifferenceKind::digit_added;
  if (one_more_digit(b, a)) return DifferenceKind::digit_dropped;
  if (a.size() != b.size() || a.size() < 2) return DifferenceKind::other;
  const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  if (first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
      a.substr(first + 2) == b.substr(first + 2))
    return DifferenceKind::transposed_digits;
  return a.substr(first + 1) == b.substr(first + 1) ? DifferenceKind::digit_changed : DifferenceKind::other;
}

void describe_protocol(std::span<const Line> lines, std::span<const Figure> left,
                       std::span<const Figure> right, std::span<const std::uint32_t> changed,
                       std::span<DifferenceKind> kinds) {
  ProtocolPatterns(lines, left, right, changed, kinds).find();
  for (std::size_t i = 0; i < changed.size(); ++i) {
    if (kinds[i] == DifferenceKind::other) kinds[i] = describe_figures(left[changed[i]], right[changed[i]]);
  }
}

}  // namespace tallyward::results
