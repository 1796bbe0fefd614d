// The public portal's pages: values in, HTML out. They work without JavaScript, ask no other host, and say of
// a figure what it is: observed or published, by whom compared, and that a difference has no cause on this
// page. Whether a page may be shown at all (closed until opened, part by part) is decided before it is made.
// What an adversary learns: the closed page tells the log's size, as the checkpoint does; nothing on
// coverage.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/outside.h"

namespace tallyward::http {

/// What every page carries.
struct PortalFrame {
  std::string language = "en";  ///< en, ru or kk; any other is shown in English.
  std::string path = "/";       ///< Of this page, for the links to the other languages.
  std::string mission_name = {};
  bool synthetic = false;
  int minutes_east = 0;  ///< How far the clocks of the mission's place are ahead of UTC.
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
  bool stations_open = false;                   ///< The search for a station is shown.
};

/// One line of a protocol: as the observer saw it and as it was published.
struct PortalFigure {
  std::string letter = {};  ///< As on the paper: "6.1".
  std::string label = {};
  enum class Kind { number, blank, illegible } kind = Kind::blank;
  std::int64_t observed = 0;                   ///< When kind is number.
  std::optional<std::int64_t> published = {};  ///< Absent: no published figure.
};

struct PortalProtocol {
  std::string station = {};  ///< Number.
  std::string name = {};
  std::string place = {};
  std::vector<PortalFigure> figures = {};  ///< In the paper's order.
};

struct PortalStation {
  std::string station = {};
  std::string name = {};
  std::string place = {};
};

std::string portal_home(const PortalFrame& frame, const PortalHome& home);
std::string portal_stations(const PortalFrame& frame, std::string_view asked,
                            const std::vector<PortalStation>& found);
/// With one sentence that says how many figures agree; figures that are blank, illegible or unpublished are
/// not counted as compared.
std::string portal_protocol(const PortalFrame& frame, const PortalProtocol& protocol);
/// The page that checks a receipt in the browser against the log's key, which stands on it.
std::string portal_proof(const PortalFrame& frame, std::string_view log_key);

/// The stations nearest to what was typed, at most `most`, the nearest first: numbers match from their
/// beginning, words with up to one wrong letter in four, Latin, Russian and Kazakh letters alike ("Aktobe"
/// finds "Ақтөбе").
std::vector<PortalStation> find_stations(std::string_view asked, const std::vector<PortalStation>& all,
                                         std::size_t most = 20);

}  // namespace tallyward::http
