#include "election/types.h"

using namespace tallyward::election;

void open_dossier(const PollingStationId&) {}

void f() {
#ifdef MUST_NOT_COMPILE
  open_dossier(ContestantId("12"));
#else
  open_dossier(PollingStationId("12"));
#endif
}
