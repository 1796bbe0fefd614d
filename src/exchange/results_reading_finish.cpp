#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "exchange/results_reading.h"

namespace tallyward::exchange::internal {

void ResultsReading::add_published() {
  for (const PublishedFigures& published : profile_.published) {
    const election::UnitIndex unit = results_.units.find(published.unit);
    if (unit == election::kNoUnit) {
      report_.refuse(
          {{profile_.name, 0, 0}, "[[published]]", "unit '" + published.unit + "'", "a unit of the files"});
      continue;
    }
    TableBuilder& table = table_of(published.source, results_.units.level(unit));
    const std::size_t row = table.joined_row(unit, 0, 0);
    for (const auto& [code, figure] : published.figures) {
      results::Line line{code, "", code, results::LineOrigin::counted, 0};
      for (const LineColumn& declared : profile_.lines) {
        if (declared.line.code == code) line = declared.line;
      }
      for (const results::Contestant& contestant : results_.contestants) {
        if (contestant.code == code) line = {code, "votes", contestant.name, results::LineOrigin::counted, 0};
      }
      table.set(table.line(line), row, figure);
    }
  }
}

base::Result<Imported> ResultsReading::finish() {
  add_published();
  std::sort(results_.contestants.begin(), results_.contestants.end(),
            [](const auto& a, const auto& b) { return a.ballot_order < b.ballot_order; });
  for (const ProfileFile& file : profile_.files) {
    if (!file.long_form || !file.long_form->absent_is_zero) continue;
    for (auto& [key, table] : tables_) {
      if (table.source() == file.source) table.fill_blanks(file.long_form->group);
    }
  }
  for (const SumOfGroups& sum : profile_.sums) {
    for (auto& [key, table] : tables_) {
      if (table.source() == sum.source) table.add_sums(sum.group, sum.prefix, sum.of_prefixes);
    }
  }
  std::unordered_map<std::string, std::size_t> ranks;
  for (const LineColumn& line : profile_.lines) ranks.emplace(line.line.code, ranks.size());
  std::set<std::string> prefixes{"votes_"};
  for (const ProfileFile& file : profile_.files) {
    if (file.long_form) prefixes.insert(file.long_form->prefix);
  }
  for (const std::string& prefix : prefixes) {
    for (const results::Contestant& contestant : results_.contestants)
      ranks.emplace(fmt::format("{}{:02}", prefix, contestant.ballot_order), ranks.size());
  }
  std::stable_sort(results_.sources.begin(), results_.sources.end(),
                   [](const auto& a, const auto& b) { return a.authority < b.authority; });
  for (const results::Source& source : results_.sources) {
    for (auto& [key, table] : tables_) {
      if (table.source() == source.id) results_.tables.push_back(table.finish(ranks));
    }
  }
  return Imported{std::move(results_), std::move(report_)};
}

}  // namespace tallyward::exchange::internal
