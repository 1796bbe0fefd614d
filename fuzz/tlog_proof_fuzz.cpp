// Receipts, and the walk through whatever hashes they carry.
// link: transparency
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transparency/tlog_proof.h"

using namespace tallyward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto proof = transparency::parse_tlog_proof(bytes);
  if (!proof) return 0;
  if (transparency::to_text(*proof) != bytes) std::abort();
  const auto checkpoint = transparency::parse_checkpoint(proof->checkpoint.text);
  if (!checkpoint) return 0;
  (void)transparency::verify_inclusion({}, proof->index, checkpoint->size, proof->hashes, checkpoint->root);
  (void)transparency::verify_consistency(proof->index, checkpoint->size, proof->hashes, {}, checkpoint->root);
  return 0;
}
