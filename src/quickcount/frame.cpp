#include "quickcount/frame.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace tallyward::quickcount {

std::vector<FrameFinding> check_frame(std::span<const FrameStation> stations) {
  FrameFinding twice{"named more than once", {}};
  FrameFinding nameless{"without a stratum", {}};
  FrameFinding empty{"without registered voters", {}};
  FrameFinding alone{"alone in their stratum, so that its variance cannot be estimated", {}};
  std::map<std::string_view, int> names;
  std::map<std::string_view, std::vector<std::string>> strata;
  for (const FrameStation& station : stations) {
    if (++names[station.station] == 2) twice.stations.push_back(station.station);
    if (station.stratum.empty()) nameless.stations.push_back(station.station);
    if (station.registered <= 0) empty.stations.push_back(station.station);
    strata[station.stratum].push_back(station.station);
  }
  for (const auto& [stratum, members] : strata) {
    if (members.size() == 1) alone.stations.push_back(members[0]);
  }
  std::vector<FrameFinding> findings;
  for (FrameFinding* finding : {&twice, &nameless, &empty, &alone}) {
    if (!finding->stations.empty()) findings.push_back(std::move(*finding));
  }
  return findings;
}

base::Result<Frame> make_frame(std::vector<FrameStation> stations) {
  if (stations.empty())
    return base::fail(base::ErrorCode::invalid_input, "found an empty frame, expected at least one station");
  std::sort(stations.begin(), stations.end(),
            [](const auto& a, const auto& b) { return a.station < b.station; });
  std::map<std::string, std::uint32_t> index;
  for (std::size_t i = 0; i < stations.size(); ++i) {
    if (stations[i].station.empty())
      return base::fail(base::ErrorCode::invalid_input, "found a station without an id in the frame");
    if (i > 0 && stations[i].station == stations[i - 1].station) {
      return base::fail(
          base::ErrorCode::invalid_input,
          fmt::format("found station {} twice in the frame, expected it once", stations[i].station));
    }
    if (stations[i].registered < 0) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("found {} registered voters at station {}, expected 0 or more",
                                    stations[i].registered, stations[i].station));
    }
    index.emplace(stations[i].stratum, 0);
  }
  Frame frame;
  for (auto& [name, number] : index) {
    number = static_cast<std::uint32_t>(frame.strata.size());
    frame.strata.push_back(name);
  }
  frame.stations_in.resize(frame.strata.size());
  frame.registered_in.resize(frame.strata.size());
  for (const FrameStation& station : stations) {
    const std::uint32_t stratum = index.at(station.stratum);
    frame.stratum_of.push_back(stratum);
    ++frame.stations_in[stratum];
    frame.registered_in[stratum] += station.registered;
  }
  frame.stations = std::move(stations);
  return frame;
}

namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '"';
    result += c;
  }
  return result + "\"";
}

}  // namespace

std::string canonical_bytes(const Frame& frame) {
  std::string bytes = "station,stratum,cluster,registered\n";
  for (const FrameStation& s : frame.stations) {
    bytes +=
        fmt::format("{},{},{},{}\n", quoted(s.station), quoted(s.stratum), quoted(s.cluster), s.registered);
  }
  return bytes;
}

}  // namespace tallyward::quickcount
