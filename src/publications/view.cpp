#include "publications/view.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "reports/page.h"

namespace tallyward::publications {

namespace {

using nlohmann::ordered_json;

bool is_number(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell);
}

std::string cell_text(const Cell& cell, const locale::Language& language) {
  if (std::holds_alternative<std::monostate>(cell)) return language.text("record.not_known");
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return language.integer(*number);
  if (const auto* truth = std::get_if<bool>(&cell)) return language.text(*truth ? "record.yes" : "record.no");
  if (const auto* word = std::get_if<Word>(&cell)) {
    std::string key = "record.word_" + word->code;
    std::replace(key.begin(), key.end(), ' ', '_');
    std::replace(key.begin(), key.end(), '-', '_');
    return language.has(key) || locale::english().has(key) ? language.text(key) : word->code;
  }
  return base::join(std::get<std::vector<std::string>>(cell), ", ");
}

ordered_json cell_json(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  if (const auto* truth = std::get_if<bool>(&cell)) return *truth;
  if (const auto* word = std::get_if<Word>(&cell)) return word->code;
  if (const auto* list = std::get_if<std::vector<std::string>>(&cell)) return *list;
  return nullptr;
}

/// Characters, as a terminal with one cell for each shows them.
std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

/// Lines of at most `width` characters, broken at spaces where there are some.
std::vector<std::string> wrap(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  for (const std::string_view word : base::split(text, ' ')) {
    if (!line.empty() && characters(line) + 1 + characters(word) > width) {
      lines.push_back(line);
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
  }
  lines.push_back(line);
  return lines;
}

/// Widths of columns that fit the line: the widest are narrowed first, none below its longest word.
std::vector<std::size_t> widths_of(const std::vector<std::vector<std::string>>& rows, std::size_t line) {
  std::vector<std::size_t> widths(rows.front().size(), 1), least(rows.front().size(), 1);
  for (const auto& row : rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      widths[c] = std::max(widths[c], characters(row[c]));
      for (const std::string_view word : base::split(row[c], ' '))
        least[c] = std::max(least[c], characters(word));
    }
  }
  std::size_t total = 2 * widths.size();
  for (const std::size_t w : widths) total += w;
  while (total > line) {
    std::size_t widest = widths.size();
    for (std::size_t c = 0; c < widths.size(); ++c) {
      if (widths[c] > least[c] && (widest == widths.size() || widths[c] > widths[widest])) widest = c;
    }
    if (widest == widths.size()) break;
    --widths[widest];
    --total;
  }
  return widths;
}

std::string table_text(const ViewTable& table, const locale::Language& language, std::size_t width) {
  std::vector<std::vector<std::string>> rows(1);
  for (const std::string& column : table.columns) rows[0].push_back(language.text("record.col_" + column));
  for (const auto& row : table.rows) {
    rows.emplace_back();
    for (const Cell& cell : row) rows.back().push_back(cell_text(cell, language));
  }
  const auto widths = widths_of(rows, width);
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 1;
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      wrapped.push_back(wrap(rows[r][c], widths[c]));
      height = std::max(height, wrapped.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
      std::string out;
      for (std::size_t c = 0; c < wrapped.size(); ++c) {
        const std::string piece = line < wrapped[c].size() ? wrapped[c][line] : "";
        const std::size_t used = characters(piece);
        const std::string pad(widths[c] > used ? widths[c] - used : 0, ' ');
        const bool right = r > 0 && is_number(table.rows[r - 1][c]);
        out += (right ? pad + piece : piece + pad) + "  ";
      }
      text += out.substr(0, out.find_last_not_of(' ') + 1) + "\n";
    }
    if (r == 0) text += std::string(std::min(width, std::size_t{60}), '-') + "\n";
  }
  return text;
}

reports::TextTable text_table(const ViewTable& table, const locale::Language& language) {
  reports::TextTable shown;
  shown.caption = language.text("record.table_" + table.id);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const bool numbers =
        std::any_of(table.rows.begin(), table.rows.end(), [&](const auto& row) { return is_number(row[c]); });
    shown.columns.push_back({language.text("record.col_" + table.columns[c]), numbers});
  }
  for (const auto& row : table.rows) {
    shown.rows.emplace_back();
    for (const Cell& cell : row) shown.rows.back().push_back(cell_text(cell, language));
  }
  return shown;
}

