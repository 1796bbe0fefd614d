#include "findings/from_record.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::findings {

namespace {

Quantity finding_value(const RowView& row) {
  Quantity value = *row.quantity("value");
  // Words that qualify the finding and not its number ("throughout") leave the number as it is.
  if (const auto word = parse_qualifier(row["qualifier"])) value.qualifier = *word;
  return value;
}

mission::AccessStep step_of(std::string_view name) {
  for (const mission::AccessStep step : mission::kAccessSteps) {
    if (mission::to_text(step) == name) return step;
  }
  return mission::AccessStep::planned;
}

}  // namespace

std::vector<mission::Event> events_of(const Record& record) {
  std::vector<mission::Event> events;
  for (const RowView& row : record.rows("events")) {
    mission::Event event;
    event.id = row.text("event_id");
    event.date = *row.date("date");
    event.end = row.date("end_date");
    event.type = row.text("type");
    event.title = row.text("title");
    event.actor = row.text("actor");
    event.affected = row.text("affected");
    event.legal_basis = row.text("legal_basis");
    event.quantity = row.text("quantity");
    event.sources = row.list("source");
    if (event.type.starts_with("pressure")) event.latest_outcome = "no later outcome known";
    for (const RowView& link : record.rows("event_links")) {
      if (link["event_id"] != event.id) continue;
      event.group = link.text("group");
      if (const auto later = record.find("events", link["latest_outcome"]))
        event.latest_outcome =
            fmt::format("{}: {} ({})", (*later)["event_id"], (*later)["title"], (*later)["date"]);
    }
    events.push_back(std::move(event));
  }
  mission::sort_by_date(events);
  return events;
}

std::vector<mission::ObserverGroup> observer_groups_of(const Record& record) {
  std::vector<mission::ObserverGroup> groups;
  for (const RowView& row : record.rows("observers")) {
    mission::ObserverGroup group;
    group.organisation = row.text("organisation");
    group.kind = row.text("kind");
    for (std::size_t s = 0; s < mission::kAccessSteps.size(); ++s)
      group.counts[s] = row.whole(mission::to_text(mission::kAccessSteps[s]));
    group.effective = row.text("effective");
    if (row.has("words"))
      group.quotation =
          row.has("speaker") ? fmt::format("{}: {}", row["speaker"], row["words"]) : row.text("words");
    group.sources = row.list("source");
    for (const RowView& loss : record.rows("access_losses")) {
      if (loss["organisation"] != group.organisation) continue;
      // `before` names the step that was not reached; a loss stands behind the step before it.
      const auto reached = static_cast<int>(step_of(loss["before"]));
      group.losses.push_back({mission::kAccessSteps[static_cast<std::size_t>(std::max(0, reached - 1))],
                              loss.text("reason"), loss.whole("count"), loss.list("source")});
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

std::string theme_of(const Record& record, std::string_view wording) {
  for (const RowView& theme : record.rows("themes")) {
    if (theme["theme_id"] == wording) return std::string(wording);
    const auto wordings = theme.list("wordings");
    if (std::find(wordings.begin(), wordings.end(), wording) != wordings.end()) return theme.text("theme_id");
  }
  return std::string(wording);
}

std::vector<Recommendation> recommendations_of(const Record& record) {
  std::vector<Recommendation> all;
  for (const RowView& row : record.rows("recommendations")) {
    Recommendation r;
    r.id = row.text("rec_id");
    r.year = std::stoi(row.text("year"));
    r.number = row.text("number_in_report");
    r.priority = row.has("priority");
    r.theme = theme_of(record, row["theme"]);
    r.text = row.text("text_paraphrase");
    r.addressee = base::join(row.list("addressee"), ", ");
    if (row.has("status")) {
      if (const auto status = parse_follow_up(row["status"])) r.status = *status;
    }
    r.assessor_name = row.text("assessor");
    r.assessor = r.status == FollowUp::not_assessed || r.assessor_name.empty() ? Assessor::none
                 : r.assessor_name == "Tallyward reading"                      ? Assessor::tallyward_reading
                                                                               : Assessor::mission;
    r.status_as_of = row.text("status_as_of");
    r.basis = row.text("status_basis");
    r.commitments = row.list("commitments");
    r.law_changed = row.text("law_changed");
    r.state_response = row.text("state_response");
    r.sources = row.list("source");
    r.same_as = row.text("same_as");
    all.push_back(std::move(r));
  }
  sort_by_priority(all);
  return all;
}

std::string figure_text(const RowView& finding) {
  if (!finding.has("value")) return {};
  std::string text = to_text(finding_value(finding));
  if (finding["unit"] != "per cent" && finding.has("denominator"))
    text += fmt::format(" of {}", finding["denominator"]);
  return text;
}

std::vector<QuotableFigure> quotable_figures(const Record& record) {
  std::vector<QuotableFigure> figures;
  for (const RowView& row : record.rows("findings")) {
    if (!row.has("value")) continue;
    QuotableFigure figure{finding_value(row), std::nullopt, row.text("unit"), row.text("finding_id")};
    if (figure.unit != "per cent") figure.of = row.quantity("denominator");
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace tallyward::findings
