// testdata/expression/*.json: what every evaluator of this language must give, to the letter.
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "expression/evaluate.h"
#include "expression/parse.h"
#include "paths.h"

namespace tallyward::expression {
namespace {

using nlohmann::json;

Value read_value(const json& written) {
  if (written.is_null()) return Unknown{};
  if (written.is_boolean()) return written.get<bool>();
  if (written.is_number_integer()) return base::Fraction(written.get<std::int64_t>());
  if (written.is_string()) return written.get<std::string>();
  if (written.is_object()) return base::Fraction(written.at("fraction").get<std::string>());
  Group group;
  for (const json& member : written) {
    const Value value = read_value(member);
    group.push_back(is_unknown(value) ? OptionalNumber() : OptionalNumber(std::get<base::Fraction>(value)));
  }
  return group;
}

/// What is compared: a value as text, or the problem's code and position.
std::string answer(const json& test) {
  const std::string source = test.at("expression");
  const Answer<Expression> expression = parse(source);
  const auto problem_text = [&](const Problem& problem) {
    return fmt::format("{} at {}", to_text(problem.code), position(source, problem.offset));
  };
  if (!expression) return problem_text(expression.error());
  const json variables = test.value("variables", json::object());
  const Lookup lookup = [&](std::string_view name) -> std::optional<Value> {
    const auto found = variables.find(std::string(name));
    if (found == variables.end()) return std::nullopt;
    return read_value(*found);
  };
  const Answer<Value> value = evaluate(*expression, lookup, read_value(test.value("self", json())));
  return value ? to_text(*value) : problem_text(value.error());
}

std::string expected(const json& test) {
  if (test.contains("error"))
    return fmt::format("{} at {}", test["error"]["code"].get<std::string>(),
                       test["error"]["position"].get<std::size_t>());
  return to_text(read_value(test.at("value")));
}

TEST(Conformance, EveryExpressionGivesItsValueOrProblem) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(tests::testdata() / "expression")) {
    if (entry.path().extension() != ".json") continue;
    std::ifstream file(entry.path());
    const json read = json::parse(file);
    for (const json& test : read.at("tests")) {
      EXPECT_EQ(answer(test), expected(test)) << entry.path().filename() << ": " << test.at("expression");
      ++count;
    }
  }
  EXPECT_GE(count, 150U);
}

TEST(Problems, AreShownWithLineAndCaret) {
  const std::string source = "${valid} +\n  ${invalid) = 3";
  const Answer<Expression> unterminated = parse(source);
  ASSERT_FALSE(unterminated);
  EXPECT_EQ(show(unterminated.error(), source),
            "unterminated_name at 14: found the end, expected '}' after the name\n"
            "    ${invalid) = 3\n"
            "    ^^^^^^^^^^^^^^");
  const std::string named = "conut(${голоса})";
  const Answer<Expression> unknown = parse(named);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(show(unknown.error(), "conut(${голоса})"),
            "bad_name at 9: found 'г', expected a name that begins with a letter\n"
            "  conut(${голоса})\n"
            "          ^");
}

}  // namespace
}  // namespace tallyward::expression
