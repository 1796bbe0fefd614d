// What can go wrong, as a value. Tallyward throws nothing: a function that can fail returns Result<T>.
// A failed *check* of a protocol is not an Error but data (see results/check.h).
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tallyward::base {

/// The eight kinds of failure. Each maps once to an HTTP status and to an exit code.
enum class ErrorCode {
  invalid_input,
  not_found,
  conflict,
  forbidden,
  too_large,
  unavailable,
  corrupt,
  internal
};

/// The name of a code as it stands in JSON, for example "invalid_input".
std::string_view to_text(ErrorCode code);

/// 400, 404, 409, 403, 413, 503, 500, 500.
int http_status(ErrorCode code);

struct [[nodiscard]] Error {
  ErrorCode code = ErrorCode::internal;
  std::string message;               ///< One sentence: what was found, what was expected.
  std::vector<std::string> context;  ///< What we were doing, innermost first: "reading profile bg.toml".
};

template <typename T>
using Result = std::expected<T, Error>;

/// Where in a file something stands. Lines and columns count from 1; 0 means "does not apply".
struct Place {
  std::string file;
  std::size_t line = 0;
  std::size_t column = 0;
  bool operator==(const Place&) const = default;
};

/// "file:line:column", leaving out what is 0.
std::string to_text(const Place& place);

/// An invalid_input error: "FILE:LINE:COLUMN: found FOUND, expected EXPECTED".
Error unexpected_input(const Place& place, std::string_view found, std::string_view expected);

/// The message, then each line of context as "  while ...".
std::string to_text(const Error& error);

inline std::unexpected<Error> fail(ErrorCode code, std::string message) {
  return std::unexpected(Error{code, std::move(message), {}});
}
inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

/// Adds one line of context on the way up.
template <typename T>
Result<T> while_doing(Result<T> result, std::string what) {
  if (!result) result.error().context.push_back(std::move(what));
  return result;
}

}  // namespace tallyward::base

// g++ 12 has std::expected without and_then; these two keep the happy path readable.
#define TALLYWARD_CONCAT_(a, b) a##b
#define TALLYWARD_CONCAT(a, b) TALLYWARD_CONCAT_(a, b)
/// TRY(expression): returns its error from this function, if it has one.
#define TRY(expression)                                                           \
  do {                                                                            \
    auto try_result_ = (expression);                                              \
    if (!try_result_) return ::std::unexpected(::std::move(try_result_.error())); \
  } while (false)
/// TRY_ASSIGN(auto value, expression): the same, and keeps the value.
#define TRY_ASSIGN(target, expression)                                               \
  auto TALLYWARD_CONCAT(try_, __LINE__) = (expression);                              \
  if (!TALLYWARD_CONCAT(try_, __LINE__))                                             \
    return ::std::unexpected(::std::move(TALLYWARD_CONCAT(try_, __LINE__).error())); \
  target = ::std::move(*TALLYWARD_CONCAT(try_, __LINE__))
