#include "election/types.h"

using namespace tallyward::election;

Votes add(Votes votes, [[maybe_unused]] Voters voters) {
#ifdef MUST_NOT_COMPILE
  return votes + voters;
#else
  return votes + votes;
#endif
}
