#include "forensics/scan.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include <fmt/format.h>

#include "forensics/multiples_of_five.h"
#include "stats/intervals.h"
#include "stats/p_adjust.h"
#include "stats/poisson_binomial.h"

namespace tallyward::forensics {

base::Result<Indicator> Indicator::make(const Method& method, Facts facts) {
  if (method.calibration == Calibration::refused) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} is refused: {}", method.name, method.calibration_note));
  }
  if (method.caveats.empty() || method.innocent_explanations.empty()) {
    return base::fail(base::ErrorCode::invalid_input,
                      fmt::format("{} has no caveats or no innocent explanations", method.name));
  }
  return Indicator(method, std::move(facts));
}

std::string Indicator::sentence() const {
  const Departure& d = facts_.departure;
  return fmt::format(
      "Among {} stations, {:.0f} were counted where {:.0f} +- {:.0f} are expected under the null model (z = "
      "{:.1f}, p = {:.2g}, {:.2g} "
      "corrected for the number of tests). With these stations, rounding at fewer than about {:.1f} per cent "
      "of them could not have been seen.",
      facts_.stations, d.observed, d.expected, d.sd, d.z(), facts_.p, p_adjusted_, 100 * facts_.detectable);
}

namespace {

/// The stations that can be used, as columns that own their figures.
struct Columns {
  std::vector<Figure> registered, given, counted;
  std::vector<std::vector<Figure>> votes;  ///< [contestant]
  std::vector<std::uint32_t> region;       ///< Numbered from 0.
  std::vector<election::UnitIndex> regions;
  std::vector<election::UnitIndex> units;

  Stations stations(std::size_t contestant) const { return {registered, given, counted, votes[contestant]}; }
};

using Lines = std::vector<std::size_t>;

base::Result<Lines> find_lines(const results::ProtocolTable& table, std::span<const std::string> codes) {
  Lines lines;
  for (const std::string& code : codes) {
    const auto line = table.find_line(code);
    if (!line)
      return base::fail(base::ErrorCode::not_found, fmt::format("the protocols have no line '{}'", code));
    lines.push_back(*line);
  }
  return lines;
}

base::Result<Lines> lines_or_usual(const results::ProtocolTable& table, std::span<const std::string> codes,
                                   std::span<const std::vector<std::string>> usual, std::string_view what) {
  if (!codes.empty()) return find_lines(table, codes);
  for (const auto& candidate : usual) {
    if (auto lines = find_lines(table, candidate)) return lines;
  }
  return base::fail(base::ErrorCode::not_found,
                    fmt::format("the protocols have none of the usual lines for {}; name them", what));
}

/// The sum of the lines, or kBlank if one of them is blank.
Figure sum_of(const results::ProtocolTable& table, const Lines& lines, std::size_t row) {
  std::int64_t sum = 0;
  for (const std::size_t line : lines) {
    if (table.columns[line][row] == results::kBlank) return results::kBlank;
    sum += table.columns[line][row];
  }
  return sum <= results::kLargestFigure ? static_cast<Figure>(sum) : results::kBlank;
}

base::Result<Columns> take_columns(const results::Results& results, const results::ProtocolTable& table,
                                   const ScanOptions& options, Scan& scan) {
  static const std::vector<std::vector<std::string>> kGiven{
      {"issued_early", "issued_station", "issued_outside"},
      {"signatures"},
      {"voted"},
      {"issued"},
      {"emitted"},
      {"valid", "invalid"},
      {"valid", "blank", "invalid"}};
  static const std::vector<std::vector<std::string>> kCounted{{"valid", "invalid"}, {"in_box"}};
  TRY_ASSIGN(const Lines registered, find_lines(table, options.roles.registered));
  const Lines votes = table.group("votes");
  if (votes.empty())
    return base::fail(base::ErrorCode::not_found, "the protocols have no lines of the group 'votes'");
  // Without a line for valid papers the votes themselves and the spoilt papers are what was counted.
  Lines all_votes = votes;
  for (const char* code : {"blank", "invalid"}) {
    if (const auto line = table.find_line(code)) all_votes.push_back(*line);
  }
  const auto filled = [&](const base::Result<Lines>& lines) {
    return lines &&
           std::any_of(table.units.begin(), table.units.end(), [&, row = std::size_t{0}](auto) mutable {
             return sum_of(table, *lines, row++) != results::kBlank;
           });
  };
  base::Result<Lines> counted = lines_or_usual(table, options.roles.counted, kCounted, "ballots counted");
  if (options.roles.counted.empty() && !filled(counted)) counted = all_votes;
  TRY(counted);
  base::Result<Lines> given = lines_or_usual(table, options.roles.given, kGiven, "voters who took part");
  if (options.roles.given.empty() && !filled(given)) given = counted;
  TRY(given);
  Columns columns;
  columns.votes.resize(votes.size());
  std::vector<std::uint32_t> number(results.units.size(), ~0u);
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const Figure n = sum_of(table, registered, row);
    const Figure t = sum_of(table, *given, row);
    const Figure r = sum_of(table, *counted, row);
    bool blank = n == results::kBlank || t == results::kBlank || r == results::kBlank;
    Figure most = 0;
    for (const std::size_t line : votes) {
      blank = blank || table.columns[line][row] == results::kBlank;
      most = std::max(most, table.columns[line][row]);
    }
    if (blank) {
      ++scan.left_out_blank;
    } else if (t > n || most > r || n <= 0) {
      ++scan.left_out_impossible;
    } else {
      columns.units.push_back(table.units[row]);
      columns.registered.push_back(n);
      columns.given.push_back(t);
      columns.counted.push_back(r);
      for (std::size_t c = 0; c < votes.size(); ++c) columns.votes[c].push_back(table.columns[votes[c]][row]);
      const election::UnitIndex region =
          results.units.ancestor(table.units[row], std::min(options.region_level, table.level));
      if (number[region] == ~0u) {
        number[region] = static_cast<std::uint32_t>(columns.regions.size());
        columns.regions.push_back(region);
      }
      columns.region.push_back(number[region]);
    }
  }
  if (columns.registered.empty())
    return base::fail(base::ErrorCode::invalid_input,
                      "found no protocol with all the lines that the methods need");
  return columns;
}

