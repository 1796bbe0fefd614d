// A command of the program as data. The same table gives parsing, --help, man pages and shell completion,
// so that they cannot part.
#pragma once

#include <cstdio>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace tallyward::cli {

struct Option {
  std::string_view name;   ///< With its dashes: "--profile".
  std::string_view value;  ///< What stands behind it, "FILE"; empty for a flag.
  std::string_view help;   ///< One sentence.
  bool required = false;
  bool repeatable = false;
};

struct Operand {
  std::string_view name;  ///< "FILE"
  std::string_view help;
  bool required = true;
  bool repeatable = false;  ///< Only the last operand may be.
};

/// What was typed, after the table has accepted it.
class Arguments {
 public:
  bool has(std::string_view option) const;
  std::optional<std::string> value(std::string_view option) const;
  std::string value_or(std::string_view option, std::string_view otherwise) const;
  std::span<const std::string> values(std::string_view option) const;
  std::span<const std::string> operands() const { return operands_; }

  void set_option(std::string name, std::vector<std::string> values) {
    options_[std::move(name)] = std::move(values);
  }
  void add_operand(std::string text) { operands_.push_back(std::move(text)); }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> options_;
  std::vector<std::string> operands_;
};

/// Exit codes of every command.
inline constexpr int kGood = 0;              ///< Done; nothing differs.
inline constexpr int kDifferencesFound = 1;  ///< Done; checks failed or figures differ.
inline constexpr int kCouldNot = 2;          ///< Could not do it.

struct Command {
  std::string_view noun;
  std::string_view verb;         ///< Empty for `demo`, which stands alone.
  std::string_view summary;      ///< One line, no full stop.
  std::string_view description;  ///< Paragraphs for --help and the man page.
  std::vector<Operand> operands;
  std::vector<Option> options;  ///< --json and --help are added to every command.
  std::vector<std::string_view> examples;
  int (*run)(const Arguments&) = nullptr;
};

/// Every command, in the order of `tallyward --help`. Each stands in a file of its own, cli/NOUN_VERB.cpp.
std::span<const Command* const> all_commands();

/// Parses the words behind the program's name and runs the command; returns the exit code.
int run(std::span<const char* const> words);

/// Prints "tallyward: MESSAGE" and its context to stderr; returns kCouldNot.
int report_failure(const base::Error& error);

/// --help of one command, and of the whole program.
std::string help_text(const Command& command);
std::string program_help();

/// The man page of a command in roff, and completion scripts; `shell` is bash, zsh or fish.
std::string man_page(const Command& command);
base::Result<std::string> completion_script(std::string_view shell);

/// A progress bar on stderr, only when stderr is a terminal and --json was not asked for.
class Progress {
 public:
  Progress(std::string what, std::uint64_t total, bool wanted);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void update(std::uint64_t done);

 private:
  std::string what_;
  std::uint64_t total_;
  bool shown_;
  int last_percent_ = -1;
};

}  // namespace tallyward::cli
