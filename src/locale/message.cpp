#include "locale/message.h"

#include <fmt/format.h>

#include "base/text.h"
#include "locale/plural.h"

namespace tallyward::locale {

namespace {

/// Walks a pattern once; either writes the message, or (with `places`) only notes what it asks for.
class Walk {
 public:
  Walk(std::string_view pattern, std::span<const Argument> arguments, const MessageStyle& style,
       std::set<std::string>* places)
      : rest_(pattern), arguments_(arguments), style_(style), places_(places) {}

  base::Result<void> run(std::string& out) {
    TRY(text(out, ""));
    if (!rest_.empty()) return ill_formed("a '}' without its '{'");
    return {};
  }

 private:
  /// Text up to the end or to the '}' that closes a branch; `number` stands for '#'.
  base::Result<void> text(std::string& out, std::string_view number) {
    while (!rest_.empty() && rest_[0] != '}') {
      const char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '{') {
        TRY(place(out));
      } else if (c == '\'' && !rest_.empty() && (rest_[0] == '{' || rest_[0] == '}')) {
        out.push_back(rest_[0]);
        rest_.remove_prefix(1);
      } else if (c == '#' && !number.empty()) {
        out += number;
      } else {
        out.push_back(c);
      }
    }
    return {};
  }

  base::Result<void> place(std::string& out) {
    const std::size_t end = rest_.find_first_of(",}");
    if (end == std::string_view::npos) return ill_formed("a '{' without its '}'");
    const std::string name(base::trim(rest_.substr(0, end)));
    if (places_ != nullptr) places_->insert(name);
    const bool simple = rest_[end] == '}';
    rest_.remove_prefix(end + 1);
    const Argument* argument = find(name);
    if (simple) {
      out += argument == nullptr ? "{" + name + "}" : written(*argument);
      return {};
    }
    const std::size_t comma = rest_.find(',');
    if (comma == std::string_view::npos) return ill_formed("a kind without branches");
    const std::string_view kind = base::trim(rest_.substr(0, comma));
    rest_.remove_prefix(comma + 1);
    if (kind != "plural" && kind != "select") return ill_formed(fmt::format("the kind '{}'", kind));
    return branches(out, name, kind == "plural", argument);
  }

  base::Result<void> branches(std::string& out, const std::string& name, bool plural,
                              const Argument* argument) {
    const std::string wanted = argument == nullptr ? "other" : branch_of(*argument, plural);
    const std::string number = plural ? (argument == nullptr ? "{" + name + "}" : written(*argument)) : "";
    std::string chosen;
    std::string other;
    bool has_chosen = false;
    bool has_other = false;
    while (true) {
      rest_ = rest_.substr(std::min(rest_.find_first_not_of(" \n\t"), rest_.size()));
      if (rest_.empty()) return ill_formed("a branch without its '}'");
      if (rest_[0] == '}') break;
      const std::size_t open = rest_.find('{');
      if (open == std::string_view::npos) return ill_formed("a branch without its '{'");
      const std::string branch(base::trim(rest_.substr(0, open)));
      rest_.remove_prefix(open + 1);
      std::string body;
      TRY(text(body, number));
      if (rest_.empty()) return ill_formed("a branch without its '}'");
      rest_.remove_prefix(1);
      if (places_ != nullptr) places_->insert(name + "." + branch);
      has_other |= branch == "other";
      if (branch == "other") other = body;
      const bool exact = branch[0] == '=' && argument != nullptr && plain(*argument) == branch.substr(1);
      if (exact || (branch == wanted && !has_chosen)) {
        chosen = std::move(body);
        has_chosen = true;
      }
    }
    rest_.remove_prefix(1);
    if (!has_other) return ill_formed(fmt::format("no branch 'other' for {}", name));
    out += has_chosen ? chosen : other;
    return {};
  }

  const Argument* find(std::string_view name) const {
    for (const Argument& argument : arguments_) {
      if (argument.name == name) return &argument;
    }
    return nullptr;
  }
  static std::string plain(const Argument& argument) {
    if (const auto* number = std::get_if<std::int64_t>(&argument.value)) return std::to_string(*number);
    return std::get<std::string>(argument.value);
  }
  std::string written(const Argument& argument) const {
    if (const auto* number = std::get_if<std::int64_t>(&argument.value)) return style_.integer(*number);
    const std::string& value = std::get<std::string>(argument.value);
    return style_.isolate ? "\u2068" + value + "\u2069" : value;
  }
  std::string branch_of(const Argument& argument, bool plural) const {
    return plural ? std::string(to_text(plural_of(style_.language, plain(argument)))) : plain(argument);
  }
  std::unexpected<base::Error> ill_formed(std::string_view what) const {
    return base::fail(base::ErrorCode::invalid_input, fmt::format("message pattern: found {}", what));
  }

  std::string_view rest_;
  std::span<const Argument> arguments_;
  const MessageStyle& style_;
  std::set<std::string>* places_;
};

}  // namespace

base::Result<std::string> format_message(std::string_view pattern, std::span<const Argument> arguments,
                                         const MessageStyle& style) {
  std::string message;
  TRY(Walk(pattern, arguments, style, nullptr).run(message));
  return message;
}

base::Result<std::set<std::string>> places_of(std::string_view pattern) {
  std::set<std::string> places;
  std::string message;
  const MessageStyle style{"en", [](std::int64_t number) { return std::to_string(number); }, false};
  TRY(Walk(pattern, {}, style, &places).run(message));
  return places;
}

}  // namespace tallyward::locale
