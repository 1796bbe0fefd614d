#include "transparency/tlog_proof.h"

#include "base/text.h"
#include "crypto/encoding.h"

namespace tallyward::transparency {

namespace {

constexpr std::string_view kHeader = "c2sp.org/tlog-proof@v1";
constexpr std::size_t kMostHashes = 63;

std::unexpected<base::Error> bad(std::string why) {
  return base::fail(base::ErrorCode::invalid_input, std::move(why));
}

}  // namespace

std::string to_text(const TlogProof& proof) {
  std::string text = std::string(kHeader) + "\n";
  if (proof.extra) text += "extra " + crypto::base64(*proof.extra) + "\n";
  text += "index " + std::to_string(proof.index) + "\n";
  for (const Hash& hash : proof.hashes) text += crypto::to_base64(hash) + "\n";
  return text + "\n" + format_note(proof.checkpoint);
}

base::Result<TlogProof> parse_tlog_proof(std::string_view bytes) {
  const std::size_t gap = bytes.find("\n\n");
  if (gap == bytes.npos) return bad("a receipt has an empty line before its checkpoint");
  const auto lines = base::split(bytes.substr(0, gap), '\n');
  TlogProof proof;
  std::size_t at = 0;
  if (lines[at++] != kHeader) return bad("a receipt begins with " + std::string(kHeader));
  if (at < lines.size() && std::string_view(lines[at]).starts_with("extra ")) {
    TRY_ASSIGN(proof.extra, crypto::from_base64(std::string_view(lines[at]).substr(6)));
    ++at;
  }
  if (at >= lines.size() || !std::string_view(lines[at]).starts_with("index "))
    return bad("a receipt has an index line");
  TRY_ASSIGN(proof.index, parse_size(std::string_view(lines[at]).substr(6)));
  for (++at; at < lines.size(); ++at) {
    TRY_ASSIGN(const Hash hash, crypto::hash_from_base64(lines[at]));
    proof.hashes.push_back(hash);
    if (proof.hashes.size() > kMostHashes) return bad("a receipt has at most 63 hashes");
  }
  TRY_ASSIGN(proof.checkpoint, parse_note(bytes.substr(gap + 2)));
  return proof;
}

base::Result<CheckpointStanding> verify_receipt(const TlogProof& proof, std::string_view entry,
                                                const Policy& policy) {
  TRY_ASSIGN(CheckpointStanding standing, open_with_policy(proof.checkpoint, policy));
  TRY(verify_inclusion(leaf_hash(entry), proof.index, standing.checkpoint.size, proof.hashes,
                       standing.checkpoint.root));
  return standing;
}

}  // namespace tallyward::transparency
