#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <simdjson.h>

#include "exchange/standard_results.h"
#include "exchange/table_builder.h"

namespace tallyward::exchange {

namespace {

namespace dom = simdjson::dom;
using election::UnitIndex;

constexpr std::size_t kDeepest = 12;

std::string text_member(const dom::object& object, std::string_view name) {
  std::string_view text;
  return object[name].get(text) == simdjson::SUCCESS ? std::string(text) : std::string();
}

/// InternationalizedText: the first language's content.
std::string named(const dom::object& object, std::string_view name) {
  dom::array texts;
  dom::object first;
  if (object[name]["Text"].get(texts) != simdjson::SUCCESS || texts.begin() == texts.end()) return {};
  if ((*texts.begin()).get(first) != simdjson::SUCCESS) return {};
  return text_member(first, "Content");
}

std::vector<dom::object> objects(const dom::object& object, std::string_view name) {
  std::vector<dom::object> found;
  dom::array array;
  if (object[name].get(array) != simdjson::SUCCESS) return found;
  for (const dom::element element : array) {
    dom::object each;
    if (element.get(each) == simdjson::SUCCESS) found.push_back(each);
  }
  return found;
}

std::vector<std::string> texts(const dom::object& object, std::string_view name) {
  std::vector<std::string> found;
  dom::array array;
  if (object[name].get(array) != simdjson::SUCCESS) return found;
  for (const dom::element element : array) {
    std::string_view text;
    if (element.get(text) == simdjson::SUCCESS) found.emplace_back(text);
  }
  return found;
}

std::unexpected<base::Error> refuse(std::string_view file, std::string message) {
  return base::fail(base::ErrorCode::invalid_input, fmt::format("{}: {}", file, message));
}

class NistReading {
 public:
  explicit NistReading(std::string_view file) : file_(file) {}

  base::Result<Imported> read(const dom::object& report, std::string_view wanted) {
    const std::vector<dom::object> elections = objects(report, "Election");
    if (text_member(report, "@type") != "ElectionResults.ElectionReport" || elections.empty())
      return refuse(file_, "found no ElectionResults.ElectionReport with an Election");
    const dom::object& election = elections.front();
    results_.election = named(election, "Name");
    results_.sources.push_back({"report", text_member(report, "Issuer"), 0});
    if (text_member(report, "IsTest") == "true") results_.synthetic = true;
    TRY(read_units(report));
    TRY_ASSIGN(const dom::object contest, find_contest(election, wanted));
    name_contestants(election, report);
    int order = 0;
    for (const dom::object& selection : objects(contest, "ContestSelection"))
      read_selection(selection, ++order);
    for (const dom::object& counts : objects(contest, "OtherCounts")) {
      add(counts, "Overvotes", {"overvotes", "", "Overvotes", results::LineOrigin::counted, 0});
      add(counts, "Undervotes", {"undervotes", "", "Undervotes", results::LineOrigin::counted, 0});
      add(counts, "WriteIns", {"write_ins", "", "Write-in votes", results::LineOrigin::counted, 0});
    }
    for (const dom::object& counts : objects(election, "BallotCounts")) {
      add(counts, "BallotsCast", {"ballots_cast", "", "Ballots cast", results::LineOrigin::counted, 0});
      add(counts, "BallotsRejected",
          {"ballots_rejected", "", "Ballots rejected", results::LineOrigin::counted, 0});
    }
    TRY(fill_tables());
    return Imported{std::move(results_), std::move(report_)};
  }

 private:
  base::Result<void> read_units(const dom::object& report) {
    std::map<std::string, std::vector<std::string>> below;
    std::map<std::string, std::string> names;
    std::map<std::string, bool> has_parent;
    std::vector<std::string> order;
    for (const dom::object& unit : objects(report, "GpUnit")) {
      const std::string id = text_member(unit, "@id");
      if (id.empty()) return refuse(file_, "a GpUnit without \"@id\"");
      if (text_member(unit, "@type") == "ElectionResults.ReportingDevice") continue;
      order.push_back(id);
      names[id] = named(unit, "Name");
      for (std::string& each : texts(unit, "ComposingGpUnitIds")) {
        has_parent[each] = true;
        below[id].push_back(std::move(each));
      }
    }
    std::vector<std::string> tops;
    for (const std::string& id : order) {
      if (!has_parent[id]) tops.push_back(id);
    }
    std::vector<std::string> levels{"country"};
    struct Step {
      std::string id;
      UnitIndex parent;
      std::size_t depth;
    };
    // Two passes: first how deep the units go, then the tree with as many levels.
    for (const bool building : {false, true}) {
      const bool one_top = tops.size() == 1;
      if (building) {
        results_.units =
            one_top ? election::UnitTree(levels, tops[0], names[tops[0]]) : election::UnitTree(levels);
        if (one_top) unit_of_id_[tops[0]] = 0;
      }
      std::vector<Step> open;
      for (const std::string& id : tops) {
        if (!one_top) open.push_back({id, 0, 1});
      }
      if (one_top) {
        for (const std::string& id : below[tops[0]]) open.push_back({id, 0, 1});
      }
      std::reverse(open.begin(), open.end());
      std::size_t steps = 0;
      while (!open.empty()) {
        const Step step = std::move(open.back());
        open.pop_back();
        if (step.depth > kDeepest || ++steps > names.size() * 4 + 16)
          return refuse(file_, "the ComposingGpUnitIds form a circle, or go deeper than 12 levels");
        if (!names.contains(step.id)) continue;
        while (levels.size() <= step.depth) levels.push_back(fmt::format("unit_{}", levels.size()));
        UnitIndex unit = 0;
        if (building) {
          unit = results_.units.add(step.parent, step.id, names[step.id]);
          unit_of_id_.try_emplace(step.id, unit);
        }
        const auto& children = below[step.id];
        for (auto child = children.rbegin(); child != children.rend(); ++child)
          open.push_back({*child, unit, step.depth + 1});
      }
    }
    return {};
  }

