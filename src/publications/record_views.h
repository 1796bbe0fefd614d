// The views of the record, each a function of the record alone. The table of views is what commands, the
// portal and the documentation go by.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/error.h"
#include "findings/record.h"
#include "publications/view.h"

namespace tallyward::publications {

/// What a reader may narrow a view by; each view says which it knows.
struct ViewFilter {
  std::string theme;   ///< theme_id
  std::string group;   ///< of events
  std::string type;    ///< of events
  std::string ground;  ///< of denials
  std::string speaker;
  std::string section;  ///< of findings
  std::string name;     ///< to search for
};

struct ViewEntry {
  std::string_view id;     ///< "access-funnel"; its title is the message record.view_ID.
  std::string_view needs;  ///< The table without which there is nothing to show.
  base::Result<View> (*make)(const findings::Record&, const locale::Language&, const ViewFilter&) = nullptr;
};

/// In the order of the documentation.
std::span<const ViewEntry> all_views();

/// Errors: not_found (no such view, with the nearest; the record has no such table), invalid_input (an
/// unknown theme, ground, ...).
base::Result<View> make_view(std::string_view id, const findings::Record& record,
                             const locale::Language& language, const ViewFilter& filter = {});

}  // namespace tallyward::publications
