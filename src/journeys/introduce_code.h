// A phone introduces a fresh code for one station, so that nothing in the log links what one observer reports
// from two stations (docs/formats/record.md, "Observer codes"). The introduction is signed by the device's
// key and stays on the server, sealed; the log gets an enrolment that commits to the device.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

/// The text that the device's key signs: `tallyward/introduction/v1`, `mission M`, `key VKEY`.
std::string introduction_text(std::string_view mission, const transparency::VerifierKey& key);

/// Enrols the code that `note` introduces for `device`; returns the code. The same introduction again is
/// answered alike. Errors: invalid_input (not an introduction, a code of the wrong form, a key that cannot be
/// used), forbidden (not signed by this device's key, another mission, a revoked device), conflict (the code
/// belongs to another key).
base::Result<std::string> introduce_code(OpenMission& mission, const std::string& device,
                                         std::string_view note, bool extractable);

/// Whose key signed: the device's code for a per-station code, else the author itself.
base::Result<std::string> device_of(storage::Reader& reader, const std::string& author);

/// The view of a per-station code, from its enrolment.
base::Result<void> apply_code_enrolment(Desk& desk, const storage::Record& record,
                                        const transparency::VerifierKey& key, const std::string& device);

/// The key that a report by `author` must be signed with. Errors: forbidden (not enrolled, or its device was
/// revoked).
base::Result<transparency::VerifierKey> key_of_author(storage::Reader& reader, std::string_view author);

}  // namespace tallyward::journeys
