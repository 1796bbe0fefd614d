// tallyward rules show: one rule set as its page of documentation, or as JSON.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "exchange/rule_library.h"

namespace tallyward::cli {
namespace {

int show_rule_set(const Arguments& arguments) {
  const auto rules = exchange::load_rule_set(arguments.operands()[0]);
  if (!rules) return report_failure(rules.error());
  if (arguments.has("--page")) {
    fmt::print("{}", exchange::rule_set_page(*rules));
    return kGood;
  }
  const std::string language = arguments.value_or("--language", "en");
  nlohmann::ordered_json json{{"id", rules->id},
                              {"title", results::text_in(rules->title, language)},
                              {"form", results::text_in(rules->form, language)},
                              {"version", rules->version},
                              {"rules", nlohmann::ordered_json::array()}};
  if (!arguments.has("--json")) fmt::print("{}: {}\n\n", rules->id, results::text_in(rules->title, language));
  for (const results::Rule& rule : rules->rules) {
    const std::string message = results::text_in(rule.message, language);
    if (!arguments.has("--json")) {
      fmt::print("{:<8} {} {}  {}\n             {}\n", rule.code, letter(rule.severity), letter(rule.basis),
                 message, rule.formula);
      continue;
    }
    json["rules"].push_back({{"code", rule.code},
                             {"severity", std::string(1, letter(rule.severity))},
                             {"relation", std::string(1, letter(rule.basis))},
                             {"kind", to_text(rule.kind)},
                             {"formula", rule.formula},
                             {"lines", rule.lines},
                             {"message", rule.message},
                             {"law",
                              {{"text", rule.law.text},
                               {"edition", rule.law.edition},
                               {"consulted", rule.law.consulted},
                               {"verified_by_national_lawyer", rule.law.verified_by_national_lawyer}}},
                             {"examples", rule.examples.size()}});
  }
  if (arguments.has("--json")) {
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print(
        "\nE must hold, W worth a look, X between levels or sources; L written in the law, D derived.\n");
  }
  return kGood;
}

}  // namespace

extern const Command rules_show_command;
const Command rules_show_command{
    .noun = "rules",
    .verb = "show",
    .summary = "Show the rules of a rule set",
    .description =
        "Prints each rule with its code, severity, whether it is written in the law (L) or derived (D), and "
        "its "
        "formula. --page prints the page that docs/checks holds.",
    .operands = {{.name = "RULES", .help = "The name of a shipped rule set, or a rule file."}},
    .options = {{.name = "--page", .value = "", .help = "The full page in Markdown: lines, laws, examples."},
                {.name = "--language",
                 .value = "CODE",
                 .help = "The language of the messages; English by default."}},
    .examples = {"tallyward rules show ge", "tallyward rules show kz --language kk",
                 "tallyward rules show bg --page > docs/checks/bg.md"},
    .run = show_rule_set,
};

}  // namespace tallyward::cli
