// TopoJSON: arcs in delta-coded integers, rings as lists of arcs, ~i an arc walked backwards.
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "embedded/maps.h"
#include "plots/map.h"

namespace tallyward::plots {

namespace {

using Json = nlohmann::json;
using Arcs = std::vector<std::vector<Point>>;

Arcs read_arcs(const Json& topology) {
  const bool quantised = topology.contains("transform");
  const std::vector<double> scale =
      quantised ? topology["transform"]["scale"].get<std::vector<double>>() : std::vector{1.0, 1.0};
  const std::vector<double> shift =
      quantised ? topology["transform"]["translate"].get<std::vector<double>>() : std::vector{0.0, 0.0};
  Arcs arcs;
  for (const Json& arc : topology.at("arcs")) {
    auto& points = arcs.emplace_back();
    double x = 0;
    double y = 0;
    for (const Json& step : arc) {
      x = step.at(0).get<double>() + (quantised ? x : 0);
      y = step.at(1).get<double>() + (quantised ? y : 0);
      points.push_back({x * scale.at(0) + shift.at(0), y * scale.at(1) + shift.at(1)});
    }
  }
  return arcs;
}

std::vector<Point> read_ring(const Json& ring, const Arcs& arcs) {
  std::vector<Point> points;
  for (const Json& reference : ring) {
    const long long index = reference.get<long long>();
    const auto& arc = arcs.at(static_cast<std::size_t>(index < 0 ? ~index : index));
    // Each arc begins where the one before ended.
    if (!points.empty()) points.pop_back();
    if (index < 0) {
      points.insert(points.end(), arc.rbegin(), arc.rend());
    } else {
      points.insert(points.end(), arc.begin(), arc.end());
    }
  }
  return points;
}

std::vector<Region> read_regions(const Json& topology) {
  const Arcs arcs = read_arcs(topology);
  std::vector<Region> regions;
  for (const Json& geometry : topology.at("objects").begin().value().at("geometries")) {
    Region& region = regions.emplace_back();
    if (geometry.contains("properties")) {
      for (const auto& [name, value] : geometry["properties"].items())
        region.properties[name] = value.is_string() ? value.get<std::string>() : value.dump();
    }
    if (geometry.contains("id"))
      region.properties["id"] =
          geometry["id"].is_string() ? geometry["id"].get<std::string>() : geometry["id"].dump();
    const std::string type = geometry.at("type");
    const Json polygons = type == "Polygon"        ? Json::array({geometry.at("arcs")})
                          : type == "MultiPolygon" ? geometry.at("arcs")
                                                   : Json::array();
    for (const Json& polygon : polygons) {
      for (const Json& ring : polygon) region.rings.push_back(read_ring(ring, arcs));
    }
  }
  return regions;
}

}  // namespace

base::Result<std::vector<Region>> read_topojson(std::string_view bytes) {
  try {
    return read_regions(Json::parse(bytes));
  } catch (const std::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("not a TopoJSON file: {}", error.what()));
  }
}

base::Result<const BuiltInMap*> find_map(std::string_view name) {
  static const std::map<std::string, BuiltInMap, std::less<>> maps = [] {
    std::map<std::string, BuiltInMap, std::less<>> all;
    for (const base::EmbeddedFile& file : embedded::maps()) {
      const std::string stem(file.path.substr(0, file.path.find('.')));
      if (file.path.ends_with(".credit.txt")) {
        all[stem].credit = file.bytes.substr(0, file.bytes.find('\n'));
      } else if (auto regions = read_topojson(file.bytes)) {
        all[stem].regions = std::move(*regions);
      }
    }
    return all;
  }();
  const auto found = maps.find(name);
  if (found == maps.end())
    return base::fail(base::ErrorCode::not_found, fmt::format("no built-in map '{}'", name));
  return &found->second;
}

}  // namespace tallyward::plots
