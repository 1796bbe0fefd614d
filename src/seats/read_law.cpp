// TOML into an AllocationLaw. docs/formats/allocation-law.md says what each key means.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.h"
#include "seats/law.h"

namespace tallyward::seats {
namespace {

using base::Place;
using base::Result;

/// A table of the file, its name, and what has been asked of it: a key that nobody asked for is a mistake.
class Section {
 public:
  Section(const toml::table& table, std::string_view file, std::string name)
      : table_(table), file_(file), name_(std::move(name)) {}

  const toml::node* find(std::string_view key) {
    asked_.push_back(std::string(key));
    return table_.get(key);
  }
  const toml::table& table() const { return table_; }
  std::string path(std::string_view key) const {
    return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
  }

  std::unexpected<base::Error> refuse(const toml::node& node, std::string_view found,
                                      std::string_view expected) const {
    return base::fail(base::unexpected_input(place(node.source()), found, expected));
  }
  Place place(const toml::source_region& region) const {
    return {std::string(file_), region.begin.line, region.begin.column};
  }

  Result<std::string> text(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::string{};
    if (const auto* value = node->as_string()) return value->get();
    return refuse(*node, "no text", fmt::format("text in quotes for '{}'", path(key)));
  }
  /// A text, which is English, or a table of texts by language.
  Result<std::map<std::string, std::string>> texts(std::string_view key) {
    std::map<std::string, std::string> all;
    const toml::node* node = find(key);
    if (node == nullptr || !node->is_table()) {
      TRY_ASSIGN(const std::string english, text(key));
      if (!english.empty()) all.emplace("en", english);
      return all;
    }
    Section languages(*node->as_table(), file_, path(key));
    for (const auto& [language, own] : languages.table()) {
      TRY_ASSIGN(all[std::string(language.str())], languages.text(language.str()));
    }
    return all;
  }
  Result<std::int64_t> number(std::string_view key, std::int64_t least, std::int64_t most,
                              std::int64_t otherwise) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    const auto* value = node->as_integer();
    if (value != nullptr && value->get() >= least && value->get() <= most) return value->get();
    return refuse(*node, value == nullptr ? "no whole number" : std::to_string(value->get()),
                  fmt::format("a whole number from {} to {} for '{}'", least, most, path(key)));
  }
  Result<bool> flag(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return false;
    if (const auto* value = node->as_boolean()) return value->get();
    return refuse(*node, "something else", fmt::format("true or false for '{}'", path(key)));
  }
  Result<std::optional<Share>> share(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::optional<Share>{};
    // A TOML 0.07 is a double; shares are exact, so they are text.
    const auto* value = node->as_string();
    if (value == nullptr)
      return refuse(*node, "no text", fmt::format("a share in quotes for '{}', such as \"7 %\"", path(key)));
    auto parsed = parse_share(value->get());
    if (!parsed)
      return refuse(*node, fmt::format("'{}'", value->get()),
                    "a share such as \"7 %\", \"3.25 %\" or \"7/100\"");
    return std::optional<Share>(*parsed);
  }
  /// The text of `key` as one of `names`; none if the key is absent.
  Result<std::optional<std::size_t>> one_of(std::string_view key, std::span<const std::string_view> names) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::optional<std::size_t>{};
    const auto* value = node->as_string();
    if (value != nullptr) {
      const auto found = std::find(names.begin(), names.end(), value->get());
      if (found != names.end())
        return std::optional<std::size_t>(static_cast<std::size_t>(found - names.begin()));
    }
    std::vector<std::string> all(names.begin(), names.end());
    std::string expected = base::join(all, ", ");
    if (value != nullptr) {
      const auto near = base::nearest_name(value->get(), names);
      if (!near.empty()) expected += fmt::format(" (did you mean '{}'?)", near);
    }
    return refuse(*node, value == nullptr ? "no text" : fmt::format("'{}'", value->get()),
                  fmt::format("for '{}' one of: {}", path(key), expected));
  }
  Result<std::optional<Section>> section(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::optional<Section>{};
    if (const auto* value = node->as_table())
      return std::optional<Section>(Section(*value, file_, path(key)));
    return refuse(*node, "no table", fmt::format("a table [{}]", path(key)));
  }
  Result<void> nothing_else() const {
    for (const auto& [key, node] : table_) {
      if (std::find(asked_.begin(), asked_.end(), key.str()) != asked_.end()) continue;
      std::vector<std::string_view> names(asked_.begin(), asked_.end());
      const auto near = base::nearest_name(key.str(), names);
      return base::fail(
          base::unexpected_input(place(key.source()), fmt::format("the key '{}'", path(key.str())),
                                 near.empty() ? fmt::format("one of: {}", base::join(asked_, ", "))
                                              : fmt::format("'{}'", path(near))));
    }
    return {};
  }

