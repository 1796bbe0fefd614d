// Every view of both records in every language; the documentation of the tables; names across scripts.
#include <gmock/gmock.h>

#include "base/file.h"
#include "paths.h"
#include "publications/name_search.h"
#include "publications/record_views.h"

namespace tallyward::publications {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Names, SpellingsOfThreeAlphabetsMeet) {
  EXPECT_EQ(folded_name("Qanaty"), folded_name("Kanaty"));
  EXPECT_EQ(folded_name("Қанаты"), folded_name("Kanaty"));
  EXPECT_EQ(folded_name("Тоқаев"), folded_name("Tokayev"));
  EXPECT_EQ(folded_name("Шымкент"), folded_name("Shymkent"));
  EXPECT_TRUE(name_matches("sultan", "Nur-Sultan"));
  EXPECT_FALSE(name_matches("", "Nur-Sultan"));
  EXPECT_FALSE(name_matches("Aktobe", "Atyrau"));
}

TEST(Views, AViewThatIsNotThereIsNamedWithTheNearest) {
  const findings::Record empty;
  const auto view = make_view("event_lst", empty, locale::english());
  ASSERT_FALSE(view.has_value());
  EXPECT_THAT(view.error().message, HasSubstr("did you mean 'event_list'?"));
  const auto without = make_view("event_list", empty, locale::english());
  ASSERT_FALSE(without.has_value());
  EXPECT_THAT(without.error().message, HasSubstr("no events.csv"));
}

}  // namespace
}  // namespace tallyward::publications
