// Records with a type of their own in the log, beside reports and staff records: what the mission is, who
// may sign, what was erased, published, imported, drawn, scanned and closed (docs/formats/record.md). Each
// has a typed body, and its commitment stands in the log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

/// The server's key may sign: signed by the log's own key, the root of trust. First record of a log.
base::Result<Submission> server_enrolment_record(OpenMission& mission);

/// What the mission is: settings, form versions, number of stations, witness policy.
base::Result<Submission> manifest_record(OpenMission& mission, storage::Reader& reader);

/// A per-station code of a phone. `holder`: the device's code, committed to; the link stays in the sealed
/// body.
base::Result<Submission> code_enrolment_record(OpenMission& mission, const transparency::VerifierKey& key,
                                               bool extractable, const std::string& device,
                                               const std::string& introduction);

/// The outcome of a quality check on the record with this leaf hash (hex).
base::Result<Submission> decision_record(OpenMission& mission, std::string_view author,
                                         std::string_view record_id, const std::string& json_body);
/// Staff's correction of a record.
base::Result<Submission> correction_record(OpenMission& mission, std::string_view author,
                                           std::string_view record_id, const std::string& json_body);

/// Keys were destroyed: `count` records of a class ("report", "contact", "attachment"), or one record.
struct Erasure {
  std::string of_class;
  std::uint64_t count = 0;
  std::optional<std::string> record_id;  ///< Hex; none when several.
};
base::Result<Submission> redaction_record(OpenMission& mission, std::string_view author,
                                          const Erasure& erasure);

/// Official results were taken in: SHA-256 and length of the file.
base::Result<Submission> import_record(OpenMission& mission, std::string_view author,
                                       std::string_view file_bytes, const std::string& json_body);
/// Frame, design and seed of a sample, to be opened after the polls close.
base::Result<Submission> sample_record(OpenMission& mission, std::string_view author,
                                       const std::string& json_body);
/// An indicator scan by this version of the code; input and output digests stand in the body.
base::Result<Submission> scan_record(OpenMission& mission, std::string_view author,
                                     std::string_view code_version, const std::string& json_body);
/// A publication: SHA-256 of its manifest, the size of the log that it covers.
base::Result<Submission> snapshot_record(OpenMission& mission, std::string_view author,
                                         const crypto::Hash& manifest, std::uint64_t size,
                                         const std::string& json_body);
/// The end of the mission: final counts for each kind of record.
base::Result<Submission> seal_record(OpenMission& mission, std::string_view author, std::uint64_t size,
                                     const std::string& json_body);

}  // namespace tallyward::journeys
