// Names across scripts and spellings: "Kanaty", "Қанаты" and "Qanaty" are one.
#pragma once

#include <string>
#include <string_view>

namespace tallyward::publications {

/// Lower-case Latin letters in which spellings meet: Russian and Kazakh letters become Latin ones, and
/// letters that transliterations exchange become one (q, k, kh; zh, j; y, i, j; w, u; doubled letters one).
/// What is no letter or digit becomes a space.
std::string folded_name(std::string_view name);

/// Every word of what was asked begins a word of the name, once both are folded.
bool name_matches(std::string_view asked, std::string_view name);

}  // namespace tallyward::publications
