// What is wrong with an expression, at which place, shown the way a good compiler does: line, caret,
// expected.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace tallyward::expression {

/// The kinds of problem. Their names are part of the conformance files: DO NOT CHANGE.
enum class ProblemCode : std::uint8_t {
  unexpected_character,
  unterminated_string,
  unterminated_name,
  bad_name,
  number_too_long,
  unexpected_token,
  unexpected_end,
  chained_comparison,
  unknown_function,
  wrong_argument_count,
  too_long,
  too_deep,
  unknown_name,   ///< A ${name} that the form does not have.
  type_mismatch,  ///< For example text + number, or a number where yes or no is needed.
  not_a_group,    ///< count(${line}) of a single line.
  group_as_value  ///< ${votes} + 1: a group has no single value; sum(${votes}) has.
};

/// "unexpected_token", ...
std::string_view to_text(ProblemCode code);

struct [[nodiscard]] Problem {
  ProblemCode code = ProblemCode::unexpected_token;
  std::size_t offset = 0;  ///< In bytes from the expression's start.
  std::size_t size = 1;    ///< Of the marked stretch, in bytes.
  std::string found;       ///< "')'", "the end"
  std::string expected;    ///< "a value", "'+'", "yes or no"; for names: "did you mean 'valid'?" may be part.
  bool operator==(const Problem&) const = default;
};

/// An answer or the first problem.
template <typename T>
using Answer = std::expected<T, Problem>;

/// The place as people count it: Unicode characters from 1, over the whole expression. This is the position
/// that the conformance files state.
std::size_t position(std::string_view expression, std::size_t offset);

/// Three lines: "message", the line of the expression, and carets below the marked stretch.
std::string show(const Problem& problem, std::string_view expression);

/// The first of these lines alone: "unexpected_token at 7: found ')', expected a value".
std::string to_text(const Problem& problem, std::string_view expression);

}  // namespace tallyward::expression
