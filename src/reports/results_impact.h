// What the open items could change, as sentences in the page's language.
#pragma once

#include <span>

#include "reports/results_report.h"
#include "results/impact.h"

namespace tallyward::reports {

/// Coverage first, then one sentence a verdict.
ImpactShown impact_shown(const results::OpenResult& open, std::span<const results::ImpactVerdict> verdicts,
                         const locale::Language& language);

}  // namespace tallyward::reports
