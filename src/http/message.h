// A request and a response as plain values. What the wire looks like is the business of connection.cpp alone.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"

namespace tallyward::http {

enum class Method : std::uint8_t { get, head, post, put, del, other };
std::string_view to_text(Method method);

struct Request {
  Method method = Method::get;
  std::string path;                                            ///< Decoded, starts with '/', no query.
  std::map<std::string, std::string, std::less<>> query;       ///< Decoded.
  std::map<std::string, std::string, std::less<>> headers;     ///< Names in lower case.
  std::map<std::string, std::string, std::less<>> path_parts;  ///< What stood for {name} in the route.
  std::string body;
  std::string client;   ///< Prefix of the sender's address, for rate limits only: never stored, never logged.
  bool secure = false;  ///< Came over TLS.

  std::string_view header(std::string_view lower_case_name) const;
  std::string_view ask(std::string_view query_name) const;
  std::string_view part(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  /// Bytes that live as long as the program or the pointer; sent instead of `body` when not empty.
  std::string_view borrowed;
  std::shared_ptr<const void> keeps;
  /// A stream of events follows, from this event id on; the connection then belongs to the event hub.
  bool event_stream = false;
  std::uint64_t events_after = 0;
  std::string event_scope;  ///< Space-separated regions; "" sees all.

  Response& with(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

using Reply = std::function<void(Response)>;

Response json_response(int status, std::string body);
/// problem+json (RFC 9457) of an error. Internal details (SQL, paths) of internal and corrupt errors stay
/// inside.
Response problem(const base::Error& error);
Response problem(int status, std::string_view code, std::string_view title, std::string_view next = "");

/// Percent-decoding; '+' stays as it is. Error: invalid_input for a broken escape, a NUL or bytes that are no
/// UTF-8.
base::Result<std::string> percent_decode(std::string_view text);
/// Splits a target into path and query. Error: invalid_input.
base::Result<void> read_target(std::string_view target, Request& request);

}  // namespace tallyward::http
