// What a phone gets while the log cannot sign: "at the hub, not yet in the log". A promise is no receipt; one
// whose deadline has passed without an entry proves that a report was dropped, and its holder can show it
// without naming herself.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"
#include "base/outside.h"
#include "transparency/merkle.h"
#include "transparency/note.h"

namespace tallyward::transparency {

struct Promise {
  std::string mission;
  std::string origin;  ///< The log that holds the record meanwhile.
  Hash leaf;
  base::Time received;  ///< Start of its bucket of 15 minutes.
  base::Time deadline;
  bool operator==(const Promise&) const = default;
};

/// Signed by the mission's log key under its own origin, which phones already know. `received` is rounded
/// down to its bucket.
Note sign_promise(Promise promise, const SignerKey& log_key);
/// Errors: invalid_input, corrupt or not_found as verify_signed_by.
base::Result<Promise> open_promise(const Note& note, const VerifierKey& log_key);

}  // namespace tallyward::transparency
