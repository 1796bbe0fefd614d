#include "transparency/chain.h"

#include <algorithm>

namespace tallyward::transparency {

std::string_view to_text(ChainFault fault) {
  switch (fault) {
    case ChainFault::equivocation:
      return "equivocation";
    case ChainFault::gap:
      return "gap";
    case ChainFault::broken_link:
      return "broken_link";
  }
  return "gap";
}

bool ChainLedger::add(const std::string& signer, const ReportHeader& header, const Hash& leaf) {
  auto& links = chains_[signer][header.seq];
  const bool known = std::ranges::any_of(links, [&](const Link& link) { return link.leaf == leaf; });
  if (!known) links.push_back({leaf, header.prev});
  return links.size() > 1;
}

std::uint64_t ChainLedger::next_seq(const std::string& signer) const {
  const auto chain = chains_.find(signer);
  return chain == chains_.end() ? 0 : chain->second.rbegin()->first + 1;
}

std::vector<ChainFinding> ChainLedger::findings() const {
  std::vector<ChainFinding> found;
  for (const auto& [signer, chain] : chains_) {
    std::uint64_t expected = 0;
    const std::vector<Link>* before = nullptr;
    for (const auto& [seq, links] : chain) {
      if (seq != expected) {
        found.push_back({ChainFault::gap, signer, expected, {}});
        before = nullptr;
      }
      if (links.size() > 1) {
        ChainFinding finding{ChainFault::equivocation, signer, seq, {}};
        for (const Link& link : links) finding.leaves.push_back(link.leaf);
        found.push_back(std::move(finding));
      }
      for (const Link& link : links) {
        if (before == nullptr || !link.prev) continue;
        const bool linked = std::ranges::any_of(*before, [&](const Link& b) { return b.leaf == *link.prev; });
        if (!linked) found.push_back({ChainFault::broken_link, signer, seq, {link.leaf}});
      }
      before = &links;
      expected = seq + 1;
    }
  }
  return found;
}

}  // namespace tallyward::transparency
