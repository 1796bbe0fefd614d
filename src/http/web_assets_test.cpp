#include "http/web_assets.h"

#include <gtest/gtest.h>

namespace tallyward::http {
namespace {

const std::string kPack =
    "tallyward-web-pack 1\n"
    "assets/app-12345678.js\ttext/javascript\tab\timmutable\t0 3\t3 2\t5 0\n"
    "observer/index.html\ttext/html\tcd\tchanging\t5 4\t9 0\t9 0\n"
    "\nabcGZhtml";

TEST(WebAssets, FindsWhatStandsBehindAPath) {
  const auto assets = WebAssets::parse(kPack);
  ASSERT_TRUE(assets);
  const auto script = assets->find("/assets/app-12345678.js");
  ASSERT_TRUE(script);
  EXPECT_EQ(script->identity, "abc");
  EXPECT_EQ(script->gzip, "GZ");
  EXPECT_EQ(script->brotli, "");
  EXPECT_TRUE(script->immutable);
  const auto page = assets->find("/o/");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->identity, "html");
  EXPECT_FALSE(page->immutable);
}

TEST(WebAssets, HasNothingThatIsNotInThePack) {
  const auto assets = WebAssets::parse(kPack);
  ASSERT_TRUE(assets);
  for (const char* path : {"", "/", "o/", "/o/../observer/index.html", "/s/", "/assets/", "/o/index.htm"}) {
    EXPECT_FALSE(assets->find(path)) << path;
  }
}

TEST(WebAssets, RefusesADamagedPack) {
  EXPECT_FALSE(WebAssets::parse(""));
  EXPECT_FALSE(WebAssets::parse("tallyward-web-pack 2\n\n"));
  EXPECT_FALSE(WebAssets::parse("tallyward-web-pack 1\na\ttext/plain\tab\timmutable\t0 9\t0 0\t0 0\n\nabc"));
  EXPECT_FALSE(WebAssets::parse("tallyward-web-pack 1\na\ttext/plain\tab\timmutable\t4 0\t0 0\t0 0\n\nabc"));
  EXPECT_FALSE(WebAssets::parse("tallyward-web-pack 1\na\ttext/plain\n\nabc"));
}

TEST(WebAssets, TheEmbeddedPackHoldsTheFrontEnds) {
  const WebAssets& assets = WebAssets::embedded();
  if (!assets.find("/o/")) GTEST_SKIP() << "built with TALLYWARD_WEB=OFF";
  EXPECT_TRUE(assets.find("/o/sw.js"));
  EXPECT_TRUE(assets.find("/s/"));
  EXPECT_EQ(assets.find("/o/")->type, "text/html; charset=utf-8");
}

}  // namespace
}  // namespace tallyward::http
