// tallyward results seats: votes into seats by an allocation law, with the steps of the law.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/results_reading.h"
#include "cli/results_seats_input.h"
#include "seats/lots.h"
#include "seats/messages.h"
#include "seats/seats.h"

namespace tallyward::cli {
namespace {

using base::Result;
using election::Contest;
using seats::Allocation;
using seats::AllocationLaw;
using Json = nlohmann::ordered_json;

/// A law as it stands, or changed for a what-if.
struct Case {
  std::string label;
  AllocationLaw law;
  Contest contest;
  Allocation allocation;
};

Result<std::int64_t> whole_number(std::string_view text, std::string_view option) {
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || value > election::kLargestVotes) value = -1;
    if (value < 0) break;
    value = value * 10 + (c - '0');
  }
  if (text.empty() || value < 0) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{}: found '{}', expected a whole number", option, text));
  }
  return value;
}

/// "threshold=5 %", "seats=101", "method=dhondt".
Result<void> change(Case& one, std::string_view what) {
  const auto equals = what.find('=');
  const std::string_view key = what.substr(0, equals);
  const std::string_view value = equals == std::string_view::npos ? "" : what.substr(equals + 1);
  if (key == "threshold") {
    TRY_ASSIGN(one.law.threshold.share, seats::parse_share(value));
    one.law.threshold.alliances.clear();
    one.law.threshold.kinds.clear();
    return {};
  }
  if (key == "seats") {
    TRY_ASSIGN(one.contest.seats.value, whole_number(value, "--what-if seats"));
    return {};
  }
  if (key == "method") {
    std::string name(value);
    std::replace(name.begin(), name.end(), '_', '-');
    if (!name.starts_with("method-")) name = "method-" + name;
    TRY_ASSIGN(const AllocationLaw* method, seats::find_law(name));
    one.law.formula = method->formula;
    one.law.steps.clear();
    return {};
  }
  if (key == "registered") return set_registered(one.contest, value, ':', "--what-if registered");
  return base::fail(
      base::ErrorCode::invalid_input,
      fmt::format("--what-if: found '{}', expected threshold=\"5 %\", seats=101, method=dhondt or "
                  "registered=ID:2020-11-27",
                  what));
}

Result<AllocationLaw> law_of(const Arguments& arguments) {
  if (const auto file = arguments.value("--law-file")) {
    TRY_ASSIGN(const std::string text, base::read_file(*file, std::size_t{1} << 20));
    return seats::read_law(text, *file);
  }
  if (!arguments.value("--law")) {
    return base::fail(base::ErrorCode::invalid_input,
                      "no law: give --law ID or --law-file FILE (--list shows the laws)");
  }
  TRY_ASSIGN(const AllocationLaw* law, seats::find_law(*arguments.value("--law")));
  return *law;
}

std::string name_of(const Contest& contest, std::size_t i) {
  return contest.contestants[i].name.empty() ? contest.contestants[i].id.text : contest.contestants[i].name;
}

/// Letters, not bytes, so that Cyrillic names line up.
std::size_t letters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}
std::string padded(std::string_view text, std::size_t width) {
  const std::size_t own = letters(text);
  return std::string(text) + std::string(own < width ? width - own : 0, ' ');
}

std::string title_of(const AllocationLaw& law, std::string_view language) {
  const auto own = law.title.find(std::string(language));
  return own == law.title.end() ? law.title.at("en") : own->second;
}

