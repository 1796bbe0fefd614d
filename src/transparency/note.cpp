#include "transparency/note.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "crypto/encoding.h"
#include "crypto/sha256.h"

namespace tallyward::transparency {

namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // em dash, space
constexpr std::size_t kMostSignatures = 100;

std::unexpected<base::Error> bad(std::string why) {
  return base::fail(base::ErrorCode::invalid_input, std::move(why));
}

std::string big_endian(std::uint32_t number) {
  return {static_cast<char>(number >> 24 & 0xFF), static_cast<char>(number >> 16 & 0xFF),
          static_cast<char>(number >> 8 & 0xFF), static_cast<char>(number & 0xFF)};
}

std::uint32_t from_big_endian(std::string_view bytes) {
  std::uint32_t number = 0;
  for (const char byte : bytes.substr(0, 4)) number = number << 8 | static_cast<unsigned char>(byte);
  return number;
}

/// White space of Unicode beyond ASCII, as UTF-8.
constexpr std::array<std::string_view, 17> kUnicodeSpaces = {
    "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82",
    "\xE2\x80\x83", "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88",
    "\xE2\x80\x89", "\xE2\x80\x8A", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF"};

struct KeyText {
  std::string name;
  std::string id;
  std::string rest;  // type byte, then 32 bytes
};

base::Result<KeyText> split_key_text(std::string_view text) {
  const std::size_t first = text.find('+');
  const std::size_t second = first == text.npos ? text.npos : text.find('+', first + 1);
  if (second == text.npos) return bad("a key is written NAME+ID+BASE64");
  KeyText key{
      std::string(text.substr(0, first)), std::string(text.substr(first + 1, second - first - 1)), {}};
  if (!is_key_name(key.name)) return bad("the key's name is empty or has white space in it");
  TRY_ASSIGN(key.rest, crypto::from_base64(text.substr(second + 1)));
  if (key.rest.size() != 33) return bad("a key has a type byte and 32 bytes");
  if (key.rest[0] != 0x01 && key.rest[0] != 0x04) return bad("the key's type is neither 1 nor 4");
  return key;
}

base::Result<NoteSignature> parse_signature_line(std::string_view line) {
  if (!line.starts_with(kDash)) return bad("a signature line begins with an em dash and a space");
  line.remove_prefix(kDash.size());
  const std::size_t space = line.find(' ');
  if (space == line.npos) return bad("a signature line is: dash, name, base64");
  NoteSignature signature;
  signature.name = line.substr(0, space);
  if (!is_key_name(signature.name))
    return bad("the name on a signature line is empty or has white space in it");
  TRY_ASSIGN(const std::string bytes, crypto::from_base64(line.substr(space + 1)));
  if (bytes.size() < 5) return bad("a signature has a key id and at least one byte");
  signature.key_id = from_big_endian(bytes);
  signature.bytes = bytes.substr(4);
  return signature;
}

}  // namespace

std::uint32_t VerifierKey::id() const {
  return key_id(name, type, key);
}

bool is_key_name(std::string_view name) {
  if (name.empty() || !crypto::is_utf8(name)) return false;
  for (const char c : name) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '+' || c == 0x7F) return false;
  }
  if (name.find("\xE2\x81\x9F") != name.npos || name.find("\xE3\x80\x80") != name.npos) return false;
  return std::ranges::none_of(kUnicodeSpaces, [&](std::string_view s) { return name.find(s) != name.npos; });
}

std::uint32_t key_id(std::string_view name, KeyType type, const crypto::PublicKey& key) {
  const char type_byte = static_cast<char>(type);
  const auto hash =
      crypto::Sha256().update(name).update("\n").update({&type_byte, 1}).update(key.view()).finish();
  return from_big_endian(hash.view());
}

std::string to_text(const VerifierKey& key) {
  std::string bytes(1, static_cast<char>(key.type));
  bytes += key.key.view();
  return key.name + '+' + crypto::hex(big_endian(key.id())) + '+' + crypto::base64(bytes);
}

