// Rounded percentages that end in 0 or 5: people who invent a turnout like 65 and 70.
//
// The expectation is not one fifth but what the station's own denominator allows: the share of numerators
// within two and a half points (one full period) of the reported one whose rounded percentage is a multiple
// of five.
#pragma once

#include <cstdint>
#include <span>

#include "forensics/integer_percentages.h"

namespace tallyward::forensics {

/// 100 k / n rounded to a whole number, halves to even. REQUIRES n > 0.
std::int64_t rounded_percent(std::int64_t k, std::int64_t n);

/// The share of numerators within 2.5 points of k whose rounded percentage is a multiple of five.
double multiple_of_five_lattice(std::int64_t k, std::int64_t n);

/// The plain share of multiples of five among all stations with a denominator above 0, as EFToolkit counts
/// it.
double share_of_multiples_of_five(std::span<const Figure> numerators, std::span<const Figure> denominators);

/// Observed against the lattice expectation; denominators of at least 100, percentages of 5 to 95.
LatticeResult multiples_of_five_test(std::span<const Figure> numerators,
                                     std::span<const Figure> denominators);

}  // namespace tallyward::forensics