 private:
  const toml::table& table_;
  std::string_view file_;
  std::string name_;
  std::vector<std::string> asked_;
};

template <typename Enum>
std::vector<std::string_view> names_of(Enum last) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    names.push_back(to_text(static_cast<Enum>(i)));
  return names;
}

Result<Formula> read_formula(Section section) {
  Formula formula;
  TRY_ASSIGN(const auto quota, section.one_of("quota", names_of(Quota::imperiali)));
  TRY_ASSIGN(const auto divisors, section.one_of("divisors", names_of(Divisors::balinski_young)));
  if (quota.has_value() == divisors.has_value()) {
    return section.refuse(
        section.table(), quota ? "both a quota and divisors" : "neither a quota nor divisors", "one of them");
  }
  formula.by_quota = quota.has_value();
  if (quota) formula.quota = static_cast<Quota>(*quota);
  if (divisors) formula.divisors = static_cast<Divisors>(*divisors);
  TRY(section.nothing_else());
  return formula;
}

Result<Threshold> read_threshold(Section section) {
  Threshold threshold;
  TRY_ASSIGN(const auto share, section.share("share"));
  threshold.share = share.value_or(Share{0, 1});
  TRY_ASSIGN(threshold.above, section.flag("above"));
  TRY_ASSIGN(const auto of, section.one_of("of", names_of(ThresholdBase::took_part)));
  if (of) threshold.base = static_cast<ThresholdBase>(*of);
  TRY_ASSIGN(threshold.any_district, section.share("any_district"));
  // Without a share of the whole, a district's share is the only way in.
  if (threshold.any_district && !share) threshold.share = Share{1, 1};
  TRY_ASSIGN(threshold.each_district, section.share("each_district"));
  TRY_ASSIGN(const std::int64_t direct, section.number("direct_seats", 0, election::kLargestSeats, 0));
  if (direct > 0) threshold.direct_seats = direct;
  TRY_ASSIGN(auto alliances, section.section("alliance"));
  for (int parties = 2; alliances && parties <= 20; ++parties) {
    TRY_ASSIGN(const auto own, alliances->share(std::to_string(parties)));
    if (own) threshold.alliances.emplace_back(parties, *own);
  }
  if (alliances) TRY(alliances->nothing_else());
  TRY_ASSIGN(auto kinds, section.section("kind"));
  for (int kind = 0; kinds && kind <= static_cast<int>(election::ContestantKind::minority); ++kind) {
    const auto which = static_cast<election::ContestantKind>(kind);
    TRY_ASSIGN(const auto own, kinds->share(election::to_text(which)));
    if (own) threshold.kinds[which] = *own;
  }
  if (kinds) TRY(kinds->nothing_else());
  TRY(section.nothing_else());
  return threshold;
}

Result<std::map<std::string, StepLaw>> read_steps(Section section) {
  std::map<std::string, StepLaw> steps;
  for (const auto& [key, node] : section.table()) {
    TRY_ASSIGN(auto own, section.section(key.str()));
    StepLaw step;
    TRY_ASSIGN(step.article, own->text("article"));
    TRY_ASSIGN(step.caveats, own->texts("caveat"));
    TRY(own->nothing_else());
    steps.emplace(std::string(key.str()), std::move(step));
  }
  return steps;
}

Result<std::vector<std::string>> read_texts(Section& section, std::string_view key) {
  std::vector<std::string> texts;
  const toml::node* node = section.find(key);
  if (node == nullptr) return texts;
  const auto* list = node->as_array();
  if (list == nullptr) return section.refuse(*node, "no list", fmt::format("a list of texts for '{}'", key));
  for (const toml::node& entry : *list) {
    const auto* text = entry.as_string();
    if (text == nullptr) return section.refuse(entry, "no text", "text in quotes");
    texts.push_back(text->get());
  }
  return texts;
}

