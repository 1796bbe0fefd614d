// Runs commands as typed and looks at what they print: a row of the founding article is held by the product's
// output, which must also say what it rests on.
#pragma once

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "paths.h"

namespace tallyward::founding {

using Json = nlohmann::json;

inline constexpr const char* kSourced = "real and sourced";
inline constexpr const char* kSynthetic = "synthetic";
inline constexpr const char* kQuotation = "attributed quotation, not independently checkable";

struct Answer {
  int exit_code = 0;
  std::string text;
};

inline Answer run(const std::vector<std::string>& words) {
  std::vector<const char*> typed;
  for (const std::string& word : words) typed.push_back(word.c_str());
  testing::internal::CaptureStdout();
  Answer answer;
  answer.exit_code = cli::run(typed);
  answer.text = testing::internal::GetCapturedStdout();
  return answer;
}

inline std::string kz2021() {
  return tests::testdata() / "kz2021";
}
inline std::string training() {
  return tests::testdata() / "training";
}

/// The JSON of a view; its terminal text must say the same label. `label`: what the view must rest on.
inline Json view(std::vector<std::string> words, const std::string& label, int exit_code = 0) {
  const Answer text = run(words);
  EXPECT_EQ(text.exit_code, exit_code);
  EXPECT_THAT(text.text, testing::HasSubstr(label));
  words.push_back("--json");
  Json json = Json::parse(run(words).text, nullptr, false);
  EXPECT_FALSE(json.is_discarded());
  EXPECT_THAT(json["rests_on"], testing::Contains(Json(label)));
  EXPECT_EQ(json["synthetic"].get<bool>(), label == kSynthetic);
  if (label == kSynthetic) {
    EXPECT_THAT(text.text, testing::HasSubstr("SYNTHETIC"));
  }
  return json;
}

/// The rows of a table whose cell `key` has this value.
inline std::vector<Json> where(const Json& rows, const std::string& key, const Json& value) {
  std::vector<Json> found;
  for (const Json& row : rows) {
    if (row.at(key) == value) found.push_back(row);
  }
  return found;
}
inline Json one(const Json& rows, const std::string& key, const Json& value) {
  const auto found = where(rows, key, value);
  EXPECT_EQ(found.size(), 1U) << key << " = " << value;
  return found.empty() ? Json() : found.front();
}
inline std::string all_notes(const Json& view) {
  std::string text;
  for (const Json& note : view["notes"]) text += note.get<std::string>() + "\n";
  return text;
}

}  // namespace tallyward::founding
