// The battery: every method over every contestant, for the whole and for each region, with p-values corrected
// for the number of tests that were run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "forensics/fingerprint.h"
#include "forensics/integer_percentages.h"
#include "forensics/method.h"
#include "forensics/outliers.h"
#include "forensics/revisions.h"
#include "forensics/swaps.h"
#include "forensics/turnout_curve.h"
#include "results/protocol_table.h"

namespace tallyward::forensics {

/// Which lines of the form make the columns a method reads, as sums: {"valid", "invalid"}.
struct LineRoles {
  std::vector<std::string> registered{"registered"};
  std::vector<std::string> given;    ///< Empty: the first that the table has of the usual ones.
  std::vector<std::string> counted;  ///< Empty: valid and invalid, else all votes and invalid.
};

struct ScanOptions {
  LineRoles roles;
  std::string source;  ///< Empty: the source of highest authority with station protocols.
  election::LevelIndex region_level = 1;
  std::size_t bootstrap_replicates = 50;
  std::uint64_t seed = 1;
  unsigned threads = 1;   ///< The bytes do not depend on it.
  bool stations = false;  ///< Also look for single stations: outliers, exchanged figures, revisions.
};

/// A departure from a null model. It is made only by `make`, from a method that has caveats and innocent
/// explanations and is not refused: there is no other way to one.
class Indicator {
 public:
  struct Facts {
    std::string contestant;        ///< The line's code; "" for turnout.
    election::UnitIndex unit = 0;  ///< 0: the whole.
    std::size_t stations = 0;
    Departure departure;
    double p = 1;           ///< Two-sided.
    std::string tail;       ///< "exact" or "saddlepoint".
    double detectable = 1;  ///< The share of stations whose rounding this test would find at z = 3.
  };
  /// Error: invalid_input for a method without caveats or innocent explanations, or a refused one.
  static base::Result<Indicator> make(const Method& method, Facts facts);

  const Method& method() const { return *method_; }
  const Facts& facts() const { return facts_; }
  double p_adjusted() const { return p_adjusted_; }
  void set_p_adjusted(double p) { p_adjusted_ = p; }
  /// One sentence in the words of docs/methods/wording.md: what was counted, what the null expects, what it
  /// does not say.
  std::string sentence() const;

 private:
  Indicator(const Method& method, Facts facts) : method_(&method), facts_(std::move(facts)) {}
  const Method* method_;
  Facts facts_;
  double p_adjusted_ = 1;
};

/// What a contestant's figures look like, without a null model.
struct ContestantPicture {
  std::string contestant;
  Correlation correlation;
  Fingerprint fingerprint;
  TurnoutCurve curve;  ///< Its totals are for the plot; no output adds votes up above a peak.
  TurnoutPeak peak;
  Outliers outliers = {};  ///< Only when stations were asked for.
};

struct Scan {
  std::string source;
  std::size_t protocols = 0;
  std::size_t left_out_blank = 0;  ///< A needed line is blank.
  std::size_t left_out_impossible =
      0;                              ///< More ballots than voters, more votes than ballots: looked at apart.
  std::vector<Indicator> indicators;  ///< In the order of methods, contestants on the ballot, units.
  std::vector<ContestantPicture> pictures;
  /// When stations were asked for; their numbers are indices into station_units.
  Outliers turnout_outliers;
  ExchangeSearch exchanges;
  Revisions revisions;  ///< First against last version; no protocols when the source issued none twice.
  std::vector<election::UnitIndex> station_units;
};

/// Errors: not_found when the source or a line is not there, invalid_input when no protocol can be used.
base::Result<Scan> scan(const results::Results& results, const ScanOptions& options);

}  // namespace tallyward::forensics
