#include "findings/basis.h"

namespace tallyward::findings {

std::string_view to_text(Basis basis) {
  switch (basis) {
    case Basis::sourced:
      return "real and sourced";
    case Basis::synthetic:
      return "synthetic";
    case Basis::quotation:
      return "attributed quotation, not independently checkable";
  }
  return "synthetic";
}

Basis basis_of(const Record& record, const RowView& row) {
  if (record.info.synthetic) return Basis::synthetic;
  if (row.rule().find("speaker") && row.has("speaker")) return Basis::quotation;
  if (row.rule().find("form") && (row["form"] == "quotation" || row["form"] == "paraphrase"))
    return Basis::quotation;
  return Basis::sourced;
}

std::set<Basis> basis_of(const Record& record, std::span<const RowView> rows) {
  std::set<Basis> all;
  for (const RowView& row : rows) all.insert(basis_of(record, row));
  return all;
}

}  // namespace tallyward::findings
