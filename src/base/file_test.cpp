#include "base/file.h"

#include <gtest/gtest.h>

namespace tallyward::base {
namespace {

TEST(File, WritesReadsAndMaps) {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "tallyward_file_test";
  ASSERT_TRUE(write_file(path, "abc").has_value());
  EXPECT_EQ(*read_file(path), "abc");
  EXPECT_EQ(MappedFile::open(path)->bytes(), "abc");
  EXPECT_EQ(read_file(path, 2).error().code, ErrorCode::too_large);
  std::filesystem::remove(path);
  EXPECT_EQ(read_file(path).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace tallyward::base
