// link: seats exchange
// Any law over any contest: never a crash, never more seats than the house, the same answer explained or not,
// and a reader of contests and lots that survives any bytes.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "exchange/contest_file.h"
#include "seats/lots.h"
#include "seats/seats.h"

namespace {

void require(bool truth) {
  if (!truth) std::abort();
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
    if (plain->complete() && law.system == seats::System::list) require(given == plain->house.value);
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
