#include "expression/problem.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace tallyward::expression {

namespace {

constexpr std::array<std::string_view, 16> kNames{
    "unexpected_character", "unterminated_string",  "unterminated_name", "bad_name",
    "number_too_long",      "unexpected_token",     "unexpected_end",    "chained_comparison",
    "unknown_function",     "wrong_argument_count", "too_long",          "too_deep",
    "unknown_name",         "type_mismatch",        "not_a_group",       "group_as_value"};

bool starts_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character));
}

}  // namespace

std::string_view to_text(ProblemCode code) {
  return kNames[static_cast<std::size_t>(code)];
}

std::size_t position(std::string_view expression, std::size_t offset) {
  return characters(expression.substr(0, std::min(offset, expression.size()))) + 1;
}

std::string to_text(const Problem& problem, std::string_view expression) {
  return fmt::format("{} at {}: found {}, expected {}", to_text(problem.code),
                     position(expression, problem.offset), problem.found, problem.expected);
}

std::string show(const Problem& problem, std::string_view expression) {
  const std::size_t offset = std::min(problem.offset, expression.size());
  const std::size_t before = offset == 0 ? std::string_view::npos : expression.rfind('\n', offset - 1);
  const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
  const std::size_t end = std::min(expression.find('\n', start), expression.size());
  const std::string_view line = expression.substr(start, end - start);
  const std::size_t marked = std::min(problem.size, end > offset ? end - offset : 0);
  std::string pad;
  for (const char byte : line.substr(0, offset - start)) {
    if (starts_character(byte)) pad += byte == '\t' ? '\t' : ' ';
  }
  const std::size_t carets = std::max<std::size_t>(1, characters(expression.substr(offset, marked)));
  return fmt::format("{}\n  {}\n  {}{}", to_text(problem, expression), line, pad, std::string(carets, '^'));
}

}  // namespace tallyward::expression
