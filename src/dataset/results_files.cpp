#include "dataset/results_files.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/text.h"
#include "base/time_text.h"
#include "dataset/csv_text.h"

namespace tallyward::dataset {

namespace {

using results::Figure;
using results::kBlank;
using results::ProtocolTable;
using results::Results;

std::string_view origin_text(results::LineOrigin origin) {
  return origin == results::LineOrigin::counted ? "counted" : "computed";
}

std::string table_path(std::string_view source, std::string_view level) {
  return "results/protocols/" + std::string(source) + "." + std::string(level) + ".csv";
}

std::string election_csv(const Results& results) {
  CsvText csv("key,value");
  csv.cell("election").cell(results.election).end_row();
  csv.cell("rule_set").cell(results.rule_set).end_row();
  csv.cell("synthetic").cell(results.synthetic ? "yes" : "no").end_row();
  for (const auto& line : results.attributions) csv.cell("attribution").cell(line).end_row();
  return csv.text();
}

std::string units_csv(const Results& results) {
  CsvText csv("level,unit,name");
  for (election::UnitIndex unit = 0; unit < results.units.size(); ++unit) {
    csv.cell(results.units.level_names()[results.units.level(unit)]);
    csv.cell(results.units.path(unit)).cell(results.units.name(unit)).end_row();
  }
  return csv.text();
}

std::string levels_csv(const Results& results) {
  CsvText csv("level,top_code");
  for (std::size_t i = 0; i < results.units.level_names().size(); ++i) {
    csv.cell(results.units.level_names()[i]).cell(i == 0 ? results.units.code(0) : "").end_row();
  }
  return csv.text();
}

std::string contestants_csv(const Results& results) {
  CsvText csv("code,name,short_name,ballot_order");
  for (const auto& c : results.contestants)
    csv.cell(c.code).cell(c.name).cell(c.short_name).cell(c.ballot_order).end_row();
  return csv.text();
}

std::string sources_csv(const Results& results) {
  CsvText csv("source,name,authority");
  for (const auto& source : results.sources)
    csv.cell(source.id).cell(source.name).cell(source.authority).end_row();
  return csv.text();
}

std::string lines_csv(const Results& results) {
  CsvText csv("source,level,line,group,label,origin,decimals");
  for (const ProtocolTable& table : results.tables) {
    for (const results::Line& line : table.lines) {
      csv.cell(table.source).cell(results.units.level_names()[table.level]).cell(line.code).cell(line.group);
      csv.cell(line.label).cell(origin_text(line.origin)).cell(line.decimals).end_row();
    }
  }
  return csv.text();
}

std::string table_csv(const Results& results, const ProtocolTable& table) {
  CsvText header("");
  header.cell("unit").cell("version").cell("published");
  for (const results::Line& line : table.lines) header.cell(line.code);
  CsvText csv(std::string_view(header.text()).substr(1));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto unit = table.units[row];
    csv.cell(unit == election::kNoUnit ? std::string("-") : results.units.path(unit))
        .cell(table.version(row));
    csv.cell(table.published.empty() ? std::string() : base::to_text(table.published[row]));
    for (const auto& column : table.columns) {
      if (column[row] == kBlank) {
        csv.cell("");
      } else {
        csv.cell(column[row]);
      }
    }
    csv.end_row();
  }
  return csv.text();
}

std::string remarks_csv(const Results& results) {
  CsvText csv("unit,status,reason,source");
  for (const auto& remark : results.remarks) {
    csv.cell(results.units.path(remark.unit)).cell(results::to_text(remark.status)).cell(remark.reason);
    csv.cell(remark.source).end_row();
  }
  return csv.text();
}

using Rows = std::vector<std::vector<std::string>>;

base::Result<Rows> read_rows(const FileSource& files, const std::string& path, std::size_t least_cells) {
  TRY_ASSIGN(const std::string text, files(path));
  const auto reader = formats::read_csv(text, {});
  Rows rows;
  formats::Row row;
  while (true) {
    TRY_ASSIGN(const bool more, reader->next(row));
    if (!more) break;
    if (!row.defect.empty() || row.cells.size() < least_cells) {
      return base::fail(base::unexpected_input({path, row.line, 0}, "a row that cannot be read",
                                               std::to_string(least_cells) + " cells"));
    }
    rows.emplace_back(row.cells.begin(), row.cells.end());
  }
  if (rows.empty()) return base::fail(base::unexpected_input({path, 1, 0}, "nothing", "a header"));
  return rows;
}

template <typename Number>
base::Result<Number> number_of(const std::string& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return base::fail(base::ErrorCode::invalid_input, "found '" + text + "', expected a number");
  }
  return number;
}

