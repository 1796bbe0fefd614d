// C2SP signed notes v1.0.0: readable text, an empty line, and signature lines. Observers' reports, staff
// records, checkpoints and promises are all signed notes, so one parser reads them all and Go's sumdb/note,
// openssl and WebCrypto can check them without our code.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "crypto/ed25519.h"

namespace tallyward::transparency {

/// One line `— NAME base64(key id[4] || signature)`.
struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  ///< What follows the key id: 64 bytes for Ed25519, 8 + 64 for a cosignature.
  bool operator==(const NoteSignature&) const = default;
};

struct Note {
  std::string text;  ///< Ends with a line end.
  std::vector<NoteSignature> signatures;
  bool operator==(const Note&) const = default;
};

/// How a key signs: type byte of the signed-note specification.
enum class KeyType : std::uint8_t { ed25519 = 0x01, cosignature = 0x04 };

/// A public key with the name that stands on its signature lines.
struct VerifierKey {
  std::string name;
  KeyType type = KeyType::ed25519;
  crypto::PublicKey key;
  std::uint32_t id() const;
  bool operator==(const VerifierKey&) const = default;
};

/// A private key with its name.
struct SignerKey {
  std::string name;
  KeyType type = KeyType::ed25519;
  crypto::PrivateKey key;
  VerifierKey verifier() const { return {name, type, key.public_key()}; }
};

/// Not empty, UTF-8, without white space, control characters and '+'.
bool is_key_name(std::string_view name);

/// The first four bytes of SHA-256(name || 0x0A || type || public key), big-endian.
std::uint32_t key_id(std::string_view name, KeyType type, const crypto::PublicKey& key);

/// `name+hex(id)+base64(type || public key)`, and back. parse_verifier_key refuses a wrong id, an unknown
/// type and a key that is not of full order (invalid_input).
std::string to_text(const VerifierKey& key);
base::Result<VerifierKey> parse_verifier_key(std::string_view text);

/// `PRIVATE+KEY+name+hex(id)+base64(type || seed)`, as Go's note package writes it, and back.
std::string to_secret_text(const SignerKey& key);
base::Result<SignerKey> parse_signer_key(std::string_view text);

/// Reads a note. Errors (invalid_input): more than `kLongestNote` bytes, not UTF-8, control characters, no
/// signature, more than 100 signatures, a line that is not exactly as format_note writes it.
inline constexpr std::size_t kLongestNote = 1'000'000;
base::Result<Note> parse_note(std::string_view bytes);
std::string format_note(const Note& note);

/// One signature line over `text` (key type ed25519).
NoteSignature sign_text(std::string_view text, const SignerKey& key);
/// The note with one signature. `text` ends with a line end.
Note sign_note(std::string text, const SignerKey& key);

/// The keys among `keys` (type ed25519) that signed, in the order of the lines. Lines of unknown keys are
/// passed over; a line with the name and id of a known key that does not verify makes the whole note bad
/// (corrupt).
base::Result<std::vector<VerifierKey>> verify_note(const Note& note, std::span<const VerifierKey> keys);

/// Whether `key` signed: corrupt when its line is bad, not_found when it has none.
base::Result<void> verify_signed_by(const Note& note, const VerifierKey& key);

}  // namespace tallyward::transparency
