// One screen of the mission's record: what it shows, what it rests on, its tables and caveats. The terminal,
// --json, HTML pages and the portal show the same view, so they cannot part.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "findings/basis.h"
#include "locale/language.h"

namespace tallyward::publications {

/// A word of a fixed list ("boycott"): JSON has the code, people see it in their language.
struct Word {
  std::string code;
};

/// A cell. monostate is "not known": a gap, never a zero.
using Cell = std::variant<std::monostate, std::string, std::int64_t, bool, Word, std::vector<std::string>>;
/// A text cell, or a gap for "".
Cell known(std::string_view text);
Cell known(std::optional<std::int64_t> number);

struct ViewTable {
  std::string id;                    ///< Key in JSON; its title is the message record.table_ID.
  std::vector<std::string> columns;  ///< Keys in JSON; headings are the messages record.col_KEY.
  std::vector<std::vector<Cell>> rows = {};
};

struct View {
  std::string id;     ///< Its title is the message record.view_ID.
  std::string title;  ///< Of the record.
  bool synthetic = false;
  std::set<findings::Basis> rests_on;
  std::vector<ViewTable> tables;
  std::vector<std::string> notes = {};  ///< Sentences in the language of the view.
  bool differences = false;             ///< Something does not fit together: exit status 1.
};

/// For a terminal: columns aligned, long texts wrapped; first the title, SYNTHETIC where it is, and what it
/// rests on.
std::string view_text(const View& view, const locale::Language& language, std::size_t width = 120);
/// {"view", "record", "synthetic", "rests_on": [...], TABLE: [{COLUMN: value}], "notes": [...]}; gaps are
/// null.
std::string view_json(const View& view);
/// A whole page (reports/page.h), and its inside alone for the portal.
std::string view_page(const View& view, const locale::Language& language);
std::string view_sections(const View& view, const locale::Language& language);
/// A table as CSV; a synthetic record's has the column `synthetic` in front.
std::string table_csv(const View& view, const ViewTable& table, const locale::Language& language);

/// "SYNTHETIC", the labels of what it rests on, in the language.
std::string basis_line(const View& view, const locale::Language& language);

}  // namespace tallyward::publications
