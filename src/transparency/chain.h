// Each signing key numbers its reports and names the one before. From a set of reports this tells what is
// missing, what stands twice with different contents (equivocation: a cloned phone, a restored backup, a
// coerced key), and what does not link. Order does not matter: a log may hold them in any.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "transparency/record.h"

namespace tallyward::transparency {

enum class ChainFault {
  equivocation,  ///< Two different reports with one key and one number. Both are kept.
  gap,           ///< A number is missing below one that is there: a report was withheld or lost.
  broken_link    ///< The predecessor named is not the report with the number before.
};
std::string_view to_text(ChainFault fault);

struct ChainFinding {
  ChainFault fault = ChainFault::gap;
  std::string signer;
  std::uint64_t seq = 0;  ///< For a gap: the first missing number.
  std::vector<Hash> leaves;
};

class ChainLedger {
 public:
  /// Adds one report. Returns true when another report with this key and number was there: an equivocation.
  bool add(const std::string& signer, const ReportHeader& header, const Hash& leaf);
  /// The number of reports of `signer`, and the highest number plus one.
  std::uint64_t next_seq(const std::string& signer) const;
  /// Everything that does not hold, by signer and number.
  std::vector<ChainFinding> findings() const;

 private:
  struct Link {
    Hash leaf;
    std::optional<Hash> prev;
  };
  std::map<std::string, std::map<std::uint64_t, std::vector<Link>>, std::less<>> chains_;
};

}  // namespace tallyward::transparency
