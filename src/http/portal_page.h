// The public portal's pages: values in, HTML out. They work without JavaScript, ask no other host, and say of
// a figure what it is: observed or published, by whom compared, and that a difference has no cause on this
// page. Whether a page may be shown at all (closed until opened, part by part) is decided before it is made.
// What an adversary learns: the closed page tells the log's size, as the checkpoint does; nothing on
// coverage. A protocol's page names the record in the log, so its place there and the order of arrival; not
// who sent it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/outside.h"
#include "results/waterfall.h"

namespace tallyward::http {

/// The parts of the portal that the head of mission opens, each with a second person; the last two follow.
struct PortalParts {
  bool coverage = false;   ///< How many protocols were observed, of how many stations.
  bool stations = false;   ///< The search.
  bool results = false;    ///< Published results and their sums.
  bool protocols = false;  ///< A page for each station: open with the results.
  bool downloads = false;  ///< Open with the first part that has files.
  bool any() const { return coverage || stations || results; }
};

/// What every page carries.
struct PortalFrame {
  std::string language = "en";  ///< en, ru, kk, fr or ar; any other is shown in English.
  std::string path = "/";       ///< Of this page, for the links to the other languages.
  std::string mission_name = {};
  bool synthetic = false;
  int minutes_east = 0;  ///< How far the clocks of the mission's place are ahead of UTC.
  PortalParts parts = {};
};

/// How many results protocols were observed; only once the mission has opened that part.
struct PortalCoverage {
  std::int64_t observed = 0;
  std::int64_t of = 0;
  base::Time as_of{};
};

struct PortalHome {
  std::string log_key = {};                     ///< As a verifier key.
  std::int64_t log_size = 0;                    ///< Entries.
  std::optional<PortalCoverage> coverage = {};  ///< Absent: that part is closed.
};

/// One line of a protocol: as the observer saw it and as it was published.
struct PortalFigure {
  std::string letter = {};  ///< As on the paper: "6.1".
  std::string label = {};
  enum class Kind { number, blank, illegible } kind = Kind::blank;
  std::int64_t observed = 0;                   ///< When kind is number.
  std::optional<std::int64_t> published = {};  ///< Absent: no published figure.
  std::string code = {};                       ///< Of the line, for files.
};

/// A state of what a source published for a station.
struct PortalVersion {
  std::string source = {};
  int version = 1;
  std::optional<base::Time> published = {};
  std::int64_t changed = 0;  ///< Figures that differ from the version before; 0 for the first.
};

/// A sum that the paper states: "6 + 5 = 4".
struct PortalSum {
  std::string text = {};
  std::optional<std::int64_t> difference = {};  ///< Left minus right; none when a figure is missing.
};

struct PortalProtocol {
  std::string station = {};  ///< Number.
  std::string name = {};
  std::string place = {};
  std::string record = {};                 ///< Leaf hash in hex; "": no checked protocol.
  std::string copy = {};                   ///< given, posted, read_aloud, hand_copy, refused or "".
  base::Time received{};                   ///< Rounded down by the mission.
  std::vector<PortalFigure> figures = {};  ///< In the paper's order.
  std::vector<PortalSum> sums = {};
  std::vector<PortalVersion> versions = {};  ///< Oldest first; the last is the one compared with.
  std::string photo = {};                    ///< Path of a reviewed photo; "" for none.
};

/// How an observed protocol agrees with the published one.
struct PortalAgreement {
  std::int64_t compared = 0;
  std::int64_t different = 0;
};
PortalAgreement agreement(const PortalProtocol& protocol);

struct PortalStation {
  std::string station = {};
  std::string name = {};
  std::string place = {};
};

/// One line of the published results: the sum of the stations and what was published for the whole.
struct PortalTotal {
  std::string label = {};
  bool contestant = false;
  std::int64_t sum = 0;
  std::int64_t blanks = 0;  ///< Stations whose figure is blank.
  std::optional<std::int64_t> published = {};
};

struct PortalResults {
  bool present = false;      ///< Official results have been taken in.
  std::int64_t covered = 0;  ///< Stations with a published protocol.
  std::int64_t of = 0;       ///< Stations.
  std::string source = {};
  std::vector<PortalTotal> totals = {};
  std::vector<std::pair<std::string, results::Waterfall>> waterfalls = {};  ///< By the line's label.
  std::int64_t compared_totals = 0;
  std::vector<std::string> attributions = {};
  /// Observed against published; absent while the protocols are closed.
  struct Compared {
    std::int64_t protocols = 0, equal = 0, different = 0, cannot = 0;
    std::vector<std::pair<PortalStation, PortalAgreement>> differing = {};
  };
  std::optional<Compared> compared = {};
};

/// A file to take away.
struct PortalFile {
  std::string path = {};  ///< "/portal/files/protocols.csv"
  std::string name = {};
  std::string about = {};  ///< Key of the catalogue: "file_protocols".
  std::string sha256 = {};
  std::int64_t bytes = 0;
};

std::string portal_home(const PortalFrame& frame, const PortalHome& home);
/// A page of a part that is not open: which one, and why it was withdrawn if it was.
std::string portal_closed(const PortalFrame& frame, std::string_view title_key, std::string_view withdrawn);
std::string portal_stations(const PortalFrame& frame, std::string_view asked,
                            const std::vector<PortalStation>& found);
/// A station that is not on the list.
std::string portal_no_station(const PortalFrame& frame, std::string_view station);
/// With one sentence that says how many figures agree; figures that are blank, illegible or unpublished are
/// not counted as compared.
std::string portal_protocol(const PortalFrame& frame, const PortalProtocol& protocol);
std::string portal_results(const PortalFrame& frame, const PortalResults& results);
std::string portal_downloads(const PortalFrame& frame, const std::vector<PortalFile>& files);
std::string portal_methods(const PortalFrame& frame);
/// `country` is the mission's own text for its country, in the page's language; "" for none.
std::string portal_legal(const PortalFrame& frame, std::string_view country);
/// `address`: of this site, for the commands to copy it.
std::string portal_mirror(const PortalFrame& frame, std::string_view address);
/// The page that checks a receipt in the browser against the log's key, which stands on it. `receipt` and
/// `entry` fill the form in; both may be empty.
std::string portal_proof(const PortalFrame& frame, std::string_view log_key, std::string_view receipt = {},
                         std::string_view entry = {});

/// The stations nearest to what was typed, at most `most`, the nearest first: numbers match from their
/// beginning, words with up to one wrong letter in four, Latin, Russian and Kazakh letters alike ("Aktobe"
/// finds "Ақтөбе").
std::vector<PortalStation> find_stations(std::string_view asked, const std::vector<PortalStation>& all,
                                         std::size_t most = 20);

}  // namespace tallyward::http
