// tallyward rules test: reads rule files strictly and runs the examples beside each rule.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "exchange/rule_library.h"

namespace tallyward::cli {
namespace {

int try_rule_sets(const Arguments& arguments) {
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  std::size_t wrong = 0;
  for (const std::string& name : arguments.operands()) {
    const auto rules = exchange::load_rule_set(name);
    if (!rules) return report_failure(rules.error());
    const std::vector<exchange::ExampleOutcome> outcomes = exchange::run_examples(*rules);
    std::size_t good = 0;
    for (const exchange::ExampleOutcome& outcome : outcomes) {
      good += outcome.good() ? 1 : 0;
      if (arguments.has("--json")) {
        json.push_back({{"rule_set", rules->id},
                        {"rule", outcome.rule},
                        {"example", outcome.example},
                        {"line", outcome.line},
                        {"expected", to_text(outcome.expected)},
                        {"found", to_text(outcome.found)},
                        {"difference", outcome.difference},
                        {"good", outcome.good()}});
      } else if (!outcome.good()) {
        fmt::print("{}: line {}: rule {}, example '{}': found {}, expected {}{}{}\n", name, outcome.line,
                   outcome.rule, outcome.example, to_text(outcome.found), to_text(outcome.expected),
                   outcome.difference.empty() ? "" : "; ", outcome.difference);
      }
    }
    wrong += outcomes.size() - good;
    if (!arguments.has("--json"))
      fmt::print("{}: {} rules, {} of {} examples as stated\n", rules->id, rules->rules.size(), good,
                 outcomes.size());
  }
  if (arguments.has("--json")) fmt::print("{}\n", json.dump(2));
  return wrong == 0 ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command rules_test_command;
const Command rules_test_command{
    .noun = "rules",
    .verb = "test",
    .summary = "Read a rule file and run the examples beside its rules",
    .description =
        "A mistake in the file is shown with its line, a caret and what was expected (exit 2). An example "
        "whose "
        "verdict or sides are not as stated is listed (exit 1).",
    .operands = {{.name = "RULES", .help = "Rule files, or names of shipped rule sets.", .repeatable = true}},
    .options = {},
    .examples = {"tallyward rules test my-rules.toml", "tallyward rules test ge kz"},
    .run = try_rule_sets,
};

}  // namespace tallyward::cli
