#include "verify/results_checks.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "dataset/checks_file.h"
#include "dataset/results_files.h"
#include "dataset/seats_file.h"
#include "results/tabulate.h"

namespace tallyward::verify {

namespace {

bool has(const dataset::Manifest& manifest, std::string_view path) {
  return std::ranges::any_of(manifest.files, [&](const dataset::FileRow& row) { return row.path == path; });
}

Finding not_checked(std::string check, std::string why) {
  return {std::move(check), Verdict::not_checked, 0, std::move(why), {}};
}

/// Line by line, so that a reader sees which row differs.
void compare_lines(const std::string& path, std::string_view published, std::string_view again,
                   Finding& finding) {
  const auto theirs = base::split(published, '\n');
  const auto ours = base::split(again, '\n');
  for (std::size_t i = 0; i < std::max(theirs.size(), ours.size()); ++i) {
    const std::string_view one = i < theirs.size() ? theirs[i] : "(nothing)";
    const std::string_view other = i < ours.size() ? ours[i] : "(nothing)";
    if (one == other) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, path + " line " + std::to_string(i + 1) + ": published " + std::string(one) +
                            ", recomputed " + std::string(other));
  }
}

Finding compare_tabulation(const FileSource& files, const results::Results& results) {
  Finding finding{"results.tabulation", Verdict::holds, 0, "", {}};
  const auto published = files("results/tabulation.csv");
  const auto tabulation = results::tabulate(results);
  if (!published || !tabulation) {
    finding.verdict = Verdict::differs;
    finding.text = !published ? published.error().message : tabulation.error().message;
    return finding;
  }
  compare_lines("results/tabulation.csv", *published, dataset::tabulation_csv(results, *tabulation), finding);
  for (const auto& level : tabulation->levels) finding.looked_at += level.cells_compared;
  finding.text = finding.verdict == Verdict::holds
                     ? "recomputed from the protocols: " + std::to_string(finding.looked_at) +
                           " published totals compared, " + std::to_string(tabulation->gaps()) +
                           " with a gap, as the dataset says"
                     : "the tabulation recomputed from the protocols is not the published one";
  return finding;
}

/// Every rule of the dataset's own rule file on every protocol, again. What a failed rule means is for
/// readers; here it is asked whether the dataset says of its protocols what its rules say.
Finding compare_checks(const FileSource& files, const dataset::Manifest& manifest,
                       const std::optional<results::Results>& results) {
  Finding finding{"results.checks", Verdict::holds, 0, "", {}};
  if (!results || !has(manifest, dataset::kRulesPath)) {
    return not_checked("results.checks", !results ? "the dataset has no protocols"
                                                  : "the dataset has no rule file for its protocols");
  }
  const bool overridden = has(manifest, dataset::kOverridesPath);
  const auto text = files(std::string(dataset::kRulesPath));
  const auto overrides =
      overridden ? files(std::string(dataset::kOverridesPath)) : base::Result<std::string>("");
  const auto rules =
      text && overrides
          ? dataset::read_rules(*text, *overrides)
          : base::Result<results::RuleSet>(std::unexpected(text ? overrides.error() : text.error()));
  if (!rules) {
    finding.verdict = Verdict::differs;
    finding.text = rules.error().message;
    return finding;
  }
  const results::Check check = results::check_results(*results, *rules);
  const std::pair<std::string, std::string> tables[] = {
      {std::string(dataset::kChecksPath), dataset::checks_csv(*results, *rules, check)},
      {std::string(dataset::kCheckFindingsPath), dataset::check_findings_csv(*results, *rules, check)}};
  for (const auto& [path, again] : tables) {
    if (const auto published = files(path); published) {
      compare_lines(path, *published, again, finding);
    } else {
      finding.verdict = Verdict::differs;
      add_detail(finding, path + ": missing");
    }
  }
  const results::RuleTally total = check.total();
  finding.looked_at = total.pass + total.fail + total.unknown;
  finding.text = finding.verdict == Verdict::holds
                     ? std::to_string(rules->rules.size()) + " rules of '" + rules->id +
                           "' evaluated again: " + std::to_string(total.pass) + " pass, " +
                           std::to_string(total.fail) + " fail, " + std::to_string(total.unknown) +
                           " unknown, as the dataset says"
                     : "what the rules say of the protocols is not what the dataset says";
  return finding;
}

/// That the votes of a seats file are the sums of the protocols it names.
void compare_votes(const results::Results& results, const dataset::SeatsFile& seats, const std::string& path,
                   Finding& finding) {
  const auto tabulation = results::tabulate(results, {seats.source, "", {}});
  if (!tabulation || tabulation->levels.empty()) {
    finding.verdict = Verdict::differs;
    add_detail(finding, path + ": the dataset has no protocols of '" + seats.source + "' to add up");
    return;
  }
  const auto& country = tabulation->levels.back();
  for (std::size_t i = 0; i < seats.contest.contestants.size(); ++i) {
    const std::string& code = seats.contest.contestants[i].id.text;
    const auto line =
        std::ranges::find_if(country.lines, [&](const results::Line& l) { return l.code == code; });
    ++finding.looked_at;
    if (line == country.lines.end() || country.sums.sums.empty()) {
      finding.verdict = Verdict::differs;
      add_detail(finding, path + ": no line '" + code + "' in the protocols");
      continue;
    }
    const auto sum = country.sums.sums[static_cast<std::size_t>(line - country.lines.begin())][0];
    if (sum == seats.contest.votes[i].value) continue;
    finding.verdict = Verdict::differs;
    add_detail(finding, path + ", " + code + ": " + std::to_string(seats.contest.votes[i].value) +
                            " votes, the protocols add up to " + std::to_string(sum));
  }
}

void compare_seats(const dataset::SeatsFile& file, const std::string& path, Finding& finding) {
  const auto again = dataset::allocate_again(file);
  if (!again) {
    finding.verdict = Verdict::differs;
    add_detail(finding, path + ": " + again.error().message);
    return;
  }
  for (std::size_t i = 0; i < std::max(again->size(), file.seats.size()); ++i) {
    const std::int64_t ours = i < again->size() ? (*again)[i] : -1;
    const std::int64_t theirs = i < file.seats.size() ? file.seats[i] : -1;
    ++finding.looked_at;
    if (ours == theirs) continue;
    finding.verdict = Verdict::differs;
    const std::string name = i < file.contest.contestants.size() ? file.contest.contestants[i].name
                                                                 : "contestant " + std::to_string(i);
    add_detail(finding, path + ", " + name + ": published " + std::to_string(theirs) + ", recomputed " +
                            std::to_string(ours));
  }
}

}  // namespace

