// Ids and counts that cannot be mixed: `Votes` is not `Voters`, and a test proves that it does not compile.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

namespace tallyward::base {

/// A whole number of one kind of thing. Sums and differences stay of the kind; a difference may be negative.
template <typename Tag>
struct Count {
  std::int64_t value = 0;

  constexpr Count() = default;
  constexpr explicit Count(std::int64_t number) : value(number) {}
  constexpr auto operator<=>(const Count&) const = default;
  constexpr Count& operator+=(Count other) {
    value += other.value;
    return *this;
  }
  constexpr Count& operator-=(Count other) {
    value -= other.value;
    return *this;
  }
  friend constexpr Count operator+(Count a, Count b) { return a += b; }
  friend constexpr Count operator-(Count a, Count b) { return a -= b; }
};

/// A name that a mission or a commission gave, for one kind of thing.
template <typename Tag>
struct Id {
  std::string text;

  Id() = default;
  explicit Id(std::string id) : text(std::move(id)) {}
  auto operator<=>(const Id&) const = default;
  bool operator==(const Id&) const = default;
};

}  // namespace tallyward::base

template <typename Tag>
struct std::hash<tallyward::base::Id<Tag>> {
  std::size_t operator()(const tallyward::base::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text);
  }
};
