// A contest as JSON: districts, direct seats and ranked ballots included.
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "exchange/contest_file.h"

namespace tallyward::exchange {
namespace {

using base::Result;
using election::Contest;
using Json = nlohmann::ordered_json;

struct JsonContest {
  std::string_view file;
  ContestFile read;

  std::unexpected<base::Error> refuse(std::string_view where, std::string_view expected) const {
    return base::fail(base::unexpected_input({std::string(file), 0, 0},
                                             fmt::format("something else at {}", where), expected));
  }
  Result<std::int64_t> number(const Json& object, const char* key, std::string_view where,
                              std::int64_t otherwise) const {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return otherwise;
    const bool fits = found->is_number_unsigned() &&
                      found->get<std::uint64_t>() <= static_cast<std::uint64_t>(election::kLargestVotes);
    if (!fits) return refuse(fmt::format("{}.{}", where, key), "a whole number");
    return found->get<std::int64_t>();
  }
  Result<std::string> text(const Json& object, const char* key, std::string_view where) const {
    const auto found = object.find(key);
    if (found == object.end() || found->is_null()) return std::string{};
    if (!found->is_string()) return refuse(fmt::format("{}.{}", where, key), "text");
    return found->get<std::string>();
  }

  Result<void> contestant(const Json& object, std::size_t i) {
    const std::string where = fmt::format("contestants[{}]", i);
    if (!object.is_object()) return refuse(where, "an object");
    election::Contestant own;
    TRY_ASSIGN(own.id.text, text(object, "id", where));
    if (own.id.text.empty()) return refuse(where + ".id", "the contestant's id");
    TRY_ASSIGN(own.name, text(object, "name", where));
    TRY_ASSIGN(own.bloc, text(object, "bloc", where));
    TRY_ASSIGN(const std::string kind, text(object, "kind", where));
    if (!kind.empty()) {
      const auto which = election::contestant_kind(kind);
      if (!which) return refuse(where + ".kind", "party, alliance, independent, minority or against_all");
      own.kind = *which;
    }
    TRY_ASSIGN(const std::int64_t parties, number(object, "parties", where, 1));
    own.member_parties = static_cast<int>(std::clamp<std::int64_t>(parties, 1, 1000));
    TRY_ASSIGN(const std::int64_t candidates, number(object, "candidates", where, -1));
    if (candidates >= 0) own.candidates = candidates;
    TRY(each(object, "persons", [&](const Json& person, std::size_t p) -> Result<void> {
      const std::string who = fmt::format("{}.persons[{}]", where, p);
      if (!person.is_object()) return refuse(who, "an object");
      election::Person one;
      TRY_ASSIGN(one.name, text(person, "name", who));
      TRY_ASSIGN(one.votes.value, number(person, "votes", who, 0));
      const auto died = person.find("died");
      if (died != person.end() && !died->is_boolean()) return refuse(who + ".died", "true or false");
      one.died = died != person.end() && died->get<bool>();
      own.persons.push_back(std::move(one));
      return {};
    }));
    TRY_ASSIGN(own.direct_seats.value, number(object, "direct_seats", where, 0));
    TRY_ASSIGN(const std::string registered, text(object, "registered", where));
    if (!registered.empty()) {
      unsigned y = 0, m = 0, d = 0;
      if (std::sscanf(registered.c_str(), "%4u-%2u-%2u", &y, &m, &d) != 3)
        return refuse(where + ".registered", "a day such as 2020-11-30");
      const std::chrono::year_month_day day{std::chrono::year(static_cast<int>(y)), std::chrono::month(m),
                                            std::chrono::day(d)};
      if (!day.ok()) return refuse(where + ".registered", "a day such as 2020-11-30");
      own.list_registered = day;
    }
    TRY_ASSIGN(const std::int64_t votes, number(object, "votes", where, 0));
    TRY_ASSIGN(const std::int64_t stated, number(object, "published_seats", where, -1));
    read.contest.contestants.push_back(std::move(own));
    read.contest.votes.emplace_back(votes);
    read.published_seats.push_back(stated < 0 ? std::nullopt : std::optional<std::int64_t>(stated));
    return {};
  }

