#include "transparency/promise.h"

#include <array>

#include "base/text.h"
#include "base/time_text.h"

namespace tallyward::transparency {

namespace {

constexpr std::string_view kHeader = "tallyward/promise/v1";
constexpr std::array<std::string_view, 5> kNames = {"mission ", "origin ", "leaf ", "received ", "deadline "};
constexpr std::chrono::minutes kBucket{15};

std::string text_of(const Promise& promise) {
  return std::string(kHeader) + "\nmission " + promise.mission + "\norigin " + promise.origin + "\nleaf " +
         crypto::to_base64(promise.leaf) + "\nreceived " + base::to_text(promise.received) + "\ndeadline " +
         base::to_text(promise.deadline) + "\n";
}

}  // namespace

Note sign_promise(Promise promise, const SignerKey& log_key) {
  promise.received -= promise.received.time_since_epoch() % kBucket;
  return sign_note(text_of(promise), log_key);
}

base::Result<Promise> open_promise(const Note& note, const VerifierKey& log_key) {
  TRY(verify_signed_by(note, log_key));
  const auto lines = base::split(note.text, '\n');
  if (lines.size() != kNames.size() + 2 || lines[0] != kHeader) {
    return base::fail(base::ErrorCode::invalid_input, "not a promise");
  }
  std::array<std::string_view, 5> values;
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (!lines[i + 1].starts_with(kNames[i]))
      return base::fail(base::ErrorCode::invalid_input, "not a promise");
    values[i] = lines[i + 1].substr(kNames[i].size());
  }
  Promise promise{std::string(values[0]), std::string(values[1]), {}, {}, {}};
  TRY_ASSIGN(promise.leaf, crypto::hash_from_base64(values[2]));
  TRY_ASSIGN(promise.received, base::parse_time(values[3]));
  TRY_ASSIGN(promise.deadline, base::parse_time(values[4]));
  return promise;
}

}  // namespace tallyward::transparency
