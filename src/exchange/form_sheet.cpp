#include "exchange/form_sheet.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::exchange {

namespace {

using observation::AnswerType;
using observation::Checklist;
using observation::Question;

struct SheetRow {
  std::size_t line = 0;
  std::vector<std::string> cells;
};

/// Rows of a small sheet, quotes as RFC 4180 has them.
base::Result<std::vector<SheetRow>> rows_of(std::string_view csv, std::string_view file_name) {
  std::vector<SheetRow> rows;
  SheetRow row{1, {}};
  std::string cell;
  std::size_t line = 1;
  bool quoted = false;
  const auto end_row = [&] {
    row.cells.push_back(std::move(cell));
    cell.clear();
    if (row.cells.size() > 1 || !row.cells[0].empty()) rows.push_back(std::move(row));
    row = {line + 1, {}};
  };
  for (std::size_t i = csv.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (c == '\n' && !quoted) {
      end_row();
      ++line;
    } else if (c == '\n') {
      ++line;
      cell += c;
    } else if (c == '"' && quoted && i + 1 < csv.size() && csv[i + 1] == '"') {
      cell += csv[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      row.cells.push_back(std::move(cell));
      cell.clear();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) {
    return base::fail(
        base::unexpected_input({std::string(file_name), line, 0}, "the end of the file", "a closing quote"));
  }
  if (!cell.empty() || !row.cells.empty()) end_row();
  return rows;
}

/// Short codes of the sheet and what they stand for.
std::optional<AnswerType> type_of(std::string_view code) {
  static const std::map<std::string_view, AnswerType> kCodes = {
      {"YN", AnswerType::yes_no}, {"YNU", AnswerType::yes_no_unknown},
      {"N", AnswerType::number},  {"NV", AnswerType::figure},
      {"T", AnswerType::time},    {"D", AnswerType::date},
      {"S", AnswerType::choice},  {"M", AnswerType::choices},
      {"R4", AnswerType::scale},  {"F4", AnswerType::frequency},
      {"TX", AnswerType::text},   {"IMG", AnswerType::photo}};
  const auto found = kCodes.find(code);
  if (found != kCodes.end()) return found->second;
  return observation::answer_type_from_text(code);
}

struct FormRow {
  std::string_view form;
  std::string_view title;
  std::string_view kind;
  std::string_view phase;
};

/// The shipped forms; a sheet may bring others, which are then visits of no phase.
constexpr std::array<FormRow, 12> kForms = {{{"OP", "Opening", "visit", "opening"},
                                             {"VO", "Voting", "visit", "voting"},
                                             {"CC", "Closing and counting", "visit", "closing"},
                                             {"TA", "Tabulation", "visit", "tabulation"},
                                             {"INC", "Incident", "incident", ""},
                                             {"PR", "Results protocol", "protocol", "closing"},
                                             {"PRAC", "Practice", "practice", ""},
                                             {"MEET", "Meeting", "longterm", ""},
                                             {"CAMP", "Campaign event", "longterm", ""},
                                             {"COMM", "Commission session", "longterm", ""},
                                             {"COMP", "Complaint", "longterm", ""},
                                             {"WEEK", "Weekly report", "longterm", ""}}};

void read_negative(std::string_view cell, Question& question) {
  if (cell.empty() || cell == "-") return;
  if (cell[0] == '>') {
    question.flagged_above = std::stoll(std::string(cell.substr(1)));
    return;
  }
  for (const std::string_view piece : base::split(cell, ';')) question.flagged.push_back(option_value(piece));
}

}  // namespace

std::string option_value(std::string_view label) {
  std::string value;
  for (const char c : base::trim(label)) {
    value += c == ' ' ? '_' : c;
  }
  return value;
}

base::Result<std::vector<Checklist>> read_form_sheet(std::string_view csv, std::string_view file_name) {
  TRY_ASSIGN(const std::vector<SheetRow> rows, rows_of(csv, file_name));
  const auto refuse = [&](std::size_t line, std::string_view found, std::string_view expected) {
    return base::fail(base::unexpected_input({std::string(file_name), line, 0}, found, expected));
  };
  if (rows.empty()) return refuse(1, "nothing", "a row of column names");
  std::map<std::string, std::size_t, std::less<>> column;
  for (std::size_t i = 0; i < rows[0].cells.size(); ++i) column.emplace(rows[0].cells[i], i);
  for (const char* needed : {"form", "question_id", "text", "answer_type"}) {
    if (!column.contains(needed)) return refuse(1, "no such column", needed);
  }
  std::vector<Checklist> forms;
  std::vector<Question> header;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const SheetRow& row = rows[i];
    const auto cell = [&](std::string_view name) -> std::string_view {
      const auto found = column.find(name);
      if (found == column.end() || found->second >= row.cells.size()) return {};
      return base::trim(row.cells[found->second]);
    };
    Question question;
    question.name = cell("question_id");
    if (question.name.empty()) return refuse(row.line, "an empty question_id", "a name like VO07");
    const auto type = type_of(cell("answer_type"));
    if (!type)
      return refuse(row.line, cell("answer_type"),
                    "an answer type (YN, YNU, N, NV, T, D, S, M, R4, F4, TX, IMG)");
    question.type = *type;
    question.label["en"] = cell("text");
    question.section = cell("section");
    question.relevant = cell("relevance");
    question.constraint = cell("constraint");
    question.required = cell("required") == "yes";
    question.source = cell("source");
    for (const auto& [name, index] : column) {
      if (name.starts_with("label_") && !cell(name).empty()) question.label[name.substr(6)] = cell(name);
    }
    const bool free_list = cell("options") == "list" || question.type == AnswerType::figure;
    if (!cell("options").empty() && !free_list) {
      for (const std::string_view label : base::split(cell("options"), ';')) {
        question.options.push_back({option_value(label), {{"en", std::string(base::trim(label))}}});
      }
    }
    read_negative(cell("negative_when"), question);
    question.comment_when_flagged = question.type == AnswerType::scale;
    if (cell("form") == "HDR") {
      question.section = "header";
      header.push_back(std::move(question));
      continue;
    }
    auto form = std::ranges::find_if(forms, [&](const Checklist& one) { return one.form == cell("form"); });
    if (form == forms.end()) {
      Checklist fresh;
      fresh.form = cell("form");
      const auto known =
          std::ranges::find_if(kForms, [&](const FormRow& one) { return one.form == fresh.form; });
      fresh.title["en"] = known == kForms.end() ? fresh.form : std::string(known->title);
      fresh.kind = known == kForms.end() ? "visit" : known->kind;
      fresh.phase = known == kForms.end() ? "" : known->phase;
      if (fresh.phase == "opening" || fresh.phase == "voting" ||
          (fresh.phase == "closing" && fresh.kind == "visit")) {
        fresh.questions = header;
      }
      form = forms.insert(forms.end(), std::move(fresh));
    }
    if (form->find(question.name) != nullptr)
      return refuse(row.line, question.name, "each question once in a form");
    form->questions.push_back(std::move(question));
  }
  return forms;
}

}  // namespace tallyward::exchange
