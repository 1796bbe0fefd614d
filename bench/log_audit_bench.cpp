// The audit of a log of 100,000 entries from its static files: tallyward-verify's own code, and beside it the
// Go verifier on the same files when its program is given. log_audit_bench [ENTRIES [GO-VERIFY]]

// link: verify

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "../tests/synthetic_mission.h"
#include "base/file.h"
#include "verify/verify_dataset.h"

using namespace tallyward;

namespace {

template <typename Work>
double seconds(const Work& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t wanted = argc > 1 ? std::stoull(argv[1]) : 100'000;
  // Seven reports a code and one enrolment, and the manifest.
  const tests::SyntheticMission mission(wanted / 8 * 7);
  const auto folder = std::filesystem::temp_directory_path() / "tallyward-log-audit";
  std::filesystem::remove_all(folder);
  std::uintmax_t bytes = 0;
  for (const auto& [path, content] : mission.files()) {
    std::filesystem::create_directories((folder / path).parent_path());
    if (!base::write_file(folder / path, content)) return 2;
    bytes += content.size();
  }
  if (!base::write_file(folder / "policy", mission.policy_text())) return 2;

  verify::AuditRequest request{mission.log_key.verifier(),
                               transparency::parse_policy(mission.policy_text()).value(), std::nullopt,
                               tests::SyntheticMission::kMission};
  int exit_code = 2;
  const auto files = [&](const std::string& path) { return base::read_file(folder / path); };
  const double ours = seconds([&] { exit_code = verify::verify_log(files, request)->exit_code(); });
  std::printf("audit of %zu entries (%.0f MB): %.2f s, exit code %d\n", mission.entries.size(),
              static_cast<double>(bytes) / 1e6, ours, exit_code);
  if (argc > 2) {
    const std::string command = "'" + std::string(argv[2]) + "' audit '" + folder.string() + "' '" +
                                (folder / "policy").string() + "'";
    int status = 1;
    const double go = seconds([&] { status = std::system(command.c_str()); });
    std::printf("the Go verifier: %.2f s, status %d; ratio Go / ours %.2f\n", go, status, go / ours);
  }
  // Recovery: the tree rebuilt from a store's leaf hashes.
  transparency::MemoryLogStore store;
  auto log = transparency::LogEngine::open(store, mission.log_key).value();
  if (!log.append(mission.entries)) return 2;
  const std::vector<crypto::Hash> leaves(log.tree().level(0).begin(), log.tree().level(0).end());
  const double rebuilt = seconds([&] {
    transparency::Tree tree;
    for (std::uint64_t i = 0; i < 1'000'000; ++i) tree.append(leaves[i % leaves.size()]);
    if (tree.root() == crypto::Hash{}) std::abort();
  });
  std::printf("tree of 1,000,000 leaves rebuilt from leaf hashes: %.2f s\n", rebuilt);
  std::filesystem::remove_all(folder);
  return exit_code;
}