base::Result<election::UnitTree> read_units(const FileSource& files) {
  TRY_ASSIGN(const Rows levels, read_rows(files, "results/levels.csv", 2));
  TRY_ASSIGN(const Rows rows, read_rows(files, "results/units.csv", 3));
  std::vector<std::string> names;
  for (std::size_t i = 1; i < levels.size(); ++i) names.push_back(levels[i][0]);
  if (names.empty() || rows.size() < 2)
    return base::fail(base::ErrorCode::invalid_input, "the tree of units is empty");
  election::UnitTree units(names, levels[1][1], rows[1][2]);
  for (std::size_t i = 2; i < rows.size(); ++i) {
    const std::string& path = rows[i][1];
    const std::size_t slash = path.rfind('/');
    const auto parent = slash == path.npos ? election::UnitIndex{0} : units.find(path.substr(0, slash));
    if (parent == election::kNoUnit || units.level(parent) == units.lowest_level()) {
      return base::fail(
          base::unexpected_input({"results/units.csv", i + 1, 0}, path, "a unit below one above it"));
    }
    std::string code = slash == path.npos ? path : path.substr(slash + 1);
    for (const auto& [from, to] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
      for (std::size_t at = code.find(from); at != code.npos; at = code.find(from, at + 1))
        code.replace(at, 2, to);
    }
    if (units.add(parent, code, rows[i][2]) != i - 1) {
      return base::fail(
          base::unexpected_input({"results/units.csv", i + 1, 0}, path, "a unit not named before"));
    }
  }
  return units;
}

base::Result<void> read_table(const FileSource& files, Results& results, ProtocolTable& table) {
  const std::string path = table_path(table.source, results.units.level_names()[table.level]);
  TRY_ASSIGN(const Rows rows, read_rows(files, path, table.lines.size() + 3));
  table.columns.assign(table.lines.size(), {});
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i];
    const auto unit = cells[0] == "-"    ? election::kNoUnit
                      : cells[0].empty() ? 0
                                         : results.units.find(cells[0]);
    if (unit == election::kNoUnit && cells[0] != "-") {
      return base::fail(base::unexpected_input({path, i + 1, 1}, cells[0], "a unit of results/units.csv"));
    }
    table.units.push_back(unit);
    TRY_ASSIGN(const int version, number_of<int>(cells[1]));
    table.versions.push_back(version);
    if (!cells[2].empty()) {
      TRY_ASSIGN(const base::Time published, base::parse_time(cells[2]));
      table.published.push_back(published);
    }
    for (std::size_t line = 0; line < table.lines.size(); ++line) {
      Figure figure = kBlank;
      if (!cells[line + 3].empty()) {
        TRY_ASSIGN(figure, base::while_doing(number_of<Figure>(cells[line + 3]), "reading " + path));
      }
      table.columns[line].push_back(figure);
    }
  }
  if (!table.published.empty() && table.published.size() != table.rows()) {
    return base::fail(base::ErrorCode::invalid_input,
                      path + ": some rows say when they were published, some do not");
  }
  return {};
}

base::Result<void> read_tables(const FileSource& files, Results& results) {
  TRY_ASSIGN(const Rows rows, read_rows(files, "results/lines.csv", 7));
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const auto& cells = rows[i];
    const auto level = results.units.find_level(cells[1]);
    if (!level)
      return base::fail(base::unexpected_input({"results/lines.csv", i + 1, 2}, cells[1], "a level"));
    if (results.tables.empty() || results.tables.back().source != cells[0] ||
        results.tables.back().level != *level) {
      ProtocolTable table;
      table.source = cells[0];
      table.level = *level;
      results.tables.push_back(std::move(table));
    }
    TRY_ASSIGN(const int decimals, number_of<int>(cells[6]));
    results.tables.back().lines.push_back(
        {cells[2], cells[3], cells[4],
         cells[5] == "counted" ? results::LineOrigin::counted : results::LineOrigin::computed,
         static_cast<std::uint8_t>(std::clamp(decimals, 0, 9))});
  }
  for (ProtocolTable& table : results.tables) TRY(read_table(files, results, table));
  return {};
}

