#include "publications/record_views.h"

#include <fmt/format.h>

#include "base/text.h"
#include "publications/view_parts.h"

namespace tallyward::publications {

std::span<const ViewEntry> all_views() {
  static constexpr ViewEntry views[] = {
      {"mission_list", "missions", mission_list},
      {"mission_coverage", "missions", mission_coverage},
      {"mission_deployment", "teams", mission_deployment},
      {"event_list", "events", event_list},
      {"access_funnel", "observers", access_funnel},
      {"access_rules", "access_rules", access_rules},
      {"access_denials", "denials", access_denials},
      {"access_pressure", "pressure", access_pressure},
      {"access_impact", "event_effects", access_impact},
      {"disruption_list", "disruptions", disruption_list},
      {"contest_list", "contests", contest_list},
      {"contestant_list", "parties", contestant_list},
      {"contestant_registration", "party_registration", contestant_registration},
      {"complaint_list", "complaints", complaint_list},
      {"election_history", "elections", election_history},
      {"election_results", "parties", election_results},
      {"region_list", "regions", region_list},
      {"name_search", "aliases", name_search},
      {"benchmark_list", "commitments", benchmark_list},
      {"finding_list", "findings", finding_list},
      {"finding_claims", "claims", finding_claims},
      {"finding_conclusions", "conclusions", finding_conclusions},
      {"statement_list", "statements", statement_list},
      {"statement_consistency", "statements", statement_consistency},
      {"legal_list", "legal_framework", legal_list},
      {"recommendation_matrix", "recommendations", recommendation_matrix},
      {"recommendation_list", "recommendations", recommendation_list},
      {"media_summary", "media_items", media_summary},
      {"visit_profile", "questions", visit_profile},
  };
  return views;
}

base::Result<View> make_view(std::string_view id, const findings::Record& record,
                             const locale::Language& language, const ViewFilter& filter) {
  std::vector<std::string_view> names;
  for (const ViewEntry& entry : all_views()) {
    names.push_back(entry.id);
    if (entry.id != id) continue;
    if (!record.has(entry.needs))
      return base::fail(base::ErrorCode::not_found,
                        fmt::format("the record has no {}.csv, which this view shows", entry.needs));
    return entry.make(record, language, filter);
  }
  const std::string_view near = base::nearest_name(id, names);
  return base::fail(
      base::ErrorCode::not_found,
      fmt::format("no view '{}'{}", id, near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

std::string title_of(const findings::Record& record, const locale::Language& language) {
  const auto own = record.info.title.find(std::string(language.code()));
  return own != record.info.title.end() ? own->second : record.info.title.at("en");
}

View start_view(std::string_view id, const findings::Record& record, const locale::Language& language,
                std::span<const findings::RowView> rows) {
  return {std::string(id),
          title_of(record, language),
          record.info.synthetic,
          findings::basis_of(record, rows),
          {}};
}

std::string named(const findings::RowView& row, std::string_view prefix, const locale::Language& language) {
  const std::string column = std::string(prefix) + std::string(language.code());
  if (row.rule().find(column) && row.has(column)) return row.text(column);
  return row.text(std::string(prefix) + "en");
}

std::string percent_text(const base::Fraction& percent, int decimals) {
  return base::to_decimal(percent, decimals);
}

std::string n_of(const locale::Language& language, std::int64_t n, std::int64_t of) {
  return say(language, "n_of", {{"n", n}, {"of", of}});
}

}  // namespace tallyward::publications
