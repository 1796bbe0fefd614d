// The tables of the record, as data. A column that is not here is refused, except `note`: comments of the
// compiler for people, which nothing reads.
#include "findings/record_rules.h"

#include "findings/record.h"

namespace tallyward::findings {

std::span<const TableRule> table_rules() {
  static const std::vector<TableRule> all = [] {
    std::vector<TableRule> tables;
    for (const auto part : {access_table_rules(), contest_table_rules(), finding_table_rules()})
      tables.insert(tables.end(), part.begin(), part.end());
    return tables;
  }();
  return all;
}

}  // namespace tallyward::findings
