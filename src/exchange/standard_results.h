// Results in two published formats, read without a profile: NIST SP 1500-100 version 2 (JSON) and EML_NL 510
// (XML, Kiesraad). docs/formats/standard-results.md says which elements become which lines.
#pragma once

#include <string_view>

#include "exchange/read_results.h"

namespace tallyward::exchange {

/// Both formats are read whole, so above this size they are refused.
inline constexpr std::size_t kLargestStandardFile = std::size_t{64} << 20;

/// The names that stand for these formats where a profile is named.
inline constexpr std::string_view kNistProfile = "nist-1500-100-v2";
inline constexpr std::string_view kEmlNlProfile = "eml-nl-510";

/// An ElectionReport. `contest`: the "@id" of one; "": the only one. Figures of CountItemType "total", or the
/// sum of the others where there is no total. Levels: country, then as deep as the reporting units compose
/// each other. Errors: too_large, invalid_input.
base::Result<Imported> read_nist_results(std::string_view json, std::string_view file_name,
                                         std::string_view contest = "");

/// An EML message 510 (a, b, c or d): one protocol for each reporting unit, and the total of the contest as
/// the country's. Errors: too_large, invalid_input, corrupt.
base::Result<Imported> read_eml_nl_results(std::string_view xml, std::string_view file_name);

}  // namespace tallyward::exchange
