// Where tests find their data.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace tallyward::tests {

/// testdata/ of the repository.
inline std::filesystem::path testdata() {
  return std::filesystem::path(TALLYWARD_SOURCE_DIR) / "testdata";
}

/// The larger data of the project (TALLYWARD_SHARED); none when it is not set.
inline std::optional<std::filesystem::path> shared() {
  const char* folder = std::getenv("TALLYWARD_SHARED");
  if (folder == nullptr || *folder == '\0') return std::nullopt;
  return std::filesystem::absolute(folder);
}

}  // namespace tallyward::tests

/// Inside a TEST: `const auto folder = TALLYWARD_SHARED_OR_SKIP();`
#define TALLYWARD_SHARED_OR_SKIP()                           \
  ({                                                         \
    auto folder_ = ::tallyward::tests::shared();             \
    if (!folder_) GTEST_SKIP() << "skipped: no shared data"; \
    *folder_;                                                \
  })
