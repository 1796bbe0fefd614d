// The list that a sample is drawn from: every polling station once, with its stratum and its voters.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"

namespace tallyward::quickcount {

struct FrameStation {
  std::string station;  ///< Unique in the frame.
  std::string stratum;  ///< Region, rural or urban, ... as the design says.
  std::string cluster;  ///< A locality visited as a whole; "" where stations are drawn singly.
  std::int64_t registered = 0;
};

/// Stations sorted by id, so that the same list in another order gives the same draw. Strata in sorted order.
struct Frame {
  std::vector<FrameStation> stations;
  std::vector<std::string> strata;
  std::vector<std::uint32_t> stratum_of;    ///< For each station, an index into strata.
  std::vector<std::int64_t> stations_in;    ///< For each stratum.
  std::vector<std::int64_t> registered_in;  ///< For each stratum.

  std::size_t size() const { return stations.size(); }
};

/// A fault of the list, with the stations it concerns.
struct FrameFinding {
  std::string what;
  std::vector<std::string> stations;
};

/// What is wrong or odd: a station twice, no voters, no stratum, strata too small to estimate a variance.
std::vector<FrameFinding> check_frame(std::span<const FrameStation> stations);

/// The frame. Error: invalid_input for an empty list, a station named twice or left blank, or negative
/// voters.
base::Result<Frame> make_frame(std::vector<FrameStation> stations);

/// The canonical bytes whose hash is committed to: "station,stratum,cluster,registered\n" in frame order. A
/// text with a comma or a quote is quoted as in RFC 4180.
std::string canonical_bytes(const Frame& frame);

}  // namespace tallyward::quickcount
