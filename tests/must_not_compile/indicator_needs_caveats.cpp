#include "forensics/scan.h"

using namespace tallyward::forensics;

bool look(const Method& method) {
#ifdef MUST_NOT_COMPILE
  return Indicator(method, Indicator::Facts{}).facts().stations > 0;
#else
  return Indicator::make(method, Indicator::Facts{}).has_value();
#endif
}
