// CSV and BLT; JSON stands in contest_json.cpp.
#include "exchange/contest_file.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "formats/csv.h"

namespace tallyward::exchange {
namespace {

using base::Result;
using election::Contest;
using election::Contestant;

constexpr std::size_t kLargestContestFile = std::size_t{64} << 20;

enum Column {
  id,
  name,
  votes,
  kind,
  parties,
  registered,
  candidates,
  direct,
  bloc,
  district,
  seats,
  published,
  kColumns
};

struct Names {
  Column column;
  std::string_view name;
};
// The first name is the one that is documented; the others are what published tables use.
constexpr auto kNames = std::to_array<Names>({
    {id, "contestant"},
    {id, "party_id"},
    {id, "list"},
    {id, "party"},
    {id, "candidate"},
    {name, "name"},
    {name, "name_en"},
    {votes, "votes"},
    {kind, "kind"},
    {parties, "parties"},
    {registered, "registered"},
    {candidates, "candidates"},
    {direct, "direct_seats"},
    {bloc, "bloc"},
    {district, "district"},
    {seats, "district_seats"},
    {published, "published_seats"},
    {published, "expected_seats"},
    {published, "seats"},
});

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<std::chrono::year_month_day> day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto y = whole_number(text.substr(0, 4));
  const auto m = whole_number(text.substr(5, 2));
  const auto d = whole_number(text.substr(8, 2));
  if (!y || !m || !d) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*y)),
                                         std::chrono::month(static_cast<unsigned>(*m)),
                                         std::chrono::day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return date;
}

/// Rows of the file, one after another, into a contest.
class CsvContest {
 public:
  explicit CsvContest(std::string_view file) : file_(file) { cell_of_.fill(kNone); }

  Result<void> read_heading(const formats::Row& row) {
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      for (const Names& known : kNames) {
        if (known.name == base::trim(row.cells[i]) && cell_of_[known.column] == kNone)
          cell_of_[known.column] = i;
      }
    }
    for (const Column needed : {id, votes}) {
      if (cell_of_[needed] == kNone) {
        return base::fail(
            base::unexpected_input({std::string(file_), row.line, 0}, "a heading without it",
                                   needed == id ? "a column 'contestant'" : "a column 'votes'"));
      }
    }
    return {};
  }

  Result<void> read_row(const formats::Row& row) {
    row_ = &row;
    if (!row.defect.empty()) return refuse(id, row.defect, "a row of cells");
    // A contestant without a figure of votes did not stand.
    if (cell(votes).empty() || cell(votes) == "-") return {};
    TRY_ASSIGN(const std::int64_t count, number(votes, 0));
    TRY_ASSIGN(const std::size_t contestant, find_contestant());
    std::size_t where = 0;
    if (cell_of_[district] != kNone) {
      TRY_ASSIGN(where, find_district());
      election::District& own = file_contest_.contest.districts[where];
      own.votes.resize(std::max(own.votes.size(), contestant + 1));
      own.votes[contestant].value += count;
      own.direct_seats.resize(std::max(own.direct_seats.size(), contestant + 1));
      TRY_ASSIGN(const std::int64_t won, number(direct, 0));
      own.direct_seats[contestant].value += won;
    }
    file_contest_.contest.votes[contestant].value += count;
    if (file_contest_.contest.votes[contestant].value > election::kLargestVotes) {
      return refuse(votes, std::to_string(count), "fewer votes");
    }
    return {};
  }

  ContestFile finish() && {
    const std::size_t n = file_contest_.contest.contestants.size();
    for (election::District& own : file_contest_.contest.districts) {
      own.votes.resize(n);
      own.direct_seats.resize(n);
    }
    return std::move(file_contest_);
  }

 private:
  static constexpr std::size_t kNone = ~std::size_t{0};

  std::string_view cell(Column column) const {
    const std::size_t at = cell_of_[column];
    return at < row_->cells.size() ? base::trim(row_->cells[at]) : std::string_view{};
  }
  std::unexpected<base::Error> refuse(Column column, std::string_view found,
                                      std::string_view expected) const {
    const std::size_t at = cell_of_[column];
    return base::fail(base::unexpected_input({std::string(file_), row_->line, at == kNone ? 0 : at + 1},
                                             fmt::format("'{}'", found), expected));
  }
  Result<std::int64_t> number(Column column, std::int64_t otherwise) const {
    if (cell(column).empty()) return otherwise;
    const auto value = whole_number(cell(column));
    if (!value || *value > election::kLargestVotes) return refuse(column, cell(column), "a whole number");
    return *value;
  }

  Result<std::size_t> find_contestant() {
    if (cell(id).empty()) return refuse(id, "", "the contestant's id");
    Contest& contest = file_contest_.contest;
    if (const auto known = contest.find(cell(id))) {
      if (cell_of_[district] == kNone)
        return refuse(id, cell(id), "each contestant once, or a column 'district'");
      return *known;
    }
    Contestant own;
    own.id.text = cell(id);
    own.name = cell(name);
    if (!cell(kind).empty()) {
      const auto which = election::contestant_kind(cell(kind));
      if (!which) return refuse(kind, cell(kind), "party, alliance, independent, minority or against_all");
      own.kind = *which;
    }
    TRY_ASSIGN(const std::int64_t members, number(parties, 1));
    own.member_parties = static_cast<int>(std::clamp<std::int64_t>(members, 1, 1000));
    if (!cell(registered).empty()) {
      own.list_registered = day(cell(registered));
      if (!own.list_registered) return refuse(registered, cell(registered), "a day such as 2020-11-30");
    }
    if (!cell(candidates).empty()) {
      TRY_ASSIGN(own.candidates, number(candidates, 0));
    }
    TRY_ASSIGN(own.direct_seats.value, number(direct, 0));
    own.bloc = cell(bloc);
    std::optional<std::int64_t> stated;
    if (!cell(published).empty()) {
      TRY_ASSIGN(stated, number(published, 0));
    }
    contest.contestants.push_back(std::move(own));
    contest.votes.emplace_back();
    file_contest_.published_seats.push_back(stated);
    return contest.contestants.size() - 1;
  }

  Result<std::size_t> find_district() {
    auto& all = file_contest_.contest.districts;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto& d) { return d.name == cell(district); });
    if (found != all.end()) return static_cast<std::size_t>(found - all.begin());
    election::District own;
    own.name = cell(district);
    TRY_ASSIGN(own.seats.value, number(seats, 0));
    all.push_back(std::move(own));
    return all.size() - 1;
  }

  std::string_view file_;
  const formats::Row* row_ = nullptr;
  std::array<std::size_t, kColumns> cell_of_{};
  ContestFile file_contest_;
};

}  // namespace