  base::Result<dom::object> find_contest(const dom::object& election, std::string_view wanted) {
    std::vector<std::string> ids;
    std::vector<dom::object> found;
    for (const dom::object& contest : objects(election, "Contest")) {
      ids.push_back(text_member(contest, "@id"));
      if (wanted.empty() || ids.back() == wanted) found.push_back(contest);
    }
    if (found.size() == 1) return found.front();
    return refuse(file_, fmt::format("found {} contests, expected one to be named: {}", found.size(),
                                     fmt::join(ids, ", ")));
  }

  void name_contestants(const dom::object& election, const dom::object& report) {
    for (const dom::object& candidate : objects(election, "Candidate"))
      names_[text_member(candidate, "@id")] = named(candidate, "BallotName");
    for (const dom::object& party : objects(report, "Party"))
      names_[text_member(party, "@id")] = named(party, "Name");
  }

  void read_selection(const dom::object& selection, int order) {
    std::vector<std::string> names;
    for (const char* member : {"CandidateIds", "PartyIds"}) {
      for (const std::string& id : texts(selection, member))
        names.push_back(names_[id].empty() ? id : names_[id]);
    }
    if (names.empty()) names.push_back(named(selection, "Selection"));
    if (names.back().empty()) names.back() = text_member(selection, "@id");
    const std::string name = fmt::format("{}", fmt::join(names, " and "));
    const std::string code = fmt::format("votes_{:02}", order);
    results_.contestants.push_back({code, name, "", order});
    const results::Line line{code, "votes", name, results::LineOrigin::counted, 0};
    for (const dom::object& counts : objects(selection, "VoteCounts")) add(counts, "Count", line);
  }

  /// One figure of one unit: the total if there is one, else what the other kinds of count add up to.
  void add(const dom::object& counts, std::string_view member, const results::Line& line) {
    double number = 0;
    if (counts[member].get(number) != simdjson::SUCCESS) return;
    const std::string unit = text_member(counts, "GpUnitId");
    if (number < 0 || number > results::kLargestFigure ||
        number != static_cast<double>(static_cast<std::int64_t>(number))) {
      report_.refuse({{std::string(file_), 0, 0},
                      line.code,
                      fmt::format("{} for {}", number, unit),
                      "a whole number from 0 to 2,000,000,000"});
      return;
    }
    lines_.try_emplace(line.code, line);
    Figure& figure = figures_[{unit, line.code}];
    const auto value = static_cast<std::int64_t>(number);
    if (text_member(counts, "Type") == "total") {
      figure.total = value;
      figure.has_total = true;
    } else {
      figure.sum += value;
    }
  }

  base::Result<void> fill_tables() {
    std::map<election::LevelIndex, TableBuilder> tables;
    for (const auto& [key, figure] : figures_) {
      const auto unit = unit_of_id_.find(key.first);
      const std::int64_t value = figure.has_total ? figure.total : figure.sum;
      if (unit == unit_of_id_.end() || value > results::kLargestFigure) {
        report_.refuse({{std::string(file_), 0, 0},
                        key.second,
                        fmt::format("GpUnitId '{}'", key.first),
                        "a GpUnit of the report"});
        continue;
      }
      const election::LevelIndex level = results_.units.level(unit->second);
      TableBuilder& table = tables.try_emplace(level, "report", level).first->second;
      const std::size_t row = table.joined_row(unit->second, 0, 0);
      table.set(table.line(lines_.at(key.second)), row, static_cast<results::Figure>(value));
      ++report_.rows_taken;
    }
    for (auto table = tables.rbegin(); table != tables.rend(); ++table)
      results_.tables.push_back(table->second.finish({}));
    return {};
  }

  struct Figure {
    std::int64_t total = 0;
    std::int64_t sum = 0;
    bool has_total = false;
  };
  std::string_view file_;
  results::Results results_;
  ImportReport report_;
  std::map<std::string, UnitIndex> unit_of_id_;
  std::map<std::string, std::string> names_;
  std::map<std::string, results::Line> lines_;
  std::map<std::pair<std::string, std::string>, Figure> figures_;
};

}  // namespace

base::Result<Imported> read_nist_results(std::string_view json, std::string_view file_name,
                                         std::string_view contest) {
  if (json.size() > kLargestStandardFile)
    return base::fail(base::ErrorCode::too_large, fmt::format("{} has {} bytes; at most {} are read",
                                                              file_name, json.size(), kLargestStandardFile));
  dom::parser parser;
  dom::element root;
  const simdjson::padded_string padded(json);
  if (const auto problem = parser.parse(padded).get(root); problem != simdjson::SUCCESS)
    return refuse(file_name, fmt::format("JSON: {}", simdjson::error_message(problem)));
  dom::object report;
  if (root.get(report) != simdjson::SUCCESS)
    return refuse(file_name, "found no object, expected an ElectionReport");
  return NistReading(file_name).read(report, contest);
}

}  // namespace tallyward::exchange
