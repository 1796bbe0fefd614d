// Golden files: what was once looked at and found right. `ACCEPT=1` in front of the test writes them anew.
#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/file.h"
#include "paths.h"

namespace tallyward::tests {

/// Whether `bytes` are those of testdata/`name`; says where they part.
inline testing::AssertionResult equals_golden(const std::string& name, std::string_view bytes) {
  const auto path = testdata() / name;
  if (const char* accept = std::getenv("ACCEPT"); accept != nullptr && *accept == '1') {
    std::filesystem::create_directories(path.parent_path());
    if (!base::write_file(path, bytes)) return testing::AssertionFailure() << "cannot write " << path;
    return testing::AssertionSuccess();
  }
  const auto golden = base::read_file(path);
  if (!golden) return testing::AssertionFailure() << "no golden file " << path << " (ACCEPT=1 writes it)";
  if (*golden == bytes) return testing::AssertionSuccess();
  std::size_t at = 0;
  while (at < golden->size() && at < bytes.size() && (*golden)[at] == bytes[at]) ++at;
  const std::size_t from = at < 60 ? 0 : at - 60;
  return testing::AssertionFailure() << name << " differs at byte " << at
                                     << "\n  golden: " << golden->substr(from, 160)
                                     << "\n  now:    " << bytes.substr(from, 160);
}

}  // namespace tallyward::tests
