// The listening half of the server: sockets, TLS, time limits, sizes. It knows nothing of missions; it hands
// every request to one function and writes what that answers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/error.h"
#include "http/event_hub.h"
#include "http/message.h"

namespace tallyward::http {

struct ListenOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free port; Server::port() tells which.
  int threads = 0;         ///< 0: one a core, at least 3.
  std::size_t largest_body = std::size_t{1} << 20;
  std::size_t largest_upload = std::size_t{8} << 20;  ///< Of a request to `upload_prefix`.
  std::string upload_prefix = "/api/v1/imports/";     ///< Routes that take files.
  int seconds_idle = 30;
  std::string tls_certificate;  ///< PEM file; "" serves plain HTTP.
  std::string tls_key;
  bool behind_proxy = false;  ///< Trust X-Forwarded-For and X-Forwarded-Proto (only from a local peer).
};

/// Answers one request, now or later, exactly once.
using Answer = std::function<void(Request, Reply)>;

class Server {
 public:
  /// Error: unavailable when the port is taken or the certificate cannot be read.
  static base::Result<std::unique_ptr<Server>> start(const ListenOptions& options, EventHub& events,
                                                     Answer answer);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::size_t connections() const;
  /// Stops accepting, lets running requests end (up to `seconds`), closes the rest. Safe to call twice.
  void stop(int seconds = 5);

 private:
  struct Inside;
  explicit Server(std::unique_ptr<Inside> inside);
  std::unique_ptr<Inside> inside_;
};

}  // namespace tallyward::http
