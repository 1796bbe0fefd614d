#include <fmt/format.h>
#include <xlsxwriter.h>

#include "formats/xlsx.h"

namespace tallyward::formats {

struct XlsxWriter::Book {
  std::string path;
  lxw_workbook* workbook = nullptr;
  lxw_worksheet* sheet = nullptr;
  lxw_row_t row = 0;
  ~Book() {
    if (workbook != nullptr) workbook_close(workbook);
  }
};

XlsxWriter::XlsxWriter(std::unique_ptr<Book> book) : book_(std::move(book)) {}
XlsxWriter::XlsxWriter(XlsxWriter&&) noexcept = default;
XlsxWriter& XlsxWriter::operator=(XlsxWriter&&) noexcept = default;
XlsxWriter::~XlsxWriter() = default;

base::Result<XlsxWriter> XlsxWriter::create(const std::filesystem::path& file, const std::string& sheet) {
  auto book = std::make_unique<Book>();
  book->path = file.string();
  lxw_workbook_options options{};
  options.constant_memory = LXW_TRUE;
  book->workbook = workbook_new_opt(book->path.c_str(), &options);
  if (book->workbook != nullptr) book->sheet = workbook_add_worksheet(book->workbook, sheet.c_str());
  if (book->sheet == nullptr)
    return base::fail(base::ErrorCode::unavailable,
                      fmt::format("cannot begin the workbook {}", file.string()));
  worksheet_freeze_panes(book->sheet, 1, 0);
  return XlsxWriter(std::move(book));
}

base::Result<void> XlsxWriter::add_row(const std::vector<XlsxCell>& cells) {
  if (book_->row >= LXW_ROW_MAX || cells.size() > LXW_COL_MAX)
    return base::fail(base::ErrorCode::too_large, "a sheet has at most 1,048,576 rows and 16,384 columns");
  lxw_col_t column = 0;
  for (const XlsxCell& cell : cells) {
    lxw_error problem = LXW_NO_ERROR;
    if (const auto* text = std::get_if<std::string>(&cell))
      problem = worksheet_write_string(book_->sheet, book_->row, column, text->c_str(), nullptr);
    if (const auto* number = std::get_if<std::int64_t>(&cell))
      problem =
          worksheet_write_number(book_->sheet, book_->row, column, static_cast<double>(*number), nullptr);
    if (problem != LXW_NO_ERROR)
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("{}, row {} column {}: {}", book_->path, book_->row + 1, column + 1,
                                    lxw_strerror(problem)));
    ++column;
  }
  ++book_->row;
  return {};
}

base::Result<void> XlsxWriter::close() {
  const lxw_error problem = workbook_close(book_->workbook);
  book_->workbook = nullptr;
  if (problem == LXW_NO_ERROR) return {};
  return base::fail(base::ErrorCode::unavailable,
                    fmt::format("cannot write {}: {}", book_->path, lxw_strerror(problem)));
}

}  // namespace tallyward::formats
