// What a record means for the views. Called when a record arrives and again by `mission rebuild`: so every
// view follows from the records and from nothing else.
#pragma once

#include <string>

#include "base/error.h"
#include "journeys/open_mission.h"
#include "storage/store.h"

namespace tallyward::journeys {

/// `opened` is the record's content as JSON (a report's fields as one object; a staff record's body); "" when
/// it has none or was erased. Unknown and newer types are kept and listed as such.
base::Result<void> apply_record(Desk& desk, const storage::Record& record, const std::string& opened);

/// The key under which a record's views are listed: its arrival in 12 digits.
std::string arrival_key(std::int64_t arrival);

/// An answer that can be stored outside the sealed content: a choice, a number, a time; no text, no photo, no
/// place.
bool is_coded_answer(const observation::Question& question);

}  // namespace tallyward::journeys
