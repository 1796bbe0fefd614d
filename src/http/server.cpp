#include "http/server.h"

#include <thread>

#include <fmt/format.h>

#include "http/connection.h"

namespace tallyward::http {

namespace internal {

std::string_view content_security_policy() {
  return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
         "worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors "
         "'none'; "
         "require-trusted-types-for 'script'";
}

std::string client_prefix(const asio::ip::address& address) {
  if (address.is_v4()) {
    const auto bytes = address.to_v4().to_bytes();
    return fmt::format("{}.{}.{}", bytes[0], bytes[1], bytes[2]);
  }
  if (!address.is_v6()) return "unknown";
  const auto bytes = address.to_v6().to_bytes();
  return fmt::format("{:02x}{:02x}:{:02x}{:02x}:{:02x}{:02x}", bytes[0], bytes[1], bytes[2], bytes[3],
                     bytes[4], bytes[5]);
}

void add_common_headers(beast::http::fields& fields, const Response& response) {
  fields.set("Content-Type", response.content_type);
  fields.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  fields.set("Content-Security-Policy", std::string(content_security_policy()));
  fields.set("X-Content-Type-Options", "nosniff");
  fields.set("Referrer-Policy", "no-referrer");
  fields.set("Cross-Origin-Opener-Policy", "same-origin");
  fields.set("Cross-Origin-Resource-Policy", "same-origin");
  fields.set("Permissions-Policy", "camera=(self), geolocation=(self), microphone=()");
  fields.set("Cache-Control", "no-store");
  for (const auto& [name, value] : response.headers) {
    if (name == "Set-Cookie") {
      fields.insert(name, value);
    } else {
      fields.set(name, value);
    }
  }
}

namespace {

Method method_of(beast::http::verb verb) {
  switch (verb) {
    case beast::http::verb::get:
      return Method::get;
    case beast::http::verb::head:
      return Method::head;
    case beast::http::verb::post:
      return Method::post;
    case beast::http::verb::put:
      return Method::put;
    case beast::http::verb::delete_:
      return Method::del;
    default:
      return Method::other;
  }
}

/// Headers that decide where a request ends, or who sent it, must not stand there twice (ASVS 4.2.1).
bool must_be_single(std::string_view name) {
  return name == "content-length" || name == "transfer-encoding" || name == "host" ||
         name == "authorization" || name == "cookie" || name == "content-type" || name == "idempotency-key" ||
         name == "origin";
}

}  // namespace

base::Result<Request> request_from(beast::http::request<beast::http::string_body>&& message,
                                   std::string client, const ListenOptions& options, bool secure,
                                   bool local_peer) {
  Request request;
  request.method = method_of(message.method());
  request.client = std::move(client);
  request.secure = secure;
  for (const auto& field : message) {
    std::string name(field.name_string());
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const bool added = request.headers.emplace(name, std::string(field.value())).second;
    if (!added && must_be_single(name)) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("the header {} stands there twice", name));
    }
  }
  if (!request.header("content-length").empty() && !request.header("transfer-encoding").empty()) {
    return base::fail(base::ErrorCode::invalid_input, "both Content-Length and Transfer-Encoding are given");
  }
  if (options.behind_proxy && local_peer) {
    request.secure = request.header("x-forwarded-proto") == "https";
    boost::system::error_code error;
    const std::string_view forwarded = request.header("x-forwarded-for");
    const auto address = asio::ip::make_address(std::string(forwarded.substr(0, forwarded.find(','))), error);
    if (!error) request.client = client_prefix(address);
  }
  TRY(read_target({message.target().data(), message.target().size()}, request));
  request.body = std::move(message.body());
  return request;
}

}  // namespace internal

using internal::Shared;
using internal::Tcp;
namespace asio = boost::asio;
namespace beast = boost::beast;

struct Server::Inside {
  explicit Inside(int concurrency) : io(concurrency), acceptor(asio::make_strand(io)) {}

