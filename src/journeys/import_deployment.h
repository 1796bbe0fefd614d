// Plans come from files: stations, teams, seats of observers, visits, and the official figures that copies
// of protocols are compared with. First a dry run (rows that cannot be read, what would be added, changed,
// and what the file does not have), then the import: one signed record with what is new.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "exchange/deployment_file.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct ImportRequest {
  std::string part;                                         ///< One of import_parts().
  std::string_view bytes;                                   ///< The file.
  std::map<std::string, std::string, std::less<>> columns;  ///< Ours -> theirs.
  std::string sheet;                                        ///< Of a workbook; "" is the first.
  bool dry_run = true;
  bool skip_faulty = false;  ///< Import the good rows although others are faulty.
  std::string state;  ///< Of the dry run; the import is refused when the plan changed since. "" does not ask.
};

struct FieldChange {
  std::string name;
  std::string before;
  std::string after;
};
struct RowChange {
  std::string key;
  std::vector<FieldChange> fields;
};

struct ImportResult {
  std::string part = {};
  bool applied = false;
  std::size_t rows = 0;
  std::map<std::string, std::string, std::less<>> columns = {};
  std::vector<std::string> headings = {};
  std::vector<std::string> unread = {};
  std::vector<exchange::RowFault> faults = {};
  std::vector<std::string> added = {};
  std::vector<RowChange> changed = {};
  std::vector<std::string> missing = {};  ///< Stand in the mission, not in the file; they are kept.
  std::size_t same = 0;
  std::string state = {};   ///< SHA-256 over what stood before.
  std::string record = {};  ///< Leaf hash when something was written.
};

/// stations, teams, observers, assignments, official.
std::span<const std::string_view> import_parts();

/// Errors: not_found (no such part), invalid_input (the file as a whole; or faulty rows without skip_faulty
/// when it is no dry run), conflict (the plan changed since the dry run).
base::Result<ImportResult> import_deployment(OpenMission& mission, std::string_view author,
                                             const ImportRequest& request);
/// As api.md has it.
std::string import_json(const ImportResult& result);

/// "station:Number,region:Oblast" as a map. Error: invalid_input.
base::Result<std::map<std::string, std::string, std::less<>>> read_column_map(std::string_view text);

}  // namespace tallyward::journeys
