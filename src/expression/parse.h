// Text to tree. Operators bind as in XPath 1.0: or, and, = !=, < <= > >=, + -, * div mod, unary minus.
#pragma once

#include "expression/syntax.h"

namespace tallyward::expression {

/// How deep parentheses, arguments and minus signs may nest.
inline constexpr int kDeepestNesting = 100;
/// How many operations may stand on one another in all: a chain of n additions is n tall.
inline constexpr int kTallestTree = 200;

/// The tree, or the first problem from the left. A comparison of a comparison (a < b < c) is refused: XPath
/// would read it as (a < b) < c, which nobody means.
Answer<Expression> parse(std::string_view expression);

struct FunctionEntry {
  std::string_view name;
  Function function;
  std::size_t least = 0;  ///< Arguments.
  std::size_t most = 0;
  std::string_view summary;
};

/// All functions, sorted by name.
std::vector<FunctionEntry> function_table();

}  // namespace tallyward::expression