  asio::io_context io;
  Tcp::acceptor acceptor;
  std::optional<asio::ssl::context> tls;
  std::shared_ptr<Shared> shared = std::make_shared<Shared>();
  std::vector<std::thread> threads;
  std::optional<asio::executor_work_guard<asio::io_context::executor_type>> work;
  bool stopped = false;

  void accept() {
    acceptor.async_accept(asio::make_strand(io), [this](boost::system::error_code error, Tcp::socket socket) {
      if (error == asio::error::operation_aborted || shared->stopping) return;
      if (!error) {
        boost::system::error_code ignored;
        socket.set_option(Tcp::no_delay(true), ignored);
        if (tls) {
          using Secure = beast::ssl_stream<beast::tcp_stream>;
          std::make_shared<internal::Connection<Secure>>(Secure(beast::tcp_stream(std::move(socket)), *tls),
                                                         shared)
              ->start();
        } else {
          std::make_shared<internal::Connection<beast::tcp_stream>>(beast::tcp_stream(std::move(socket)),
                                                                    shared)
              ->start();
        }
      }
      accept();
    });
  }
};

namespace {

base::Result<void> prepare_tls(std::optional<asio::ssl::context>& tls, const ListenOptions& options) {
  if (options.tls_certificate.empty()) return {};
  boost::system::error_code error;
  tls.emplace(asio::ssl::context::tls_server);
  tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                       asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                       asio::ssl::context::no_tlsv1_1 | SSL_OP_NO_RENEGOTIATION |
                       SSL_OP_CIPHER_SERVER_PREFERENCE,
                   error);
  if (SSL_CTX_set_cipher_list(tls->native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) {
    return base::fail(base::ErrorCode::internal, "OpenSSL knows none of the ciphers we allow");
  }
  tls->use_certificate_chain_file(options.tls_certificate, error);
  if (!error) tls->use_private_key_file(options.tls_key, asio::ssl::context::pem, error);
  if (error) {
    return base::fail(base::ErrorCode::unavailable,
                      fmt::format("cannot use certificate {}: {}", options.tls_certificate, error.message()));
  }
  return {};
}

}  // namespace

Server::Server(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

base::Result<std::unique_ptr<Server>> Server::start(const ListenOptions& options, EventHub& events,
                                                    Answer answer) {
  const int cores = static_cast<int>(std::thread::hardware_concurrency());
  const int threads = options.threads > 0 ? options.threads : std::max(3, cores);
  auto inside = std::make_unique<Inside>(threads);
  inside->shared->options = options;
  inside->shared->events = &events;
  inside->shared->answer = std::move(answer);
  TRY(prepare_tls(inside->tls, options));
  boost::system::error_code error;
  const auto address = asio::ip::make_address(options.address, error);
  if (!error) inside->acceptor.open(address.is_v6() ? Tcp::v6() : Tcp::v4(), error);
  if (!error) inside->acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) inside->acceptor.bind({address, options.port}, error);
  if (!error) inside->acceptor.listen(1024, error);
  if (error) {
    return base::fail(
        base::ErrorCode::unavailable,
        fmt::format("cannot listen on {} port {}: {}", options.address, options.port, error.message()));
  }
  inside->work.emplace(asio::make_work_guard(inside->io));
  inside->accept();
  for (int i = 0; i < threads; ++i) inside->threads.emplace_back([io = &inside->io] { io->run(); });
  return std::unique_ptr<Server>(new Server(std::move(inside)));
}

Server::~Server() {
  stop(0);
}

std::uint16_t Server::port() const {
  boost::system::error_code ignored;
  return inside_->acceptor.local_endpoint(ignored).port();
}

std::size_t Server::connections() const {
  return inside_->shared->open;
}

void Server::stop(int seconds) {
  if (std::exchange(inside_->stopped, true)) return;
  inside_->shared->stopping = true;
  asio::post(inside_->acceptor.get_executor(), [this] {
    boost::system::error_code ignored;
    inside_->acceptor.close(ignored);
  });
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  while (inside_->shared->busy > 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  inside_->work.reset();
  inside_->io.stop();
  for (std::thread& thread : inside_->threads) thread.join();
}

}  // namespace tallyward::http
