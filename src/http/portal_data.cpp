#include "http/portal_data.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "exchange/results_snapshot.h"
#include "reports/page.h"

namespace tallyward::http {

namespace {

using nlohmann::json;
using results::Figure;
using results::ProtocolTable;
using storage::Shelf;

std::string in_language(const journeys::Texts& texts, const std::string& language) {
  for (const std::string& code : {language, std::string("en")}) {
    const auto found = texts.find(code);
    if (found != texts.end() && !found->second.empty()) return found->second;
  }
  return texts.empty() ? std::string() : texts.begin()->second;
}

base::Result<OfficialResults> read_official(const std::filesystem::path& folder) {
  TRY_ASSIGN(exchange::Imported imported, exchange::read_snapshot(folder));
  OfficialResults official;
  official.results = std::move(imported.results);
  const election::UnitTree& units = official.results.units;
  for (const election::UnitIndex unit : units.at_level(units.lowest_level())) {
    official.stations.emplace(std::string(units.code(unit)), unit);
  }
  auto tabulation = results::tabulate(official.results);
  if (tabulation) official.tabulation = std::move(*tabulation);
  return official;
}

std::string source_name(const results::Results& results, std::string_view id) {
  const auto found = std::ranges::find(results.sources, id, &results::Source::id);
  return found == results.sources.end() || found->name.empty() ? std::string(id) : found->name;
}

/// The newest verified protocol of each station: station -> (arrival key, body).
using Newest = std::map<std::string, std::pair<std::string, json>, std::less<>>;
base::Result<Newest> newest_verified(storage::Reader& reader, std::optional<std::string> station) {
  Newest newest;
  TRY_ASSIGN(const auto items,
             reader.list(Shelf::view, "protocol", {.a = std::move(station), .limit = 200'000}));
  for (const storage::Item& item : items) {
    if (item.a.empty()) continue;
    TRY_ASSIGN(const auto visit, reader.find(Shelf::view, "visit", item.key));
    if (!visit) continue;
    json about = json::parse(visit->body);
    if (about.value("state", "") != "verified" || !about.value("superseded_by", json()).is_null()) continue;
    json body = json::parse(item.body);
    body["received"] = about.value("received", std::int64_t{0});
    newest[item.a] = {item.key, std::move(body)};
  }
  return newest;
}

PortalFigure figure_of(const journeys::ProtocolLine& line, const json& figures,
                       const PublishedStation& published, const std::string& language) {
  PortalFigure figure{.letter = line.letter, .label = in_language(line.label, language), .code = line.code};
  const std::string typed = figures.value(line.code, "");
  if (typed == "illegible") {
    figure.kind = PortalFigure::Kind::illegible;
  } else if (!typed.empty() && std::ranges::all_of(typed, [](char c) { return c >= '0' && c <= '9'; }) &&
             typed.size() < 10) {
    figure.kind = PortalFigure::Kind::number;
    figure.observed = std::atoll(typed.c_str());
  }
  const auto official = published.figures.find(line.code);
  if (official != published.figures.end()) figure.published = official->second;
  return figure;
}

/// The sums that any protocol with these lines states.
std::vector<PortalSum> sums_of(const std::vector<PortalFigure>& figures, const journeys::ProtocolForm& form) {
  const auto value = [&](std::string_view code) -> std::optional<std::int64_t> {
    const auto found = std::ranges::find(figures, code, &PortalFigure::code);
    if (found == figures.end() || found->kind != PortalFigure::Kind::number) return std::nullopt;
    return found->observed;
  };
  const auto letter = [&](std::string_view code) {
    const journeys::ProtocolLine* line = form.find(code);
    return line == nullptr || line->letter.empty() ? std::string(code) : line->letter;
  };
  const auto sum = [&](const std::vector<std::string>& parts, const std::string& whole) {
    PortalSum made;
    std::int64_t left = 0;
    bool complete = value(whole).has_value();
    for (const std::string& part : parts) {
      made.text += (made.text.empty() ? "" : " + ") + letter(part);
      if (const auto one = value(part))
        left += *one;
      else
        complete = false;
    }
    made.text += " = " + letter(whole);
    if (complete) made.difference = left - *value(whole);
    return made;
  };
  std::vector<PortalSum> sums;
  if (form.find("valid") && form.find("invalid") && form.find("in_box")) {
    sums.push_back(sum({"valid", "invalid"}, "in_box"));
  }
  std::vector<std::string> votes;
  for (const journeys::ProtocolLine& line : form.lines) {
    if (line.group == "votes") votes.push_back(line.code);
  }
  if (!votes.empty() && form.find("valid")) sums.push_back(sum(votes, "valid"));
  return sums;
}

/// Which copy the observer saw; "" when it was not said or the content is erased.
std::string copy_of(App& app, storage::Reader& reader, std::string_view record_id) {
  const auto record = reader.find_record(record_id);
  if (!record || !*record) return {};
  const auto opened = app.mission.open_body(reader, **record);
  if (!opened) return {};
  const std::string copy = json::parse(*opened, nullptr, false).value("copy", "");
  static const std::set<std::string> kKnown = {"given", "posted", "read_aloud", "hand_copy", "refused"};
  return kKnown.contains(copy) ? copy : std::string();
}

PortalProtocol protocol_from(const storage::Item& station, const json* body,
                             const journeys::ProtocolForm& form, const OfficialResults* official,
                             const std::string& language) {
  const json about = json::parse(station.body);
  PortalProtocol protocol{
      .station = station.key,
      .name = about.value("name", ""),
      .place = fmt::format("{}{}{}", about.value("address", ""),
                           about.value("address", "").empty() ? "" : ", ", about.value("region", ""))};
  if (body == nullptr) return protocol;
  protocol.record = body->value("record", "");
  protocol.received = base::Time(std::chrono::seconds(body->value("received", std::int64_t{0})));
  PublishedStation published;
  if (official != nullptr) published = published_station(*official, station.key);
  for (const journeys::ProtocolLine& line : form.lines) {
    protocol.figures.push_back(figure_of(line, body->at("figures"), published, language));
  }
  protocol.sums = sums_of(protocol.figures, form);
  protocol.versions = std::move(published.versions);
  return protocol;
}

}  // namespace

base::Result<std::shared_ptr<const OfficialResults>> official_results(App& app) {
  const std::filesystem::path folder = app.mission.folder().path / "official";
  std::error_code none;
  const auto changed = std::filesystem::last_write_time(folder / "manifest.json", none);
  const std::lock_guard lock(app.official_mutex);
  if (none) {
    app.official.reset();
    return app.official;
  }
  if (!app.official || app.official_read != changed) {
    TRY_ASSIGN(OfficialResults read, read_official(folder));
    app.official = std::make_shared<const OfficialResults>(std::move(read));
    app.official_read = changed;
  }
  return app.official;
}

base::Result<PortalParts> open_parts(storage::Reader& reader) {
  PortalParts parts;
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "portal", {.a = "open"}));
  for (const storage::Item& item : items) {
    if (item.key == "coverage") parts.coverage = true;
    if (item.key == "stations") parts.stations = true;
    if (item.key == "results") parts.results = true;
  }
  parts.protocols = parts.results;  // A station's figures and their sums are one part: both are votes.
  parts.downloads = parts.stations || parts.results;
  return parts;
}

base::Result<std::string> why_withdrawn(storage::Reader& reader, std::string_view part) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "portal", part));
  if (!item || item->a != "closed") return std::string();
  return json::parse(item->body).value("reason", "–");
}

