#include "transparency/merkle.h"

#include <array>
#include <bit>
#include <cstring>

namespace tallyward::transparency {

namespace {

std::unexpected<base::Error> refused(std::string why) {
  return base::fail(base::ErrorCode::corrupt, std::move(why));
}

/// The largest power of two below n; n is at least 2.
std::uint64_t split_point(std::uint64_t n) {
  return std::bit_floor(n - 1);
}

}  // namespace

Hash leaf_hash(std::string_view entry) {
  return crypto::Sha256().update(std::string_view("\0", 1)).update(entry).finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes;
  bytes[0] = 1;
  std::memcpy(bytes.data() + 1, left.bytes.data(), 32);
  std::memcpy(bytes.data() + 33, right.bytes.data(), 32);
  return crypto::sha256({bytes.data(), bytes.size()});
}

Hash empty_root() {
  return crypto::sha256({});
}

Hash root_of(std::span<const Hash> leaves) {
  if (leaves.empty()) return empty_root();
  std::vector<Hash> level(leaves.begin(), leaves.end());
  // Pairing neighbours and carrying an odd last one up gives the same tree as splitting from the top.
  while (level.size() > 1) {
    std::size_t written = 0;
    for (std::size_t i = 0; i < level.size(); i += 2) {
      level[written++] = i + 1 < level.size() ? node_hash(level[i], level[i + 1]) : level[i];
    }
    level.resize(written);
  }
  return level[0];
}

base::Result<void> verify_inclusion(const Hash& leaf, std::uint64_t index, std::uint64_t size,
                                    std::span<const Hash> proof, const Hash& root) {
  // 1. Compare leaf_index with tree_size.
  if (index >= size) return refused("the entry's index is not below the size of the tree");
  // 2. fn = leaf_index, sn = tree_size - 1. 3. r = hash.
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash r = leaf;
  // 4. For each value p in the inclusion_path:
  for (const Hash& p : proof) {
    if (sn == 0) return refused("the inclusion proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      r = node_hash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = node_hash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  // 5. Compare sn to 0 and r to the root.
  if (sn != 0) return refused("the inclusion proof is too short");
  if (r != root) return refused("the inclusion proof leads to another root");
  return {};
}

base::Result<void> verify_consistency(std::uint64_t old_size, std::uint64_t new_size,
                                      std::span<const Hash> proof, const Hash& old_root,
                                      const Hash& new_root) {
  if (old_size > new_size) return refused("the log has become smaller");
  if (old_size == 0) return refused("nothing is consistent with an empty tree: there is nothing to prove");
  if (old_size == new_size) {
    if (!proof.empty()) return refused("the consistency proof between equal sizes must be empty");
    if (old_root != new_root) return refused("two different roots for one size");
    return {};
  }
  // 1. An empty consistency_path fails.
  if (proof.empty()) return refused("the consistency proof is empty");
  // 2. If first is an exact power of 2, prepend first_hash. 3. fn = first - 1, sn = second - 1.
  std::vector<Hash> path(proof.begin(), proof.end());
  if (std::has_single_bit(old_size)) path.insert(path.begin(), old_root);
  std::uint64_t fn = old_size - 1;
  std::uint64_t sn = new_size - 1;
  // 4. If LSB(fn) is set, shift both right until it is not.
  while ((fn & 1) != 0) {
    fn >>= 1;
    sn >>= 1;
  }
  // 5. fr = sr = first value. 6. For each subsequent value c:
  Hash fr = path[0];
  Hash sr = path[0];
  for (std::size_t i = 1; i < path.size(); ++i) {
    const Hash& c = path[i];
    if (sn == 0) return refused("the consistency proof is too long");
    if ((fn & 1) != 0 || fn == sn) {
      fr = node_hash(c, fr);
      sr = node_hash(c, sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = node_hash(sr, c);
    }
    fn >>= 1;
    sn >>= 1;
  }
  // 7. Compare.
  if (sn != 0) return refused("the consistency proof is too short");
  if (fr != old_root) return refused("the consistency proof does not lead to the old root");
  if (sr != new_root) return refused("the consistency proof does not lead to the new root");
  return {};
}

void Tree::append(const Hash& leaf) {
  Hash node = leaf;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].push_back(node);
    const std::size_t count = levels_[level].size();
    if (count % 2 != 0) return;
    node = node_hash(levels_[level][count - 2], levels_[level][count - 1]);
  }
}

std::span<const Hash> Tree::level(std::size_t level) const {
  if (level >= levels_.size()) return {};
  return levels_[level];
}

Hash Tree::range(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<std::size_t>(std::countr_zero(count));
    return levels_[level][begin >> level];
  }
  const std::uint64_t k = split_point(count);
  return node_hash(range(begin, begin + k), range(begin + k, end));
}

Hash Tree::root_at(std::uint64_t size) const {
  return size == 0 ? empty_root() : range(0, size);
}

base::Result<Proof> Tree::inclusion_proof(std::uint64_t index, std::uint64_t size) const {
  if (index >= size || size > this->size()) {
    return base::fail(base::ErrorCode::invalid_input,
                      "an inclusion proof needs index < size <= size of the tree");
  }
  Proof path;  // collected from the root downwards, then turned round
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t k = split_point(end - begin);
    if (index - begin < k) {
      path.push_back(range(begin + k, end));
      end = begin + k;
    } else {
      path.push_back(range(begin, begin + k));
      begin += k;
    }
  }
  return Proof(path.rbegin(), path.rend());
}

base::Result<Proof> Tree::consistency_proof(std::uint64_t old_size, std::uint64_t new_size) const {
  if (old_size == 0 || old_size > new_size || new_size > size()) {
    return base::fail(base::ErrorCode::invalid_input,
                      "a consistency proof needs 0 < old size <= new size <= size of the tree");
  }
  Proof path;
  if (old_size == new_size) return path;
  // SUBPROOF(m, D[n], b) of RFC 6962 2.1.2, unrolled from the root downwards.
  std::uint64_t begin = 0;
  std::uint64_t end = new_size;
  bool whole = true;  // b: the old tree's root is the one the verifier already has
  while (old_size != end) {
    const std::uint64_t k = split_point(end - begin);
    if (old_size - begin <= k) {
      path.push_back(range(begin + k, end));
      end = begin + k;
    } else {
      path.push_back(range(begin, begin + k));
      begin += k;
      whole = false;
    }
  }
  if (!whole) path.push_back(range(begin, end));
  return Proof(path.rbegin(), path.rend());
}

}  // namespace tallyward::transparency
