// A phone as a program: joins by a card, signs reports, sends them over HTTP, checks receipts. Used by the
// demonstration's check, by tests, and by the load generator; it knows only what a phone knows.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "transparency/record.h"

namespace tallyward::http {

struct Answered {
  int status = 0;
  std::string body;
  std::map<std::string, std::string, std::less<>> headers;  ///< Names in lower case.
};

/// One blocking HTTP connection to 127.0.0.1; opens again when it was closed.
class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  /// Error: unavailable when nobody answers.
  base::Result<Answered> send(std::string_view method, std::string_view target, std::string_view body = "",
                              const std::vector<std::pair<std::string, std::string>>& headers = {});
  /// Sends bytes as they are and returns what comes back until the other side closes or `seconds` pass.
  std::string raw(std::string_view bytes, int seconds = 2);
  void connect_to(std::uint16_t port);

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

struct SignedReport {
  std::string note;
  std::string id;    ///< Leaf hash, hex.
  std::string json;  ///< The body of POST /api/v1/reports.
};

class PhoneClient {
 public:
  PhoneClient(std::uint16_t port, base::Randomness& randomness);
  /// From now on signs with a fresh key and code for each station, as the policy `codes per-station` asks.
  void use_code_per_station() { per_station_ = true; }
  /// Joins with a card's id and secret.
  base::Result<void> join(std::string_view card, std::string_view secret);
  base::Result<SignedReport> sign(const std::vector<transparency::Field>& fields);
  /// Sends; the status is 200 or 202 when it is kept.
  base::Result<Answered> send(const SignedReport& report);
  /// Fetches the receipt and verifies it under the log key `vkey`: the moment a phone may say "received".
  base::Result<void> verify_receipt(const SignedReport& report, std::string_view vkey);

  HttpClient& http() { return http_; }
  /// The server came back at another port; keys and chains stay.
  void connect_to(std::uint16_t port) { http_.connect_to(port); }
  const std::string& observer() const { return key_.name; }
  const std::string& device_token() const { return token_; }
  const std::vector<std::string>& fingerprint() const { return fingerprint_; }
  const transparency::SignerKey& key() const { return key_; }

 private:
  HttpClient http_;
  /// A signing key and its chain.
  struct Code {
    transparency::SignerKey key;
    std::uint64_t next = 0;
    std::optional<crypto::Hash> previous;
  };
  base::Result<Code> introduce();

  base::Randomness& randomness_;
  transparency::SignerKey key_;
  bool per_station_ = false;
  std::map<std::string, Code> codes_;  ///< By station; "" for the device's own.
  std::string mission_;
  std::string token_;
  std::vector<std::string> fingerprint_;
};

/// The answers of a voting checklist, invented from a number: for demonstrations and load.
std::vector<transparency::Field> sample_report(std::string_view station, std::uint64_t number);

}  // namespace tallyward::http
