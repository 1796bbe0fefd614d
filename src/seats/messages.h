// The sentences of explained steps, by key: English here, other languages by the same keys and values.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tallyward::seats {

struct Message {
  std::string_view key;
  std::string_view english;  ///< {name} stands for a value of the step.
};

/// All of them, sorted by key.
std::span<const Message> messages();

/// The sentence with its values put in. Unknown names stay as they are; an unknown key gives the key.
std::string sentence(std::string_view key, std::span<const std::pair<std::string, std::string>> values);

}  // namespace tallyward::seats
