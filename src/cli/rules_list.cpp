// tallyward rules list: the shipped rule sets.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "exchange/rule_library.h"

namespace tallyward::cli {
namespace {

int list_rule_sets(const Arguments& arguments) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (const std::string& name : exchange::rule_set_names()) {
    const auto rules = exchange::load_rule_set(name);
    if (!rules) return report_failure(rules.error());
    const std::string title = results::text_in(rules->title, "en");
    if (arguments.has("--json")) {
      json.push_back(
          {{"id", name}, {"title", title}, {"version", rules->version}, {"rules", rules->rules.size()}});
    } else {
      fmt::print("{:<12} {:>3} rules  {}\n", name, rules->rules.size(), title);
    }
  }
  if (arguments.has("--json")) fmt::print("{}\n", json.dump(2));
  return kGood;
}

}  // namespace

extern const Command rules_list_command;
const Command rules_list_command{
    .noun = "rules",
    .verb = "list",
    .summary = "List the rule sets that come with the program",
    .description = "A rule set holds the control equations of one protocol form. 'rules show' prints one.",
    .operands = {},
    .options = {},
    .examples = {"tallyward rules list"},
    .run = list_rule_sets,
};

}  // namespace tallyward::cli
