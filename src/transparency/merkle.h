// The Merkle tree of RFC 6962 section 2.1: one hash that stands for a whole list of entries, and short proofs
// that an entry is in the list (inclusion) or that one list begins with another (consistency).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "crypto/sha256.h"

namespace tallyward::transparency {

using crypto::Hash;
using Proof = std::vector<Hash>;

/// SHA-256(0x00 || entry).
Hash leaf_hash(std::string_view entry);
/// SHA-256(0x01 || left || right).
Hash node_hash(const Hash& left, const Hash& right);
/// The root of a tree without leaves: SHA-256 of nothing.
Hash empty_root();

/// The root over `leaves` (leaf hashes), split at the largest power of two below their number.
Hash root_of(std::span<const Hash> leaves);

/// RFC 9162 section 2.1.3.2. Error: corrupt, with what does not hold. `index` counts from 0.
base::Result<void> verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> proof, const Hash& root);

/// RFC 9162 section 2.1.4.2. From size 0 nothing can be proved: an error, as transparency-dev has it. Equal
/// sizes need equal roots and an empty proof. Error: corrupt.
base::Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t new_size,
                                      std::span<const Hash> proof, const Hash& old_root,
                                      const Hash& new_root);

/// The whole tree in memory: every complete node, level by level. 64 bytes a leaf; append is amortised
/// constant.
class Tree {
 public:
  void append(const Hash& leaf);
  std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  Hash root() const { return root_at(size()); }
  /// The root when the tree had `size` leaves; `size` is at most size().
  Hash root_at(std::uint64_t size) const;
  const Hash& leaf(std::uint64_t index) const { return levels_[0][index]; }
  /// The complete nodes of a level: level L holds the roots of 2^L leaves each.
  std::span<const Hash> level(std::size_t level) const;

  /// RFC 6962 section 2.1.1, from the leaf's sibling upwards. Error: invalid_input unless index < size <=
  /// size().
  base::Result<Proof> inclusion_proof(std::uint64_t index, std::uint64_t size) const;
  /// RFC 6962 section 2.1.2. Error: invalid_input unless 0 < old_size <= new_size <= size().
  base::Result<Proof> consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const;

 private:
  /// The root of leaves [begin, end), where begin is a multiple of a power of two not below end - begin.
  Hash range(std::uint64_t begin, std::uint64_t end) const;
  std::vector<std::vector<Hash>> levels_;
};

}  // namespace tallyward::transparency
