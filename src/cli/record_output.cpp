#include "cli/record_output.h"

#include <filesystem>

#include <fmt/format.h>

#include "base/file.h"
#include "exchange/record_files.h"
#include "publications/record_views.h"

namespace tallyward::cli {

std::vector<Option> view_options(std::vector<Option> more) {
  more.push_back({"--language", "CODE", "Language of headings and notes: en, ru or kk."});
  more.push_back({"--html", "FILE", "Also write the view as a page."});
  more.push_back({"--csv", "FOLDER",
                  "Also write each table as CSV; a synthetic one says so in its name and in a column."});
  return more;
}

base::Result<const locale::Language*> chosen_language(const Arguments& arguments) {
  return locale::find_language(arguments.value_or("--language", "en"));
}

int write_view(const publications::View& view, const locale::Language& language, const Arguments& arguments) {
  if (const auto file = arguments.value("--html")) {
    if (const auto written = base::write_file(*file, publications::view_page(view, language)); !written)
      return report_failure(written.error());
  }
  if (const auto folder = arguments.value("--csv")) {
    std::error_code failed;
    std::filesystem::create_directories(*folder, failed);
    for (const publications::ViewTable& table : view.tables) {
      const std::string name = (view.synthetic ? "SYNTHETIC-" : "") + view.id + "-" + table.id + ".csv";
      if (const auto written = base::write_file(std::filesystem::path(*folder) / name,
                                                publications::table_csv(view, table, language));
          !written)
        return report_failure(written.error());
    }
  }
  fmt::print("{}", arguments.has("--json") ? publications::view_json(view)
                                           : publications::view_text(view, language));
  return view.differences ? kDifferencesFound : kGood;
}

int show_view(std::string_view id, const Arguments& arguments) {
  const auto language = chosen_language(arguments);
  if (!language) return report_failure(language.error());
  const auto record = exchange::read_record(arguments.operands()[0]);
  if (!record) return report_failure(record.error());
  publications::ViewFilter filter;
  filter.theme = arguments.value_or("--theme", "");
  filter.group = arguments.value_or("--group", "");
  filter.type = arguments.value_or("--type", arguments.value_or("--topic", ""));
  filter.ground = arguments.value_or("--ground", "");
  filter.speaker = arguments.value_or("--speaker", "");
  filter.section = arguments.value_or("--section", "");
  filter.name = arguments.value_or("--name", "");
  const auto view = publications::make_view(id, *record, **language, filter);
  if (!view) return report_failure(view.error());
  return write_view(*view, **language, arguments);
}

}  // namespace tallyward::cli
