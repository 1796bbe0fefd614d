// How the log reaches its witnesses: HTTP(S) to the addresses of the mission's own policy file, to nobody
// else.
#pragma once

#include <chrono>

#include "transparency/witness.h"

namespace tallyward::http {

class HttpWitnessTransport : public transparency::WitnessTransport {
 public:
  /// Nobody waits longer than `patience` for one answer.
  explicit HttpWitnessTransport(std::chrono::seconds patience = std::chrono::seconds(10))
      : patience_(patience) {}
  base::Result<transparency::WitnessAnswer> post(const std::string& url, const std::string& body) override;
  base::Result<transparency::WitnessAnswer> get(const std::string& url) override;

 private:
  base::Result<transparency::WitnessAnswer> ask(const std::string& url, const std::string* body);
  std::chrono::seconds patience_;
};

}  // namespace tallyward::http