base::Result<void> read_lists(const FileSource& files, Results& results) {
  TRY_ASSIGN(const Rows election, read_rows(files, "results/election.csv", 2));
  for (const auto& cells : election) {
    if (cells[0] == "election") results.election = cells[1];
    if (cells[0] == "rule_set") results.rule_set = cells[1];
    if (cells[0] == "synthetic") results.synthetic = cells[1] == "yes";
    if (cells[0] == "attribution") results.attributions.push_back(cells[1]);
  }
  TRY_ASSIGN(const Rows contestants, read_rows(files, "results/contestants.csv", 4));
  for (std::size_t i = 1; i < contestants.size(); ++i) {
    TRY_ASSIGN(const int order, number_of<int>(contestants[i][3]));
    results.contestants.push_back({contestants[i][0], contestants[i][1], contestants[i][2], order});
  }
  TRY_ASSIGN(const Rows sources, read_rows(files, "results/sources.csv", 3));
  for (std::size_t i = 1; i < sources.size(); ++i) {
    TRY_ASSIGN(const int authority, number_of<int>(sources[i][2]));
    results.sources.push_back({sources[i][0], sources[i][1], authority});
  }
  TRY_ASSIGN(const Rows remarks, read_rows(files, "results/remarks.csv", 4));
  for (std::size_t i = 1; i < remarks.size(); ++i) {
    const auto unit = results.units.find(remarks[i][0]);
    if (unit == election::kNoUnit)
      return base::fail(base::ErrorCode::invalid_input, "a remark on an unknown unit");
    const auto status = remarks[i][1] == "annulled"      ? results::UnitStatus::annulled
                        : remarks[i][1] == "quarantined" ? results::UnitStatus::quarantined
                                                         : results::UnitStatus::merged;
    results.remarks.push_back({unit, status, remarks[i][2], remarks[i][3]});
  }
  return {};
}

}  // namespace

base::Result<void> write_results(DatasetWriter& writer, const Results& results) {
  TRY(writer.add("results/election.csv", "election", election_csv(results)));
  TRY(writer.add("results/levels.csv", "levels", levels_csv(results)));
  TRY(writer.add("results/units.csv", "units", units_csv(results)));
  TRY(writer.add("results/contestants.csv", "contestants", contestants_csv(results)));
  TRY(writer.add("results/sources.csv", "sources", sources_csv(results)));
  TRY(writer.add("results/lines.csv", "lines", lines_csv(results)));
  TRY(writer.add("results/remarks.csv", "remarks", remarks_csv(results)));
  for (const ProtocolTable& table : results.tables) {
    const std::string path = table_path(table.source, results.units.level_names()[table.level]);
    TRY(writer.add(path, "protocols", table_csv(results, table)));
  }
  const auto tabulation = results::tabulate(results);
  if (!tabulation) return {};  // no source below the country: nothing to recompute
  return writer.add("results/tabulation.csv", "tabulation", tabulation_csv(results, *tabulation));
}

base::Result<Results> read_results(const FileSource& files) {
  Results results;
  TRY_ASSIGN(results.units, read_units(files));
  TRY(read_lists(files, results));
  TRY(read_tables(files, results));
  return results;
}

std::string tabulation_csv(const Results& results, const results::Tabulation& tabulation) {
  CsvText csv("level,unit,line,published_by,published,recomputed,remaining,compared,equal");
  for (const auto& level : tabulation.levels) {
    const auto name = results.units.level_names()[level.level];
    csv.cell(name).cell("*").cell("*").cell(level.from_source).cell("").cell("").cell("");
    csv.cell(static_cast<std::int64_t>(level.cells_compared))
        .cell(static_cast<std::int64_t>(level.cells_equal));
    csv.end_row();
    for (const auto& gap : level.gaps) {
      csv.cell(name).cell(results.units.path(gap.unit)).cell(gap.line).cell(gap.published_by);
      csv.cell(gap.published).cell(gap.recomputed).cell(gap.remaining).cell("").cell("").end_row();
    }
  }
  return csv.text();
}

}  // namespace tallyward::dataset
