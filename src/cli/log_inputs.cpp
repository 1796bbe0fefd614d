#include "cli/log_inputs.h"

#include "base/file.h"
#include "base/text.h"
#include "transparency/tile.h"

namespace tallyward::cli {

base::Result<transparency::Policy> read_log_policy(const Arguments& arguments) {
  if (const auto path = arguments.value("--policy")) {
    TRY_ASSIGN(const std::string text, base::read_file(*path, 1'000'000));
    return transparency::parse_policy(text);
  }
  const auto given = arguments.value("--key");
  if (!given)
    return base::fail(base::ErrorCode::invalid_input, "give --key KEY or --policy FILE: whom do you trust?");
  std::string key = *given;
  if (std::filesystem::is_regular_file(key)) {
    TRY_ASSIGN(key, base::read_file(*given, 4096));
  }
  TRY_ASSIGN(const auto log, transparency::parse_verifier_key(base::trim(key)));
  return transparency::policy_of(log);
}

base::Result<transparency::Tree> read_log_tree(const std::filesystem::path& folder, std::uint64_t size) {
  transparency::Tree tree;
  for (const auto& tile : transparency::tiles_of(size)) {
    if (tile.entries || tile.level != 0) continue;
    TRY_ASSIGN(const std::string bytes, base::read_file(folder / transparency::path_of(tile)));
    TRY_ASSIGN(const auto hashes, transparency::parse_tile(bytes, tile.width));
    for (const auto& hash : hashes) tree.append(hash);
  }
  return tree;
}

}  // namespace tallyward::cli
