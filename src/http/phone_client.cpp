#include "http/phone_client.h"

#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "accounts/password.h"
#include "crypto/encoding.h"
#include "journeys/enrol_phone.h"
#include "journeys/introduce_code.h"
#include "transparency/policy.h"
#include "transparency/tlog_proof.h"

namespace tallyward::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using nlohmann::json;

struct HttpClient::Inside {
  explicit Inside(std::uint16_t to) : port(to) {}
  std::uint16_t port;
  asio::io_context io;
  asio::ip::tcp::socket socket{io};
  beast::flat_buffer buffer;

  bool connect() {
    boost::system::error_code error;
    socket.close(error);
    buffer.clear();
    socket.connect({asio::ip::address_v4::loopback(), port}, error);
    if (!error) socket.set_option(asio::ip::tcp::no_delay(true), error);
    return !error;
  }
};

HttpClient::HttpClient(std::uint16_t port) : inside_(std::make_unique<Inside>(port)) {}
HttpClient::~HttpClient() = default;

void HttpClient::connect_to(std::uint16_t port) {
  inside_->port = port;
  boost::system::error_code error;
  inside_->socket.close(error);
}

base::Result<Answered> HttpClient::send(std::string_view method, std::string_view target,
                                        std::string_view body,
                                        const std::vector<std::pair<std::string, std::string>>& headers) {
  beast::http::request<beast::http::string_body> request;
  request.method_string({method.data(), method.size()});
  request.target({target.data(), target.size()});
  request.version(11);
  request.set("Host", fmt::format("127.0.0.1:{}", inside_->port));
  if (!body.empty() || method == "POST" || method == "PUT") {
    request.set("Content-Type", "application/json");
    request.body() = body;
    request.content_length(body.size());
  }
  for (const auto& [name, value] : headers) request.set(name, value);
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!inside_->socket.is_open() && !inside_->connect()) break;
    boost::system::error_code error;
    beast::http::write(inside_->socket, request, error);
    beast::http::response_parser<beast::http::string_body> parser;
    parser.body_limit(std::uint64_t{64} << 20);
    if (method == "HEAD") parser.skip(true);
    if (!error) beast::http::read(inside_->socket, inside_->buffer, parser, error);
    if (error) {
      inside_->socket.close(error);
      continue;
    }
    Answered answered;
    answered.status = static_cast<int>(parser.get().result_int());
    for (const auto& field : parser.get()) {
      std::string name(field.name_string());
      for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      answered.headers.insert_or_assign(std::move(name), std::string(field.value()));
    }
    if (!parser.get().keep_alive()) inside_->socket.close(error);
    answered.body = std::move(parser.get().body());
    return answered;
  }
  return base::fail(base::ErrorCode::unavailable, fmt::format("nobody answers on port {}", inside_->port));
}

std::string HttpClient::raw(std::string_view bytes, int seconds) {
  boost::system::error_code error;
  asio::ip::tcp::socket socket(inside_->io);
  socket.connect({asio::ip::address_v4::loopback(), inside_->port}, error);
  if (error) return {};
  asio::write(socket, asio::buffer(bytes.data(), bytes.size()), error);
  const timeval patience{seconds, 0};
  ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  std::string all;
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t got = ::recv(socket.native_handle(), piece.data(), piece.size(), 0);
    if (got <= 0) return all;
    all.append(piece.data(), static_cast<std::size_t>(got));
  }
}

PhoneClient::PhoneClient(std::uint16_t port, base::Randomness& randomness)
    : http_(port),
      randomness_(randomness),
      key_{"", transparency::KeyType::ed25519, crypto::PrivateKey::generate(randomness)} {}

base::Result<void> PhoneClient::join(std::string_view card, std::string_view secret) {
  TRY_ASSIGN(const std::string bytes, journeys::secret_bytes(secret));
  const std::string public_key(key_.key.public_key().view());
  const json body{{"card", card},
                  {"public_key", crypto::base64(public_key)},
                  {"mac", crypto::base64(journeys::join_mac(bytes, public_key))}};
  TRY_ASSIGN(const Answered answered, http_.send("POST", "/api/v1/enrol", body.dump()));
  if (answered.status != 200 && answered.status != 201) {
    return base::fail(base::ErrorCode::forbidden,
                      fmt::format("joining: {} {}", answered.status, answered.body));
  }
  const json joined = json::parse(answered.body);
  key_.name = joined.at("key_name");
  token_ = joined.at("device_token");
  fingerprint_ = joined.at("fingerprint");
  mission_ = key_.name.substr(0, key_.name.rfind('/'));
  return {};
}

