// One connection of the server, over plain TCP or TLS. Only server.cpp and connection_*.cpp include this: it
// brings Boost.Beast with it.
#pragma once

#include <atomic>
#include <deque>
#include <optional>
#include <sstream>
#include <utility>  // Boost 1.74's awaitable.hpp forgets it (needs std::exchange).

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include "http/server.h"

namespace tallyward::http::internal {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Tcp = asio::ip::tcp;

/// What all connections of a server share.
struct Shared {
  ListenOptions options;
  EventHub* events = nullptr;
  Answer answer;
  std::atomic<std::size_t> open{0};
  std::atomic<std::size_t> busy{0};  ///< Requests between their last byte in and their last byte out.
  std::atomic<bool> stopping{false};
};

/// Turns what Beast parsed into our Request. Error: invalid_input (a bad target, a header given twice that
/// must not be).
base::Result<Request> request_from(beast::http::request<beast::http::string_body>&& message,
                                   std::string client, const ListenOptions& options, bool secure,
                                   bool local_peer);
/// The headers that every response carries (CSP, HSTS, nosniff, ...).
void add_common_headers(beast::http::fields& fields, const Response& response);
std::string_view content_security_policy();
/// A prefix of the address: /24 of IPv4, /48 of IPv6. Enough to slow down a flood, too little to point at a
/// person.
std::string client_prefix(const asio::ip::address& address);

template <typename Stream>
class Connection : public std::enable_shared_from_this<Connection<Stream>> {
 public:
  Connection(Stream stream, std::shared_ptr<Shared> shared)
      : stream_(std::move(stream)), shared_(std::move(shared)) {
    ++shared_->open;
  }
  ~Connection() {
    no_longer_busy();
    if (subscription_ != 0) shared_->events->unsubscribe(subscription_);
    --shared_->open;
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void start() {
    boost::system::error_code ignored;
    const auto peer = lowest().socket().remote_endpoint(ignored);
    client_ = client_prefix(peer.address());
    local_peer_ = peer.address().is_loopback();
    asio::dispatch(stream_.get_executor(), [self = this->shared_from_this()] { self->handshake(); });
  }

 private:
  static constexpr bool kSecure = !std::is_same_v<Stream, beast::tcp_stream>;

  beast::tcp_stream& lowest() { return beast::get_lowest_layer(stream_); }

  void handshake() {
    if constexpr (kSecure) {
      lowest().expires_after(std::chrono::seconds(10));
      stream_.async_handshake(asio::ssl::stream_base::server,
                              [self = this->shared_from_this()](boost::system::error_code error) {
                                if (!error) self->read();
                              });
    } else {
      read();
    }
  }

  void read() {
    if (shared_->stopping) return close();
    parser_.emplace();
    parser_->header_limit(16384);
    parser_->body_limit(shared_->options.largest_upload);
    lowest().expires_after(std::chrono::seconds(shared_->options.seconds_idle));
    beast::http::async_read_header(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](boost::system::error_code error, std::size_t) {
          self->on_header(error);
        });
  }

  /// Only the routes that take files take more than `largest_body`.
  void on_header(boost::system::error_code error) {
    if (error) return on_read(error);
    const auto target = parser_->get().target();
    const std::string_view path(target.data(), target.size());
    const ListenOptions& options = shared_->options;
    const std::size_t most =
        path.starts_with(options.upload_prefix) ? options.largest_upload : options.largest_body;
    const auto length = parser_->content_length();
    if (length && *length > most) return on_read(beast::http::error::body_limit);
    parser_->body_limit(most);
    beast::http::async_read(stream_, buffer_, *parser_,
                            [self = this->shared_from_this()](boost::system::error_code done, std::size_t) {
                              self->on_read(done);
                            });
  }

  void on_read(boost::system::error_code error) {
    namespace wire = beast::http;
    if (error == wire::error::end_of_stream) return close();
    if (error == wire::error::body_limit)
      return refuse(413, "too_large", "The request is larger than this route takes.");
    if (error == wire::error::header_limit)
      return refuse(431, "too_large", "The headers of the request are too large.");
    if (error.category() == wire::make_error_code(wire::error::bad_method).category()) {
      return refuse(400, "invalid_input", "This is not an HTTP/1.1 request.");
    }
    if (error) return;
    auto message = parser_->release();
    keep_alive_ = message.keep_alive();
    head_ = message.method() == wire::verb::head;
    base::Result<Request> request =
        request_from(std::move(message), client_, shared_->options, kSecure, local_peer_);
    if (!request) return refuse(400, "invalid_input", request.error().message);
    lowest().expires_never();
    ++shared_->busy;
    counted_ = true;
    // The answer may come from another thread; whoever keeps the reply afterwards must not keep the
    // connection.
    shared_->answer(std::move(*request), [self = this->shared_from_this()](Response response) mutable {
      if (!self) return;
      const auto executor = self->stream_.get_executor();
      asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable {
        self->write(std::move(response));
      });
    });
  }

