// Corrections for many tests at once, as R's p.adjust defines them.
#pragma once

#include <span>
#include <vector>

namespace tallyward::stats {

enum class Correction { benjamini_hochberg, benjamini_yekutieli, holm, hochberg, bonferroni };

/// Adjusted p-values in the order of `p`. REQUIRES each p in [0, 1].
std::vector<double> p_adjust(std::span<const double> p, Correction correction);

}  // namespace tallyward::stats