/// One test to run: a method, a contestant (or turnout), a region (or the whole).
struct Test {
  const Method* method;
  std::size_t contestant;  ///< ~0: turnout.
  std::uint32_t region;    ///< ~0: the whole.
};

constexpr std::size_t kTurnout = ~std::size_t{0};
constexpr std::uint32_t kWhole = ~0u;
constexpr std::size_t kExactUpTo = 6000;  ///< Stations; beyond it the saddlepoint formula gives the tail.

double two_sided(std::span<const double> chances, std::size_t observed, bool exact) {
  const auto upper = [&](std::size_t s) {
    return exact ? stats::poisson_binomial_upper_tail(chances, s)
                 : stats::poisson_binomial_saddlepoint(chances, s);
  };
  const double above = upper(observed);
  const double below = above > 0.5 ? 1 - upper(observed + 1) : 1;
  return std::min(1.0, 2 * std::min(above, below));
}

Indicator::Facts run_test(const Columns& columns, const Test& test) {
  const std::vector<Figure>& numerators =
      test.contestant == kTurnout ? columns.given : columns.votes[test.contestant];
  const std::vector<Figure>& denominators =
      test.contestant == kTurnout ? columns.registered : columns.counted;
  std::vector<Figure> k, n;
  if (test.region != kWhole) {
    for (std::size_t i = 0; i < numerators.size(); ++i) {
      if (columns.region[i] != test.region) continue;
      k.push_back(numerators[i]);
      n.push_back(denominators[i]);
    }
  }
  const std::span<const Figure> ks = test.region == kWhole ? std::span<const Figure>(numerators) : k;
  const std::span<const Figure> ns = test.region == kWhole ? std::span<const Figure>(denominators) : n;
  const LatticeResult result =
      test.method->id.starts_with("multiples") ? multiples_of_five_test(ks, ns) : lattice_test(ks, ns);
  Indicator::Facts facts;
  facts.stations = result.stations_used;
  facts.departure = result.departure;
  const bool exact = result.stations_used <= kExactUpTo;
  facts.tail = exact ? "exact" : "saddlepoint";
  facts.p = two_sided(result.chances, static_cast<std::size_t>(result.departure.observed), exact);
  facts.detectable = detectable_fraction(result, 3);
  return facts;
}

}  // namespace

