// Regions shaded in five classes, on a map or as tiles; what has no figure is hatched, not left out.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "plots/plot.h"
#include "plots/svg.h"

namespace tallyward::plots {

/// The outline of one region, in degrees of longitude and latitude.
struct Region {
  std::map<std::string, std::string, std::less<>> properties;
  std::vector<std::vector<Point>> rings;
};

/// The polygons of a TopoJSON file's only or first object. Error: invalid_input.
base::Result<std::vector<Region>> read_topojson(std::string_view bytes);

/// A map that is built in (assets/maps): "kazakhstan-2021". Error: not_found.
struct BuiltInMap {
  std::vector<Region> regions;
  std::string credit;  ///< To be shown with the map.
};
base::Result<const BuiltInMap*> find_map(std::string_view name);

struct Shade {
  std::string code;   ///< The region's, by the property that the map names.
  std::string label;  ///< For people.
  bool known = true;
  double value = 0;
  std::string text;  ///< The value as people read it.
};

/// A map where `regions` has outlines, else tiles in the order of `shades`.
struct RegionMap {
  Heading heading;
  const std::vector<Region>* regions = nullptr;  ///< nullptr: tiles.
  std::string code_property;                     ///< Which property of a region holds Shade::code.
  std::vector<Shade> shades;
  bool percent = false;
  bool whole = false;
  std::string key_label;      ///< What the classes mean, before the key.
  std::string unknown_label;  ///< "no figure"
  PlotTable table;
};

Plot draw(const RegionMap& map, const PlotStyle& style);

}  // namespace tallyward::plots
