#include "cli/results_seats_input.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time_text.h"
#include "cli/results_reading.h"

namespace tallyward::cli {
namespace {

using base::ErrorCode;
using base::fail;
using base::Result;
using exchange::ContestFile;

Result<std::optional<std::int64_t>> count_option(const Arguments& arguments, std::string_view option) {
  const auto text = arguments.value(option);
  if (!text) return std::optional<std::int64_t>{};
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || value < 0 ||
      value > election::kLargestVotes) {
    return fail(ErrorCode::invalid_input,
                fmt::format("{}: found '{}', expected a whole number", option, *text));
  }
  return std::optional<std::int64_t>(value);
}

Result<SeatsInput> read(const Arguments& arguments) {
  const auto votes = arguments.value("--votes");
  const auto input = arguments.value("--input");
  if (votes.has_value() == input.has_value()) {
    return fail(ErrorCode::invalid_input,
                "give the votes by --votes FILE or by --input SNAPSHOT, one of them");
  }
  SeatsInput read;
  if (votes) {
    TRY_ASSIGN(read.file, exchange::read_contest_file(*votes));
    return read;
  }
  TRY_ASSIGN(const auto taken, read_results(arguments, *input));
  const std::string source = arguments.value_or("--source", "");
  TRY_ASSIGN(const results::Standing standing,
             results::result_as_it_stands(taken.results, {.source = source}));
  read.protocols = standing.protocols;
  read.annulled = standing.annulled;
  read.quarantined = standing.quarantined;
  TRY_ASSIGN(read.file.contest, contest_of(taken.results, standing));
  read.file.published_seats.resize(read.file.contest.contestants.size());
  if (standing.quarantined > 0) {
    TRY_ASSIGN(const results::Standing all,
               results::result_as_it_stands(taken.results, {.source = source, .with_quarantined = true}));
    TRY_ASSIGN(read.with_quarantined, contest_of(taken.results, all));
  }
  return read;
}

Result<std::size_t> find_contestant(const election::Contest& contest, std::string_view id,
                                    std::string_view option) {
  if (const auto line = contest.find(id)) return *line;
  std::vector<std::string_view> names;
  for (const auto& contestant : contest.contestants) names.push_back(contestant.id.text);
  const auto near = base::nearest_name(id, names);
  return fail(ErrorCode::not_found,
              fmt::format("{}: no contestant '{}'{}", option, id,
                          near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

/// What the options say of the contest beyond its votes.
Result<void> complete(const Arguments& arguments, election::Contest& contest) {
  TRY_ASSIGN(const auto took_part, count_option(arguments, "--took-part"));
  TRY_ASSIGN(const auto votes_cast, count_option(arguments, "--votes-cast"));
  TRY_ASSIGN(const auto valid, count_option(arguments, "--valid-votes"));
  TRY_ASSIGN(const auto seats, count_option(arguments, "--seats"));
  if (took_part) contest.took_part = election::Voters(*took_part);
  if (votes_cast) contest.votes_cast = election::Ballots(*votes_cast);
  if (valid) contest.valid_votes = election::Votes(*valid);
  if (seats) contest.seats = election::Seats(*seats);
  for (const std::string& text : arguments.values("--registered"))
    TRY(set_registered(contest, text, '=', "--registered"));
  const auto id = arguments.value("--against-all");
  if (!id) return {};
  TRY_ASSIGN(const std::size_t line, find_contestant(contest, *id, "--against-all"));
  contest.contestants[line].kind = election::ContestantKind::against_all;
  return {};
}

}  // namespace

Result<election::Contest> contest_of(const results::Results& results, const results::Standing& standing) {
  election::Contest contest;
  contest.name = results.election;
  for (const results::Contestant& own : results.contestants) {
    const auto sum = standing.sum(own.code);
    if (!sum) {
      return fail(ErrorCode::not_found,
                  fmt::format("source '{}' has no votes of '{}' (line {}): seats need every contestant's",
                              standing.table->source, own.name, own.code));
    }
    election::Contestant contestant;
    contestant.id.text = own.short_name.empty() ? own.code : own.short_name;
    contestant.name = own.name;
    contest.contestants.push_back(std::move(contestant));
    contest.votes.emplace_back(*sum);
  }
  if (contest.contestants.empty())
    return fail(ErrorCode::not_found, "these results have no contestants; give their votes with --votes");
  return contest;
}

Result<void> set_registered(election::Contest& contest, std::string_view text, char mark,
                            std::string_view option) {
  const auto at = text.rfind(mark);
  const std::string_view day = at == std::string_view::npos ? "" : text.substr(at + 1);
  TRY_ASSIGN(const std::size_t line, find_contestant(contest, text.substr(0, at), option));
  const auto time = base::parse_time(fmt::format("{}T00:00:00Z", day));
  if (!time) {
    return fail(ErrorCode::invalid_input,
                fmt::format("{}: found '{}', expected ID{}2020-11-27", option, text, mark));
  }
  contest.contestants[line].list_registered =
      std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*time));
  return {};
}

Result<SeatsInput> seats_input(const Arguments& arguments) {
  TRY_ASSIGN(SeatsInput input, read(arguments));
  TRY(complete(arguments, input.file.contest));
  if (input.with_quarantined) TRY(complete(arguments, *input.with_quarantined));
  return input;
}

}  // namespace tallyward::cli