base::Result<std::vector<PortalStation>> station_list(storage::Reader& reader) {
  std::vector<PortalStation> stations;
  TRY_ASSIGN(const auto items, reader.list(Shelf::view, "station", {.limit = 200'000}));
  for (const storage::Item& item : items) {
    const json about = json::parse(item.body);
    stations.push_back({item.key, about.value("name", ""),
                        fmt::format("{}, {}", about.value("address", ""), about.value("region", ""))});
  }
  return stations;
}

PublishedStation published_station(const OfficialResults& official, std::string_view station) {
  PublishedStation found;
  const auto place = official.stations.find(station);
  if (place == official.stations.end()) return found;
  // Sources from the lowest authority to the highest, so that the last version is the one compared with.
  auto sources = official.results.sources;
  std::ranges::stable_sort(sources, std::ranges::greater{}, &results::Source::authority);
  for (const results::Source& source : sources) {
    const ProtocolTable* table = official.results.find(source.id, official.results.units.lowest_level());
    if (table == nullptr) continue;
    std::vector<std::size_t> rows;
    for (std::size_t row = 0; row < table->rows(); ++row) {
      if (table->units[row] == place->second) rows.push_back(row);
    }
    std::ranges::stable_sort(rows, {}, [&](std::size_t row) { return table->version(row); });
    for (std::size_t i = 0; i < rows.size(); ++i) {
      PortalVersion version{.source = source_name(official.results, source.id),
                            .version = table->version(rows[i])};
      if (!table->published.empty()) version.published = table->published[rows[i]];
      for (std::size_t line = 0; i > 0 && line < table->lines.size(); ++line) {
        if (table->columns[line][rows[i]] != table->columns[line][rows[i - 1]]) ++version.changed;
      }
      found.versions.push_back(std::move(version));
    }
    if (rows.empty()) continue;
    found.figures.clear();
    for (std::size_t line = 0; line < table->lines.size(); ++line) {
      const Figure figure = table->columns[line][rows.back()];
      if (figure != results::kBlank) found.figures[table->lines[line].code] = figure;
    }
  }
  return found;
}

base::Result<PortalProtocol> protocol_of(App& app, storage::Reader& reader, const OfficialResults* official,
                                         std::string_view station, const std::string& language) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::view, "station", station));
  if (!item) return PortalProtocol{};
  TRY_ASSIGN(const journeys::ProtocolForm form, journeys::read_protocol_form(app.mission.folder()));
  TRY_ASSIGN(const Newest newest, newest_verified(reader, std::string(station)));
  const auto body = newest.find(station);
  PortalProtocol protocol =
      protocol_from(*item, body == newest.end() ? nullptr : &body->second.second, form, official, language);
  if (!protocol.record.empty()) protocol.copy = copy_of(app, reader, protocol.record);
  return protocol;
}

