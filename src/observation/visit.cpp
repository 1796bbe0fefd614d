#include "observation/visit.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/time_text.h"
#include "observation/entry.h"

namespace tallyward::observation {

namespace {

std::string value_of(const std::map<std::string, std::string>& fields, const std::string& name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

std::string answer_of(const Visit& visit, const std::string& question) {
  return value_of(visit.answers, question);
}

/// Answers that cannot stand beside "very good" overall: form, question, answer.
struct Contradiction {
  std::string_view form;
  std::string_view overall;
  std::string_view question;
};
constexpr std::array<Contradiction, 9> kContradictions = {{{"VO", "VO58", "VO24"},
                                                           {"VO", "VO58", "VO27"},
                                                           {"VO", "VO58", "VO32"},
                                                           {"VO", "VO58", "VO34"},
                                                           {"VO", "VO58", "VO10"},
                                                           {"CC", "CC52", "CC15"},
                                                           {"CC", "CC52", "CC24"},
                                                           {"CC", "CC52", "CC25"},
                                                           {"CC", "CC52", "CC43"}}};

void check_answers(const Visit& visit, const Checklist& form, std::vector<Flag>& flags) {
  for (const auto& [name, answer] : visit.answers) {
    const Question* question = form.find(name);
    if (question == nullptr) {
      flags.push_back({"A2", Severity::information, {name}, "a question of the form", name});
      continue;
    }
    if (const auto good = check_answer(*question, answer); !good) {
      // Not the answer itself: flags are stored in clear, and this may be text in the wrong place.
      flags.push_back({"A1", Severity::warning, {name}, "an answer that this question can have", "another"});
    }
    if (question->comment_when_flagged && is_flagged(*question, answer)) {
      const bool has_comment =
          !value_of(visit.comments, name).empty() ||
          std::ranges::any_of(form.questions, [&](const Question& other) {
            return other.type == AnswerType::text && !answer_of(visit, other.name).empty();
          });
      if (!has_comment) flags.push_back({"C3", Severity::information, {name}, "a comment", "none"});
    }
  }
}

void check_straight_lining(const Visit& visit, const Checklist& form, std::vector<Flag>& flags) {
  std::map<std::string, int> counts;
  int all = 0;
  for (const auto& [name, answer] : visit.answers) {
    const Question* question = form.find(name);
    if (question == nullptr || question->type != AnswerType::yes_no || is_missing(answer)) continue;
    ++counts[answer];
    ++all;
  }
  // The questions of a form are worded both ways, so an honest team does not answer "yes" to all of them.
  for (const auto& [answer, count] : counts) {
    if (all >= 12 && count == all) {
      flags.push_back({"C2",
                       Severity::warning,
                       {},
                       "answers that differ",
                       fmt::format("{} times \"{}\"", count, answer)});
    }
  }
}

}  // namespace

std::string_view to_text(Severity severity) {
  switch (severity) {
    case Severity::information:
      return "information";
    case Severity::warning:
      return "warning";
    case Severity::serious:
      return "serious";
  }
  return "warning";
}

Visit visit_from_fields(const std::map<std::string, std::string>& fields) {
  Visit visit;
  visit.kind = value_of(fields, "@kind");
  visit.station = value_of(fields, "@station");
  visit.phase = value_of(fields, "@phase");
  visit.corrects = value_of(fields, "@corrects");
  visit.channel = value_of(fields, "@channel");
  visit.on_behalf_of = value_of(fields, "@on_behalf_of");
  visit.answers_query = value_of(fields, "answers_query");
  visit.arrived = value_of(fields, "arrived");
  visit.left = value_of(fields, "left");
  const std::string form = value_of(fields, "@form");
  const std::size_t space = form.find(' ');
  visit.form = form.substr(0, space);
  if (space != std::string::npos) {
    (void)std::from_chars(form.data() + space + 1, form.data() + form.size(), visit.version);
  }
  for (const auto& [name, value] : fields) {
    if (name.starts_with("q.")) visit.answers.emplace(name.substr(2), value);
    if (name.starts_with("c.")) visit.comments.emplace(name.substr(2), value);
    if (name.starts_with("p.")) visit.figures.emplace(name.substr(2), value);
    if (name.starts_with("attachment.")) {
      // "sha256 BASE64 BYTES MEDIA/TYPE"
      const std::size_t begin = value.find(' ');
      if (begin != std::string::npos)
        visit.photos.push_back(value.substr(begin + 1, value.find(' ', begin + 1) - begin - 1));
    }
    if (name == "copy") visit.answers.emplace("copy", value);
  }
  return visit;
}

std::vector<std::string> conflicting_lines(const std::map<std::string, std::string>& first,
                                           const std::map<std::string, std::string>& second) {
  std::vector<std::string> lines;
  for (const auto& [line, figure] : first) {
    const auto other = second.find(line);
    if (other == second.end()) continue;
    const std::string a = plain_figure(figure);
    const std::string b = plain_figure(other->second);
    if (a.empty() || b.empty() || a == kIllegible || b == kIllegible || a == b) continue;
    lines.push_back(line);
  }
  return lines;
}

std::string_view state_by_rules(std::span<const Flag> flags) {
  const bool only_information =
      std::ranges::all_of(flags, [](const Flag& flag) { return flag.severity == Severity::information; });
  return only_information ? "verified" : "flagged";
}

std::string overall_assessment(const Visit& visit, const Checklist& form) {
  std::string overall;
  for (const Question& question : form.questions) {
    if (question.type != AnswerType::scale) continue;
    const std::string answer = answer_of(visit, question.name);
    if (!answer.empty() && !is_missing(answer)) overall = answer;
  }
  return overall;
}

std::optional<std::int64_t> seconds_of(std::string_view text) {
  // RFC 3339 wants seconds; phones send minutes.
  std::string full(text);
  if (full.size() >= 16 && (full.size() == 16 || full[16] != ':')) full.insert(16, ":00");
  const auto time = base::parse_time(full);
  if (!time) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(*time).time_since_epoch().count();
}

std::vector<Flag> check_visit(const Visit& visit, const Checklist* form) {
  std::vector<Flag> flags;
  if (form == nullptr) {
    flags.push_back({"A0", Severity::information, {}, "a form that this mission has published", visit.form});
  } else {
    check_answers(visit, *form, flags);
    check_straight_lining(visit, *form, flags);
  }
  const auto arrived = seconds_of(visit.arrived);
  const auto left = seconds_of(visit.left);
  if (arrived && left && *left < *arrived) {
    flags.push_back({"T1", Severity::warning, {"arrived", "left"}, "left after arrived", visit.left});
  }
  if (arrived && left && *left - *arrived > 24 * 3600) {
    flags.push_back({"T2", Severity::warning, {"arrived", "left"}, "a visit of at most a day", visit.left});
  }
  for (const Contradiction& pair : kContradictions) {
    if (visit.form == pair.form && answer_of(visit, std::string(pair.overall)) == "very_good" &&
        answer_of(visit, std::string(pair.question)) == "yes") {
      flags.push_back({"C1",
                       Severity::serious,
                       {std::string(pair.overall), std::string(pair.question)},
                       fmt::format("not \"very good\" overall when {} was seen", pair.question),
                       "very_good"});
    }
  }
  if (answer_of(visit, "copy") == "refused") {
    flags.push_back({"P1", Severity::serious, {"copy"}, "a copy of the protocol", "refused"});
  }
  return flags;
}

std::vector<Flag> check_against_others(const Visit& visit, std::span<const OtherVisit> others) {
  std::vector<Flag> flags;
  const auto arrived = seconds_of(visit.arrived);
  const auto left = seconds_of(visit.left);
  for (const OtherVisit& other : others) {
    if (other.record == visit.record || other.station.empty() || visit.station.empty()) continue;
    if (other.station == visit.station && other.form == visit.form && visit.corrects.empty()) {
      flags.push_back(
          {"D1", Severity::information, {"@station"}, "one report of a form from a station", other.record});
    }
    const auto from = seconds_of(other.arrived);
    const auto to = seconds_of(other.left);
    if (other.station != visit.station && arrived && left && from && to && *arrived < *to && *from < *left) {
      flags.push_back({"D2", Severity::serious, {"arrived", "left"}, "one place at a time", other.station});
    }
  }
  return flags;
}

}  // namespace tallyward::observation