base::Result<VerifierKey> parse_verifier_key(std::string_view text) {
  TRY_ASSIGN(const KeyText parts, split_key_text(text));
  VerifierKey key;
  key.name = parts.name;
  key.type = static_cast<KeyType>(parts.rest[0]);
  TRY_ASSIGN(key.key, crypto::public_key_from_bytes(std::string_view(parts.rest).substr(1)));
  if (!crypto::is_acceptable(key.key)) return bad("the key is not a point of full order");
  if (parts.id != crypto::hex(big_endian(key.id())))
    return bad("the key's id does not belong to its name and bytes");
  return key;
}

std::string to_secret_text(const SignerKey& key) {
  return "PRIVATE+KEY+" + key.name + '+' + crypto::hex(big_endian(key.verifier().id())) + '+' +
         crypto::base64(std::string(1, static_cast<char>(key.type)) + key.key.seed());
}

base::Result<SignerKey> parse_signer_key(std::string_view text) {
  constexpr std::string_view kPrefix = "PRIVATE+KEY+";
  if (!text.starts_with(kPrefix)) return bad("a private key begins with PRIVATE+KEY+");
  TRY_ASSIGN(const KeyText parts, split_key_text(text.substr(kPrefix.size())));
  std::array<std::uint8_t, 32> seed{};
  std::copy(parts.rest.begin() + 1, parts.rest.end(), seed.begin());
  SignerKey key{parts.name, static_cast<KeyType>(parts.rest[0]), crypto::PrivateKey::from_seed(seed)};
  if (parts.id != crypto::hex(big_endian(key.verifier().id()))) return bad("the private key's id is wrong");
  return key;
}

base::Result<Note> parse_note(std::string_view bytes) {
  if (bytes.size() > kLongestNote) return bad("a signed note has at most 1,000,000 bytes");
  if (!crypto::is_utf8(bytes)) return bad("a signed note is UTF-8");
  for (const char c : bytes) {
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n') return bad("a control character in a signed note");
  }
  const std::size_t gap = bytes.rfind("\n\n");
  if (gap == bytes.npos) return bad("a signed note has an empty line before its signatures");
  Note note;
  note.text = bytes.substr(0, gap + 1);
  std::string_view lines = bytes.substr(gap + 2);
  if (lines.empty() || lines.back() != '\n') return bad("a signed note ends with a signature line");
  while (!lines.empty()) {
    const std::size_t end = lines.find('\n');
    TRY_ASSIGN(auto signature, parse_signature_line(lines.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    if (note.signatures.size() > kMostSignatures) return bad("a signed note has at most 100 signatures");
    lines.remove_prefix(end + 1);
  }
  return note;
}

std::string format_note(const Note& note) {
  std::string bytes = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) {
    bytes.append(kDash).append(signature.name).append(" ");
    bytes += crypto::base64(big_endian(signature.key_id) + signature.bytes) + "\n";
  }
  return bytes;
}

NoteSignature sign_text(std::string_view text, const SignerKey& key) {
  return {key.name, key.verifier().id(), std::string(key.key.sign(text).view())};
}

Note sign_note(std::string text, const SignerKey& key) {
  Note note{std::move(text), {}};
  note.signatures.push_back(sign_text(note.text, key));
  return note;
}

base::Result<std::vector<VerifierKey>> verify_note(const Note& note, std::span<const VerifierKey> keys) {
  std::vector<VerifierKey> signers;
  for (const NoteSignature& line : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (key.type != KeyType::ed25519 || key.name != line.name || key.id() != line.key_id) continue;
      const auto signature = crypto::signature_from_bytes(line.bytes);
      if (!signature || !crypto::verify(key.key, note.text, *signature)) {
        return base::fail(base::ErrorCode::corrupt, "the signature of " + key.name + " does not hold");
      }
      if (std::ranges::find(signers, key) == signers.end()) signers.push_back(key);
    }
  }
  return signers;
}

base::Result<void> verify_signed_by(const Note& note, const VerifierKey& key) {
  TRY_ASSIGN(const auto signers, verify_note(note, {&key, 1}));
  if (signers.empty()) return base::fail(base::ErrorCode::not_found, "no signature by " + key.name);
  return {};
}

}  // namespace tallyward::transparency
