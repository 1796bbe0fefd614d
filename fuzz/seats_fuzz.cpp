// link: seats exchange
// Any law over any contest: never a crash, never more seats than the house, the same answer explained or not,
// and a reader of contests and lots that survives any bytes.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/contest_file.h"
#include "seats/lots.h"
#include "seats/seats.h"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
}

/// The same contest with the contestants in the opposite order.
tallyward::election::Contest backwards(tallyward::election::Contest contest) {
  const auto n = static_cast<std::uint32_t>(contest.contestants.size());
  std::ranges::reverse(contest.contestants);
  std::ranges::reverse(contest.votes);
  for (auto& district : contest.districts) {
    std::ranges::reverse(district.votes);
    std::ranges::reverse(district.direct_seats);
  }
  for (auto& paper : contest.ballots) {
    for (std::uint32_t& place : paper.ranking) place = n - 1 - place;
  }
  return contest;
}

void allocate_by_every_law(const tallyward::election::Contest& contest) {
  namespace seats = tallyward::seats;
  for (const seats::AllocationLaw& law : seats::laws()) {
    const auto plain = seats::allocate_seats(law, contest, {}, false);
    const auto explained = seats::allocate_seats(law, contest, {}, true);
    require(plain.has_value() == explained.has_value());
    if (!plain) continue;
    require(plain->seats == explained->seats);
    require(plain->complete() == explained->complete());
    std::int64_t given = 0;
    for (const auto own : plain->seats) {
      require(own.value >= 0);
      given += own.value;
    }
    using enum seats::System;
    const bool fills_the_house = law.system != two_round && law.system != mixed_overhang;
    if (plain->complete() && fills_the_house) require(given == plain->house.value);
    // Whoever stands first on the ballot paper has nothing from it.
    const auto other = seats::allocate_seats(law, backwards(contest), {}, false);
    require(other.has_value() && other->complete() == plain->complete());
    for (std::size_t i = 0; plain->complete() && i < plain->seats.size(); ++i)
      require(plain->seats[i] == other->seats[plain->seats.size() - 1 - i]);
    // What a question offers can be drawn.
    for (const seats::LotQuestion& question : plain->undetermined) {
      if (question.options.empty()) continue;
      require(std::cmp_less(question.count, question.options.size()) && question.count > 0);
      const std::vector<seats::RecordedLot> lots{
          {question.id,
           {question.options.begin(), question.options.begin() + static_cast<std::ptrdiff_t>(question.count)},
           ""}};
      require(seats::allocate_seats(law, contest, lots, false).has_value());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || size > 4096) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  tallyward::base::Result<tallyward::exchange::ContestFile> read =
      data[0] == 'j'   ? tallyward::exchange::read_contest_json(text, "fuzz")
      : data[0] == 'b' ? tallyward::exchange::read_contest_blt(text, "fuzz")
                       : tallyward::exchange::read_contest_csv(text, "fuzz");
  if (data[0] == 'l') {
    (void)tallyward::seats::read_lots(text, "fuzz");
    (void)tallyward::seats::read_law(text, "fuzz");
    return 0;
  }
  if (!read || !tallyward::election::check_contest(read->contest)) return 0;
  // Large houses only take time.
  if (read->contest.seats.value > 500 || read->contest.contestants.size() > 30) return 0;
  for (const auto& district : read->contest.districts) {
    if (district.seats.value > 100) return 0;
  }
  allocate_by_every_law(read->contest);
  return 0;
}
