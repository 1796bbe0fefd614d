#include "seats/proceedings.h"

#include <algorithm>

#include <fmt/format.h>

#include "seats/messages.h"

namespace tallyward::seats {

using base::ErrorCode;
using base::fail;
using base::Result;

void Proceedings::step(std::string_view key, Values values, std::vector<Standing> before) {
  if (!explain_) return;
  Step step;
  step.key = key;
  for (const auto& [name, value] : values) step.values.emplace_back(std::string(name), value);
  step.text = sentence(key, step.values, language_);
  step.before = std::move(before);
  step.district = district_;
  // A law says what it has to say of "averages.seat", or of "averages" for all its steps.
  std::string_view name = key;
  while (true) {
    if (const auto found = law_.steps.find(std::string(name)); found != law_.steps.end()) {
      step.article = found->second.article;
      step.caveat = found->second.caveat_in(language_);
      break;
    }
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos) break;
    name = name.substr(0, dot);
  }
  steps_.push_back(std::move(step));
}

std::string Proceedings::qualified(std::string_view question) const {
  return district_.empty() ? std::string(question) : fmt::format("{}/{}", district_, question);
}

void Proceedings::narrow(std::vector<std::size_t>& sure, std::vector<std::size_t>& tied,
                         std::int64_t& count) {
  const std::vector<std::int32_t> order = precedence();
  if (order.empty()) return;
  std::stable_sort(tied.begin(), tied.end(),
                   [&](std::size_t a, std::size_t b) { return order[a] < order[b]; });
  const std::int32_t limit = order[tied[static_cast<std::size_t>(count) - 1]];
  std::vector<std::size_t> equal;
  std::size_t last_sure = 0;
  for (const std::size_t i : tied) {
    if (order[i] < limit) {
      sure.push_back(i);
      ++last_sure;
    } else if (order[i] == limit) {
      equal.push_back(i);
    }
  }
  if (static_cast<std::int64_t>(last_sure + equal.size()) == count) {
    sure.insert(sure.end(), equal.begin(), equal.end());
    equal.clear();
  }
  if (!sure.empty()) {
    const std::string_view key =
        law_.ties.front() == TieRule::earlier_registered ? "ties.earlier_registered" : "ties.more_votes";
    step(key, {{"lists", names(tied)}, {"first", names(sure)}});
  }
  count -= static_cast<std::int64_t>(sure.size());
  tied = std::move(equal);
}

Result<std::optional<std::vector<std::size_t>>> Proceedings::choose(std::string question,
                                                                    std::vector<std::size_t> tied,
                                                                    std::int64_t count, bool gives_back) {
  if (static_cast<std::int64_t>(tied.size()) <= count) return tied;
  std::vector<std::size_t> chosen;
  // No law of those here has a rule for who loses a seat: it is drawn.
  if (!gives_back) narrow(chosen, tied, count);
  if (count == 0) return chosen;
  std::vector<std::string> options;
  std::vector<std::string> shown;
  for (const std::size_t i : tied) {
    options.push_back(contest_.contestants[i].id.text);
    shown.push_back(name(i));
  }
  TRY_ASSIGN(const auto drawn, draw(question, options, shown, tied, count, gives_back));
  if (!drawn) return std::nullopt;
  for (const std::size_t place : *drawn) chosen.push_back(tied[place]);
  return chosen;
}