Json to_json(const Case& one, std::string_view language) {
  Json json;
  json["case"] = one.label;
  json["law"] = one.law.id;
  json["title"] = title_of(one.law, language);
  json["act"] = one.law.act;
  json["edition"] = one.law.edition;
  json["verified_by_national_lawyer"] = one.law.verified_by_national_lawyer;
  json["house"] = one.allocation.house.value;
  json["complete"] = one.allocation.complete();
  for (std::size_t i = 0; i < one.contest.contestants.size(); ++i) {
    json["contestants"].push_back({{"id", one.contest.contestants[i].id.text},
                                   {"name", name_of(one.contest, i)},
                                   {"votes", one.contest.votes[i].value},
                                   {"seats", one.allocation.seats[i].value}});
    if (one.allocation.elected.empty()) continue;
    Json elected = Json::array();
    for (const std::size_t person : one.allocation.elected[i])
      elected.push_back(one.contest.contestants[i].persons[person].name);
    json["contestants"].back()["elected"] = elected;
  }
  for (std::size_t d = 0; d < one.allocation.district_seats.size(); ++d) {
    Json own = Json::object();
    for (std::size_t i = 0; i < one.contest.contestants.size(); ++i) {
      if (one.allocation.district_seats[d][i].value > 0) {
        own[one.contest.contestants[i].id.text] = one.allocation.district_seats[d][i].value;
      }
    }
    json["districts"].push_back({{"name", one.contest.districts[d].name}, {"seats", own}});
  }
  json["second_round"] = Json::array();
  for (const std::size_t i : one.allocation.second_round)
    json["second_round"].push_back(one.contest.contestants[i].id.text);
  json["undetermined"] = Json::array();
  for (const seats::LotQuestion& question : one.allocation.undetermined) {
    json["undetermined"].push_back({{"question", question.id},
                                    {"between", question.options},
                                    {"count", question.count},
                                    {"gives_back", question.gives_back},
                                    {"text", question.text}});
  }
  json["lots"] = Json::array();
  for (const seats::RecordedLot& lot : one.allocation.used_lots) {
    json["lots"].push_back({{"question", lot.question}, {"drawn", lot.drawn}, {"drawn_on", lot.drawn_on}});
  }
  json["steps"] = Json::array();
  for (const seats::Step& step : one.allocation.steps) {
    Json values = Json::object();
    for (const auto& [key, value] : step.values) values[key] = value;
    Json before = Json::array();
    for (const seats::Standing& own : step.before) {
      before.push_back({{"contestant", one.contest.contestants[own.contestant].id.text},
                        {"seats", own.seats},
                        {"figure", seats::to_text(own.figure)},
                        {"decimal", seats::to_decimal(own.figure, 6)}});
    }
    json["steps"].push_back({{"step", step.key},
                             {"article", step.article},
                             {"text", step.text},
                             {"caveat", step.caveat},
                             {"district", step.district},
                             {"values", values},
                             {"before", before}});
  }
  return json;
}

/// A paragraph of at most 80 columns; lines after the first begin under `indent`.
void print_wrapped(std::string_view first, std::string_view indent, std::string_view text) {
  constexpr std::size_t kColumns = 80;
  std::string line(first);
  bool empty = true;
  for (const std::string_view word : base::split(text, ' ')) {
    if (word.empty()) continue;
    if (!empty && letters(line) + 1 + letters(word) > kColumns) {
      fmt::print("{}\n", line);
      line = indent;
      empty = true;
    }
    if (!empty) line += ' ';
    line += word;
    empty = false;
  }
  fmt::print("{}\n", line);
}

void print_steps(const Case& one, bool standings, std::string_view language) {
  std::size_t number = 0;
  std::string district;
  for (const seats::Step& step : one.allocation.steps) {
    if (step.district != district)
      fmt::print("\n  {}\n",
                 step.district.empty() ? seats::sentence("word.the_whole", {}, language) : step.district);
    district = step.district;
    print_wrapped(fmt::format("{:>3}. ", ++number), "     ",
                  step.text + (step.article.empty() ? "" : " [" + step.article + "]"));
    if (!step.caveat.empty()) print_wrapped("     ", "       ", fmt::format("({})", step.caveat));
    for (const seats::Standing& own : step.before) {
      if (standings)
        fmt::print("       {} {:>4}  {}\n", padded(name_of(one.contest, own.contestant), 32), own.seats,
                   seats::to_decimal(own.figure, 6));
    }
  }
}

