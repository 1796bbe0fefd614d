// The sentences of explained steps, by key, in English, Russian and Kazakh: the same keys, the same values.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace tallyward::seats {

/// The languages that every sentence exists in.
inline constexpr std::array<std::string_view, 3> kStepLanguages{"en", "ru", "kk"};

struct Message {
  std::string_view key;   ///< "word." begins pieces of sentences, "open." questions, the others are steps.
  std::string_view text;  ///< {name} stands for a value of the step.
};

/// All of them, sorted by key. A language that is not there gets English.
std::span<const Message> messages(std::string_view language = "en");
std::span<const Message> english_messages();
std::span<const Message> russian_messages();
std::span<const Message> kazakh_messages();

/// The sentence with its values put in. Unknown names stay as they are; an unknown key gives the key.
std::string sentence(std::string_view key, std::span<const std::pair<std::string, std::string>> values,
                     std::string_view language = "en");

}  // namespace tallyward::seats
