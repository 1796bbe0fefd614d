// The witness protocol (C2SP tlog-witness v1.0.0): a witness is somebody independent who keeps the last head
// it saw of each log, and cosigns a new one only with a proof that the log has only grown. Both sides as
// logic without a network: the server takes a request body and gives a status and a body, the client is
// handed a transport.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "transparency/log_engine.h"
#include "transparency/policy.h"
#include "transparency/restart.h"

namespace tallyward::transparency {

/// The body of POST PREFIX/add-checkpoint: `old SIZE\n`, at most 63 proof lines, an empty line, the
/// checkpoint.
struct WitnessRequest {
  std::uint64_t old_size = 0;
  Proof proof;
  Note checkpoint;
};
std::string to_text(const WitnessRequest& request);
base::Result<WitnessRequest> parse_witness_request(std::string_view body);

struct WitnessAnswer {
  int status = 0;  ///< 200, 400, 403, 404, 409, 422, 500.
  std::string content_type = "text/plain; charset=utf-8";
  std::string body;  ///< 200: cosignature lines; 409: `SIZE\n`; else one sentence.
};

/// The last head of each log, kept by a witness. `replace` must be durable and atomic when it returns.
class WitnessStore {
 public:
  virtual ~WitnessStore() = default;
  /// The signed checkpoint; "" when the witness has seen none of this log.
  virtual base::Result<std::string> last(std::string_view origin) = 0;
  /// Compare and swap. Error: conflict when the stored bytes are not `expected`.
  virtual base::Result<void> replace(std::string_view origin, std::string_view expected,
                                     std::string_view now) = 0;
};

class MemoryWitnessStore : public WitnessStore {
 public:
  base::Result<std::string> last(std::string_view origin) override;
  base::Result<void> replace(std::string_view origin, std::string_view expected,
                             std::string_view now) override;

 private:
  std::map<std::string, std::string, std::less<>> heads_;
};

/// One file per log, named by the SHA-256 of its origin. For a witness that runs on its own; one process per
/// folder.
class FileWitnessStore : public WitnessStore {
 public:
  explicit FileWitnessStore(std::string folder) : folder_(std::move(folder)) {}
  base::Result<std::string> last(std::string_view origin) override;
  base::Result<void> replace(std::string_view origin, std::string_view expected,
                             std::string_view now) override;

 private:
  std::string path_of(std::string_view origin) const;
  std::string folder_;
};

class Witness {
 public:
  /// `key.type` is cosignature; `logs` are the logs it follows.
  Witness(SignerKey key, std::vector<VerifierKey> logs, WitnessStore& store, base::Clock& clock)
      : key_(std::move(key)), logs_(std::move(logs)), store_(&store), clock_(&clock) {}

  /// POST add-checkpoint. 404 unknown log, 403 no valid signature of the log, 400 malformed or old > new,
  /// 409 with its size when `old` is not what it has, 422 bad proof; persists before it answers 200.
  WitnessAnswer add_checkpoint(std::string_view body);
  /// GET PREFIX/HEX(SHA-256(origin))/checkpoint: its last head of that log, or 404.
  WitnessAnswer checkpoint(std::string_view origin_hash_hex);

 private:
  SignerKey key_;
  std::vector<VerifierKey> logs_;
  WitnessStore* store_;
  base::Clock* clock_;
};

/// How the log reaches a witness or mirror. Errors: unavailable.
class WitnessTransport {
 public:
  virtual ~WitnessTransport() = default;
  virtual base::Result<WitnessAnswer> post(const std::string& url, const std::string& body) = 0;
  virtual base::Result<WitnessAnswer> get(const std::string& url) = 0;
};

/// What came of one round of asking for cosignatures.
struct CosigningRound {
  Note checkpoint;                    ///< The head with all cosignatures that came.
  std::vector<std::string> cosigned;  ///< Names of witnesses.
  std::vector<std::string> unreachable;
  std::vector<std::string> refused;  ///< With the reason.
  std::optional<SeenHead> ahead;     ///< A witness saw more than this log has: stop signing at once.
};

/// Asks every witness of the policy to cosign `head`, the signed checkpoint over `tree`. `last_sizes` (by
/// witness name) is what each had last time and is brought up to date; a 409 corrects it once.
CosigningRound collect_cosignatures(const Tree& tree, const Note& head, const Policy& policy,
                                    WitnessTransport& transport,
                                    std::map<std::string, std::uint64_t>& last_sizes);

/// Asks every witness and mirror for the last head of `log` (transparency/restart.h). Those that cannot be
/// reached are left out; one that has never seen the log answers with size 0.
std::vector<SeenHead> ask_last_heads(const VerifierKey& log, std::span<const std::string> urls,
                                     WitnessTransport& transport);

}  // namespace tallyward::transparency
