// tallyward statement quote-check: every number of an outside text against the findings.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "cli/record_output.h"
#include "exchange/record_files.h"
#include "findings/from_record.h"

namespace tallyward::cli {

namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::string& text) {
  return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

int check_quotes(const Arguments& arguments) {
  const auto record = exchange::read_record(arguments.operands()[0]);
  if (!record) return report_failure(record.error());
  const auto text = base::read_file(arguments.operands()[1], std::size_t{16} << 20);
  if (!text) return report_failure(text.error());
  const auto numbers = findings::check_quotes(*text, findings::quotable_figures(*record));
  ordered_json root{{"synthetic", record->info.synthetic}};
  root["numbers"] = ordered_json::array();
  bool all_traced = true;
  for (const findings::QuotedNumber& number : numbers) {
    all_traced = all_traced && number.state == findings::QuoteState::traced;
    const std::string_view before = std::string_view(*text).substr(0, number.offset);
    const std::size_t line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t column =
        number.offset - (before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1) + 1;
    const auto finding = record->find("findings", number.finding);
    const std::string rests_on =
        finding ? std::string(findings::to_text(findings::basis_of(*record, *finding))) : "";
    root["numbers"].push_back({{"line", line},
                               {"column", column},
                               {"text", number.text},
                               {"state", findings::to_text(number.state)},
                               {"finding", or_null(number.finding)},
                               {"data_say", or_null(number.expected)},
                               {"rests_on", or_null(rests_on)}});
    if (arguments.has("--json")) continue;
    fmt::print("{}:{}:{}: {}: {}", arguments.operands()[1], line, column, number.text,
               findings::to_text(number.state));
    if (number.state == findings::QuoteState::traced) fmt::print(" to {} ({})", number.finding, rests_on);
    if (number.state == findings::QuoteState::differs)
      fmt::print("; {} says {} ({})", number.finding, number.expected, rests_on);
    fmt::print("\n");
  }
  if (arguments.has("--json")) fmt::print("{}\n", root.dump(2));
  return all_traced ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command statement_quote_check_command;
const Command statement_quote_check_command{
    .noun = "statement",
    .verb = "quote-check",
    .summary = "Trace every number of a text to a finding",
    .description =
        "Each number of the text, with its qualifier and its base, is traced to a finding, differs from one, "
        "or is untraced. Exit "
        "status 1 unless all are traced.",
    .operands = {{"FOLDER", "The record."}, {"TEXT", "A text file (UTF-8)."}},
    .options = {},
    .examples = {"tallyward statement quote-check testdata/kz2021 article.txt"},
    .run = check_quotes,
};

}  // namespace tallyward::cli
