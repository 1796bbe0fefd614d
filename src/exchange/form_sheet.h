// Checklists as one sheet: a row is a question, the columns are those of the shipped library (form,
// question_id, text, answer_type, options, negative_when, source) and, where wanted, relevance, constraint,
// required, section and a label for each language (label_ru, options_kk). docs/formats/form-sheet.md has
// every column.
#pragma once

#include <string_view>
#include <vector>

#include "base/error.h"
#include "observation/checklist.h"

namespace tallyward::exchange {

/// The checklists of a sheet in order of first appearance. Rows of the form HDR (what a team notes at every
/// station) are put in front of OP, VO and CC as section "header". Errors: invalid_input with file, line and
/// what was expected.
base::Result<std::vector<observation::Checklist>> read_form_sheet(std::string_view csv,
                                                                  std::string_view file_name);

/// A token for an option: "very good" is "very_good".
std::string option_value(std::string_view label);

}  // namespace tallyward::exchange
