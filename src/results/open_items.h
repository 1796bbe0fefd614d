// What is still open about an election's figures, each item with the range within which it can move the
// votes.
//
// A discrepancy moves each contestant by at most its signed difference. A missing, quarantined or
// never-compared protocol may hold anything from 0 to its registered voters. Ranges always contain "no
// change".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "results/compare.h"
#include "results/protocol_table.h"

namespace tallyward::results {

enum class OpenItemKind : std::uint8_t { discrepancy, missing, quarantined, never_compared };
std::string_view to_text(OpenItemKind kind);

/// Votes are counted in "slots": one for each contestant in ballot order, and a last one for ballots that
/// took part and are for no contestant (invalid, against all).
struct OpenItem {
  OpenItemKind kind = OpenItemKind::discrepancy;
  election::UnitIndex unit = 0;
  std::vector<std::int64_t> low;      ///< discrepancy: the smallest change of each slot, at most 0.
  std::vector<std::int64_t> high;     ///< discrepancy: the largest change of each slot, at least 0.
  std::vector<std::int64_t> counted;  ///< Else: what the unit has in the result now, by slot.
  std::int64_t voters = 0;  ///< Else: its registered voters, the most that all slots can hold together.
};

/// The result as it stands, and what is open.
struct OpenResult {
  std::vector<std::string> contestants;  ///< Names, in ballot order.
  std::vector<std::int64_t> votes;       ///< By slot: contestants.size() + 1.
  std::vector<OpenItem> items;
  std::size_t stations = 0;
  std::size_t compared = 0;  ///< Stations whose protocol at least two sources have.
  std::size_t sources = 0;   ///< How many sources printed contestants' votes at stations.
  /// With one source alone: its stations, which nobody could compare. They are no items, because then all
  /// would be open: what a comparison would show cannot be assessed.
  std::size_t one_source_only = 0;
  std::size_t without_registered = 0;  ///< Open stations whose registered voters are not known: no range.
};

/// The largest value that `weights` times the item's change can take; and the change that gives it.
__int128 largest_gain(const OpenItem& item, std::span<const std::int64_t> weights);
std::vector<std::int64_t> largest_change(const OpenItem& item, std::span<const std::int64_t> weights);

struct OpenItemsOptions {
  std::vector<Side> sides;  ///< As in CompareOptions.
  std::string registered_line = "registered";
  std::string votes_group = "votes";
  std::vector<std::string> other_lines = {"invalid", "blank"};  ///< Add up to the last slot.
};

/// Collects the open items at the lowest level from all sources. The result as it stands is the sum of the
/// side with the highest authority, without annulled and quarantined units (results/standing.h); the latter
/// are open items. Errors: not_found when there are no protocols of polling stations, or
/// no contestants' votes on them.
base::Result<OpenResult> collect_open_items(const Results& results, const OpenItemsOptions& options = {});

}  // namespace tallyward::results