namespace {

void look_at_stations(const Columns& columns, const results::ProtocolTable& all_versions, Scan& found) {
  found.turnout_outliers = outliers(columns.given, columns.registered, columns.region);
  std::vector<std::span<const Figure>> votes(columns.votes.begin(), columns.votes.end());
  for (std::size_t c = 0; c < votes.size(); ++c)
    found.pictures[c].outliers = outliers(columns.votes[c], columns.counted, columns.region);
  found.exchanges = find_exchanges(votes, columns.region);
  if (!all_versions.versions.empty()) found.revisions = revisions(all_versions, all_versions);
  found.station_units = columns.units;
}

}  // namespace

base::Result<Scan> scan(const results::Results& results, const ScanOptions& options) {
  Scan found;
  const results::ProtocolTable* chosen = nullptr;
  for (const results::Source& source : results.sources) {
    if (!options.source.empty() && source.id != options.source) continue;
    chosen = results.find(source.id, results.units.lowest_level());
    if (chosen != nullptr) break;
  }
  if (chosen == nullptr) {
    return base::fail(
        base::ErrorCode::not_found,
        options.source.empty()
            ? std::string("no source has polling-station protocols")
            : fmt::format("no source named '{}' has polling-station protocols", options.source));
  }
  const results::ProtocolTable table = results::latest_versions(*chosen);
  found.source = table.source;
  found.protocols = table.rows();
  TRY_ASSIGN(const Columns columns, take_columns(results, table, options, found));
  const std::vector<std::size_t> votes = table.group("votes");

  std::vector<Test> tests;
  const Method* turnout = find_method("whole-percentages-turnout");
  const Method* share = find_method("whole-percentages-share");
  const Method* fives = find_method("multiples-of-five-turnout");
  std::vector<std::uint32_t> scopes{kWhole};
  if (columns.regions.size() > 1) {
    for (std::uint32_t region = 0; region < columns.regions.size(); ++region) scopes.push_back(region);
  }
  for (const std::uint32_t scope : scopes) tests.push_back({turnout, kTurnout, scope});
  for (std::size_t c = 0; c < votes.size(); ++c) {
    for (const std::uint32_t scope : scopes) tests.push_back({share, c, scope});
  }
  for (const std::uint32_t scope : scopes) tests.push_back({fives, kTurnout, scope});

  // Every test writes to its own place, so that the order of threads leaves no trace.
  std::vector<Indicator::Facts> facts(tests.size());
  std::vector<ContestantPicture> pictures(votes.size());
  const auto work = [&](std::size_t first) {
    for (std::size_t i = first; i < tests.size(); i += options.threads)
      facts[i] = run_test(columns, tests[i]);
    for (std::size_t c = first; c < votes.size(); c += options.threads) {
      const Stations stations = columns.stations(c);
      pictures[c] = {table.lines[votes[c]].code, turnout_share_correlation(stations, columns.region),
                     fingerprint(stations), turnout_curve(stations),
                     estimate_peak(stations, options.bootstrap_replicates, options.seed)};
    }
  };
  std::vector<std::thread> threads;
  for (unsigned t = 1; t < options.threads; ++t) threads.emplace_back(work, t);
  work(0);
  for (std::thread& thread : threads) thread.join();
  found.pictures = std::move(pictures);
  if (options.stations) look_at_stations(columns, *chosen, found);

  std::vector<double> p;
  std::vector<std::size_t> kept;
  for (std::size_t i = 0; i < tests.size(); ++i) {
    // A region or contestant with too few stations in range has nothing to test: it is not counted as a test.
    if (facts[i].stations < (tests[i].region == kWhole ? tests[i].method->minimum_units : 100)) continue;
    kept.push_back(i);
    p.push_back(facts[i].p);
  }
  const std::vector<double> adjusted = stats::p_adjust(p, stats::Correction::benjamini_yekutieli);
  for (std::size_t j = 0; j < kept.size(); ++j) {
    const Test& test = tests[kept[j]];
    Indicator::Facts own = std::move(facts[kept[j]]);
    own.contestant = test.contestant == kTurnout ? "" : table.lines[votes[test.contestant]].code;
    own.unit = test.region == kWhole ? 0 : columns.regions[test.region];
    TRY_ASSIGN(Indicator indicator, Indicator::make(*test.method, std::move(own)));
    indicator.set_p_adjusted(adjusted[j]);
    found.indicators.push_back(std::move(indicator));
  }
  return found;
}

}  // namespace tallyward::forensics
