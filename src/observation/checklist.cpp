#include "observation/checklist.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::observation {

namespace {
constexpr std::array<std::string_view, 12> kTypes = {"yes_no", "yes_no_unknown", "number", "figure",
                                                     "time",   "date",           "choice", "choices",
                                                     "scale",  "frequency",      "text",   "photo"};

std::unexpected<base::Error> refuse(const Question& question, std::string_view answer,
                                    std::string_view expected) {
  return base::fail(
      base::ErrorCode::invalid_input,
      fmt::format("{}: found \"{}\", expected {}", question.name, answer.substr(0, 80), expected));
}

bool is_digits(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

bool is_option(const Question& question, std::string_view value) {
  return std::ranges::any_of(question.options,
                             [&](const ChecklistOption& option) { return option.value == value; });
}
}  // namespace

std::string_view to_text(AnswerType type) {
  return kTypes[static_cast<std::size_t>(type)];
}

std::optional<AnswerType> answer_type_from_text(std::string_view text) {
  const auto found = std::ranges::find(kTypes, text);
  if (found == kTypes.end()) return std::nullopt;
  return static_cast<AnswerType>(found - kTypes.begin());
}

const Question* Checklist::find(std::string_view name) const {
  const auto found =
      std::ranges::find_if(questions, [&](const Question& question) { return question.name == name; });
  return found == questions.end() ? nullptr : &*found;
}

bool is_missing(std::string_view answer) {
  return answer.empty() || answer == kCouldNotObserve || answer == kNotApplicable;
}

base::Result<void> check_answer(const Question& question, std::string_view answer) {
  if (is_missing(answer)) return {};
  switch (question.type) {
    case AnswerType::yes_no:
    case AnswerType::yes_no_unknown:
    case AnswerType::choice:
    case AnswerType::scale:
    case AnswerType::frequency:
      // A choice without options of its own (a region, say) takes any short text.
      if (question.options.empty() ? answer.size() <= 200 : is_option(question, answer)) return {};
      return refuse(question, answer, "one of its options");
    case AnswerType::choices:
      for (const std::string_view value : base::split(answer, ' ')) {
        if (!is_option(question, value)) return refuse(question, value, "its options, with spaces between");
      }
      return {};
    case AnswerType::number:
      return is_digits(answer, 9) ? base::Result<void>()
                                  : refuse(question, answer, "a whole number below 1,000,000,000");
    case AnswerType::figure:
      for (const std::string_view value : base::split(answer, ' ')) {
        if (!is_digits(value, 9)) return refuse(question, value, "whole numbers, one for each contestant");
      }
      return {};
    case AnswerType::time:
      if (answer.size() == 5 && is_digits(answer.substr(0, 2), 2) && answer[2] == ':' &&
          is_digits(answer.substr(3), 2) && answer.substr(0, 2) < "24" && answer.substr(3) < "60") {
        return {};
      }
      return refuse(question, answer, "a time from 00:00 to 23:59");
    case AnswerType::date:
      if (answer.size() == 10 && is_digits(answer.substr(0, 4), 4) && answer[4] == '-' && answer[7] == '-')
        return {};
      return refuse(question, answer, "a date like 2026-11-29");
    case AnswerType::photo:
      if (answer.size() == 64) return {};
      return refuse(question, answer, "the SHA-256 of the photo");
    case AnswerType::text:
      return answer.size() <= 16'000 ? base::Result<void>()
                                     : refuse(question, answer, "at most 16,000 bytes of text");
  }
  return {};
}

bool is_flagged(const Question& question, std::string_view answer) {
  if (is_missing(answer)) return false;
  if (question.flagged_above) {
    return is_digits(answer, 9) && std::stoll(std::string(answer)) > *question.flagged_above;
  }
  for (const std::string& adverse : question.flagged) {
    if (adverse == "any") return answer != "none";
    for (const std::string_view value : base::split(answer, ' ')) {
      if (value == adverse) return true;
    }
  }
  return false;
}

int completeness(const Checklist& checklist, const std::string& language) {
  std::size_t all = 0;
  std::size_t have = 0;
  const auto look = [&](const Texts& texts) {
    ++all;
    const auto found = texts.find(language);
    if (found != texts.end() && !found->second.empty()) ++have;
  };
  look(checklist.title);
  for (const Question& question : checklist.questions) {
    look(question.label);
    for (const ChecklistOption& option : question.options) look(option.label);
  }
  return static_cast<int>(have * 100 / all);
}

std::vector<std::string> version_difference(const Checklist& before, const Checklist& after) {
  std::vector<std::string> changes;
  for (const Question& question : after.questions) {
    const Question* old = before.find(question.name);
    if (old == nullptr) {
      changes.push_back(fmt::format("{}: added", question.name));
      continue;
    }
    if (old->type != question.type) {
      changes.push_back(
          fmt::format("{}: type {} became {}", question.name, to_text(old->type), to_text(question.type)));
    }
    if (old->relevant != question.relevant)
      changes.push_back(fmt::format("{}: relevance changed", question.name));
    if (old->constraint != question.constraint)
      changes.push_back(fmt::format("{}: constraint changed", question.name));
    for (const auto& [language, label] : question.label) {
      const auto found = old->label.find(language);
      if (found == old->label.end() || found->second != label) {
        changes.push_back(fmt::format("{}: label changed ({})", question.name, language));
      }
    }
    const auto same = [](const ChecklistOption& a, const ChecklistOption& b) {
      return a.value == b.value && a.label == b.label;
    };
    if (!std::ranges::equal(old->options, question.options, same)) {
      changes.push_back(fmt::format("{}: options changed", question.name));
    }
  }
  for (const Question& question : before.questions) {
    if (after.find(question.name) == nullptr) changes.push_back(fmt::format("{}: removed", question.name));
  }
  return changes;
}

}  // namespace tallyward::observation