void print_table(const std::vector<Case>& cases, std::span<const std::optional<std::int64_t>> published) {
  const bool stated =
      std::any_of(published.begin(), published.end(), [](const auto& p) { return p.has_value(); });
  const Contest& contest = cases.front().contest;
  std::size_t longest = letters("seats in the house");
  for (std::size_t i = 0; i < contest.contestants.size(); ++i)
    longest = std::max(longest, letters(name_of(contest, i)));
  fmt::print("{} {:>12}", padded("", longest), "votes");
  // Each case's column is as wide as its heading.
  const auto width = [](const Case& one) { return std::max<std::size_t>(one.label.size(), 8); };
  for (const Case& one : cases) fmt::print("  {:>{}}", one.label, width(one));
  fmt::print("{}\n", stated ? "     published" : "");
  for (std::size_t i = 0; i < contest.contestants.size(); ++i) {
    fmt::print("{} {:>12}", padded(name_of(contest, i), longest), contest.votes[i].value);
    for (const Case& one : cases) fmt::print("  {:>{}}", one.allocation.seats[i].value, width(one));
    if (stated) fmt::print("  {:>12}", published[i] ? std::to_string(*published[i]) : "");
    fmt::print("\n");
  }
  fmt::print("{} {:>12}", padded("seats in the house", longest), "");
  for (const Case& one : cases) fmt::print("  {:>{}}", one.allocation.house.value, width(one));
  fmt::print("\n");
}

int list_laws(bool json) {
  Json all = Json::array();
  for (const AllocationLaw& law : seats::laws()) {
    if (json) {
      all.push_back({{"id", law.id},
                     {"country", law.country},
                     {"title", law.title},
                     {"act", law.act},
                     {"edition", law.edition},
                     {"system", seats::to_text(law.system)},
                     {"verified_by_national_lawyer", law.verified_by_national_lawyer}});
    } else {
      fmt::print("{:<27} {:<24} {}\n", law.id, seats::to_text(law.system), law.title.at("en"));
    }
  }
  if (json) fmt::print("{}\n", all.dump(2));
  return kGood;
}

/// How many contestants' seats differ from what the file says was published.
std::int64_t differences(const Case& one, std::span<const std::optional<std::int64_t>> published) {
  std::int64_t found = 0;
  for (std::size_t i = 0; i < published.size(); ++i) {
    if (published[i] && *published[i] != one.allocation.seats[i].value) ++found;
  }
  return found;
}

Result<int> allocate(const Arguments& arguments) {
  const std::string language = arguments.value_or("--language", "en");
  if (std::find(seats::kStepLanguages.begin(), seats::kStepLanguages.end(), language) ==
      seats::kStepLanguages.end()) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("--language: found '{}', expected en, ru or kk", language));
  }
  TRY_ASSIGN(AllocationLaw law, law_of(arguments));
  TRY_ASSIGN(const SeatsInput input, seats_input(arguments));
  const exchange::ContestFile& file = input.file;
  std::vector<seats::RecordedLot> lots;
  if (const auto path = arguments.value("--lots")) {
    TRY_ASSIGN(const std::string text, base::read_file(*path, std::size_t{1} << 20));
    TRY_ASSIGN(lots, seats::read_lots(text, *path));
  }
  std::vector<Case> cases;
  cases.push_back({law.id, law, file.contest, {}});
  if (input.with_quarantined) cases.push_back({"with quarantined", law, *input.with_quarantined, {}});
  for (const std::string& what : arguments.values("--what-if")) {
    Case changed{what, law, file.contest, {}};
    TRY(change(changed, what));
    cases.push_back(std::move(changed));
  }
  for (Case& one : cases) {
    TRY_ASSIGN(one.allocation, seats::allocate_seats(one.law, one.contest, lots, true, language));
  }
  const std::int64_t different = differences(cases.front(), file.published_seats);
  const bool depends_on_quarantined =
      input.with_quarantined && cases[0].allocation.seats != cases[1].allocation.seats;
  if (arguments.has("--json")) {
    Json json;
    json["differences_from_published"] = different;
    if (input.protocols > 0)
      json["protocols"] = {{"counted", input.protocols},
                           {"annulled", input.annulled},
                           {"quarantined", input.quarantined},
                           {"seats_depend_on_quarantined", depends_on_quarantined}};
    for (const Case& one : cases) json["cases"].push_back(to_json(one, language));
    fmt::print("{}\n", json.dump(2));
  } else {
    fmt::print("{}\n", title_of(law, language));
    print_wrapped("", "",
                  fmt::format("{}; {}.", law.act, law.edition.empty() ? "no edition named" : law.edition));
    fmt::print("{}\n", law.verified_by_national_lawyer ? "" : "Not verified by a national lawyer.\n");
    if (input.protocols > 0)
      fmt::print("Sums of {} protocols. Left out: {} annulled or merged, {} quarantined.\n\n",
                 input.protocols, input.annulled, input.quarantined);
    print_table(cases, file.published_seats);
    if (depends_on_quarantined)
      fmt::print(
          "The seats are not the same with the quarantined protocols; these are set aside, not decided.\n");
    for (const Case& one : cases) {
      if (!arguments.has("--brief")) {
        fmt::print("\nSteps, {}:\n", one.label);
        print_steps(one, arguments.has("--standings"), language);
      }
      for (const std::size_t i : one.allocation.second_round)
        fmt::print("\nIn the second round: {}", name_of(one.contest, i));
      for (const seats::LotQuestion& question : one.allocation.undetermined) {
        fmt::print("\n");
        print_wrapped("", "", question.text + ".");
        if (!question.options.empty())
          fmt::print(
              "Once it is drawn, record it in a file and give it by --lots:\n"
              "  [[lot]]\n  question = \"{}\"\n  drawn = [{}]  # {} of: {}\n"
              "  drawn_on = \"when, by whom, which protocol\"\n",
              question.id, question.count == 1 ? "\"...\"" : "\"...\", ...", question.count,
              base::join(question.options, ", "));
      }
    }
    if (different > 0) fmt::print("\n{} contestants' seats differ from the published ones.\n", different);
  }
  return different > 0 || depends_on_quarantined || !cases.front().allocation.complete() ? kDifferencesFound
                                                                                         : kGood;
}

}  // namespace

