// What a statement rests on, in the three words that every output shows beside it.
#pragma once

#include <set>
#include <string_view>

#include "findings/record.h"

namespace tallyward::findings {

enum class Basis : std::uint8_t {
  sourced,    ///< "real and sourced"
  synthetic,  ///< "synthetic": invented for tests and training.
  quotation   ///< "attributed quotation, not independently checkable"
};
std::string_view to_text(Basis basis);

/// Of one row: synthetic in a synthetic record; a quotation when the row names its speaker or has the form of
/// one; else sourced. A row of a real record always names a source (the reader refuses one that does not).
Basis basis_of(const Record& record, const RowView& row);
std::set<Basis> basis_of(const Record& record, std::span<const RowView> rows);

}  // namespace tallyward::findings