base::Result<PhoneClient::Code> PhoneClient::introduce() {
  Code code{{fmt::format("{}/{}", mission_, accounts::new_token(randomness_, 60)),
             transparency::KeyType::ed25519, crypto::PrivateKey::generate(randomness_)},
            0,
            std::nullopt};
  const std::string note = transparency::format_note(
      transparency::sign_note(journeys::introduction_text(mission_, code.key.verifier()), key_));
  TRY_ASSIGN(const Answered answered, http_.send("POST", "/api/v1/introductions", json{{"note", note}}.dump(),
                                                 {{"Authorization", "Bearer " + token_}}));
  if (answered.status != 201) {
    return base::fail(base::ErrorCode::forbidden,
                      fmt::format("introducing a code: {} {}", answered.status, answered.body));
  }
  return code;
}

base::Result<SignedReport> PhoneClient::sign(const std::vector<transparency::Field>& fields) {
  std::string station;
  for (const transparency::Field& field : fields) {
    if (per_station_ && field.name == "@station") station = field.value;
  }
  auto found = codes_.find(station);
  if (found == codes_.end()) {
    Code code{key_, 0, std::nullopt};
    if (!station.empty()) {
      TRY_ASSIGN(code, introduce());
    }
    found = codes_.emplace(station, std::move(code)).first;
  }
  Code& code = found->second;
  const crypto::ReportKey key = crypto::new_report_key(randomness_);
  TRY_ASSIGN(const transparency::RecordText text,
             transparency::report_text({mission_, code.next, code.previous}, fields, key));
  SignedReport report;
  report.note = transparency::sign_record(text, code.key);
  code.previous = transparency::leaf_hash(report.note);
  ++code.next;
  report.id = crypto::to_hex(*code.previous);
  json list = json::array();
  for (const transparency::Field& field : fields)
    list.push_back({{"name", field.name}, {"value", field.value}});
  report.json =
      json{{"note", report.note}, {"report_key", crypto::base64(key.view())}, {"fields", list}}.dump();
  return report;
}

base::Result<Answered> PhoneClient::send(const SignedReport& report) {
  return http_.send("POST", "/api/v1/reports", report.json, {{"Idempotency-Key", report.id}});
}

base::Result<void> PhoneClient::verify_receipt(const SignedReport& report, std::string_view vkey) {
  TRY_ASSIGN(const Answered answered,
             http_.send("GET", fmt::format("/api/v1/reports/{}/receipt", report.id)));
  if (answered.status != 200) {
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("no receipt: {} {}", answered.status, answered.body));
  }
  TRY_ASSIGN(const transparency::TlogProof proof, transparency::parse_tlog_proof(answered.body));
  TRY_ASSIGN(const transparency::VerifierKey log, transparency::parse_verifier_key(vkey));
  const auto standing = transparency::verify_receipt(proof, report.note, transparency::policy_of(log));
  return standing ? base::Result<void>() : base::fail(standing.error());
}

std::vector<transparency::Field> sample_report(std::string_view station, std::uint64_t number) {
  std::vector<transparency::Field> fields = {{"@kind", "visit"},
                                             {"@form", "VO 1"},
                                             {"@station", std::string(station)},
                                             {"@phase", "voting"},
                                             {"@time", "2026-11-29T11:20:00+05:00"},
                                             {"arrived", "2026-11-29T11:02+05:00"},
                                             {"left", "2026-11-29T11:31+05:00"}};
  for (int question = 1; question <= 13; ++question) {
    fields.push_back({fmt::format("q.VO{:02}", question),
                      (number + static_cast<std::uint64_t>(question)) % 7 == 0 ? "yes" : "no"});
  }
  for (int question = 22; question <= 30; ++question) {
    fields.push_back({fmt::format("q.VO{:02}", question), question < 24 ? "yes" : "no"});
  }
  fields.push_back({"q.VO58", number % 5 == 0 ? "bad" : "good"});
  if (number % 5 == 0) fields.push_back({"q.VO59", "SYNTHETIC: crowded, long queue outside"});
  return fields;
}

}  // namespace tallyward::http
