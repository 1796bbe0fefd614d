// Rows of the record as the values that the domain computes with.
#pragma once

#include <vector>

#include "findings/quote_check.h"
#include "findings/recommendation.h"
#include "findings/record.h"
#include "mission/access.h"

namespace tallyward::findings {

/// Events in date order with their group and latest outcome (event_links.csv). A measure against an
/// organisation without one says "no later outcome known".
std::vector<mission::Event> events_of(const Record& record);

/// Observers with the reasons of losses.
std::vector<mission::ObserverGroup> observer_groups_of(const Record& record);

/// Priority ones first. A theme is a theme_id of themes.csv where one has the report's wording, else the
/// wording.
std::vector<Recommendation> recommendations_of(const Record& record);

/// The numbers that may be quoted: those of findings.csv, of planned observers, and those that `access
/// funnel` computes.
std::vector<QuotableFigure> quotable_figures(const Record& record);

/// A finding's number with its qualifier and base: "more than 90 of 10,061"; "" where it has none.
std::string figure_text(const RowView& finding);

/// The theme_id that has this wording; the wording itself where none has.
std::string theme_of(const Record& record, std::string_view wording);

}  // namespace tallyward::findings
