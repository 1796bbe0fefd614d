// What several views share.
#pragma once

#include "findings/from_record.h"
#include "publications/record_views.h"

namespace tallyward::publications {

using ViewResult = base::Result<View>;

/// The record's title in the language.
std::string title_of(const findings::Record& record, const locale::Language& language);
/// A view with its head; `rows`: on what it rests.
View start_view(std::string_view id, const findings::Record& record, const locale::Language& language,
                std::span<const findings::RowView> rows);
/// The message, one of record.*.
inline std::string say(const locale::Language& language, std::string_view key,
                       std::initializer_list<locale::Argument> arguments = {}) {
  return language.text("record." + std::string(key), arguments);
}
/// The column of a language: name_en, name_ru, name_kk; English where it is blank.
std::string named(const findings::RowView& row, std::string_view prefix, const locale::Language& language);
/// "90.0": a fraction in per cent.
std::string percent_text(const base::Fraction& percent, int decimals = 1);
/// "n of N".
std::string n_of(const locale::Language& language, std::int64_t n, std::int64_t of);

// The views, by part.
ViewResult access_funnel(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult access_rules(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult access_denials(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult access_pressure(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult access_impact(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult event_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult disruption_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult mission_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult mission_deployment(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult mission_coverage(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult statement_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult contestant_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult contestant_registration(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult contest_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult complaint_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult election_history(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult election_results(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult region_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult name_search(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult benchmark_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult finding_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult finding_claims(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult finding_conclusions(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult statement_consistency(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult legal_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult recommendation_matrix(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult recommendation_list(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult media_summary(const findings::Record&, const locale::Language&, const ViewFilter&);
ViewResult visit_profile(const findings::Record&, const locale::Language&, const ViewFilter&);

}  // namespace tallyward::publications
