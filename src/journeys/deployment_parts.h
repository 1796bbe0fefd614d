// What each part of a plan has: its columns, the rules its rows obey, and the record that keeps it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/error.h"
#include "exchange/deployment_file.h"
#include "mission/settings.h"
#include "storage/store.h"

namespace tallyward::journeys {

struct PartContext {
  const mission::MissionSettings& settings;
  storage::Reader& reader;
};

struct DeploymentPart {
  std::string_view part;        ///< "stations"
  std::string_view collection;  ///< The view it fills: "station".
  std::string_view record;      ///< Type of the staff record, and the name of its list.
  std::span<const exchange::DeploymentField> fields;
  /// The row as it will stand in the view, or what is wrong with it (one fault, line and column filled in by
  /// the caller's table).
  base::Result<void> (*make)(const PartContext& context, const exchange::DeploymentRow& row,
                             nlohmann::json& made, std::vector<exchange::RowFault>& faults);
  std::string (*key)(const nlohmann::json& made);
};

std::span<const DeploymentPart> deployment_parts();

}  // namespace tallyward::journeys