Result<void> read_identity(Section& top, AllocationLaw& law) {
  TRY_ASSIGN(law.id, top.text("id"));
  if (law.id.empty()) return top.refuse(top.table(), "no 'id'", "an id such as \"kz-2021\"");
  TRY_ASSIGN(law.country, top.text("country"));
  TRY_ASSIGN(law.act, top.text("act"));
  TRY_ASSIGN(law.edition, top.text("edition"));
  TRY_ASSIGN(law.consulted, top.text("consulted"));
  TRY_ASSIGN(law.verified_by_national_lawyer, top.flag("verified_by_national_lawyer"));
  TRY_ASSIGN(law.sources, read_texts(top, "sources"));
  TRY_ASSIGN(auto titles, top.section("title"));
  if (!titles) return top.refuse(top.table(), "no 'title'", "a title by language, such as title.en");
  for (const auto& [language, node] : titles->table()) {
    TRY_ASSIGN(law.title[std::string(language.str())], titles->text(language.str()));
  }
  return {};
}

Result<void> read_procedure(Section& top, AllocationLaw& law) {
  TRY_ASSIGN(const auto system, top.one_of("system", names_of(System::instant_runoff)));
  if (system) law.system = static_cast<System>(*system);
  TRY_ASSIGN(law.seats.value, top.number("seats", 0, election::kLargestSeats, 0));
  TRY_ASSIGN(auto threshold, top.section("threshold"));
  if (threshold) {
    TRY_ASSIGN(law.threshold, read_threshold(std::move(*threshold)));
  }
  TRY_ASSIGN(auto formula, top.section("formula"));
  if (formula) {
    TRY_ASSIGN(law.formula, read_formula(std::move(*formula)));
  }
  law.blocs = law.formula;
  TRY_ASSIGN(auto blocs, top.section("blocs"));
  if (blocs) {
    TRY_ASSIGN(law.blocs, read_formula(std::move(*blocs)));
  }
  TRY_ASSIGN(auto districts, top.section("district_seats"));
  if (districts) {
    TRY_ASSIGN(law.district_seats, read_formula(std::move(*districts)));
  }
  TRY_ASSIGN(const auto ties, read_texts(top, "ties"));
  for (const std::string& rule : ties) {
    if (rule == "earlier_registered") {
      law.ties.push_back(TieRule::earlier_registered);
    } else if (rule == "more_votes") {
      law.ties.push_back(TieRule::more_votes);
    } else if (rule != "lot" || &rule != &ties.back()) {
      return top.refuse(*top.find("ties"), fmt::format("'{}'", rule),
                        "earlier_registered, more_votes, and \"lot\" as the last");
    }
  }
  TRY_ASSIGN(auto second, top.section("second_list"));
  if (second) {
    law.admit_second_list = true;
    TRY_ASSIGN(const std::int64_t tenths, second->number("tenths", 1, 10, 10));
    law.second_list_tenths = static_cast<std::int32_t>(tenths);
    TRY_ASSIGN(law.second_list_least.value, second->number("least", 0, election::kLargestSeats, 0));
    TRY(second->nothing_else());
  }
  TRY_ASSIGN(law.levelling_seats.value, top.number("levelling_seats", 0, election::kLargestSeats, 0));
  TRY_ASSIGN(law.winner_takes_one, top.flag("winner_takes_one"));
  TRY_ASSIGN(auto steps, top.section("steps"));
  if (steps) {
    TRY_ASSIGN(law.steps, read_steps(std::move(*steps)));
  }
  return {};
}

}  // namespace

Result<AllocationLaw> read_law(std::string_view toml, std::string_view file) {
  try {
    const toml::table table = toml::parse(toml, std::string(file));
    Section top(table, file, "");
    AllocationLaw law;
    TRY(read_identity(top, law));
    TRY(read_procedure(top, law));
    TRY(top.nothing_else());
    return law;
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return base::fail(
        base::unexpected_input({std::string(file), begin.line, begin.column}, error.description(), "TOML"));
  }
}

}  // namespace tallyward::seats