  void refuse(int status, std::string_view code, std::string_view title) {
    keep_alive_ = false;
    write(problem(status, code, title));
  }

  void no_longer_busy() {
    if (std::exchange(counted_, false)) --shared_->busy;
  }

  void write(Response response) {
    namespace wire = beast::http;
    response_ = std::move(response);
    const std::string_view bytes =
        response_.borrowed.empty() ? std::string_view(response_.body) : response_.borrowed;
    header_.emplace(static_cast<wire::status>(response_.status), 11);
    add_common_headers(*header_, response_);
    if (response_.event_stream) return begin_events();
    header_->body() = {bytes.data(), head_ ? 0 : bytes.size()};
    if (response_.status != 304) header_->content_length(bytes.size());
    header_->keep_alive(keep_alive_ && !shared_->stopping);
    lowest().expires_after(std::chrono::seconds(shared_->options.seconds_idle));
    serializer_.emplace(*header_);
    const auto written = [self = this->shared_from_this()](boost::system::error_code error, std::size_t) {
      self->serializer_.reset();
      self->no_longer_busy();
      if (error) return;
      const bool again = self->header_->keep_alive();
      self->header_.reset();
      self->response_ = {};
      if (again) return self->read();
      self->close();
    };
    if (head_) {
      wire::async_write_header(stream_, *serializer_, written);
    } else {
      wire::async_write(stream_, *serializer_, written);
    }
  }

  void begin_events() {
    header_->set(beast::http::field::cache_control, "no-store");
    header_->set("X-Accel-Buffering", "no");
    header_->keep_alive(true);
    no_longer_busy();
    std::string head = fmt_head();
    header_.reset();
    parser_.reset();
    buffer_.shrink_to_fit();
    pending_.push_back(std::make_shared<const std::string>(std::move(head)));
    lowest().expires_never();
    const std::weak_ptr<Connection> weak = this->shared_from_this();
    subscription_ =
        shared_->events->subscribe(response_.events_after, response_.event_scope, [weak](EventText text) {
          if (auto self = weak.lock()) {
            asio::post(self->stream_.get_executor(), [self, text = std::move(text)] { self->push(text); });
          }
        });
    send_next();
    watch_for_close();
  }

  std::string fmt_head() {
    std::ostringstream out;
    out << header_->base();
    return out.str();
  }

  void push(const EventText& text) {
    if (pending_.size() > 1000) return close();  // Too slow to follow: it reconnects with its last id.
    pending_.push_back(text);
    if (pending_.size() == 1) send_next();
  }

  void send_next() {
    if (pending_.empty()) return;
    asio::async_write(stream_, asio::buffer(*pending_.front()),
                      [self = this->shared_from_this()](boost::system::error_code error, std::size_t) {
                        if (error) return self->close();
                        self->pending_.pop_front();
                        self->send_next();
                      });
  }

  /// A listener sends nothing; the read ends when it goes away.
  void watch_for_close() {
    stream_.async_read_some(
        asio::buffer(&unused_, 1),
        [self = this->shared_from_this()](boost::system::error_code, std::size_t) { self->close(); });
  }

  void close() {
    boost::system::error_code ignored;
    if (subscription_ != 0) {
      shared_->events->unsubscribe(subscription_);
      subscription_ = 0;
    }
    lowest().socket().shutdown(Tcp::socket::shutdown_both, ignored);
    lowest().socket().close(ignored);
  }

  Stream stream_;
  std::shared_ptr<Shared> shared_;
  beast::flat_buffer buffer_;
  std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
  Response response_;
  std::optional<beast::http::response<beast::http::span_body<const char>>> header_;
  std::optional<beast::http::response_serializer<beast::http::span_body<const char>>> serializer_;
  std::deque<EventText> pending_;
  std::string client_;
  std::uint64_t subscription_ = 0;
  char unused_ = 0;
  bool local_peer_ = false;
  bool keep_alive_ = false;
  bool head_ = false;
  bool counted_ = false;
};

}  // namespace tallyward::http::internal
