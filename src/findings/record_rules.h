// The three parts of the table of tables (record.h).
#pragma once

#include "findings/record.h"

namespace tallyward::findings {

/// Missions, events, access to observation, disruptions.
std::span<const TableRule> access_table_rules();
/// Elections, contests, contestants, complaints, regions, names, media, visits, teams.
std::span<const TableRule> contest_table_rules();
/// Findings, benchmarks, claims, conclusions, recommendations.
std::span<const TableRule> finding_table_rules();

/// Every table's last two columns: ids of sources.csv, and a note for people.
inline const ColumnRule kSource{"source", CellKind::references, true, "sources"};

}  // namespace tallyward::findings
