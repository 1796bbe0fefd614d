// The receipt of a record, checkable without a network (C2SP tlog-proof): where it stands in the log, the
// hashes that lead from it to the root, and the signed checkpoint, as one small text file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "transparency/policy.h"

namespace tallyward::transparency {

struct TlogProof {
  std::optional<std::string> extra;  ///< Raw bytes of the `extra` line; our receipts have none.
  std::uint64_t index = 0;
  Proof hashes;     ///< From the leaf's sibling upwards; at most 63.
  Note checkpoint;  ///< As the log and its witnesses signed it.
};

/// `c2sp.org/tlog-proof@v1\n[extra B64\n]index I\nB64\n...\n` and the checkpoint behind an empty line; and
/// back. Error: invalid_input.
std::string to_text(const TlogProof& proof);
base::Result<TlogProof> parse_tlog_proof(std::string_view bytes);

/// That `entry` stands in the log of the checkpoint, and what the checkpoint is worth under the policy.
/// Errors: corrupt (a signature or the proof does not hold), not_found, conflict (another log).
base::Result<CheckpointStanding> verify_receipt(const TlogProof& proof, std::string_view entry,
                                                const Policy& policy);

}  // namespace tallyward::transparency
