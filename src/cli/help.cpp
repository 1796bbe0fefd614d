// Help texts, man pages and completion scripts, all from the table of commands.
#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "cli/command.h"

namespace tallyward::cli {

namespace {

std::string usage(const Command& command) {
  std::string text = fmt::format("tallyward {}", command.noun);
  if (!command.verb.empty()) text += fmt::format(" {}", command.verb);
  for (const Operand& operand : command.operands) {
    const std::string name = fmt::format("{}{}", operand.name, operand.repeatable ? "..." : "");
    text += operand.required ? " " + name : " [" + name + "]";
  }
  for (const Option& option : command.options) {
    const std::string word =
        option.value.empty() ? std::string(option.name) : fmt::format("{} {}", option.name, option.value);
    text += option.required ? " " + word : "";
  }
  return text + " [options]";
}

std::vector<Option> options_of(const Command& command) {
  std::vector<Option> options = command.options;
  options.push_back({"--json", "", "Write the result as one JSON object to standard output."});
  options.push_back({"--help", "", "Show this help."});
  return options;
}

std::string roff(std::string_view text) {
  std::string escaped;
  bool line_start = true;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\\\";
    } else if (c == '-') {
      escaped += "\\-";
    } else {
      if (line_start && (c == '.' || c == '\'')) escaped += "\\&";
      escaped += c;
    }
    line_start = c == '\n';
  }
  return escaped;
}

}  // namespace

std::string help_text(const Command& command) {
  std::string text =
      fmt::format("{}\n\nUsage: {}\n\n{}\n", command.summary, usage(command), command.description);
  if (!command.operands.empty()) text += "\nOperands:\n";
  for (const Operand& operand : command.operands)
    text += fmt::format("  {:<22} {}\n", operand.name, operand.help);
  text += "\nOptions:\n";
  for (const Option& option : options_of(command)) {
    text += fmt::format("  {:<22} {}{}{}\n", fmt::format("{} {}", option.name, option.value), option.help,
                        option.required ? " Required." : "",
                        option.repeatable ? " May be given several times." : "");
  }
  if (!command.examples.empty()) text += "\nExamples:\n";
  for (const std::string_view example : command.examples) text += fmt::format("  {}\n", example);
  return text + "\nExit status: 0 good, 1 differences found, 2 could not do it.\n";
}

std::string program_help() {
  std::string text =
      "Tallyward: the instrument of an election observation mission\n\nUsage: tallyward NOUN VERB "
      "[options]\n\n";
  for (const Command* command : all_commands()) {
    text +=
        fmt::format("  {:<26} {}\n", fmt::format("{} {}", command->noun, command->verb), command->summary);
  }
  return text + "\n'tallyward NOUN VERB --help' explains one of them. Every command takes --json.\n";
}

std::string man_page(const Command& command) {
  std::string title =
      fmt::format("tallyward-{}{}{}", command.noun, command.verb.empty() ? "" : "-", command.verb);
  std::string page = fmt::format(
      ".TH {} 1 \"\" \"tallyward {}\" \"Tallyward\"\n.SH NAME\n{} \\- {}\n.SH SYNOPSIS\n.B {}\n.SH "
      "DESCRIPTION\n{}\n",
      roff(title), TALLYWARD_VERSION, roff(title), roff(command.summary), roff(usage(command)),
      roff(command.description));
  if (!command.operands.empty()) page += ".SH OPERANDS\n";
  for (const Operand& operand : command.operands)
    page += fmt::format(".TP\n.I {}\n{}\n", roff(operand.name), roff(operand.help));
  page += ".SH OPTIONS\n";
  for (const Option& option : options_of(command)) {
    page +=
        fmt::format(".TP\n.B {} \\fI{}\\fR\n{}\n", roff(option.name), roff(option.value), roff(option.help));
  }
  page += ".SH EXIT STATUS\n0 good, 1 differences found, 2 could not do it.\n";
  if (!command.examples.empty()) page += ".SH EXAMPLES\n";
  for (const std::string_view example : command.examples)
    page += fmt::format(".nf\n{}\n.fi\n", roff(example));
  return page;
}

namespace {

std::string words_of(const Command& command) {
  std::string words;
  for (const Option& option : options_of(command)) words += fmt::format("{} ", option.name);
  words.pop_back();
  return words;
}

std::string verbs_of(std::string_view noun) {
  std::string verbs;
  for (const Command* command : all_commands()) {
    if (command->noun == noun && !command->verb.empty())
      verbs += fmt::format("{}{}", verbs.empty() ? "" : " ", command->verb);
  }
  return verbs;
}

std::vector<std::string_view> nouns() {
  std::vector<std::string_view> names;
  for (const Command* command : all_commands()) {
    if (std::find(names.begin(), names.end(), command->noun) == names.end()) names.push_back(command->noun);
  }
  return names;
}

std::string bash_completion() {
  std::string text =
      "# bash completion for tallyward\n_tallyward() {\n  local word=${COMP_WORDS[COMP_CWORD]} words=\n  "
      "case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n";
  for (const Command* command : all_commands()) {
    text += fmt::format("    \"{} {}\"{}) words=\"{}\" ;;\n", command->noun, command->verb,
                        command->verb.empty() ? "*" : "", words_of(*command));
  }
  text += "  esac\n  if [ \"$COMP_CWORD\" -eq 1 ]; then words=\"";
  for (const std::string_view noun : nouns()) text += fmt::format("{} ", noun);
  text += "\"; fi\n  if [ \"$COMP_CWORD\" -eq 2 ]; then case \"${COMP_WORDS[1]}\" in\n";
  for (const std::string_view noun : nouns()) {
    if (const std::string verbs = verbs_of(noun); !verbs.empty())
      text += fmt::format("    {}) words=\"{}\" ;;\n", noun, verbs);
  }
  return text +
         "  esac; fi\n  case \"$word\" in -*) ;; *) [ \"$COMP_CWORD\" -gt 2 ] && words= ;; esac\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n  [ -n \"$words\" ] || COMPREPLY=($(compgen "
         "-f -- \"$word\"))\n}\n"
         "complete -o filenames -F _tallyward tallyward\n";
}

std::string zsh_completion() {
  return "#compdef tallyward\nautoload -U +X bashcompinit && bashcompinit\n" + bash_completion();
}

std::string fish_completion() {
  std::string text = "# fish completion for tallyward\ncomplete -c tallyward -n __fish_use_subcommand -f\n";
  for (const std::string_view noun : nouns())
    text += fmt::format("complete -c tallyward -n __fish_use_subcommand -a {}\n", noun);
  for (const Command* command : all_commands()) {
    if (!command->verb.empty()) {
      text += fmt::format("complete -c tallyward -n '__fish_seen_subcommand_from {}' -a {} -d '{}'\n",
                          command->noun, command->verb, command->summary);
    }
    for (const Option& option : options_of(*command)) {
      text += fmt::format(
          "complete -c tallyward -n '__fish_seen_subcommand_from {}; and __fish_seen_subcommand_from {}' -l "
          "{}{}\n",
          command->noun, command->verb.empty() ? command->noun : command->verb, option.name.substr(2),
          option.value.empty() ? "" : " -r");
    }
  }
  return text;
}

}  // namespace

base::Result<std::string> completion_script(std::string_view shell) {
  if (shell == "bash") return bash_completion();
  if (shell == "zsh") return zsh_completion();
  if (shell == "fish") return fish_completion();
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("found shell \"{}\", expected bash, zsh or fish", shell));
}

}  // namespace tallyward::cli
