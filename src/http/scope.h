// Regions: who sees which objects. Asked wherever objects are read or changed.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "http/router.h"
#include "storage/store.h"

namespace tallyward::http {

inline bool in_scope(const Caller& caller, std::string_view region) {
  const auto& regions = caller.session->regions;
  return regions.empty() || std::find(regions.begin(), regions.end(), region) != regions.end();
}

/// The region of a station, "" when it is unknown.
inline base::Result<std::string> region_of(storage::Reader& reader, std::string_view station) {
  TRY_ASSIGN(const auto item, reader.find(storage::Shelf::view, "station", station));
  return item ? item->a : std::string();
}

}  // namespace tallyward::http