  /// {"A": 12, "B": 7} by contestant.
  template <typename Count>
  Result<std::vector<Count>> by_contestant(const Json& object, const char* key,
                                           std::string_view where) const {
    std::vector<Count> all(read.contest.contestants.size());
    const auto found = object.find(key);
    if (found == object.end()) return all;
    if (!found->is_object()) return refuse(fmt::format("{}.{}", where, key), "an object of contestants");
    for (const auto& entry : found->items()) {
      const auto contestant = read.contest.find(entry.key());
      if (!contestant)
        return refuse(fmt::format("{}.{}", where, key),
                      fmt::format("a contestant named '{}' above", entry.key()));
      TRY_ASSIGN(all[*contestant].value, number(*found, entry.key().c_str(), where, 0));
    }
    return all;
  }

  Result<void> district(const Json& object, std::size_t i) {
    const std::string where = fmt::format("districts[{}]", i);
    if (!object.is_object()) return refuse(where, "an object");
    election::District own;
    TRY_ASSIGN(own.name, text(object, "name", where));
    TRY_ASSIGN(own.seats.value, number(object, "seats", where, 0));
    TRY_ASSIGN(own.inhabitants, number(object, "inhabitants", where, 0));
    TRY_ASSIGN(own.votes, by_contestant<election::Votes>(object, "votes", where));
    TRY_ASSIGN(own.direct_seats, by_contestant<election::Seats>(object, "direct_seats", where));
    read.contest.districts.push_back(std::move(own));
    return {};
  }

  Result<void> paper(const Json& object, std::size_t i) {
    const std::string where = fmt::format("ballots[{}]", i);
    if (!object.is_object() || !object.contains("ranking") || !object["ranking"].is_array())
      return refuse(where, "a ranking");
    election::RankedBallots own;
    TRY_ASSIGN(own.ballots.value, number(object, "ballots", where, 1));
    for (const Json& entry : object["ranking"]) {
      const auto contestant = entry.is_string() ? read.contest.find(entry.get<std::string>()) : std::nullopt;
      if (!contestant) return refuse(where + ".ranking", "ids of contestants");
      own.ranking.push_back(static_cast<std::uint32_t>(*contestant));
    }
    if (!own.ranking.empty()) read.contest.votes[own.ranking.front()].value += own.ballots.value;
    read.contest.ballots.push_back(std::move(own));
    return {};
  }

  template <typename Each>
  Result<void> each(const Json& top, const char* key, const Each& one) {
    const auto found = top.find(key);
    if (found == top.end()) return {};
    if (!found->is_array()) return refuse(key, "a list");
    for (std::size_t i = 0; i < found->size(); ++i) TRY(one((*found)[i], i));
    return {};
  }

  Result<void> whole(const Json& top) {
    Contest& contest = read.contest;
    if (!top.is_object()) return refuse("the top", "an object");
    TRY_ASSIGN(contest.name, text(top, "name", "contest"));
    TRY_ASSIGN(contest.seats.value, number(top, "seats", "contest", 0));
    TRY_ASSIGN(const std::int64_t valid, number(top, "valid_votes", "contest", -1));
    TRY_ASSIGN(const std::int64_t cast, number(top, "votes_cast", "contest", -1));
    TRY_ASSIGN(const std::int64_t took_part, number(top, "took_part", "contest", -1));
    if (valid >= 0) contest.valid_votes = election::Votes(valid);
    if (cast >= 0) contest.votes_cast = election::Ballots(cast);
    if (took_part >= 0) contest.took_part = election::Voters(took_part);
    TRY(each(top, "contestants", [&](const Json& o, std::size_t i) { return contestant(o, i); }));
    TRY(each(top, "districts", [&](const Json& o, std::size_t i) { return district(o, i); }));
    TRY(each(top, "ballots", [&](const Json& o, std::size_t i) { return paper(o, i); }));
    // Votes stated only by district add up to the contest's.
    for (std::size_t i = 0; i < contest.votes.size(); ++i) {
      if (contest.votes[i].value != 0) continue;
      for (const election::District& own : contest.districts) contest.votes[i] += own.votes[i];
    }
    return {};
  }
};

}  // namespace

Result<ContestFile> read_contest_json(std::string_view text, std::string_view file) {
  const Json top = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (top.is_discarded())
    return base::fail(base::unexpected_input({std::string(file), 0, 0}, "broken JSON", "a contest"));
  JsonContest contest{file, {}};
  TRY(contest.whole(top));
  return std::move(contest.read);
}

}  // namespace tallyward::exchange
