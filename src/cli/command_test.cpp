#include "cli/command.h"

#include <set>

#include <gtest/gtest.h>

namespace tallyward::cli {
namespace {

TEST(Commands, EachSaysWhatItDoesAndIsNamedOnce) {
  std::set<std::string> names;
  for (const Command* command : all_commands()) {
    EXPECT_TRUE(names.insert(std::string(command->noun) + " " + std::string(command->verb)).second);
    EXPECT_FALSE(command->summary.empty());
    EXPECT_FALSE(command->summary.ends_with('.'));
    EXPECT_FALSE(command->description.empty());
    EXPECT_NE(command->run, nullptr);
    EXPECT_NE(man_page(*command).find(".SH EXIT STATUS"), std::string::npos);
  }
}

TEST(Commands, UnknownWordsExitWithTwo) {
  const char* const unknown[] = {"resluts", "check"};
  testing::internal::CaptureStderr();
  EXPECT_EQ(run(unknown), kCouldNot);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("no command named 'resluts'"), std::string::npos);
}

}  // namespace
}  // namespace tallyward::cli
