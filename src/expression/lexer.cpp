#include "expression/lexer.h"

#include <algorithm>

#include <fmt/format.h>

namespace tallyward::expression {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_name_part(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.';
}

std::unexpected<Problem> problem(ProblemCode code, std::size_t offset, std::size_t size, std::string found,
                                 std::string expected) {
  return std::unexpected(Problem{code, offset, size, std::move(found), std::move(expected)});
}

/// The bytes of the UTF-8 character at `offset`.
std::string_view character_at(std::string_view text, std::size_t offset) {
  std::size_t size = 1;
  while (offset + size < text.size() && (static_cast<unsigned char>(text[offset + size]) & 0xC0) == 0x80)
    ++size;
  return text.substr(offset, size);
}

Answer<Token> variable(std::string_view text, std::size_t at) {
  const std::size_t close = text.find('}', at);
  if (close == std::string_view::npos)
    return problem(ProblemCode::unterminated_name, at, text.size() - at, "the end", "'}' after the name");
  const std::string_view name = text.substr(at + 2, close - at - 2);
  if (name.empty() || !is_letter(name[0])) {
    const std::string_view found = name.empty() ? name : character_at(text, at + 2);
    return problem(ProblemCode::bad_name, at + 2, std::max<std::size_t>(1, found.size()),
                   fmt::format("'{}'", found), "a name that begins with a letter");
  }
  const auto wrong = std::find_if_not(name.begin(), name.end(), is_name_part);
  if (wrong != name.end()) {
    const auto offset = at + 2 + static_cast<std::size_t>(wrong - name.begin());
    const std::string_view found = character_at(text, offset);
    return problem(ProblemCode::bad_name, offset, found.size(), fmt::format("'{}'", found),
                   "a letter, digit, '_', '-' or '.'");
  }
  return Token{TokenKind::variable, name, at, close + 1 - at};
}

Answer<Token> number(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end])) ++end;
  if (end < text.size() && text[end] == '.') {
    ++end;
    while (end < text.size() && is_digit(text[end])) ++end;
  }
  if (end - at > kLongestNumber)
    return problem(ProblemCode::number_too_long, at, end - at, fmt::format("{} characters", end - at),
                   fmt::format("at most {}", kLongestNumber));
  return Token{TokenKind::number, text.substr(at, end - at), at, end - at};
}

Answer<Token> next_token(std::string_view text, std::size_t at) {
  const char c = text[at];
  const char following = at + 1 < text.size() ? text[at + 1] : '\0';
  if (is_digit(c) || (c == '.' && is_digit(following))) return number(text, at);
  if (c == '.') return Token{TokenKind::self, text.substr(at, 1), at, 1};
  if (c == '$' && following == '{') return variable(text, at);
  if (c == '\'' || c == '"') {
    const std::size_t close = text.find(c, at + 1);
    if (close == std::string_view::npos)
      return problem(ProblemCode::unterminated_string, at, text.size() - at, "the end",
                     fmt::format("a closing {}", c));
    return Token{TokenKind::text, text.substr(at + 1, close - at - 1), at, close + 1 - at};
  }
  if (is_letter(c)) {
    std::size_t end = at;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '-')) ++end;
    return Token{TokenKind::word, text.substr(at, end - at), at, end - at};
  }
  if ((c == '!' || c == '<' || c == '>') && following == '=')
    return Token{TokenKind::op, text.substr(at, 2), at, 2};
  if (std::string_view("+-*=<>(),").contains(c)) return Token{TokenKind::op, text.substr(at, 1), at, 1};
  const std::string_view found = character_at(text, at);
  return problem(ProblemCode::unexpected_character, at, found.size(), fmt::format("'{}'", found),
                 "a value or an operator");
}

}  // namespace

Answer<std::vector<Token>> tokenize(std::string_view expression) {
  if (expression.size() > kLongestExpression)
    return problem(ProblemCode::too_long, kLongestExpression, 1, fmt::format("{} bytes", expression.size()),
                   fmt::format("at most {}", kLongestExpression));
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (at < expression.size()) {
    if (std::string_view(" \t\r\n").contains(expression[at])) {
      ++at;
      continue;
    }
    Answer<Token> token = next_token(expression, at);
    if (!token) return std::unexpected(std::move(token.error()));
    at += token->size;
    tokens.push_back(*token);
  }
  tokens.push_back(Token{TokenKind::end, {}, expression.size(), 1});
  return tokens;
}

std::string describe(const Token& token) {
  switch (token.kind) {
    case TokenKind::end:
      return "the end";
    case TokenKind::variable:
      return fmt::format("${{{}}}", token.text);
    default:
      return fmt::format("'{}'", token.text);
  }
}

}  // namespace tallyward::expression
