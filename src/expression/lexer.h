// The words of an expression. The grammar stands in docs/formats/expression.md.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "expression/problem.h"

namespace tallyward::expression {

enum class TokenKind : std::uint8_t {
  end,
  number,    ///< 12, 0.5
  text,      ///< 'yes' or "yes"
  variable,  ///< ${name}
  self,      ///< .
  word,      ///< A function's name, or and, or, div, mod.
  op         ///< + - * = != < <= > >= ( ) ,
};

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  ///< As written; of a variable the name, of a text what stands between the quotes.
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// Bounds that no formula of a form comes near; they keep hostile input cheap.
inline constexpr std::size_t kLongestExpression = 10'000;
inline constexpr std::size_t kLongestNumber = 30;

/// The tokens, the last of kind `end`. The views point into `expression`.
Answer<std::vector<Token>> tokenize(std::string_view expression);

/// How a token is named in a complaint: "'+'", "${valid}", "the end".
std::string describe(const Token& token);

}  // namespace tallyward::expression
