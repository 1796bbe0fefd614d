// Frames, samples and the station reports of a quick count, as CSV with a heading (docs/formats/sample.md).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "quickcount/frame.h"

namespace tallyward::exchange {

/// Columns station, stratum, registered, and cluster if there is one; others are passed over. Errors:
/// not_found, invalid_input with file, line and column (a frame with a hole is no frame: nothing is left out
/// silently).
base::Result<quickcount::Frame> read_frame(const std::filesystem::path& path);

/// Column station: indices into the frame, in its order. Error: invalid_input for a station the frame does
/// not have.
base::Result<std::vector<std::uint32_t>> read_sample(const std::filesystem::path& path,
                                                     const quickcount::Frame& frame);

/// "station,stratum\n" and a row for each station, in the frame's order.
std::string sample_csv(const quickcount::Frame& frame, const std::vector<std::uint32_t>& sample);

/// A station's figures: the sum of the columns of `y` and of `x` ("a+b", "a-b").
struct StationFigures {
  std::string station;
  double y = 0;
  double x = 0;
  base::Place place;
};

/// Column station and the named ones. A row with a blank among them is not reported (yet) and is counted in
/// `blank`. Errors: not_found; invalid_input for a column that is not there or a cell that is no whole
/// number.
struct StationReports {
  std::vector<StationFigures> rows;
  std::size_t blank = 0;
};
base::Result<StationReports> read_station_reports(const std::filesystem::path& path, std::string_view y,
                                                  std::string_view x);

}  // namespace tallyward::exchange