extern const Command results_seats_command;
const Command results_seats_command{
    .noun = "results",
    .verb = "seats",
    .summary = "Turn votes into seats by a law, with every step explained",
    .description =
        "Allocates the seats of a contest by an allocation law and prints each step in the order of the law, "
        "with its\n"
        "article. Arithmetic is exact. Where the law leaves equals to a lot, or a figure that it needs is "
        "missing, the\n"
        "seats stay undetermined until the lot is recorded in the file of --lots.\n\n"
        "The votes come from a file (CSV with the columns contestant and votes; JSON with districts or "
        "ranked ballots;\n"
        "BLT), or from the sums of protocols\n"
        "(--input), without annulled and quarantined ones; where some are quarantined, the seats with them "
        "are "
        "shown beside.\n"
        "If the file states published seats, they are compared.\n\n"
        "Exit status 1: seats differ from the published ones, or a question is open.",
    .operands = {},
    .options = with_reading_options(
        {{"--law", "ID", "The allocation law, by its name."},
         {"--law-file", "FILE", "An allocation law of your own (docs/formats/allocation-law.md)."},
         {"--votes", "FILE", "The contest: .csv, .json or .blt."},
         {"--input", "SNAPSHOT", "A results snapshot (or raw file) instead of --votes."},
         {"--source", "ID", "Whose figures of the snapshot; otherwise the highest authority."},
         {"--took-part", "N", "Voters who took part, if the law's threshold is a share of them."},
         {"--votes-cast", "N", "Votes cast, if the threshold is a share of them."},
         {"--valid-votes", "N", "Valid votes, if they are not the sum of the contestants'."},
         {"--seats", "N", "How many seats there are, if not as the law says."},
         {"--against-all", "ID", "The line 'against all': counted in the base, never given a seat."},
         {"--registered", "ID=DATE", "The day a list was registered, for ties: 'Ak Zhol=2020-11-27'.", false,
          true},
         {"--what-if", "CHANGE",
          "Allocate again with threshold=SHARE, seats=N, method=NAME or registered=ID:DATE.", false, true},
         {"--lots", "FILE", "Lots that were drawn."},
         {"--brief", "", "Leave out the steps."},
         {"--standings", "", "With each step, how all stood before it."},
         {"--language", "CODE", "Language of the steps: en, ru or kk."},
         {"--list", "", "List the laws."}}),
    .examples = {"tallyward results seats --law kz-2021 --votes parties.csv --took-part 7539280",
                 "tallyward results seats --law kz-2021 --votes parties.csv --took-part 7539280 --what-if "
                 "'threshold=5 %'",
                 "tallyward results seats --law nl-council --votes council.csv --lots lots.toml --json"},
    .run =
        [](const Arguments& arguments) {
          if (arguments.has("--list")) return list_laws(arguments.has("--json"));
          const Result<int> code = allocate(arguments);
          return code ? *code : report_failure(code.error());
        },
};

}  // namespace tallyward::cli
