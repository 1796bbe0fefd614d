// The shell of every report: one self-contained HTML page without script, for screens from 360 pixels, for
// paper, light and dark. Everything on it comes from the caller, already in the page's language.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "locale/language.h"

namespace tallyward::reports {

struct PageSection {
  std::string id;
  std::string title;
  std::string html;  ///< Escaped already.
};

struct Page {
  std::string title;
  std::string subtitle;
  std::string lead;        ///< HTML above the contents.
  bool synthetic = false;  ///< Invented data: a banner that neither scrolling nor printing loses.
  std::vector<PageSection> sections;
  std::string foot;  ///< HTML.
};

/// The whole document. The same page is the same bytes.
std::string page_html(const Page& page, const locale::Language& language);

/// A table of a report. Texts are escaped here; numbers stand to the right.
struct TextTable {
  std::string caption;
  struct Column {
    std::string heading;
    bool number = false;
  };
  std::vector<Column> columns;
  std::vector<std::vector<std::string>> rows;
};
std::string table_html(const TextTable& table);

std::string paragraph(std::string_view text, std::string_view css_class = {});

/// A row of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets an apostrophe in front.
std::string csv_row(const std::vector<std::string>& cells);

}  // namespace tallyward::reports
