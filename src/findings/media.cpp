#include "findings/media.h"

#include <map>
#include <set>

namespace tallyward::findings {

std::vector<SubjectShare> share_by_subject(std::span<const MediaItem> items) {
  std::map<std::string, SubjectShare> subjects;
  std::set<std::string> seen;
  std::int64_t total = 0;
  for (const MediaItem& item : items) {
    if (!seen.insert(item.item).second) continue;
    SubjectShare& share = subjects[item.subject];
    share.subject = item.subject;
    ++share.items;
    share.amount += item.amount;
    share.by_tone[static_cast<std::size_t>(item.tone)] += item.amount;
    share.direct_speech += item.direct_speech ? item.amount : 0;
    total += item.amount;
  }
  std::vector<SubjectShare> shares;
  if (total == 0) return shares;
  for (auto& [subject, share] : subjects) {
    share.percent = base::Fraction(base::Integer(share.amount) * 100, total);
    shares.push_back(std::move(share));
  }
  return shares;
}

CoderAgreement coder_agreement(std::span<const MediaItem> items) {
  std::map<std::string, const MediaItem*> first;
  CoderAgreement agreement;
  std::array<std::int64_t, 3> by_first{}, by_second{};
  for (const MediaItem& item : items) {
    const auto [one, fresh] = first.emplace(item.item, &item);
    if (fresh || one->second->coder == item.coder) continue;
    ++agreement.items;
    agreement.agree += one->second->tone == item.tone ? 1 : 0;
    ++by_first[static_cast<std::size_t>(one->second->tone)];
    ++by_second[static_cast<std::size_t>(item.tone)];
  }
  if (agreement.items == 0) return agreement;
  base::Integer together = 0;
  for (std::size_t t = 0; t < 3; ++t) together += base::Integer(by_first[t]) * by_second[t];
  const base::Integer n = agreement.items;
  const base::Fraction chance(together, n * n);
  if (chance != 1) agreement.kappa = (base::Fraction(agreement.agree, n) - chance) / (1 - chance);
  return agreement;
}

}  // namespace tallyward::findings
