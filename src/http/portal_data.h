// What the portal's pages are filled with: the mission's views and its official results. Only parts that are
// open are read, and of protocols only those that the mission has verified.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "http/app.h"
#include "http/portal_page.h"
#include "journeys/protocol_form.h"
#include "results/protocol_table.h"
#include "results/tabulate.h"

namespace tallyward::http {

/// Published results, from the snapshot in the mission's folder `official`, with what pages ask of them.
struct OfficialResults {
  results::Results results;
  std::optional<results::Tabulation> tabulation;
  std::map<std::string, election::UnitIndex, std::less<>> stations;  ///< By code at the lowest level.
};

/// The snapshot, read once and again when its manifest changes; nullptr when there is none. Errors: those of
/// exchange::read_snapshot.
base::Result<std::shared_ptr<const OfficialResults>> official_results(App& app);

base::Result<PortalParts> open_parts(storage::Reader& reader);
/// Why a part that was open is closed; "" if it never was.
base::Result<std::string> why_withdrawn(storage::Reader& reader, std::string_view part);
base::Result<std::vector<PortalStation>> station_list(storage::Reader& reader);

/// One line of a station in what was published.
struct PublishedStation {
  std::vector<PortalVersion> versions;          ///< Oldest first; the last is the one compared with.
  std::map<std::string, std::int64_t> figures;  ///< Of the newest version, by line code; blanks are left out.
};
PublishedStation published_station(const OfficialResults& official, std::string_view station);

/// A station with the verified protocol that came last; record "" when there is none. `station` is filled
/// only when the station is on the list.
base::Result<PortalProtocol> protocol_of(App& app, storage::Reader& reader, const OfficialResults* official,
                                         std::string_view station, const std::string& language);
/// Every station with a verified protocol, by station.
base::Result<std::vector<PortalProtocol>> all_protocols(App& app, storage::Reader& reader,
                                                        const OfficialResults* official,
                                                        const std::string& language);
base::Result<std::int64_t> observed_protocols(storage::Reader& reader);

PortalResults results_page(const OfficialResults& official, const journeys::ProtocolForm& form,
                           const std::string& language);

/// Files to take away, made from the same values as the pages.
std::string protocols_csv(const std::vector<PortalProtocol>& protocols);
std::string stations_csv(const std::vector<PortalStation>& stations);
std::string results_csv(const OfficialResults& official);

}  // namespace tallyward::http
