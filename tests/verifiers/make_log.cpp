// make_log DIR REPORTS: writes the SYNTHETIC mission's log for verifiers in other languages: DIR/honest,
// DIR/old-checkpoint, DIR/policy, DIR/key, DIR/proof with an entry, and DIR/ATTACK folders for what an
// insider with every key can do.
#include <cstdio>
#include <filesystem>
#include <string>

#include "base/file.h"
#include "synthetic_mission.h"

namespace {

using namespace tallyward;
using tests::Misdeeds;
using tests::SyntheticMission;
namespace fs = std::filesystem;

bool write_all(const fs::path& folder, const std::map<std::string, std::string>& files) {
  for (const auto& [path, bytes] : files) {
    fs::create_directories((folder / path).parent_path());
    if (!base::write_file(folder / path, bytes)) return false;
  }
  return true;
}

bool write_attacks(const fs::path& folder, const SyntheticMission& honest, std::uint64_t reports) {
  const std::size_t size = honest.entries.size();
  const auto write = [&](const char* name, const Misdeeds& misdeeds) {
    return write_all(folder / name, SyntheticMission(reports, 7, misdeeds).files());
  };
  return write("rewritten", {{}, {10}, {}, {}}) && write("removed", {{13}, {}, {}, {}}) &&
         write("withheld", {{10}, {}, {}, {}}) && write("unenrolled", {{}, {}, {10}, {}}) &&
         write_all(folder / "rolled-back", honest.files(size / 3)) &&
         write_all(folder / "no-quorum", honest.files(size, 1)) &&
         // Limit (b): the very last report of a code, and of the log, never logged.
         write("last-withheld", {{reports - 1}, {}, {}, {}});
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const fs::path folder = argv[1];
  const std::uint64_t reports = std::stoull(argv[2]);
  const bool attacks = argc > 3 && std::string_view(argv[3]) == "attacks";
  const SyntheticMission honest(reports);
  const std::size_t size = honest.entries.size();
  const std::size_t index = honest.place_of.at(3);
  const std::string receipt = honest.receipt(index, size);
  transparency::Tree tree;
  for (const std::string& entry : honest.entries) tree.append(transparency::leaf_hash(entry));
  std::string old_to_new;
  const auto proof = tree.consistency_proof(size / 2, size).value();
  for (const auto& hash : proof) old_to_new += crypto::to_base64(hash) + "\n";
  const std::map<std::string, std::string> single = {
      {"old-to-new", old_to_new},
      {"old-checkpoint", honest.files(size / 2).at("checkpoint")},
      {"policy", honest.policy_text()},
      {"key", transparency::to_text(honest.log_key.verifier()) + "\n"},
      {"observer-key", transparency::to_text(tests::key_from("synthetic-2026/code-0").verifier()) + "\n"},
      {"entry", honest.entries[index]},
      {"other-entry", honest.entries[index + 1]},
      {"entry.tlog-proof", receipt}};
  bool good = write_all(folder, single) && write_all(folder / "honest", honest.files());
  if (attacks) good = good && write_attacks(folder, honest, reports);
  if (!good) return 2;
  std::printf("%zu entries\n", size);
  return 0;
}
