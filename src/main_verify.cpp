// tallyward-verify: for those who trust nobody. Reads a published dataset from a folder and recomputes what
// can be recomputed. Links no server, no storage and no foreign format.
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "base/file.h"
#include "base/text.h"
#include "verify/verify_dataset.h"

namespace {

using namespace tallyward;

constexpr std::string_view kHelp =
    "Usage: tallyward-verify DIR --key KEY [--since CHECKPOINT] [--policy FILE] [--log] [--json]\n"
    "\n"
    "Checks a published dataset: the signature of its manifest, every file's hash, the log recomputed from "
    "its\n"
    "entries, who signed each record, gaps in each observer's chain, opened fields, the tabulation of the "
    "results\n"
    "and the seats. Says what holds, what differs, what could not be checked, and what a log cannot prove.\n"
    "\n"
    "  --key KEY           the log's verifier key (NAME+ID+BASE64), or a file that holds it; get it from the "
    "mission's\n"
    "                      printed material or from an observer's card, not from the dataset\n"
    "  --since CHECKPOINT  a checkpoint file you kept earlier: shows that nothing was removed or changed "
    "since\n"
    "  --policy FILE       your own policy file: which witnesses must have cosigned\n"
    "  --log               DIR is a log alone (checkpoint and tile/), not a dataset\n"
    "  --json              one JSON object instead of text\n"
    "\n"
    "Exit status: 0 everything that was checked holds, 1 differences were found, 2 it could not be done.\n";

struct Words {
  std::string folder;
  std::string key;
  std::string since;
  std::string policy;
  bool log = false;
  bool json = false;
};

int complain(const base::Error& error) {
  std::fprintf(stderr, "tallyward-verify: %s\n", base::to_text(error).c_str());
  return 2;
}

base::Result<Words> read_words(int argc, char** argv) {
  Words words;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    std::string* value = word == "--key"      ? &words.key
                         : word == "--since"  ? &words.since
                         : word == "--policy" ? &words.policy
                                              : nullptr;
    if (value != nullptr) {
      if (++i == argc)
        return base::fail(base::ErrorCode::invalid_input, std::string(word) + " needs a value");
      *value = argv[i];
    } else if (word == "--json") {
      words.json = true;
    } else if (word == "--log") {
      words.log = true;
    } else if (!word.starts_with("-") && words.folder.empty()) {
      words.folder = word;
    } else {
      return base::fail(base::ErrorCode::invalid_input,
                        "unexpected word '" + std::string(word) + "'; see --help");
    }
  }
  if (words.folder.empty() || words.key.empty()) {
    return base::fail(base::ErrorCode::invalid_input, "a folder and --key are needed; see --help");
  }
  return words;
}

base::Result<verify::AuditRequest> read_request(const Words& words) {
  verify::AuditRequest request;
  std::string key = words.key;
  if (std::filesystem::is_regular_file(key)) {
    TRY_ASSIGN(key, base::read_file(words.key, 4096));
  }
  TRY_ASSIGN(request.key, transparency::parse_verifier_key(base::trim(key)));
  if (!words.since.empty()) {
    TRY_ASSIGN(request.since, base::read_file(words.since, transparency::kLongestNote));
  }
  if (!words.policy.empty()) {
    TRY_ASSIGN(const std::string text, base::read_file(words.policy, 1'000'000));
    TRY_ASSIGN(request.policy, transparency::parse_policy(text));
  }
  return request;
}

base::Result<std::vector<std::string>> list_files(const std::filesystem::path& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (std::filesystem::recursive_directory_iterator it(folder, error), end; it != end; it.increment(error)) {
    if (error) break;
    if (!it->is_directory()) paths.push_back(std::filesystem::relative(it->path(), folder).generic_string());
  }
  if (error) return base::fail(base::ErrorCode::unavailable, folder.string() + ": " + error.message());
  return paths;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    std::fputs(kHelp.data(), stdout);
    return 0;
  }
  if (argc == 2 && std::string_view(argv[1]) == "--version") {
    std::puts("tallyward-verify " TALLYWARD_VERSION);
    return 0;
  }
  const auto words = read_words(argc, argv);
  if (!words) return complain(words.error());
  const auto request = read_request(*words);
  if (!request) return complain(request.error());
  const std::filesystem::path folder = words->folder;
  const auto paths = list_files(folder);
  if (!paths) return complain(paths.error());
  const auto files = [&](const std::string& path) { return base::read_file(folder / path); };
  const auto verification =
      words->log ? verify::verify_log(files, *request) : verify::verify_dataset(files, *paths, *request);
  if (!verification) return complain(verification.error());
  const std::string text = words->json ? verify::to_json(*verification) : verify::to_report(*verification);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return verification->exit_code();
}
