#include "http/message.h"

#include <fmt/format.h>

#include "base/text.h"
#include "crypto/canonical_json.h"
#include "crypto/encoding.h"

namespace tallyward::http {

std::string_view to_text(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::del:
      return "DELETE";
    case Method::other:
      break;
  }
  return "OTHER";
}

namespace {
std::string_view look_up(const std::map<std::string, std::string, std::less<>>& map, std::string_view name) {
  const auto found = map.find(name);
  return found == map.end() ? std::string_view() : std::string_view(found->second);
}
}  // namespace

std::string_view Request::header(std::string_view name) const {
  return look_up(headers, name);
}
std::string_view Request::ask(std::string_view name) const {
  return look_up(query, name);
}
std::string_view Request::part(std::string_view name) const {
  return look_up(path_parts, name);
}

std::string_view Request::cookie(std::string_view name) const {
  for (const std::string_view piece : base::split(header("cookie"), ';')) {
    const std::string_view pair = base::trim(piece);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return {};
}

Response json_response(int status, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

Response problem(int status, std::string_view code, std::string_view title, std::string_view next) {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json; charset=utf-8";
  response.body = fmt::format(R"({{"type":"about:blank","title":{},"status":{},"code":{})",
                              crypto::json_string(title), status, crypto::json_string(code));
  if (!next.empty()) response.body += fmt::format(R"(,"next":{})", crypto::json_string(next));
  response.body += '}';
  if (status == 429 || status == 503) response.with("Retry-After", "2");
  return response;
}

Response problem(const base::Error& error) {
  using enum base::ErrorCode;
  if (error.code == internal || error.code == corrupt) {
    return problem(500, base::to_text(error.code), "The server could not do this; nothing was changed.",
                   "Tell the person who runs the server; the time is enough to find it in the log.");
  }
  if (error.code == unavailable && error.message.starts_with("no space")) {
    return problem(507, "no_space", "The server's disk is full; what you sent was not kept here.",
                   "Keep it on your device; it is sent again by itself.");
  }
  return problem(base::http_status(error.code), base::to_text(error.code), error.message);
}

base::Result<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  const auto digit = [](char c) -> int {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
    if (high < 0 || low < 0 || (high == 0 && low == 0)) {
      return base::fail(base::ErrorCode::invalid_input, "the address has a broken % escape");
    }
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  if (!crypto::is_utf8(decoded))
    return base::fail(base::ErrorCode::invalid_input, "the address is not UTF-8");
  return decoded;
}

base::Result<void> read_target(std::string_view target, Request& request) {
  if (target.empty() || target[0] != '/') {
    return base::fail(base::ErrorCode::invalid_input, "the request target must start with '/'");
  }
  const std::size_t mark = target.find('?');
  TRY_ASSIGN(request.path, percent_decode(target.substr(0, mark)));
  if (mark == std::string_view::npos) return {};
  for (const std::string_view pair : base::split(target.substr(mark + 1), '&')) {
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    TRY_ASSIGN(std::string name, percent_decode(pair.substr(0, equals)));
    std::string value;
    if (equals != std::string_view::npos) {
      TRY_ASSIGN(value, percent_decode(pair.substr(equals + 1)));
    }
    request.query.insert_or_assign(std::move(name), std::move(value));
  }
  return {};
}

}  // namespace tallyward::http