Result<ContestFile> read_contest_csv(std::string_view text, std::string_view file) {
  const auto rows = formats::read_csv(text, {});
  CsvContest contest(file);
  formats::Row row;
  TRY_ASSIGN(const bool any, rows->next(row));
  if (!any)
    return base::fail(base::unexpected_input({std::string(file), 1, 0}, "an empty file", "a heading"));
  TRY(contest.read_heading(row));
  while (true) {
    TRY_ASSIGN(const bool more, rows->next(row));
    if (!more) return std::move(contest).finish();
    TRY(contest.read_row(row));
  }
}

Result<ContestFile> read_contest_blt(std::string_view text, std::string_view file) {
  ContestFile read;
  Contest& contest = read.contest;
  std::size_t line = 0;
  std::size_t candidates_left = 0;
  bool ballots_done = false;
  for (std::string_view whole : base::split(text, '\n')) {
    ++line;
    const base::Place place{std::string(file), line, 0};
    const std::string_view trimmed = base::trim(whole);
    if (trimmed.empty()) continue;
    if (ballots_done) {
      // Quotes go, and runs of spaces become one: names in such files are padded by hand.
      std::string label;
      for (const std::string_view word : base::split(trimmed, ' ')) {
        if (!word.empty()) label += (label.empty() ? "" : " ") + std::string(word);
      }
      std::erase(label, '"');
      label = base::trim(label);
      if (candidates_left == 0) {
        if (contest.name.empty()) contest.name = label;
        continue;
      }
      contest.contestants[contest.contestants.size() - candidates_left--].name = label;
      continue;
    }
    std::vector<std::int64_t> numbers;
    for (const std::string_view piece : base::split(trimmed, ' ')) {
      if (piece.empty()) continue;
      const auto value = whole_number(piece);
      if (!value)
        return base::fail(base::unexpected_input(place, fmt::format("'{}'", piece), "whole numbers"));
      numbers.push_back(*value);
    }
    if (contest.contestants.empty()) {
      if (numbers.size() != 2 || numbers[0] < 1 || numbers[0] > 10'000 || numbers[1] < 1 ||
          numbers[1] > numbers[0]) {
        return base::fail(
            base::unexpected_input(place, fmt::format("'{}'", trimmed), "candidates and seats"));
      }
      contest.contestants.resize(static_cast<std::size_t>(numbers[0]));
      for (std::size_t i = 0; i < contest.contestants.size(); ++i)
        contest.contestants[i].id.text = std::to_string(i + 1);
      contest.votes.resize(contest.contestants.size());
      contest.seats = election::Seats(numbers[1]);
      candidates_left = contest.contestants.size();
    } else if (numbers.size() == 1 && numbers[0] == 0) {
      ballots_done = true;
    } else {
      if (numbers.back() != 0)
        return base::fail(base::unexpected_input(place, "no 0 at the end", "a ballot that ends with 0"));
      election::RankedBallots paper;
      paper.ballots = election::Ballots(numbers.front());
      for (std::size_t i = 1; i + 1 < numbers.size(); ++i) {
        if (numbers[i] < 1 || numbers[i] > static_cast<std::int64_t>(contest.contestants.size())) {
          return base::fail(
              base::unexpected_input(place, std::to_string(numbers[i]), "a candidate's number"));
        }
        paper.ranking.push_back(static_cast<std::uint32_t>(numbers[i] - 1));
      }
      if (!paper.ranking.empty()) contest.votes[paper.ranking.front()].value += paper.ballots.value;
      contest.ballots.push_back(std::move(paper));
    }
  }
  if (!ballots_done) {
    return base::fail(base::unexpected_input({std::string(file), line, 0}, "the end of the file",
                                             "a line with 0 after the ballots"));
  }
  read.published_seats.resize(contest.contestants.size());
  return read;
}

Result<ContestFile> read_contest_file(const std::filesystem::path& path) {
  TRY_ASSIGN(const std::string bytes, base::read_file(path, kLargestContestFile));
  const std::string ending = path.extension().string();
  const std::string file = path.string();
  Result<ContestFile> read = ending == ".json"  ? read_contest_json(bytes, file)
                             : ending == ".blt" ? read_contest_blt(bytes, file)
                                                : read_contest_csv(bytes, file);
  if (!read) return read;
  TRY(base::while_doing(election::check_contest(read->contest), fmt::format("reading {}", file)));
  return read;
}

}  // namespace tallyward::exchange
