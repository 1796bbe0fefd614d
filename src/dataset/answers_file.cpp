#include "dataset/answers_file.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <tuple>

#include "dataset/csv_text.h"

namespace tallyward::dataset {

namespace {

using Group = std::vector<AnswerCell*>;

bool is_few(const std::set<std::string>& teams) {
  return !teams.empty() && teams.size() < kFewestTeams;
}

/// In a group whose sum is published, one withheld cell alone could be had by subtraction: the smallest other
/// one that holds something is withheld too (or a zero, if there is nothing else). True when that changed it.
bool protect(const Group& group) {
  if (std::ranges::count_if(group, [](const AnswerCell* cell) { return cell->withheld; }) != 1) return false;
  AnswerCell* chosen = nullptr;
  for (AnswerCell* cell : group) {
    if (cell->withheld) continue;
    const auto weight = [](const AnswerCell& c) {
      return std::tuple(c.answer == kAnyAnswer, c.count == 0, c.count);
    };
    if (chosen == nullptr || weight(*cell) < weight(*chosen)) chosen = cell;
  }
  if (chosen == nullptr) return false;
  chosen->withheld = true;
  return true;
}

void withhold_small_cells(std::vector<AnswerCell>& cells) {
  std::map<std::tuple<std::string, std::string, std::string>, Group> rows;
  std::map<std::tuple<std::string, std::string, std::string>, Group> columns;
  for (AnswerCell& cell : cells) {
    rows[{cell.scope, cell.form, cell.question}].push_back(&cell);
    columns[{cell.form, cell.question, cell.answer}].push_back(
        &cell);  // The regions and the whole: each follows from the others.
    cell.withheld = is_few(cell.teams) || (cell.in_earlier && is_few(cell.new_teams));
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& [name, row] : rows) changed = protect(row) || changed;
    for (const auto& [name, column] : columns) changed = protect(column) || changed;
  }
  for (const auto& [name, row] : rows) {
    const AnswerCell& base = **std::ranges::find(row, kAnyAnswer, &AnswerCell::answer);
    for (AnswerCell* cell : row) {
      cell->of = base.count;
      cell->of_withheld = base.withheld;
    }
  }
}

base::Result<std::int64_t> number_of(std::string_view text, std::size_t line) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) {
    return base::fail(
        base::unexpected_input({std::string(kAnswersPath), line, 0}, std::string(text), "a whole number"));
  }
  return number;
}

}  // namespace

std::vector<AnswerCell> count_answers(std::span<const ReleasedAnswer> answers) {
  std::map<std::tuple<std::string, std::string>, std::set<std::string>> kinds;  // Answers of each question.
  std::set<std::tuple<std::string, std::string, std::string>> rows;
  for (const ReleasedAnswer& one : answers) {
    kinds[{one.form, one.question}].insert({one.answer, std::string(kAnyAnswer)});
    rows.insert({one.scope, one.form, one.question});
    rows.insert({std::string(kWholeScope), one.form, one.question});
  }
  std::vector<AnswerCell> cells;
  std::map<std::tuple<std::string, std::string, std::string, std::string>, std::size_t> places;
  for (const auto& [scope, form, question] : rows) {
    for (const std::string& answer : kinds.at({form, question})) {
      places[{scope, form, question, answer}] = cells.size();
      cells.push_back({.scope = scope, .form = form, .question = question, .answer = answer});
    }
  }
  for (const ReleasedAnswer& one : answers) {
    for (const std::string& scope : {one.scope, std::string(kWholeScope)}) {
      for (const std::string& answer : {one.answer, std::string(kAnyAnswer)}) {
        AnswerCell& cell = cells[places.at({scope, one.form, one.question, answer})];
        ++cell.count;
        if (!one.flagged) ++cell.without_flagged;
        cell.teams.insert(one.team);
        if (one.was_released) {
          cell.in_earlier = true;
        } else {
          cell.new_teams.insert(one.team);
        }
      }
    }
  }
  withhold_small_cells(cells);
  return cells;
}

std::string answers_csv(std::span<const AnswerCell> cells) {
  CsvText csv("scope,form,question,answer,count,count_without_flagged,of");
  for (const AnswerCell& cell : cells) {
    csv.words(cell.scope).words(cell.form).words(cell.question).words(cell.answer);
    if (cell.withheld) {
      csv.cell("").cell("");
    } else {
      csv.cell(cell.count).cell(cell.without_flagged);
    }
    if (cell.of_withheld) {
      csv.cell("").end_row();
    } else {
      csv.cell(cell.of).end_row();
    }
  }
  return csv.text();
}

base::Result<std::vector<AnswerCell>> parse_answers_csv(std::string_view text) {
  const auto reader = formats::read_csv(text, {});
  std::vector<AnswerCell> cells;
  formats::Row row;
  for (std::size_t number = 0;; ++number) {
    TRY_ASSIGN(const bool more, reader->next(row));
    if (!more) return cells;
    if (!row.defect.empty() || row.cells.size() != 7) {
      return base::fail(base::unexpected_input({std::string(kAnswersPath), row.line, 0},
                                               "a row that cannot be read", "7 cells"));
    }
    if (number == 0) continue;
    AnswerCell cell{.scope = std::string(row.cells[0]),
                    .form = std::string(row.cells[1]),
                    .question = std::string(row.cells[2]),
                    .answer = std::string(row.cells[3])};
    cell.withheld = row.cells[4].empty();
    if (!cell.withheld) {
      TRY_ASSIGN(cell.count, number_of(row.cells[4], row.line));
      TRY_ASSIGN(cell.without_flagged, number_of(row.cells[5], row.line));
    }
    cell.of_withheld = row.cells[6].empty();
    if (!cell.of_withheld) {
      TRY_ASSIGN(cell.of, number_of(row.cells[6], row.line));
    }
    cells.push_back(std::move(cell));
  }
}

}  // namespace tallyward::dataset
