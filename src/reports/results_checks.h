// What the rules of a form say of the protocols, as the report shows it.
#pragma once

#include "reports/results_report.h"
#include "results/check.h"

namespace tallyward::reports {

/// Fills the checks of `input`: every rule with its counts over all tables, every failure with both sides.
void show_checks(ResultsReportInput& input, const results::RuleSet& rules, const results::Check& check,
                 const locale::Language& language);

}  // namespace tallyward::reports
