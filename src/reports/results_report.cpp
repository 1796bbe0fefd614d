#include "reports/results_report.h"

#include <fmt/format.h>

#include "base/text.h"
#include "reports/page.h"
#include "reports/results_view.h"

namespace tallyward::reports {

std::vector<ReportFile> results_report(const ResultsReportInput& input, const locale::Language& language) {
  const ResultsView view(input, language);
  Page page;
  page.title = input.results->election;
  page.subtitle = view.text("subtitle");
  page.synthetic = input.results->synthetic;
  page.lead = paragraph(view.sources_at_level == 1
                            ? view.text("coverage", {{"units", view.units_at_level},
                                                     {"n", view.units_covered},
                                                     {"level", view.level_name(view.table.level)},
                                                     {"source", view.source_name(view.table.source)}})
                            : view.text("coverage_many", {{"units", view.units_at_level},
                                                          {"n", view.units_covered},
                                                          {"level", view.level_name(view.table.level)},
                                                          {"sources", view.sources_at_level}}),
                        "lead");
  if (input.selection) page.lead += paragraph(view.text("selection"), "selection");
  const auto add = [&](std::string_view id, std::string html) {
    if (!html.empty())
      page.sections.push_back({std::string(id), view.text("section_" + std::string(id)), std::move(html)});
  };
  add("summary", summary_section(view));
  add("figures", figures_section(view));
  add("checks", checks_section(view));
  add("levels", levels_section(view));
  add("sources", sources_section(view));
  add("regions", regions_section(view));
  add("spread", spread_section(view));
  add("impact", impact_section(view));
  add("seats", seats_section(view));
  add("method", method_section(view));
  add("inputs", inputs_section(view));
  page.foot = paragraph(view.text("foot", {{"version", TALLYWARD_VERSION}}));
  return {{"index.html", page_html(page, language)},
          {"report.json", results_json(view)},
          {"checks.csv", checks_csv(view)},
          {"levels.csv", levels_csv(view)},
          {"differences.csv", differences_csv(view)}};
}

}  // namespace tallyward::reports
