// Other people's trees and logs (testdata/vectors/README.md).
#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "crypto/encoding.h"
#include "paths.h"
#include "transparency/policy.h"
#include "transparency/record.h"
#include "transparency/tile.h"
#include "transparency/tlog_proof.h"

namespace tallyward::transparency {
namespace {

using nlohmann::json;

std::string read(const std::string& name) {
  return base::read_file(tests::testdata() / "vectors" / name).value();
}

/// A hash of a vector. Some have another length, to be refused or only compared: another hash stands for
/// them.
base::Result<Hash> hash_of(const json& value) {
  TRY_ASSIGN(const std::string bytes, crypto::from_base64(value.is_null() ? "" : value.get<std::string>()));
  return bytes.size() == 32 ? crypto::hash_from_bytes(bytes) : crypto::sha256(bytes);
}

base::Result<Proof> proof_of(const json& value) {
  Proof proof;
  if (value.is_null()) return proof;
  for (const json& item : value) {
    TRY_ASSIGN(const Hash hash, hash_of(item));
    proof.push_back(hash);
  }
  return proof;
}

base::Result<void> check_inclusion(const json& test) {
  // A leaf or root that is no hash cannot even be asked about.
  const auto strict = [](const json& value) { return crypto::hash_from_base64(value.get<std::string>()); };
  TRY_ASSIGN(const Hash leaf, strict(test.at("leafHash")));
  TRY_ASSIGN(const Hash root, strict(test.at("root")));
  TRY_ASSIGN(const Proof proof, proof_of(test.at("proof")));
  return verify_inclusion(leaf, test.at("leafIdx"), test.at("treeSize"), proof, root);
}

base::Result<void> check_consistency(const json& test) {
  TRY_ASSIGN(const Hash old_root, hash_of(test.at("root1")));
  TRY_ASSIGN(const Hash new_root, hash_of(test.at("root2")));
  TRY_ASSIGN(const Proof proof, proof_of(test.at("proof")));
  return verify_consistency(test.at("size1"), test.at("size2"), proof, old_root, new_root);
}

TEST(Vectors, EveryInclusionProofOfTransparencyDev) {
  const json cases = json::parse(read("merkle/inclusion.json"));
  EXPECT_EQ(cases.size(), 98U);
  for (const json& test : cases) {
    EXPECT_EQ(check_inclusion(test).has_value(), !test.at("wantErr").get<bool>()) << test.dump();
  }
}

TEST(Vectors, EveryConsistencyProofOfTransparencyDev) {
  const json cases = json::parse(read("merkle/consistency.json"));
  EXPECT_EQ(cases.size(), 98U);
  for (const json& test : cases) {
    EXPECT_EQ(check_consistency(test).has_value(), !test.at("wantErr").get<bool>()) << test.dump();
  }
}

TEST(Vectors, EveryCheckpointAndTileOfTesserasLog) {
  const auto key =
      parse_verifier_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
  ASSERT_TRUE(key);
  for (std::uint32_t n = 1; n <= 15; ++n) {
    const auto note = parse_note(read("tessera-log/checkpoint." + std::to_string(n)));
    ASSERT_TRUE(note) << n;
    const auto checkpoint = open_checkpoint(*note, *key);
    ASSERT_TRUE(checkpoint) << n << checkpoint.error().message;
    EXPECT_EQ(checkpoint->size, n);
    const std::string bundle = read("tessera-log/" + path_of({0, 0, n, true}));
    const auto entries = parse_entry_bundle(bundle, n);
    ASSERT_TRUE(entries);
    Tree tree;
    for (const auto entry : *entries) tree.append(leaf_hash(entry));
    EXPECT_EQ(tree.root(), checkpoint->root) << n;
    EXPECT_EQ(tile_bytes(tree, {0, 0, n, false}).value(), read("tessera-log/" + path_of({0, 0, n, false})));
  }
}

/// The entries of handmade-log, in order.
std::vector<std::string> handmade_entries() {
  std::vector<std::string> entries;
  for (const TileId& tile : tiles_of(600)) {
    if (!tile.entries) continue;
    const std::string bundle = read("handmade-log/" + path_of(tile));
    const auto views = parse_entry_bundle(bundle, tile.width).value();
    entries.insert(entries.end(), views.begin(), views.end());
  }
  return entries;
}

TEST(Vectors, TheHandmadeLogInAllItsParts) {
  const auto policy = parse_policy(read("handmade-log/policy"));
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_EQ(to_text(*policy), read("handmade-log/policy"));
  const auto standing = open_with_policy(parse_note(read("handmade-log/checkpoint")).value(), *policy);
  ASSERT_TRUE(standing) << standing.error().message;
  EXPECT_TRUE(standing->quorum);
  EXPECT_EQ(standing->cosignatures.size(), 3U);

  Tree tree;
  for (const auto& entry : handmade_entries()) tree.append(leaf_hash(entry));
  ASSERT_EQ(tree.size(), standing->checkpoint.size);
  EXPECT_EQ(tree.root(), standing->checkpoint.root);
  for (const TileId& tile : tiles_of(600)) {
    if (tile.entries) continue;
    EXPECT_EQ(tile_bytes(tree, tile).value(), read("handmade-log/" + path_of(tile)));
  }
  const auto old = open_with_policy(parse_note(read("handmade-log/old-checkpoint")).value(), *policy);
  ASSERT_TRUE(old);
  EXPECT_EQ(tree.root_at(old->checkpoint.size), old->checkpoint.root);
  const auto proof = tree.consistency_proof(old->checkpoint.size, 600);
  EXPECT_TRUE(
      verify_consistency(old->checkpoint.size, 600, *proof, old->checkpoint.root, standing->checkpoint.root));
  for (const char* index : {"0", "7", "300", "599"}) {
    const std::string name = std::string("handmade-log/proofs/") + index;
    const auto receipt = parse_tlog_proof(read(name + ".tlog-proof"));
    ASSERT_TRUE(receipt);
    EXPECT_EQ(to_text(*receipt), read(name + ".tlog-proof"));
    EXPECT_TRUE(verify_receipt(*receipt, read(name + ".entry"), *policy)) << index;
    EXPECT_EQ(tree.inclusion_proof(receipt->index, 600).value(), receipt->hashes);
  }
}

TEST(Vectors, EverySignatureOfTheHandmadeLogsObservers) {
  std::vector<VerifierKey> keys;
  const std::string observers = read("handmade-log/observers");
  for (const auto line : base::split(base::trim(observers), '\n')) {
    keys.push_back(parse_verifier_key(line).value());
  }
  for (const auto& entry : handmade_entries()) {
    const auto note = parse_note(entry).value();
    EXPECT_EQ(format_note(note), entry);
    EXPECT_EQ(verify_note(note, keys).value().size(), 1U);
    EXPECT_EQ(read_record(entry).standing, Standing::malformed);  // another program's record
  }
}

}  // namespace
}  // namespace tallyward::transparency
