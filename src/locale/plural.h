// Plural categories by the rules of Unicode CLDR 48, for the languages that the program speaks.
#pragma once

#include <cstdint>
#include <string_view>

namespace tallyward::locale {

enum class Plural { zero, one, two, few, many, other };

/// "zero" ... "other", as they stand in a message.
std::string_view to_text(Plural category);

/// The cardinal category of a number written plainly ("12", "-3", "1.50"): trailing zeros count, as CLDR
/// wants. An unknown language is `other`. Source: CLDR supplemental/plurals, cardinal, for en ru kk fr ar.
Plural plural_of(std::string_view language, std::string_view plain_number);

}  // namespace tallyward::locale
