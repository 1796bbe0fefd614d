#include "quickcount/estimate.h"

using namespace tallyward::quickcount;

std::string report(const ConvenienceObservation& visits) {
#ifdef MUST_NOT_COMPILE
  return LiveShare(visits, ReportingRules{}).estimate().reason;
#else
  return to_text(visits);
#endif
}
