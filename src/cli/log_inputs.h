// What the commands on logs read alike: the key or policy to trust, and the tree behind a folder of tiles.
#pragma once

#include <filesystem>

#include "base/error.h"
#include "cli/command.h"
#include "transparency/policy.h"
#include "transparency/tlog_proof.h"

namespace tallyward::cli {

/// From --policy FILE, or from --key KEY (a verifier key or a file that holds one: the log alone, no
/// witnesses). Error: invalid_input when neither is given.
base::Result<transparency::Policy> read_log_policy(const Arguments& arguments);

/// The tree over the leaf hashes of a folder's level-0 tiles, up to `size`. Errors: not_found, invalid_input.
base::Result<transparency::Tree> read_log_tree(const std::filesystem::path& folder, std::uint64_t size);

}  // namespace tallyward::cli