std::vector<Finding> check_results(const FileSource& files, const dataset::Manifest& manifest) {
  std::vector<Finding> findings;
  std::optional<results::Results> results;
  if (!has(manifest, "results/units.csv")) {
    findings.push_back(not_checked("results.tabulation", "the dataset has no protocols"));
  } else if (auto read = dataset::read_results(files); !read) {
    findings.push_back({"results.tabulation", Verdict::differs, 0, base::to_text(read.error()), {}});
  } else {
    results = std::move(*read);
    findings.push_back(has(manifest, "results/tabulation.csv")
                           ? compare_tabulation(files, *results)
                           : not_checked("results.tabulation", "the dataset has no tabulation"));
  }
  Finding votes{
      "results.votes", Verdict::holds, 0, "the votes behind the seats are the sums of the protocols", {}};
  Finding seats{"results.seats", Verdict::holds, 0, "seats allocated again by the law in the dataset", {}};
  bool any = false;
  bool any_votes = false;
  for (const dataset::FileRow& row : manifest.files) {
    if (row.role != "seats") continue;
    any = true;
    const auto bytes = files(row.path);
    const auto file = bytes ? dataset::parse_seats_file(*bytes)
                            : base::Result<dataset::SeatsFile>(std::unexpected(bytes.error()));
    if (!file) {
      seats.verdict = Verdict::differs;
      add_detail(seats, row.path + ": " + file.error().message);
      continue;
    }
    compare_seats(*file, row.path, seats);
    if (!file->source.empty() && results) {
      any_votes = true;
      compare_votes(*results, *file, row.path, votes);
    }
  }
  findings.push_back(any_votes
                         ? std::move(votes)
                         : not_checked("results.votes", "no seats file names protocols of this dataset"));
  findings.push_back(any ? std::move(seats)
                         : not_checked("results.seats", "the dataset has no allocation of seats"));
  findings.push_back(compare_checks(files, manifest, results));
  return findings;
}

}  // namespace tallyward::verify