Result<std::optional<std::vector<std::size_t>>> Proceedings::choose_of(
    std::string question, const std::vector<std::string>& options, std::int64_t count) {
  if (static_cast<std::int64_t>(options.size()) <= count) {
    std::vector<std::size_t> all(options.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    return all;
  }
  return draw(question, options, options, {}, count);
}

Result<std::optional<std::vector<std::size_t>>> Proceedings::draw(const std::string& question,
                                                                  const std::vector<std::string>& options,
                                                                  const std::vector<std::string>& shown,
                                                                  std::span<const std::size_t> between,
                                                                  std::int64_t count, bool gives_back) {
  const std::string id = qualified(question);
  const auto lot =
      std::find_if(lots_.begin(), lots_.end(), [&](const RecordedLot& l) { return l.question == id; });
  if (lot == lots_.end()) {
    if (!gives_back) step("lot.needed", {{"lists", joined(shown)}, {"count", std::to_string(count)}});
    std::vector<std::pair<std::string, std::string>> values{{"lists", joined(shown)},
                                                            {"count", std::to_string(count)}};
    const std::string_view key = gives_back   ? "open.lot_gives_back"
                                 : count == 1 ? "open.lot_one"
                                              : "open.lot";
    ask({id, district_, {between.begin(), between.end()}, options, count, gives_back, ""},
        sentence(key, values, language_));
    return std::nullopt;
  }
  if (static_cast<std::int64_t>(lot->drawn.size()) != count) {
    return fail(ErrorCode::invalid_input,
                fmt::format("the lot '{}' names {}, expected {}", id, lot->drawn.size(), count));
  }
  std::vector<std::size_t> drawn;
  std::vector<std::string> drawn_names;
  for (const std::string& text : lot->drawn) {
    const auto found = std::find(options.begin(), options.end(), text);
    const auto place = static_cast<std::size_t>(found - options.begin());
    if (found == options.end() || std::find(drawn.begin(), drawn.end(), place) != drawn.end()) {
      return fail(ErrorCode::invalid_input, fmt::format("the lot '{}' names '{}', expected {} of: {}", id,
                                                        text, count, joined(options)));
    }
    drawn.push_back(place);
    drawn_names.push_back(shown[place]);
  }
  used_.push_back(*lot);
  step("lot.drawn", {{"lists", joined(shown)},
                     {"count", std::to_string(count)},
                     {"drawn", joined(drawn_names)},
                     {"record", lot->drawn_on.empty() ? word("not_stated") : lot->drawn_on}});
  return drawn;
}

void Proceedings::ask(LotQuestion question, std::string text) {
  if (!district_.empty()) {
    const std::vector<std::pair<std::string, std::string>> values{{"text", text}, {"district", district_}};
    text = sentence("open.in", values, language_);
  }
  question.text = std::move(text);
  questions_.push_back(std::move(question));
}

void Proceedings::leave_open(std::string question, std::int64_t count, std::string_view key) {
  const std::vector<std::pair<std::string, std::string>> values{{"count", std::to_string(count)}};
  ask({qualified(question), district_, {}, {}, count, false, ""}, sentence(key, values, language_));
}

std::string Proceedings::word(std::string_view key, Values values) const {
  std::vector<std::pair<std::string, std::string>> all;
  for (const auto& [own, value] : values) all.emplace_back(std::string(own), value);
  return sentence(fmt::format("word.{}", key), all, language_);
}

std::vector<std::int32_t> Proceedings::precedence() const {
  if (law_.ties.empty()) return {};
  std::vector<std::int32_t> order(size(), 0);
  // Lexicographic by the law's rules: the rank of i is how many go before it.
  for (const TieRule rule : law_.ties) {
    if (rule != TieRule::earlier_registered) continue;
    const auto known = [](const election::Contestant& c) {
      return c.list_registered.has_value() || c.kind == election::ContestantKind::against_all;
    };
    if (!std::all_of(contest_.contestants.begin(), contest_.contestants.end(), known)) return {};
  }
  const auto before = [&](std::size_t a, std::size_t b) {
    for (const TieRule rule : law_.ties) {
      if (rule == TieRule::more_votes && contest_.votes[a] != contest_.votes[b]) {
        return contest_.votes[a] > contest_.votes[b];
      }
      const auto& day_a = contest_.contestants[a].list_registered;
      const auto& day_b = contest_.contestants[b].list_registered;
      if (rule == TieRule::earlier_registered && day_a && day_b && *day_a != *day_b) return *day_a < *day_b;
    }
    return false;
  };
  for (std::size_t i = 0; i < size(); ++i) {
    for (std::size_t j = 0; j < size(); ++j) order[i] += before(j, i) ? 1 : 0;
  }
  return order;
}

std::string Proceedings::name(std::size_t contestant) const {
  const election::Contestant& own = contest_.contestants[contestant];
  return own.name.empty() ? own.id.text : own.name;
}

std::string Proceedings::names(std::span<const std::size_t> contestants) const {
  std::vector<std::string> all;
  for (const std::size_t i : contestants) all.push_back(name(i));
  return joined(all);
}

std::string Proceedings::joined(std::span<const std::string> names) const {
  if (names.empty()) return {};
  std::string text = names.front();
  for (std::size_t i = 1; i + 1 < names.size(); ++i) text += ", " + names[i];
  if (names.size() == 1) return text;
  return word("and", {{"before", text}, {"last", names.back()}});
}

Allocation Proceedings::finish(Allocation allocation) && {
  allocation.undetermined = std::move(questions_);
  allocation.steps = std::move(steps_);
  allocation.used_lots = std::move(used_);
  return allocation;
}

}  // namespace tallyward::seats
