// What a clerk enters for an observer: which fields must be read back to a caller, and where two entries of
// one protocol differ.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "observation/checklist.h"

namespace tallyward::observation {

/// Fields of a report by name, as they are committed ("@station", "q.VO07", "p.valid").
using ReportFields = std::map<std::string, std::string>;

/// The fields that are read back on the telephone before the entry is kept: the station, every figure, every
/// required answer and every adverse one, in order of their names. `form` may be null (unknown form).
std::vector<std::string> critical_fields(const Checklist* form, const ReportFields& fields);

/// Figures of a protocol by line; "" is blank on the paper, "illegible" is what it says.
using Figures = std::map<std::string, std::string>;
inline constexpr std::string_view kIllegible = "illegible";

/// That every line has a name of ours and every figure is digits, blank or illegible, as many as a protocol
/// may have. Error: invalid_input.
base::Result<void> check_figures(const Figures& figures);

/// Lines on which two entries differ; a line that one of them leaves out is blank there. Leading zeroes do
/// not count: "007" is 7.
std::vector<std::string> differing_lines(const Figures& first, const Figures& second);

/// The agreed figures: those of `first`, with the third person's on the differing lines. Error: invalid_input
/// unless `resolution` has exactly the differing lines.
base::Result<Figures> resolve(const Figures& first, const std::vector<std::string>& differing,
                              const Figures& resolution);

/// "00120" is "120"; other texts stay.
std::string plain_figure(std::string_view figure);

}  // namespace tallyward::observation
