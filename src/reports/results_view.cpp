#include "reports/results_view.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "results/standing.h"

namespace tallyward::reports {

namespace {

/// The rows that are in the result as it stands.
results::ProtocolTable counted_rows(const results::Standing& standing) {
  const results::ProtocolTable& all = *standing.table;
  results::ProtocolTable kept;
  kept.source = all.source;
  kept.level = all.level;
  kept.lines = all.lines;
  kept.columns.resize(all.columns.size());
  for (std::size_t row = 0; row < all.rows(); ++row) {
    if (standing.counted[row] == 0) continue;
    for (std::size_t line = 0; line < all.columns.size(); ++line)
      kept.columns[line].push_back(all.columns[line][row]);
    kept.units.push_back(all.units[row]);
  }
  return kept;
}

/// A built-in map, if four fifths of the units at level 1 have codes of its regions.
const plots::BuiltInMap* map_of(const results::Results& results) {
  if (results.units.level_names().size() < 2) return nullptr;
  const auto map = plots::find_map("kazakhstan-2021");
  if (!map) return nullptr;
  const auto units = results.units.at_level(1);
  std::size_t known = 0;
  for (const plots::Region& region : (*map)->regions) {
    const std::string& code = region.properties.at("ISO_3166_2");
    known += static_cast<std::size_t>(
        std::ranges::count(units, code, [&](election::UnitIndex unit) { return results.units.code(unit); }));
  }
  return known * 5 >= units.size() * 4 && known > 1 ? *map : nullptr;
}

/// The lines of the form that turnout is usually reckoned from, best first.
constexpr std::string_view kTookPart[] = {"took_part", "voted", "signatures", "issued", "in_box", "papers"};
/// Voters who are on no list beforehand and belong to the base of turnout.
constexpr std::string_view kAddedVoters[] = {"onsite_listed", "special_voters"};
constexpr std::string_view kNoVotes[] = {"invalid", "blank", "null"};

}  // namespace

ResultsView::ResultsView(const ResultsReportInput& given, const locale::Language& spoken)
    : input(given), language(spoken) {
  if (const auto standing = results::result_as_it_stands(*given.results)) {
    table = counted_rows(*standing);
    sums = standing->sums;
    annulled = standing->annulled;
    quarantined = standing->quarantined;
  }
  units_at_level = given.results->units.at_level(table.level).size();
  map = map_of(*given.results);
  std::set<election::UnitIndex> covered;
  for (const results::ProtocolTable& each : given.results->tables) {
    if (each.level != table.level || each.rows() == 0) continue;
    ++sources_at_level;
    covered.insert(each.units.begin(), each.units.end());
  }
  units_covered = covered.size();
  const auto registered = table.find_line("registered");
  if (!registered) return;
  TurnoutLines lines{{}, {*registered}, ""};
  for (const std::string_view code : kAddedVoters) {
    if (const auto line = table.find_line(code)) lines.registered.push_back(*line);
  }
  for (const std::string_view code : kTookPart) {
    if (const auto line = table.find_line(code); line && lines.numerator.empty()) {
      lines.numerator = {*line};
      lines.numerator_name = line_name(table.lines[*line]);
    }
  }
  if (lines.numerator.empty()) {
    lines.numerator = votes_lines();
    for (const std::string_view code : kNoVotes) {
      if (const auto line = table.find_line(code)) lines.numerator.push_back(*line);
    }
    lines.numerator_name = text("turnout_by_votes");
  }
  if (!lines.numerator.empty()) turnout = std::move(lines);
}

std::string_view ResultsView::own_name(election::UnitIndex unit) const {
  const election::UnitTree& units = input.results->units;
  if (!units.name(unit).empty()) return units.name(unit);
  if (map != nullptr && units.level(unit) == 1) {
    std::string property = "ADM1_" + std::string(language.code());
    for (char& c : property) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    for (const plots::Region& region : map->regions) {
      const auto name = region.properties.find(property);
      if (region.properties.at("ISO_3166_2") == units.code(unit) && name != region.properties.end())
        return name->second;
    }
  }
  return units.code(unit);
}

std::string ResultsView::unit_name(election::UnitIndex unit) const {
  const election::UnitTree& units = input.results->units;
  std::string name;
  for (election::UnitIndex at = unit; at != election::kNoUnit && units.level(at) > 0; at = units.parent(at)) {
    const std::string_view own = own_name(at);
    // The code is what the unit is found by on the paper: at the unit itself it stands beside the name.
    std::string part(own);
    if (at == unit && own != units.code(at)) part += fmt::format(" ({})", units.code(at));
    name = name.empty() ? part : fmt::format("{} / {}", part, name);
  }
  if (!name.empty()) return name;
  return units.name(0).empty() ? level_name(0) : std::string(units.name(0));
}

std::string ResultsView::level_name(election::LevelIndex level) const {
  const auto names = input.results->units.level_names();
  if (level >= names.size()) return "";
  const std::string key = "report.level_" + names[level];
  if (locale::english().has(key)) return language.text(key);
  std::string name = names[level];
  std::ranges::replace(name, '_', ' ');
  return name;
}

std::string ResultsView::source_name(std::string_view id) const {
  const std::string_view bare = id.substr(0, id.find('@'));
  const auto source = std::ranges::find(input.results->sources, bare, &results::Source::id);
  const std::string name =
      source == input.results->sources.end() || source->name.empty() ? std::string(bare) : source->name;
  return bare.size() == id.size()
             ? name
             : text("source_version", {{"source", name}, {"version", id.substr(bare.size() + 1)}});
}

std::string ResultsView::line_name(const results::Line& line) const {
  const auto& contestants = input.results->contestants;
  const auto contestant = std::ranges::find(contestants, line.code, &results::Contestant::code);
  if (contestant != contestants.end() && !contestant->name.empty()) return contestant->name;
  return line.label.empty() ? line.code : line.label;
}

namespace {

std::string plain_figure(std::int64_t value, int decimals) {
  std::string digits = fmt::format("{:0{}}", value < 0 ? -value : value, decimals + 1);
  if (decimals > 0) digits.insert(digits.size() - static_cast<std::size_t>(decimals), ".");
  return (value < 0 ? "-" : "") + digits;
}

}  // namespace

std::string ResultsView::figure(const results::Line& line, std::int64_t value) const {
  if (value == results::kBlank) return text("blank");
  return language.decimal(plain_figure(value, line.decimals));
}

std::string ResultsView::signed_figure(const results::Line& line, std::int64_t value) const {
  return (value > 0 ? "+" : "") + language.decimal(plain_figure(value, line.decimals));
}

std::vector<std::size_t> ResultsView::votes_lines() const {
  std::vector<std::size_t> lines;
  for (const results::Contestant& contestant : input.results->contestants) {
    if (const auto line = table.find_line(contestant.code)) lines.push_back(*line);
  }
  return lines;
}

std::int64_t ResultsView::votes() const {
  std::int64_t sum = 0;
  for (const std::size_t line : votes_lines()) sum += sums[line];
  return sum;
}

bool printed_by_both(const results::CellDifference& cell) {
  return cell.left != results::kBlank && cell.right != results::kBlank;
}

std::size_t printed_differences(const results::PairComparison& pair) {
  return static_cast<std::size_t>(std::ranges::count_if(pair.cells, printed_by_both));
}

LevelCounts level_counts(const results::Tabulation& tabulation) {
  LevelCounts counts;
  for (const results::LevelTabulation& level : tabulation.levels) {
    counts.compared += level.cells_compared;
    for (const results::Gap& gap : level.gaps) {
      ++counts.gaps;
      counts.remaining += gap.remaining != 0 ? 1U : 0U;
    }
  }
  return counts;
}

std::string percent_of(std::int64_t part, std::int64_t base) {
  if (base <= 0) return "";
  const __int128 scaled = static_cast<__int128>(part < 0 ? -part : part) * 10000;
  const auto hundredths = static_cast<std::int64_t>((scaled * 2 + base) / (static_cast<__int128>(base) * 2));
  return fmt::format("{}{}.{:02}", part < 0 && hundredths > 0 ? "-" : "", hundredths / 100, hundredths % 100);
}

}  // namespace tallyward::reports
