// The page of the results: sums of the published protocols, the way from them to the published totals, and
// how the observed protocols agree. Contestants stand in the order of the ballot.
#include <fmt/format.h>

#include "base/text.h"
#include "http/portal_parts.h"
#include "plots/row_chart.h"

namespace tallyward::http {

using base::escape_html;
using locale::Language;

namespace {

std::string totals_table(const Language& language, const PortalResults& results) {
  std::string rows;
  for (const PortalTotal& total : results.totals) {
    const std::int64_t difference = total.published ? *total.published - total.sum : 0;
    rows += fmt::format(
        "<tr><th scope=\"row\">{}</th><td class=\"n\">{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td>"
        "<td class=\"n{}\"><bdi>{}</bdi></td></tr>\n",
        escape_html(total.label), language.integer(total.sum), language.integer(total.blanks),
        total.published ? language.integer(*total.published) : say(language, "not_published"),
        difference != 0 ? " different" : "", total.published ? language.signed_integer(difference) : "–");
  }
  return fmt::format(
      "<h2 id=\"totals\">{}</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" "
      "aria-labelledby=\"totals\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" "
      "class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th "
      "scope=\"col\" class=\"n\">{}</th></tr></thead>\n<tbody>\n{}</tbody></table></div>\n",
      say(language, "totals_title"), say(language, "line"), say(language, "sum"), say(language, "blanks"),
      say(language, "published_total"), say(language, "difference"), rows);
}

std::string waterfall_figure(const Language& language, const std::string& label,
                             const results::Waterfall& found, std::size_t number) {
  const auto text = [&](std::string_view key, std::initializer_list<locale::Argument> arguments = {}) {
    return language.text(fmt::format("portal.{}", key), arguments);
  };
  plots::Waterfall chart;
  chart.heading = {fmt::format("waterfall-{}", number), text("waterfall_title", {{"line", label}}),
                   text("waterfall_text", {{"start", language.integer(found.start)},
                                           {"end", language.integer(found.end)},
                                           {"difference", language.signed_integer(found.end - found.start)}}),
                   text("waterfall_note")};
  chart.axis_label = label;
  chart.start_label = text("sum");
  chart.start = found.start;
  for (const results::WaterfallStep& step : found.steps) {
    // The label begins with the level at which the step was found.
    const std::string key = "step_" + step.code;
    const std::string level = step.label.substr(0, step.label.find(": "));
    chart.steps.push_back(
        {language.has("portal." + key) ? fmt::format("{} ({})", text(key), level) : step.label, step.amount,
         step.code == "remaining"});
  }
  chart.end_label = text("published_total");
  chart.step_heading = text("step");
  chart.amount_heading = text("difference");
  chart.running_heading = text("running");
  return without_style_attributes(plots::figure_html(plots::waterfall_chart(chart, language), language));
}

std::string compared_section(const PortalFrame& frame, const PortalResults::Compared& compared) {
  const Language& language = language_of(frame);
  std::string html = fmt::format("{}<p>{}</p>\n", heading(language, "compared_title"),
                                 say(language, "compared_text",
                                     {{"of", compared.protocols},
                                      {"equal", compared.equal},
                                      {"differs", compared.different},
                                      {"cannot", compared.cannot}}));
  if (compared.differing.empty()) return html;
  html += fmt::format("<h3>{}</h3>\n<ul>\n", say(language, "compared_list"));
  for (const auto& [station, agreed] : compared.differing) {
    html += fmt::format(
        "<li><a href=\"{}\"><bdi dir=\"ltr\">{}</bdi></a> <bdi>{}</bdi> <span "
        "class=\"quiet\">{}</span></li>\n",
        link(language, "/portal/stations/" + path_piece(station.station)), escape_html(station.station),
        escape_html(station.name),
        say(language, "figures_differ", {{"n", agreed.different}, {"of", agreed.compared}}));
  }
  return html + "</ul>\n";
}

}  // namespace

std::string portal_results(const PortalFrame& frame, const PortalResults& results) {
  const Language& language = language_of(frame);
  const std::string title = language.text("portal.results_title");
  std::string body;
  if (!results.present) {
    body = fmt::format("<p class=\"lead\">{}</p>\n", say(language, "results_none"));
  } else {
    body = fmt::format("<p class=\"lead\">{}</p>\n",
                       say(language, "results_coverage", {{"n", results.covered}, {"of", results.of}}));
    body += totals_table(language, results);
    std::size_t number = 0;
    for (const auto& [label, waterfall] : results.waterfalls) {
      body += waterfall_figure(language, label, waterfall, ++number);
    }
    if (results.waterfalls.empty()) {
      body += fmt::format("<p>{}</p>\n", results.compared_totals == 0
                                             ? say(language, "no_totals")
                                             : say(language, "no_gaps", {{"n", results.compared_totals}}));
    }
  }
  if (results.compared) body += compared_section(frame, *results.compared);
  if (results.present) {
    body += fmt::format("{}<p>{}</p>\n", heading(language, "sources"),
                        say(language, "attribution", {{"list", language.list(results.attributions)}}));
  }
  return portal_document(frame, title, body, !results.waterfalls.empty());
}

}  // namespace tallyward::http
