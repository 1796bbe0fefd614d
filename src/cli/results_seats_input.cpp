#include "cli/results_seats_input.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "exchange/read_results.h"

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

/// Adds up one source's lowest level: votes by contestant.
Result<ContestFile> from_results(const results::Results& results, const std::optional<std::string>& source) {
  const results::ProtocolTable* table = nullptr;
  for (const results::Source& own : results.sources) {
    if (source && own.id != *source) continue;
    for (const results::ProtocolTable& each : results.tables) {
      if (each.source == own.id &&
          (table == nullptr || (table->source == own.id && each.level > table->level)))
        table = &each;
    }
    if (table != nullptr) break;
  }
  if (table == nullptr) {
    std::vector<std::string> names;
    for (const results::Source& own : results.sources) names.push_back(own.id);
    return fail(ErrorCode::not_found, fmt::format("no protocols of source '{}'; there are: {}",
                                                  source.value_or(""), base::join(names, ", ")));
  }
  const results::ProtocolTable latest = results::latest_versions(*table);
  ContestFile file;
  file.contest.name = results.election;
  for (const results::Contestant& own : results.contestants) {
    election::Contestant contestant;
    contestant.id.text = own.short_name.empty() ? own.code : own.short_name;
    contestant.name = own.name;
    std::int64_t sum = 0;
    if (const auto line = latest.find_line(own.code)) {
      for (const results::Figure figure : latest.columns[*line])
        sum += figure == results::kBlank ? 0 : figure;
    }
    file.contest.contestants.push_back(std::move(contestant));
    file.contest.votes.emplace_back(sum);
  }
  file.published_seats.resize(file.contest.contestants.size());
  return file;
}

Result<ContestFile> read(const Arguments& arguments) {
  const auto votes = arguments.value("--votes");
  const auto input = arguments.value("--input");
  if (votes.has_value() == input.has_value()) {
    return fail(ErrorCode::invalid_input,
                "give the votes by --votes FILE or by --input SNAPSHOT, one of them");
  }
  if (votes) return exchange::read_contest_file(*votes);
  TRY_ASSIGN(const auto taken, exchange::load_results(*input, arguments.value("--profile")));
  return from_results(taken.results, arguments.value("--source"));
}

}  // namespace

Result<ContestFile> seats_input(const Arguments& arguments) {
  TRY_ASSIGN(ContestFile file, read(arguments));
  TRY_ASSIGN(const auto took_part, count_option(arguments, "--took-part"));
  TRY_ASSIGN(const auto votes_cast, count_option(arguments, "--votes-cast"));
  TRY_ASSIGN(const auto valid, count_option(arguments, "--valid-votes"));
  TRY_ASSIGN(const auto seats, count_option(arguments, "--seats"));
  if (took_part) file.contest.took_part = election::Voters(*took_part);
  if (votes_cast) file.contest.votes_cast = election::Ballots(*votes_cast);
  if (valid) file.contest.valid_votes = election::Votes(*valid);
  if (seats) file.contest.seats = election::Seats(*seats);
  if (const auto id = arguments.value("--against-all")) {
    const auto line = file.contest.find(*id);
    if (!line) {
      std::vector<std::string_view> names;
      for (const auto& contestant : file.contest.contestants) names.push_back(contestant.id.text);
      const auto near = base::nearest_name(*id, names);
      return fail(ErrorCode::not_found,
                  fmt::format("--against-all: no contestant '{}'{}", *id,
                              near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
    }
    file.contest.contestants[*line].kind = election::ContestantKind::against_all;
  }
  return file;
}

}  // namespace tallyward::cli