base::Result<std::vector<PortalProtocol>> all_protocols(App& app, storage::Reader& reader,
                                                        const OfficialResults* official,
                                                        const std::string& language) {
  TRY_ASSIGN(const journeys::ProtocolForm form, journeys::read_protocol_form(app.mission.folder()));
  TRY_ASSIGN(const Newest newest, newest_verified(reader, std::nullopt));
  std::vector<PortalProtocol> all;
  for (const auto& [station, body] : newest) {
    TRY_ASSIGN(const auto item, reader.find(Shelf::view, "station", station));
    if (item) all.push_back(protocol_from(*item, &body.second, form, official, language));
  }
  return all;
}

base::Result<std::int64_t> observed_protocols(storage::Reader& reader) {
  TRY_ASSIGN(const Newest newest, newest_verified(reader, std::nullopt));
  return static_cast<std::int64_t>(newest.size());
}

PortalResults results_page(const OfficialResults& official, const journeys::ProtocolForm& form,
                           const std::string& language) {
  const results::Results& results = official.results;
  PortalResults page{.present = true, .of = static_cast<std::int64_t>(official.stations.size())};
  page.attributions = results.attributions;
  for (const results::Source& source : results.sources) {
    if (page.attributions.empty()) page.attributions.push_back(source_name(results, source.id));
  }
  if (!official.tabulation || official.tabulation->levels.empty()) return page;
  const results::Tabulation& tabulation = *official.tabulation;
  page.source = source_name(results, tabulation.source);
  const results::LevelTabulation& top = tabulation.levels.back();
  const results::LevelTabulation& lowest = tabulation.levels.front();
  page.covered = page.of - static_cast<std::int64_t>(lowest.missing.size());
  for (std::size_t line = 0; line < top.lines.size(); ++line) {
    if (top.lines[line].decimals > 0) continue;
    const std::string& code = top.lines[line].code;
    PortalTotal total{.contestant = top.lines[line].group == "votes"};
    const journeys::ProtocolLine* known = form.find(code);
    total.label = known != nullptr                ? in_language(known->label, language)
                  : top.lines[line].label.empty() ? code
                                                  : top.lines[line].label;
    // From the lowest level, so that it is the sum of the stations whatever was printed in between.
    const auto below = std::ranges::find(lowest.lines, code, &results::Line::code);
    if (below != lowest.lines.end()) {
      const auto index = static_cast<std::size_t>(below - lowest.lines.begin());
      for (const std::int64_t part : lowest.sums.sums[index]) total.sum += part;
      for (const std::uint32_t part : lowest.sums.blanks[index]) total.blanks += part;
    }
    for (const results::PublishedTotal& published : tabulation.published) {
      if (published.unit == 0 && published.line == code) total.published = published.figure;
    }
    if (total.published) ++page.compared_totals;
    if (total.published && *total.published != total.sum && page.waterfalls.size() < 4) {
      auto waterfall = results::waterfall(results, tabulation, code);
      if (waterfall) page.waterfalls.emplace_back(total.label, std::move(*waterfall));
    }
    page.totals.push_back(std::move(total));
  }
  return page;
}

std::string protocols_csv(const std::vector<PortalProtocol>& protocols) {
  std::string csv =
      reports::csv_row({"station", "record", "line", "letter", "observed", "published", "difference"});
  for (const PortalProtocol& protocol : protocols) {
    for (const PortalFigure& figure : protocol.figures) {
      const bool number = figure.kind == PortalFigure::Kind::number;
      csv += reports::csv_row(
          {protocol.station, protocol.record, figure.code, figure.letter,
           number                                         ? std::to_string(figure.observed)
           : figure.kind == PortalFigure::Kind::illegible ? "illegible"
                                                          : "",
           figure.published ? std::to_string(*figure.published) : "",
           number && figure.published ? std::to_string(*figure.published - figure.observed) : ""});
    }
  }
  return csv;
}

std::string stations_csv(const std::vector<PortalStation>& stations) {
  std::string csv = reports::csv_row({"station", "name", "place"});
  for (const PortalStation& station : stations) {
    csv += reports::csv_row({station.station, station.name, station.place});
  }
  return csv;
}

std::string results_csv(const OfficialResults& official) {
  const results::Results& results = official.results;
  std::string csv = reports::csv_row({"level", "unit", "source", "version", "line", "figure"});
  for (const ProtocolTable& table : results.tables) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
      for (std::size_t line = 0; line < table.lines.size(); ++line) {
        const Figure figure = table.columns[line][row];
        csv +=
            reports::csv_row({results.units.level_names()[table.level], results.units.path(table.units[row]),
                              table.source, std::to_string(table.version(row)), table.lines[line].code,
                              figure == results::kBlank ? "" : std::to_string(figure)});
      }
    }
  }
  return csv;
}

}  // namespace tallyward::http
