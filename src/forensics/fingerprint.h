// The picture of an election: how many stations report each pair of turnout and share, and how the two go
// together. Descriptive: it has no verdict (Klimek et al., PNAS 109(41), 2012; Sobyanin and Sukhovolsky
// 1993).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "forensics/stations.h"

namespace tallyward::forensics {

/// Stations by whole per cent of turnout (first) and share (second), 0 to 100; stations with N < 100 are left
/// out.
struct Fingerprint {
  std::array<std::array<std::uint32_t, 101>, 101> cells{};
  std::uint32_t total = 0;
};

/// Turnout = given / registered, share = votes / counted, each rounded to the nearest per cent (halves up).
/// Stations with registered < 100, counted <= 0, or a percentage above 100 are left out.
Fingerprint fingerprint(const Stations& stations);

/// Stations a percentage bin, as two histograms with bins of 1 point: [0] turnout, [1] share.
struct Histograms {
  std::array<std::uint32_t, 101> turnout{};
  std::array<std::uint32_t, 101> share{};
};
Histograms histograms(const Fingerprint& fingerprint);

/// Pearson's correlation of turnout (given / registered) and share (votes / given), unweighted, over stations
/// with registered > 0 and given > 0; and the pooled correlation within regions, which takes out differences
/// between them.
struct Correlation {
  std::size_t stations_used = 0;
  double overall = 0;
  double within_regions = 0;
};
/// `regions` numbers each station's region from 0, or is empty. Fewer than 3 stations give 0.
Correlation turnout_share_correlation(const Stations& stations, std::span<const std::uint32_t> regions);

}  // namespace tallyward::forensics