std::string notes_html(const View& view) {
  std::string html;
  for (const std::string& note : view.notes) html += reports::paragraph(note, "note");
  return html;
}

}  // namespace

Cell known(std::string_view text) {
  if (text.empty()) return std::monostate{};
  return std::string(text);
}

Cell known(std::optional<std::int64_t> number) {
  if (!number) return std::monostate{};
  return *number;
}

std::string basis_line(const View& view, const locale::Language& language) {
  std::vector<std::string> labels;
  for (const findings::Basis basis : view.rests_on) {
    constexpr std::string_view keys[] = {"record.basis_sourced", "record.basis_synthetic",
                                         "record.basis_quotation"};
    labels.push_back(language.text(keys[static_cast<std::size_t>(basis)]));
  }
  if (labels.empty()) labels.push_back(language.text("record.basis_nothing"));
  return language.text("record.rests_on", {{"what", base::join(labels, "; ")}});
}

std::string view_text(const View& view, const locale::Language& language, std::size_t width) {
  std::string text = language.text("record.view_" + view.id) + "\n" + view.title + "\n";
  if (view.synthetic) text += language.text("record.synthetic") + "\n";
  text += basis_line(view, language) + "\n";
  for (const ViewTable& table : view.tables) {
    text += "\n" + language.text("record.table_" + table.id) + "\n";
    text += table.rows.empty() ? language.text("record.no_rows") + "\n" : table_text(table, language, width);
  }
  if (!view.notes.empty()) text += "\n";
  for (const std::string& note : view.notes) {
    for (const std::string& line : wrap(note, width)) text += line + "\n";
  }
  return text;
}

std::string view_json(const View& view) {
  ordered_json root;
  root["view"] = view.id;
  root["record"] = view.title;
  root["synthetic"] = view.synthetic;
  root["rests_on"] = ordered_json::array();
  for (const findings::Basis basis : view.rests_on) root["rests_on"].push_back(findings::to_text(basis));
  for (const ViewTable& table : view.tables) {
    root[table.id] = ordered_json::array();
    for (const auto& row : table.rows) {
      ordered_json object;
      for (std::size_t c = 0; c < row.size(); ++c) object[table.columns[c]] = cell_json(row[c]);
      root[table.id].push_back(std::move(object));
    }
  }
  root["notes"] = view.notes;
  return root.dump(2) + "\n";
}

std::string view_sections(const View& view, const locale::Language& language) {
  std::string html = reports::paragraph(basis_line(view, language), "basis");
  for (const ViewTable& table : view.tables) {
    if (table.rows.empty()) {
      html += reports::paragraph(language.text("record.table_" + table.id) + ": " +
                                 language.text("record.no_rows"));
    } else {
      html += reports::table_html(text_table(table, language));
    }
  }
  return html + notes_html(view);
}

std::string view_page(const View& view, const locale::Language& language) {
  reports::Page page;
  page.title = language.text("record.view_" + view.id);
  page.subtitle = view.title;
  page.synthetic = view.synthetic;
  page.lead = reports::paragraph(basis_line(view, language), "basis");
  for (const ViewTable& table : view.tables) {
    page.sections.push_back({table.id, language.text("record.table_" + table.id),
                             table.rows.empty() ? reports::paragraph(language.text("record.no_rows"))
                                                : reports::table_html(text_table(table, language))});
  }
  page.foot = notes_html(view);
  return reports::page_html(page, language);
}

std::string table_csv(const View& view, const ViewTable& table, const locale::Language& language) {
  std::vector<std::string> heading;
  if (view.synthetic) heading.emplace_back("synthetic");
  heading.insert(heading.end(), table.columns.begin(), table.columns.end());
  std::string text = reports::csv_row(heading);
  for (const auto& row : table.rows) {
    std::vector<std::string> cells;
    if (view.synthetic) cells.emplace_back("SYNTHETIC");
    for (const Cell& cell : row) {
      if (std::holds_alternative<std::monostate>(cell)) {
        cells.emplace_back();
      } else if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        cells.push_back(fmt::format("{}", *number));
      } else {
        cells.push_back(cell_text(cell, language));
      }
    }
    text += reports::csv_row(cells);
  }
  return text;
}

}  // namespace tallyward::publications
