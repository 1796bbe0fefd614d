#include "exchange/mission_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/named_rows.h"

namespace tallyward::exchange {

namespace {

std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> items;
  for (const std::string_view item : base::split(text, ';')) {
    if (const std::string_view name = base::trim(item); !name.empty()) items.emplace_back(name);
  }
  return items;
}

/// Adds the place of a cell to what is wrong with it.
template <typename T>
base::Result<T> at(const NamedRows& rows, std::size_t column, base::Result<T> result) {
  if (!result)
    result.error().message = fmt::format("{}: {}", base::to_text(rows.place(column)), result.error().message);
  return result;
}

/// Calls `take` for every row.
template <typename Take>
base::Result<void> for_each_row(NamedRows& rows, Take take) {
  while (true) {
    TRY_ASSIGN(const bool more, rows.next());
    if (!more) return {};
    TRY(take());
  }
}

/// Outcomes and groups of events, from event_links.csv.
base::Result<void> add_links(const std::filesystem::path& folder, std::vector<mission::Event>& events) {
  for (mission::Event& event : events) {
    if (event.type.starts_with("pressure")) event.latest_outcome = "no later outcome known";
  }
  if (!std::filesystem::exists(folder / "event_links.csv")) return {};
  TRY_ASSIGN(NamedRows rows, NamedRows::open(folder / "event_links.csv"));
  TRY_ASSIGN(const std::size_t id, rows.require("event_id"));
  TRY_ASSIGN(const std::size_t outcome, rows.require("latest_outcome"));
  const auto group = rows.find("group");
  const auto find = [&](std::string_view name) {
    return std::find_if(events.begin(), events.end(), [&](const auto& e) { return e.id == name; });
  };
  return for_each_row(rows, [&]() -> base::Result<void> {
    const auto event = find(rows.cell(id));
    if (event == events.end())
      return base::fail(base::unexpected_input(rows.place(id), fmt::format("'{}'", rows.cell(id)),
                                               "an event of events.csv"));
    event->group = rows.cell(group);
    if (rows.cell(outcome).empty()) return {};
    const auto later = find(rows.cell(outcome));
    if (later == events.end())
      return base::fail(base::unexpected_input(rows.place(outcome), fmt::format("'{}'", rows.cell(outcome)),
                                               "an event of events.csv"));
    event->latest_outcome =
        fmt::format("{}: {} ({})", later->id, later->title, mission::to_text(later->date));
    return {};
  });
}

}  // namespace

base::Result<std::vector<mission::Event>> read_events(const std::filesystem::path& folder) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(folder / "events.csv"));
  TRY_ASSIGN(const std::size_t id, rows.require("event_id"));
  TRY_ASSIGN(const std::size_t date, rows.require("date"));
  TRY_ASSIGN(const std::size_t type, rows.require("type"));
  TRY_ASSIGN(const std::size_t title, rows.require("title"));
  const auto end = rows.find("end_date"), actor = rows.find("actor"), affected = rows.find("affected"),
             basis = rows.find("legal_basis");
  const auto quantity = rows.find("quantity"), source = rows.find("source");
  std::vector<mission::Event> events;
  TRY(for_each_row(rows, [&]() -> base::Result<void> {
    mission::Event event;
    event.id = rows.cell(id);
    TRY_ASSIGN(event.date, at(rows, date, mission::parse_partial_date(rows.cell(date))));
    if (!rows.cell(end).empty()) {
      TRY_ASSIGN(event.end, at(rows, *end, mission::parse_partial_date(rows.cell(end))));
    }
    event.type = rows.cell(type);
    event.title = rows.cell(title);
    event.actor = rows.cell(actor);
    event.affected = rows.cell(affected);
    event.legal_basis = rows.cell(basis);
    event.quantity = rows.cell(quantity);
    event.sources = list_of(rows.cell(source));
    events.push_back(std::move(event));
    return {};
  }));
  mission::sort_by_date(events);
  TRY(add_links(folder, events));
  return events;
}

base::Result<std::vector<mission::ObserverGroup>> read_observers(const std::filesystem::path& folder) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(folder / "observers.csv"));
  TRY_ASSIGN(const std::size_t organisation, rows.require("organisation"));
  TRY_ASSIGN(const std::size_t kind, rows.require("kind"));
  const auto note = rows.find("note"), source = rows.find("source"), effective = rows.find("effective");
  std::vector<mission::ObserverGroup> groups;
  TRY(for_each_row(rows, [&]() -> base::Result<void> {
    if (rows.cell(organisation).starts_with("TOTAL")) return {};
    mission::ObserverGroup group;
    group.organisation = rows.cell(organisation);
    group.kind = rows.cell(kind);
    for (std::size_t step = 0; step < mission::kAccessSteps.size(); ++step) {
      const auto column = rows.find(mission::to_text(mission::kAccessSteps[step]));
      if (rows.cell(column).empty()) continue;
      TRY_ASSIGN(group.counts[step], rows.number(*column));
    }
    group.effective = rows.cell(effective);
    group.quotation = rows.cell(note);
    group.sources = list_of(rows.cell(source));
    groups.push_back(std::move(group));
    return {};
  }));
  return groups;
}

