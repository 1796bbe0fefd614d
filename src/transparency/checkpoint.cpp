#include "transparency/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace tallyward::transparency {

namespace {

std::string cosigned_message(std::string_view checkpoint_text, std::uint64_t posix_seconds) {
  return "cosignature/v1\ntime " + std::to_string(posix_seconds) + "\n" + std::string(checkpoint_text);
}

}  // namespace

std::string to_text(const Checkpoint& checkpoint) {
  std::string text = checkpoint.origin + "\n" + std::to_string(checkpoint.size) + "\n" +
                     crypto::to_base64(checkpoint.root) + "\n";
  for (const std::string& line : checkpoint.extensions) text += line + "\n";
  return text;
}

base::Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool leading_zero = text.size() > 1 && text[0] == '0';
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || leading_zero ||
      number > (std::uint64_t{1} << 62)) {
    return base::fail(base::ErrorCode::invalid_input, "expected a decimal number without leading zeroes");
  }
  return number;
}

base::Result<Checkpoint> parse_checkpoint(std::string_view text) {
  if (text.empty() || text.back() != '\n') {
    return base::fail(base::ErrorCode::invalid_input, "a checkpoint ends with a line end");
  }
  const auto lines = base::split(text.substr(0, text.size() - 1), '\n');
  if (lines.size() < 3)
    return base::fail(base::ErrorCode::invalid_input, "a checkpoint has at least three lines");
  if (!is_key_name(lines[0]))
    return base::fail(base::ErrorCode::invalid_input, "a checkpoint's origin is a key name");
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  TRY_ASSIGN(checkpoint.size, parse_size(lines[1]));
  TRY_ASSIGN(checkpoint.root, crypto::hash_from_base64(lines[2]));
  if (checkpoint.size == 0 && checkpoint.root != empty_root()) {
    return base::fail(base::ErrorCode::invalid_input, "a log without entries has the root of the empty tree");
  }
  for (std::size_t i = 3; i < lines.size(); ++i) {
    if (lines[i].empty()) return base::fail(base::ErrorCode::invalid_input, "an empty line in a checkpoint");
    checkpoint.extensions.emplace_back(lines[i]);
  }
  return checkpoint;
}

Note sign_checkpoint(const Checkpoint& checkpoint, const SignerKey& key) {
  return sign_note(to_text(checkpoint), key);
}

base::Result<Checkpoint> open_checkpoint(const Note& note, const VerifierKey& log) {
  TRY(verify_signed_by(note, log));
  TRY_ASSIGN(Checkpoint checkpoint, parse_checkpoint(note.text));
  if (checkpoint.origin != log.name) {
    return base::fail(base::ErrorCode::conflict,
                      "the checkpoint is of " + checkpoint.origin + ", not of " + log.name);
  }
  return checkpoint;
}

NoteSignature cosign(std::string_view checkpoint_text, std::uint64_t posix_seconds, const SignerKey& key) {
  NoteSignature line{key.name, key.verifier().id(), {}};
  for (int shift = 56; shift >= 0; shift -= 8) line.bytes += static_cast<char>(posix_seconds >> shift & 0xFF);
  line.bytes += key.key.sign(cosigned_message(checkpoint_text, posix_seconds)).view();
  return line;
}

base::Result<std::vector<Cosignature>> verify_cosignatures(const Note& note,
                                                           std::span<const VerifierKey> keys) {
  std::vector<Cosignature> found;
  for (const NoteSignature& line : note.signatures) {
    for (const VerifierKey& key : keys) {
      if (key.type != KeyType::cosignature || key.name != line.name || key.id() != line.key_id) continue;
      std::uint64_t seconds = 0;
      bool good = line.bytes.size() == 72;
      if (good) {
        for (int i = 0; i < 8; ++i) {
          seconds = seconds << 8 | static_cast<unsigned char>(line.bytes[static_cast<std::size_t>(i)]);
        }
        const auto signature = crypto::signature_from_bytes(std::string_view(line.bytes).substr(8));
        good = signature && crypto::verify(key.key, cosigned_message(note.text, seconds), *signature);
      }
      if (!good)
        return base::fail(base::ErrorCode::corrupt, "the cosignature of " + key.name + " does not hold");
      const bool known =
          std::ranges::any_of(found, [&](const Cosignature& other) { return other.witness == key.name; });
      if (!known) found.push_back({key.name, seconds});
    }
  }
  return found;
}

}  // namespace tallyward::transparency
