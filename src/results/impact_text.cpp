// What impact says to people. Every sentence is about the open items only; none confirms a result.
#include <fmt/format.h>

#include "results/impact.h"

namespace tallyward::results {
namespace {

/// 34,555 as the working language writes it; other languages format the figures of --json themselves.
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string name(const OpenResult& open, std::optional<std::size_t> contestant) {
  return contestant ? open.contestants[*contestant] : std::string("another contestant");
}

std::string what_changes(const OpenResult& open, const ImpactVerdict& verdict) {
  if (verdict.question == "winner")
    return fmt::format("bring {} level with or past {}", name(open, verdict.contestant),
                       name(open, verdict.against));
  if (verdict.question == "threshold")
    return fmt::format("move {} across the threshold", name(open, verdict.contestant));
  if (verdict.question == "places")
    return fmt::format("bring {} level with or past {}, who stands on a place that is elected",
                       name(open, verdict.contestant), name(open, verdict.against));
  if (verdict.question == "second_round") {
    if (!verdict.contestant) return fmt::format("take the majority from {}", name(open, verdict.against));
    if (!verdict.against)
      return fmt::format("give {} a majority in the first round", name(open, verdict.contestant));
    return fmt::format("bring {} level with or past {}, who goes to the second round",
                       name(open, verdict.contestant), name(open, verdict.against));
  }
  if (verdict.contestant && verdict.against)
    return fmt::format("move a seat from {} to {}, or leave it to a lot", name(open, verdict.against),
                       name(open, verdict.contestant));
  if (verdict.against)
    return fmt::format("take {} below the threshold with its seats", name(open, verdict.against));
  return "change who holds a seat";
}

std::string_view asked(const ImpactVerdict& verdict) {
  if (verdict.question == "places") return "places that are elected";
  if (verdict.question == "second_round") return "second round";
  return verdict.question;
}

std::string items(std::size_t count) {
  return count == 1 ? "1 open item" : grouped(count) + " open items";
}

std::string without_range(const OpenResult& open) {
  if (open.without_registered == 0) return "";
  return fmt::format(
      " For {} more the number of registered voters is not known, so that they have no range and the impact "
      "cannot be assessed for them.",
      grouped(open.without_registered));
}

/// Why nothing can be said, and what little can.
std::string cannot_be_assessed(const OpenResult& open, const ImpactVerdict& verdict,
                               const std::string& change) {
  std::string text = fmt::format("Whether the {} could change cannot be assessed: ", asked(verdict));
  text += open.one_source_only > 0 ? "only one source printed these protocols."
                                   : fmt::format("{} have no range.", items(open.without_registered));
  if (!open.items.empty())
    text += fmt::format(" The {} with a range could not, within their ranges, {}.", items(open.items.size()),
                        change);
  return text;
}

}  // namespace

std::string coverage_sentence(const OpenResult& open) {
  if (open.stations == 0)
    return "Impact cannot be assessed: there is no station-level data with contestants' votes.";
  std::size_t counts[4] = {};
  for (const OpenItem& item : open.items) ++counts[static_cast<std::size_t>(item.kind)];
  if (open.one_source_only > 0)
    return fmt::format(
               "Of {} polling stations, none was compared: only one source printed their protocols, so that "
               "what a comparison would show cannot be assessed. {} are missing, and {} are quarantined and "
               "not in the sums.",
               grouped(open.stations), grouped(counts[1]), grouped(counts[2])) +
           without_range(open);
  std::string text = fmt::format(
      "Of {} polling stations, {} were compared; {} of these differ in votes between sources, {} are "
      "missing, {} are "
      "quarantined and not in the sums, and {} stand in one source only.",
      grouped(open.stations), grouped(open.compared), grouped(counts[0]), grouped(counts[1]),
      grouped(counts[2]), grouped(counts[3]));
  return text + without_range(open);
}

std::string verdict_sentence(const OpenResult& open, const ImpactVerdict& verdict) {
  if (open.stations == 0) return coverage_sentence(open);
  const std::string change = what_changes(open, verdict);
  switch (verdict.status) {
    case ImpactStatus::exact:
      if (verdict.least == 0) return fmt::format("The figures as they stand already {}.", change);
      return fmt::format("{} could {}; no smaller set of open items could.", items(verdict.least), change);
    case ImpactStatus::impossible:
      if (verdict.question == "threshold")
        return fmt::format(
            "No set of the open items, within their ranges, could {}. This says nothing of figures on which "
            "the "
            "sources agree.",
            change);
      return fmt::format(
          "No set of the open items, within their ranges, could change the {}. This says nothing of figures "
          "on which "
          "the sources agree.",
          asked(verdict));
    case ImpactStatus::bound:
      if (verdict.most)
        return fmt::format("One-sided bound: at least {} are needed to {}; {} are enough.",
                           items(verdict.least), change, grouped(*verdict.most));
      return fmt::format(
          "One-sided bound: at least {} are needed to {}; whether any set is enough is not decided.",
          items(verdict.least), change);
    case ImpactStatus::cannot_be_assessed:
      return cannot_be_assessed(open, verdict, change);
    case ImpactStatus::not_decided:
      return fmt::format("Not decided: there is no bound for this method's {}.", asked(verdict));
  }
  return "";
}

}  // namespace tallyward::results
