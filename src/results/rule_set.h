// The control equations of one protocol form, as values. Files are read by results/rule_file.h; the keys of
// a rule file are described in docs/formats/rules.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "expression/syntax.h"
#include "results/protocol_table.h"

namespace tallyward::results {

/// Texts by language: "en", "ru", "kk".
using RuleTexts = std::map<std::string, std::string>;

/// The text in the wanted language, else in English, else any.
std::string text_in(const RuleTexts& texts, std::string_view language);

/// What a failure means: E must hold, W is worth a look, X is between levels or sources.
enum class RuleSeverity : std::uint8_t { must_hold, worth_a_look, between };
/// Whether the relation is written in the law (L), or follows from the meaning of the lines and was derived
/// by us (D).
enum class RuleBasis : std::uint8_t { law, derived };
enum class RuleKind : std::uint8_t {
  formula,     ///< left = right on one protocol.
  series,      ///< Lines that never fall from one to the next.
  parent_sum,  ///< A unit's line is the sum of the lines of the units below it.
  same_figure  ///< A line is the same in every source that has it.
};
enum class RuleLineKind : std::uint8_t {
  count,  ///< A whole number.
  tick,   ///< A box: 1 ticked, 0 not.
  words   ///< The figure of another line as it was written in words, transcribed.
};

char letter(RuleSeverity severity);  ///< 'E', 'W', 'X'
char letter(RuleBasis basis);        ///< 'L', 'D'
std::string_view to_text(RuleKind kind);

struct RuleLine {
  std::string code;
  std::string paper;  ///< The number or letter on the form: "7", "b1".
  RuleTexts label;
  RuleLineKind kind = RuleLineKind::count;
  LineOrigin origin = LineOrigin::counted;
  std::string words_of;        ///< Of a words line: the line in figures.
  bool optional = false;       ///< Not every form of this kind has it.
  bool blank_is_zero = false;  ///< The law or the form says that an empty box means none.
};

/// Repeated lines: per contestant, per method of voting, per member of the commission.
struct RuleGroup {
  std::string code;
  std::string each;  ///< "contestant", "method", "member", ...
  RuleTexts label;
  bool optional = false;
  bool blank_is_zero = false;  ///< A member that is left out means none.
};

/// A quantity computed from lines that adds up over units as a line does: the Armenian inaccuracy.
struct DerivedQuantity {
  std::string code;
  RuleTexts label;
  expression::Expression formula;                       ///< Other derived quantities are already put in.
  std::optional<expression::Expression> when_annulled;  ///< Its value in an annulled unit; 0 if none.
};

/// Which of several protocols about one unit is the one that counts.
enum class VersionChoice : std::uint8_t {
  latest,        ///< Of each source the highest version, of equal ones the one published last.
  first,         ///< Of each source the lowest version: later ones do not bind.
  by_authority,  ///< The latest of the highest source that has one; lower sources only where it is missing.
  all            ///< Every version is checked, and same_figure also holds versions of a source together.
};
std::string_view to_text(VersionChoice choice);

enum class ToleranceBase : std::uint8_t { left, right, mean, larger };

/// How far the sides may be apart: the larger of both parts.
struct RuleTolerance {
  std::int64_t absolute = 0;
  base::Fraction percent = 0;
  ToleranceBase of = ToleranceBase::mean;
  bool is_zero() const { return absolute == 0 && percent == 0; }
  /// How far left and right may be apart.
  base::Fraction allows(const base::Fraction& left, const base::Fraction& right) const;
};

struct LawReference {
  std::string text;       ///< "Election Code, art. 71(3)"
  std::string edition;    ///< As far as known.
  std::string consulted;  ///< The day on which the text was read, 2026-11-23.
  bool verified_by_national_lawyer = false;
};

/// left RELATION right, both of integers or fractions.
struct RuleComparison {
  expression::Expression left;
  expression::Operator relation = expression::Operator::equal;
  expression::Expression right;
};

enum class RuleVerdict : std::uint8_t { pass, fail, unknown, not_applicable, suppressed };
std::string_view to_text(RuleVerdict verdict);

/// A worked example that stands beside its rule: figures, and what the rule says of them.
struct RuleExample {
  std::string name;
  using Figures = std::map<std::string, std::vector<Figure>>;  ///< One for a line, any number for a group.
  Figures figures;
  std::vector<Figures> below;    ///< Of a parent_sum: the protocols of the units below.
  std::optional<Figures> other;  ///< Of a same_figure: what the other source prints.
  bool annulled = false;
  RuleVerdict verdict = RuleVerdict::pass;
  std::optional<std::string> left;
  std::optional<std::string> right;
  std::size_t file_line = 0;
};

struct Rule {
  std::string code;
  RuleSeverity severity = RuleSeverity::must_hold;
  RuleBasis basis = RuleBasis::derived;
  RuleKind kind = RuleKind::formula;
  std::string formula;                              ///< As written, for people.
  std::vector<RuleComparison> comparisons;          ///< One for a formula, one fewer than lines for a series.
  std::optional<expression::Expression> condition;  ///< Checked only where this is yes.
  std::vector<std::uint32_t> unless;                ///< Earlier rules: silent where one of them failed.
  std::vector<std::string> lines;                   ///< The lines and groups it touches.
  std::vector<std::string> sources;  ///< Only in these; empty: in every source that has the lines.
  bool across_sources = false;       ///< A series whose steps may come from different sources.
  /// RuleGroup::each: the formula is checked for every member of the groups of this kind by itself, which a
  /// name of such a group then stands for.
  std::string for_each;
  RuleTolerance tolerance;
  RuleTexts message;
  LawReference law;
  std::vector<RuleExample> examples;
};

struct RuleSet {
  std::string id;       ///< "ge"
  std::string country;  ///< "GE"; "" for the generic one.
  std::string version;
  RuleTexts title;
  RuleTexts form;                      ///< Which protocol form this is about.
  RuleTexts notes;                     ///< What was read and what was not.
  std::vector<std::string> authority;  ///< Sources, the highest first.
  VersionChoice versions = VersionChoice::latest;
  std::vector<RuleLine> lines;
  std::vector<RuleGroup> groups;
  std::vector<DerivedQuantity> derived;
  std::vector<Rule> rules;

  const RuleLine* find_line(std::string_view code) const;
  const RuleGroup* find_group(std::string_view code) const;
  /// The group of a member's line: "candidates" of "candidates_2_07".
  const RuleGroup* group_of_member(std::string_view line_code) const;
  std::optional<std::uint32_t> find_rule(std::string_view code) const;
};

/// A mission's own tolerance for a rule, with the reason, which reports show.
struct RuleOverride {
  std::string code;
  RuleTolerance tolerance;
  bool says_of_what = false;  ///< Else the percentage is of what the rule says.
  std::string reason;
};

/// Puts the tolerances in. Error: not_found for a rule that the set does not have.
base::Result<void> apply_overrides(RuleSet& rules, const std::vector<RuleOverride>& overrides);

}  // namespace tallyward::results
