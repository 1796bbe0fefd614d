#include "seats/threshold.h"

#include <fmt/format.h>

#include "seats/systems.h"

namespace tallyward::seats {
namespace {

std::string_view base_words(ThresholdBase base) {
  switch (base) {
    case ThresholdBase::contest_votes:
      return "the votes for all contestants";
    case ThresholdBase::valid_votes:
      return "the valid votes";
    case ThresholdBase::votes_cast:
      return "the votes cast";
    case ThresholdBase::took_part:
      return "the voters who took part";
  }
  return "";
}

/// The smallest number of votes that reaches (or exceeds) a share.
std::int64_t bar(std::int64_t base, const Share& share, bool above) {
  const Integer128 product = Integer128{base} * share.numerator;
  const Integer128 least =
      above ? product / share.denominator + 1 : (product + share.denominator - 1) / share.denominator;
  return static_cast<std::int64_t>(least);
}

std::string reason(const Proceedings& proceedings, const election::Contestant& contestant) {
  if (contestant.member_parties > 1)
    return proceedings.word("reason.alliance_of", {{"count", std::to_string(contestant.member_parties)}});
  return proceedings.word(fmt::format("reason.{}", to_text(contestant.kind)));
}

/// ", or 5 % in one district", ", or 3 direct seats"; "" without another way in.
std::string other_ways(const Proceedings& proceedings) {
  const Threshold& threshold = proceedings.law().threshold;
  std::string text;
  if (threshold.any_district)
    text += proceedings.word("or.any_district", {{"share", to_text(*threshold.any_district)}});
  if (threshold.direct_seats)
    text += proceedings.word("or.direct_seats", {{"count", std::to_string(*threshold.direct_seats)}});
  return text;
}

bool passes(const AllocationLaw& law, const election::Contest& contest, std::size_t i, std::int64_t base) {
  const Threshold& threshold = law.threshold;
  const election::Contestant& own = contest.contestants[i];
  if (reaches(contest.votes[i], base, threshold_of(threshold, own), threshold.above)) return true;
  std::int64_t direct = own.direct_seats.value;
  for (const election::District& district : contest.districts) {
    if (!district.direct_seats.empty()) direct += district.direct_seats[i].value;
  }
  if (threshold.direct_seats && direct >= *threshold.direct_seats) return true;
  if (!threshold.any_district) return false;
  for (const election::District& district : contest.districts) {
    if (district.votes[i].value > 0 &&
        reaches(district.votes[i], sum_of(district.votes), *threshold.any_district, threshold.above)) {
      return true;
    }
  }
  return false;
}

}  // namespace

bool receives_no_seats(const election::Contestant& contestant) {
  return contestant.kind == election::ContestantKind::against_all;
}

Share threshold_of(const Threshold& threshold, const election::Contestant& contestant) {
  Share share = threshold.share;
  if (const auto kind = threshold.kinds.find(contestant.kind); kind != threshold.kinds.end())
    share = kind->second;
  for (const auto& [parties, own] : threshold.alliances) {
    if (contestant.member_parties >= parties) share = own;
  }
  return share;
}

base::Result<std::int64_t> threshold_base(const AllocationLaw& law, const election::Contest& contest) {
  const auto missing = [&](std::string_view words, std::string_view option) {
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("'{}' takes its threshold of {}, and the figures do not state them (give '{}')", law.id,
                    words, option));
  };
  switch (law.threshold.base) {
    case ThresholdBase::contest_votes:
      return sum_of(contest.votes);
    case ThresholdBase::valid_votes:
      return contest.valid_votes ? contest.valid_votes->value : sum_of(contest.votes);
    case ThresholdBase::votes_cast:
      if (!contest.votes_cast) return missing(base_words(law.threshold.base), "votes_cast");
      return contest.votes_cast->value;
    case ThresholdBase::took_part:
      if (!contest.took_part) return missing(base_words(law.threshold.base), "took_part");
      return contest.took_part->value;
  }
  return 0;
}

base::Result<std::vector<Votes>> apply_threshold(Proceedings& proceedings) {
  const AllocationLaw& law = proceedings.law();
  const election::Contest& contest = proceedings.contest();
  TRY_ASSIGN(const std::int64_t base, threshold_base(law, contest));
  if (base < sum_of(contest.votes)) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} are {}, fewer than the {} votes of the contestants",
                                  base_words(law.threshold.base), base, sum_of(contest.votes)));
  }
  std::vector<Votes> admitted(contest.votes.size());
  std::vector<std::size_t> who;
  std::vector<Standing> before;
  for (std::size_t i = 0; i < admitted.size(); ++i) {
    if (base > 0) before.push_back({i, 0, {contest.votes[i].value, base}});
    if (contest.votes[i].value == 0 || receives_no_seats(contest.contestants[i])) continue;
    const Share share = threshold_of(law.threshold, contest.contestants[i]);
    if (share != law.threshold.share) {
      proceedings.step("threshold.own", {{"list", proceedings.name(i)},
                                         {"share", to_text(share)},
                                         {"reason", reason(proceedings, contest.contestants[i])}});
    }
    if (!passes(law, contest, i, base)) continue;
    admitted[i] = contest.votes[i];
    who.push_back(i);
  }
  const std::string share = to_text(law.threshold.share);
  const std::string words = proceedings.word(fmt::format("base.{}", to_text(law.threshold.base)));
  if (who.empty()) {
    proceedings.step("threshold.none",
                     {{"share", share}, {"base_name", words}, {"base", std::to_string(base)}},
                     std::move(before));
  } else if (law.threshold.share.numerator > 0) {
    proceedings.step("threshold",
                     {{"at_least", proceedings.word(law.threshold.above ? "more_than" : "at_least")},
                      {"share", share},
                      {"base_name", words},
                      {"base", std::to_string(base)},
                      {"bar", std::to_string(bar(base, law.threshold.share, law.threshold.above))},
                      {"passed", std::to_string(who.size())},
                      {"all", std::to_string(admitted.size())},
                      {"or", other_ways(proceedings)},
                      {"lists", proceedings.names(who)}},
                     std::move(before));
  }
  return admitted;
}

std::vector<Votes> votes_in_district(const AllocationLaw& law, const election::District& district,
                                     std::span<const Votes> admitted) {
  std::vector<Votes> votes(admitted.size());
  const std::int64_t all = sum_of(district.votes);
  for (std::size_t i = 0; i < votes.size(); ++i) {
    if (admitted[i].value == 0) continue;
    if (law.threshold.each_district &&
        !reaches(district.votes[i], all, *law.threshold.each_district, law.threshold.above)) {
      continue;
    }
    votes[i] = district.votes[i];
  }
  return votes;
}

}  // namespace tallyward::seats
