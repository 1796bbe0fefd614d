// Results as canonical CSV files of a dataset, and back: the same results give the same bytes. Blank stays
// blank.
//   results/election.csv     key,value: election, rule_set, synthetic, attribution...
//   results/levels.csv       level,top_code: names of the levels from the top
//   results/units.csv        level,unit,name: the tree in order; unit is the path of codes
//   results/contestants.csv  code,name,short_name,ballot_order
//   results/sources.csv      source,name,authority
//   results/lines.csv        source,level,line,group,label,origin,decimals
//   results/protocols/SOURCE.LEVEL.csv   unit,version,published,LINE...
//   results/remarks.csv      unit,status,reason,source
//   results/tabulation.csv   what the tabulation of these results gives: recomputed by whoever verifies
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "dataset/manifest.h"
#include "results/tabulate.h"

namespace tallyward::dataset {

/// Adds every file above. Error: invalid_input when a source id cannot stand in a path.
base::Result<void> write_results(DatasetWriter& writer, const results::Results& results);

/// The bytes of one file by its path. Error: not_found.
using FileSource = std::function<base::Result<std::string>(const std::string& path)>;

/// Reads them back. Errors: invalid_input, with file and line; not_found.
base::Result<results::Results> read_results(const FileSource& files);

/// results/tabulation.csv: one row for each level (cells compared, equal, with a gap), one for each gap.
std::string tabulation_csv(const results::Results& results, const results::Tabulation& tabulation);

}  // namespace tallyward::dataset
