// Media monitoring: shares of time or space by subject, tone, direct speech, and whether two coders agree.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/fraction.h"

namespace tallyward::findings {

enum class Tone { positive, neutral, negative };

struct MediaItem {
  std::string item;  ///< The same item coded twice has one name.
  std::string outlet;
  std::string subject;
  std::int64_t amount = 0;  ///< Seconds, or square centimetres.
  Tone tone = Tone::neutral;
  bool direct_speech = false;
  std::string coder;
};

struct SubjectShare {
  std::string subject;
  std::int64_t items = 0;
  std::int64_t amount = 0;
  base::Fraction percent;                 ///< Of the amount of all subjects.
  std::array<std::int64_t, 3> by_tone{};  ///< Amount, in the order of Tone.
  std::int64_t direct_speech = 0;         ///< Amount in the subject's own words.
};

/// By subject in alphabetical order, the percentages adding up to 100 exactly; an item coded twice counts
/// once, as its first row has it. Empty when nothing has an amount.
std::vector<SubjectShare> share_by_subject(std::span<const MediaItem> items);

/// Agreement on tone over items that two coders coded: how many agree, and Cohen's kappa (Cohen 1960), exact.
/// Kappa is absent when nothing was coded twice or when chance alone would agree always.
struct CoderAgreement {
  std::int64_t items = 0;
  std::int64_t agree = 0;
  std::optional<base::Fraction> kappa;
};
CoderAgreement coder_agreement(std::span<const MediaItem> items);

}  // namespace tallyward::findings
