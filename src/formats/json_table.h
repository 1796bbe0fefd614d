// JSON as a table: an array of flat objects, or an object that holds one. The first row that comes out is the
// heading, all names in order of appearance.
#pragma once

#include <memory>
#include <string>

#include "formats/table_reader.h"

namespace tallyward::formats {

/// A JSON document is held whole, so above this size it is refused.
inline constexpr std::size_t kLargestJson = std::size_t{64} << 20;

/// `member`: which member of the outermost object holds the array; "": the only one that is an array. Numbers
/// come out as they are written, null as "", true and false as 1 and 0. Errors: too_large; invalid_input when
/// it is not JSON, or an element is not an object, or a value is an object or an array.
base::Result<std::unique_ptr<TableReader>> read_json_table(std::string_view text,
                                                           std::string_view member = "");

}  // namespace tallyward::formats