base::Result<std::vector<findings::Recommendation>> read_recommendations(
    const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  std::error_code failed;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failed)) {
    const std::string name = entry.path().filename().string();
    // recommendations_2016.csv; other files may speak of recommendations too.
    if (name.starts_with("recommendations_") &&
        name.size() == std::string_view("recommendations_2016.csv").size())
      files.push_back(entry.path());
  }
  if (files.empty())
    return base::fail(base::ErrorCode::not_found,
                      fmt::format("{} has no recommendations_YEAR.csv", folder.string()));
  std::sort(files.begin(), files.end());
  std::vector<findings::Recommendation> recommendations;
  for (const auto& file : files) {
    TRY_ASSIGN(NamedRows rows, NamedRows::open(file));
    TRY_ASSIGN(const std::size_t id, rows.require("rec_id"));
    TRY_ASSIGN(const std::size_t theme, rows.require("theme"));
    TRY_ASSIGN(const std::size_t text, rows.require("text_paraphrase"));
    const auto number = rows.find("number_in_report"), priority = rows.find("priority"),
               addressee = rows.find("addressee");
    const auto status = rows.find("status_as_of_2021"), basis = rows.find("status_basis"),
               source = rows.find("source");
    TRY(for_each_row(rows, [&]() -> base::Result<void> {
      findings::Recommendation r;
      r.id = rows.cell(id);
      r.year = std::stoi(file.filename().string().substr(std::string_view("recommendations_").size(), 4));
      r.number = rows.cell(number);
      r.priority = !rows.cell(priority).empty();
      r.theme = rows.cell(theme);
      r.text = rows.cell(text);
      r.addressee = rows.cell(addressee);
      if (status) {
        TRY_ASSIGN(r.status, at(rows, *status, findings::parse_follow_up(rows.cell(status))));
        r.basis = rows.cell(status);
      }
      if (!rows.cell(basis).empty()) r.basis += (r.basis.empty() ? "" : "; ") + std::string(rows.cell(basis));
      r.assessor = r.status == findings::FollowUp::not_assessed ? findings::Assessor::none
                                                                : findings::Assessor::tallyward_reading;
      r.sources = list_of(rows.cell(source));
      recommendations.push_back(std::move(r));
      return {};
    }));
  }
  findings::sort_by_priority(recommendations);
  return recommendations;
}

base::Result<std::vector<FindingRow>> read_findings(const std::filesystem::path& folder) {
  TRY_ASSIGN(NamedRows rows, NamedRows::open(folder / "findings.csv"));
  TRY_ASSIGN(const std::size_t id, rows.require("finding_id"));
  TRY_ASSIGN(const std::size_t section, rows.require("section"));
  TRY_ASSIGN(const std::size_t text, rows.require("text_paraphrase"));
  const auto phase = rows.find("phase"), value = rows.find("value"), denominator = rows.find("denominator"),
             unit = rows.find("unit");
  const auto qualifier = rows.find("qualifier"), source = rows.find("source");
  std::vector<FindingRow> findings;
  TRY(for_each_row(rows, [&]() -> base::Result<void> {
    FindingRow row{std::string(rows.cell(id)),
                   std::string(rows.cell(section)),
                   std::string(rows.cell(phase)),
                   std::string(rows.cell(text)),
                   "",
                   "",
                   std::string(rows.cell(unit)),
                   list_of(rows.cell(source))};
    if (!rows.cell(value).empty()) {
      TRY_ASSIGN(findings::Quantity figure, at(rows, *value, findings::parse_quantity(rows.cell(value))));
      // Words that qualify the finding and not its number ("planned", "throughout") leave the number as it
      // is.
      if (const auto word = findings::parse_qualifier(rows.cell(qualifier))) figure.qualifier = *word;
      row.value = findings::to_text(figure);
      if (row.unit != "per cent") row.of = rows.cell(denominator);
    }
    findings.push_back(std::move(row));
    return {};
  }));
  return findings;
}

std::vector<findings::QuotableFigure> quotable(const std::vector<FindingRow>& rows) {
  std::vector<findings::QuotableFigure> figures;
  for (const FindingRow& row : rows) {
    if (row.value.empty()) continue;
    const auto value = findings::parse_quantity(row.value);
    if (!value) continue;
    findings::QuotableFigure figure{*value, std::nullopt, row.unit, row.id};
    if (const auto of = findings::parse_quantity(row.of)) figure.of = *of;
    figures.push_back(std::move(figure));
  }
  return figures;
}

}  // namespace tallyward::exchange
