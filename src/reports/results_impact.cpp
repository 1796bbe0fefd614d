// What impact says, in the page's language. The sentences are those of results/impact_text.cpp; none confirms
// a result.
#include "reports/results_impact.h"

#include <fmt/format.h>

namespace tallyward::reports {

namespace {

using results::ImpactStatus;

std::string change_of(const results::OpenResult& open, const results::ImpactVerdict& verdict,
                      const locale::Language& language) {
  const auto name = [&](std::optional<std::size_t> contestant) {
    return contestant ? open.contestants[*contestant] : language.text("impact.another");
  };
  const std::string shape =
      verdict.question == "winner" || verdict.question == "threshold" || verdict.question == "places"
          ? verdict.question
      : verdict.question == "second_round"    ? (!verdict.contestant ? "majority_lost"
                                                 : !verdict.against  ? "majority_won"
                                                                     : "second_round")
      : verdict.contestant && verdict.against ? "seat_moves"
      : verdict.against                       ? "seat_lost"
                                              : "seat_any";
  return language.text("impact.change_" + shape,
                       {{"gains", name(verdict.contestant)}, {"loses", name(verdict.against)}});
}

std::string verdict_text(const results::OpenResult& open, const results::ImpactVerdict& verdict,
                         const locale::Language& language) {
  const std::string change = change_of(open, verdict, language);
  switch (verdict.status) {
    case ImpactStatus::exact:
      if (verdict.least == 0) return language.text("impact.already", {{"change", change}});
      return language.text("impact.exact", {{"n", verdict.least}, {"change", change}});
    case ImpactStatus::impossible:
      return language.text("impact.impossible", {{"change", change}});
    case ImpactStatus::cannot_be_assessed:
      if (open.one_source_only > 0)
        return language.text(open.items.empty() ? "impact.one_source" : "impact.one_source_items",
                             {{"n", open.items.size()}, {"change", change}});
      return language.text("impact.no_range", {{"n", open.without_registered}, {"change", change}});
    case ImpactStatus::bound:
      if (verdict.most)
        return language.text("impact.bound_both",
                             {{"n", verdict.least}, {"most", *verdict.most}, {"change", change}});
      return language.text("impact.bound", {{"n", verdict.least}, {"change", change}});
    case ImpactStatus::not_decided:
      break;
  }
  return language.text("impact.not_decided", {{"change", change}});
}

}  // namespace

ImpactShown impact_shown(const results::OpenResult& open, std::span<const results::ImpactVerdict> verdicts,
                         const locale::Language& language) {
  ImpactShown shown;
  if (open.stations == 0) {
    shown.coverage = language.text("impact.no_stations");
    return shown;
  }
  std::size_t counts[4] = {};
  for (const results::OpenItem& item : open.items) ++counts[static_cast<std::size_t>(item.kind)];
  shown.coverage = language.text(open.one_source_only > 0 ? "impact.coverage_one_source" : "impact.coverage",
                                 {{"stations", open.stations},
                                  {"n", open.compared},
                                  {"differ", counts[0]},
                                  {"missing", counts[1]},
                                  {"quarantined", counts[2]},
                                  {"alone", counts[3]}});
  if (open.without_registered > 0)
    shown.coverage += " " + language.text("impact.without_registered", {{"n", open.without_registered}});
  for (const results::ImpactVerdict& verdict : verdicts)
    shown.verdicts.push_back(verdict_text(open, verdict, language));
  return shown;
}

}  // namespace tallyward::reports
