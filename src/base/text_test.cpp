#include "base/text.h"

#include <gtest/gtest.h>

namespace tallyward::base {
namespace {

TEST(Text, TrimAndSplit) {
  EXPECT_EQ(trim("  a b\r\n"), "a b");
  EXPECT_EQ(trim(" \t "), "");
  EXPECT_EQ(split("a;;b", ';'), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ';').size(), 1u);
}

TEST(Text, NearestNameIsAtMostTwoEditsAway) {
  const std::string_view names[] = {"ge", "kz", "generic"};
  EXPECT_EQ(nearest_name("gr", names), "ge");
  EXPECT_EQ(nearest_name("genric", names), "generic");
  EXPECT_EQ(nearest_name("switzerland", names), "");
}

TEST(Text, EscapesHtml) {
  EXPECT_EQ(escape_html("<a href=\"x\">&'</a>"), "&lt;a href=&quot;x&quot;&gt;&amp;&#39;&lt;/a&gt;");
}

}  // namespace
}  // namespace tallyward::base
