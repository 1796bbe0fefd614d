// A checkpoint says in three signed lines how long the log is and what its root hash is (C2SP tlog-checkpoint
// v1.0.0); a witness's cosignature says when it saw that the log had only grown (tlog-cosignature v1.0.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "transparency/merkle.h"
#include "transparency/note.h"

namespace tallyward::transparency {

struct Checkpoint {
  std::string origin;  ///< The log's name, also the name of the key that signs.
  std::uint64_t size = 0;
  Hash root;
  std::vector<std::string> extensions;  ///< Further lines; we write none.
  bool operator==(const Checkpoint&) const = default;
};

/// `origin\nsize\nbase64(root)\n`, and back. Errors: invalid_input.
std::string to_text(const Checkpoint& checkpoint);
base::Result<Checkpoint> parse_checkpoint(std::string_view text);

/// A decimal number without sign and leading zeroes. Error: invalid_input.
base::Result<std::uint64_t> parse_size(std::string_view text);

/// The signed note of a checkpoint. `key.name` equals the origin.
Note sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key);

/// Reads a signed checkpoint and checks that `log` signed it and that its origin is the key's name.
/// Errors: invalid_input, corrupt (bad signature), not_found (no signature by this log), conflict (other
/// origin).
base::Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log);

/// A cosignature line over the text of a checkpoint: u64be(POSIX seconds) || Ed25519 over
/// `cosignature/v1\ntime SECONDS\n` and the checkpoint's text. `key.type` is cosignature.
NoteSignature cosign(std::string_view checkpoint_text, std::uint64_t posix_seconds, const SignerKey& key);

struct Cosignature {
  std::string witness;
  std::uint64_t posix_seconds = 0;
};

/// The witnesses among `keys` (type cosignature) that cosigned. A bad line of a known witness is corrupt;
/// lines of unknown keys are passed over.
base::Result<std::vector<Cosignature>> verify_cosignatures(const Note& note,
                                                           std::span<const VerifierKey> keys);

}  // namespace tallyward::transparency
