// Whom a reader trusts, as a text file (C2SP tlog-policy): which log, which witnesses, and how many of which
// group must have cosigned before a checkpoint counts.
//   log VKEY [URL]
//   witness NAME VKEY [URL]
//   group NAME K MEMBER...        K is a number, `any` or `all`
//   quorum NAME                   or `none`
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "transparency/checkpoint.h"

namespace tallyward::transparency {

struct PolicyLog {
  VerifierKey key;
  std::string url;
};

struct PolicyWitness {
  std::string name;  ///< Its short name in this file.
  VerifierKey key;   ///< Type cosignature.
  std::string url;
};

struct PolicyGroup {
  std::string name;
  std::size_t needed = 0;
  std::vector<std::string> members;  ///< Names of witnesses or of groups above.
};

struct Policy {
  std::vector<PolicyLog> logs;
  std::vector<PolicyWitness> witnesses;
  std::vector<PolicyGroup> groups;
  std::string quorum;  ///< A witness, a group, or "none".
};

/// Errors (invalid_input, with the line): unknown words, keys that do not parse, a name defined twice or used
/// before it is defined, a member in two groups, a group that needs more than it has, no log, no quorum line.
base::Result<Policy> parse_policy(std::string_view text);
std::string to_text(const Policy& policy);

/// The policy "this log, no witnesses".
Policy policy_of(const VerifierKey& log);

/// What a checkpoint is worth under a policy.
struct CheckpointStanding {
  Checkpoint checkpoint;
  std::vector<Cosignature> cosignatures;
  bool quorum = false;  ///< The quorum's witnesses have cosigned.
};

/// Opens a checkpoint of one of the policy's logs and counts its witnesses. A missing quorum is not an error
/// here: "logged, awaiting witnesses". Errors as open_checkpoint and verify_cosignatures.
base::Result<CheckpointStanding> open_with_policy(const Note& note, const Policy& policy);

}  // namespace tallyward::transparency
