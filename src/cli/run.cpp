// The one place that parses words: the table of commands becomes a CLI11 application.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"
#include "cli/command.h"

namespace tallyward::cli {

namespace {

/// "no VERB named 'chek'; did you mean 'check'?"
int unknown_word(std::string_view kind, std::string_view word, std::span<const std::string_view> known) {
  std::string message = fmt::format("tallyward: no {} named '{}'", kind, word);
  if (const std::string_view near = base::nearest_name(word, known); !near.empty())
    message += fmt::format("; did you mean '{}'?", near);
  fmt::print(stderr, "{}\n'tallyward --help' lists what there is.\n", message);
  return kCouldNot;
}

/// CLI11 fills these; they are moved into Arguments once the words were accepted.
struct Slots {
  std::vector<std::vector<std::string>> options;
  std::vector<char> flags;
  std::vector<std::vector<std::string>> operands;
};

int run_command(const Command& command, std::span<const char* const> words) {
  CLI::App app;
  app.set_help_flag();
  bool help = false;
  bool json = false;
  app.add_flag("--help,-h", help);
  app.add_flag("--json", json);
  Slots slots;
  slots.options.resize(command.options.size());
  slots.flags.resize(command.options.size());
  slots.operands.resize(command.operands.size());
  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const Option& option = command.options[i];
    if (option.value.empty()) {
      app.add_flag_function(std::string(option.name), [&slots, i](std::int64_t) { slots.flags[i] = 1; });
    } else {
      CLI::Option* added = app.add_option(std::string(option.name), slots.options[i]);
      added->expected(1);
      if (option.repeatable) added->expected(1, 1 << 20)->allow_extra_args(false);
      if (option.required) added->required();
    }
  }
  for (std::size_t i = 0; i < command.operands.size(); ++i) {
    const Operand& operand = command.operands[i];
    CLI::Option* added = app.add_option(std::string(operand.name), slots.operands[i]);
    if (operand.repeatable) {
      added->expected(operand.required ? 1 : 0, 1 << 20);
    } else {
      added->expected(1)->allow_extra_args(false);
    }
    if (operand.required) added->required();
  }
  for (const char* word : words) {
    if (std::string_view(word) == "--help" || std::string_view(word) == "-h") {
      fmt::print("{}", help_text(command));
      return kGood;
    }
  }
  std::vector<std::string> reversed(words.rbegin(), words.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "tallyward {} {}: {}\n'tallyward {} {} --help' shows how to use it.\n", command.noun,
               command.verb, error.what(), command.noun, command.verb);
    return kCouldNot;
  }
  Arguments arguments;
  if (json) arguments.set_option("--json", {});
  for (std::size_t i = 0; i < command.options.size(); ++i) {
    const Option& option = command.options[i];
    if (option.value.empty() ? slots.flags[i] != 0 : !slots.options[i].empty()) {
      arguments.set_option(std::string(option.name), slots.options[i]);
    }
  }
  for (auto& operand : slots.operands) {
    for (std::string& text : operand) arguments.add_operand(std::move(text));
  }
  return command.run(arguments);
}

}  // namespace

int run(std::span<const char* const> words) {
  if (words.empty() || std::string_view(words[0]) == "--help" || std::string_view(words[0]) == "-h" ||
      std::string_view(words[0]) == "help") {
    fmt::print("{}", program_help());
    return words.empty() ? kCouldNot : kGood;
  }
  const std::string_view noun = std::string_view(words[0]) == "--version" ? "version" : words[0];
  std::vector<std::string_view> nouns;
  std::vector<std::string_view> verbs;
  for (const Command* command : all_commands()) {
    nouns.push_back(command->noun);
    if (command->noun != noun) continue;
    if (command->verb.empty()) return run_command(*command, words.subspan(1));
    verbs.push_back(command->verb);
    if (words.size() > 1 && command->verb == words[1]) return run_command(*command, words.subspan(2));
  }
  if (verbs.empty()) return unknown_word("command", noun, nouns);
  if (words.size() < 2 || std::string_view(words[1]) == "--help" || std::string_view(words[1]) == "-h") {
    for (const Command* command : all_commands()) {
      if (command->noun == noun)
        fmt::print("  tallyward {} {:<12} {}\n", command->noun, command->verb, command->summary);
    }
    return words.size() < 2 ? kCouldNot : kGood;
  }
  return unknown_word(fmt::format("'{}' command", noun), words[1], verbs);
}

bool Arguments::has(std::string_view option) const {
  return options_.find(option) != options_.end();
}

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto found = options_.find(option);
  if (found == options_.end() || found->second.empty()) return std::nullopt;
  return found->second.back();
}

std::string Arguments::value_or(std::string_view option, std::string_view otherwise) const {
  return value(option).value_or(std::string(otherwise));
}

std::span<const std::string> Arguments::values(std::string_view option) const {
  const auto found = options_.find(option);
  if (found == options_.end()) return {};
  return found->second;
}

int report_failure(const base::Error& error) {
  fmt::print(stderr, "tallyward: {}\n", base::to_text(error));
  return kCouldNot;
}

Progress::Progress(std::string what, std::uint64_t total, bool wanted)
    : what_(std::move(what)), total_(total), shown_(wanted && ::isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_ && last_percent_ >= 0) fmt::print(stderr, "\r\x1b[K");
}

void Progress::update(std::uint64_t done) {
  if (!shown_ || total_ == 0) return;
  const int percent = static_cast<int>(done * 100 / total_);
  if (percent == last_percent_) return;
  last_percent_ = percent;
  constexpr int kWidth = 30;
  fmt::print(stderr, "\r{} [{:<{}}] {:3} %", what_,
             std::string(static_cast<std::size_t>(percent * kWidth / 100), '#'), kWidth, percent);
}

}  // namespace tallyward::cli
