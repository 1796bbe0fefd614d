#include "exchange/sample_files.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/named_rows.h"
#include "formats/csv.h"

namespace tallyward::exchange {

namespace {

/// "a+b-c" as columns with signs.
struct Term {
  std::size_t column;
  double sign;
};
base::Result<std::vector<Term>> terms_of(const NamedRows& rows, std::string_view sum) {
  std::vector<Term> terms;
  double sign = 1;
  while (!sum.empty()) {
    const std::size_t end = sum.find_first_of("+-");
    TRY_ASSIGN(const std::size_t column, rows.require(base::trim(sum.substr(0, end))));
    terms.push_back({column, sign});
    if (end == std::string_view::npos) break;
    sign = sum[end] == '-' ? -1 : 1;
    sum.remove_prefix(end + 1);
  }
  if (terms.empty())
    return base::fail(base::ErrorCode::invalid_input, "found no column, expected one or a sum such as a+b");
  return terms;
}

}  // namespace

base::Result<quickcount::Frame> read_frame(const std::filesystem::path& path) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(path));
  TRY_ASSIGN(const std::size_t station, rows.require("station"));
  TRY_ASSIGN(const std::size_t stratum, rows.require("stratum"));
  TRY_ASSIGN(const std::size_t registered, rows.require("registered"));
  const auto cluster = rows.find("cluster");
  std::vector<quickcount::FrameStation> stations;
  while (true) {
    TRY_ASSIGN(const bool more, rows.next());
    if (!more) break;
    TRY_ASSIGN(const std::int64_t voters, rows.number(registered));
    if (rows.cell(station).empty())
      return base::fail(base::unexpected_input(rows.place(station), "a blank cell", "the station's id"));
    stations.push_back({std::string(rows.cell(station)), std::string(rows.cell(stratum)),
                        cluster ? std::string(rows.cell(*cluster)) : "", voters});
  }
  return base::while_doing(quickcount::make_frame(std::move(stations)), "reading the frame " + path.string());
}

base::Result<std::vector<std::uint32_t>> read_sample(const std::filesystem::path& path,
                                                     const quickcount::Frame& frame) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(path));
  TRY_ASSIGN(const std::size_t station, rows.require("station"));
  std::vector<std::uint32_t> sample;
  while (true) {
    TRY_ASSIGN(const bool more, rows.next());
    if (!more) break;
    const std::string_view id = rows.cell(station);
    const auto found =
        std::lower_bound(frame.stations.begin(), frame.stations.end(), id,
                         [](const auto& s, std::string_view name) { return s.station < name; });
    if (found == frame.stations.end() || found->station != id) {
      return base::fail(base::unexpected_input(rows.place(station), fmt::format("station '{}'", id),
                                               "a station of the frame"));
    }
    sample.push_back(static_cast<std::uint32_t>(found - frame.stations.begin()));
  }
  std::sort(sample.begin(), sample.end());
  if (std::adjacent_find(sample.begin(), sample.end()) != sample.end()) {
    return base::fail(base::ErrorCode::invalid_input,
                      path.string() + ": found a station twice in the sample, expected it once");
  }
  return sample;
}

std::string sample_csv(const quickcount::Frame& frame, const std::vector<std::uint32_t>& sample) {
  std::string text = "station,stratum\n";
  for (const std::uint32_t index : sample) {
    formats::append_csv_cell(text, frame.stations[index].station);
    text += ',';
    formats::append_csv_cell(text, frame.stations[index].stratum);
    text += '\n';
  }
  return text;
}

base::Result<StationReports> read_station_reports(const std::filesystem::path& path, std::string_view y,
                                                  std::string_view x) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(path));
  TRY_ASSIGN(const std::size_t station, rows.require("station"));
  TRY_ASSIGN(const std::vector<Term> above, terms_of(rows, y));
  TRY_ASSIGN(const std::vector<Term> below, terms_of(rows, x));
  StationReports reports;
  while (true) {
    TRY_ASSIGN(const bool more, rows.next());
    if (!more) break;
    StationFigures figures{std::string(rows.cell(station)), 0, 0, rows.place(station)};
    bool blank = false;
    for (const auto& [terms, sum] : {std::pair{&above, &figures.y}, std::pair{&below, &figures.x}}) {
      for (const Term& term : *terms) {
        if (rows.cell(term.column).empty()) {
          blank = true;
          continue;
        }
        TRY_ASSIGN(const std::int64_t value, rows.number(term.column));
        *sum += term.sign * static_cast<double>(value);
      }
    }
    if (blank) {
      ++reports.blank;
    } else {
      reports.rows.push_back(std::move(figures));
    }
  }
  return reports;
}

}  // namespace tallyward::exchange
