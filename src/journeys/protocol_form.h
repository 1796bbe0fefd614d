// The results protocol of a mission as its paper has it: the lines with the paper's own letters, the sums
// that must hold, and what phones may do (camera, hotline). Two public files in the mission's folder,
// protocol.json and phone_policy.json; without them the six lines that every protocol has, and a camera that
// stays off.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/error.h"
#include "journeys/mission_folder.h"

namespace tallyward::journeys {

/// A text in several languages, by code.
using Texts = std::map<std::string, std::string>;

struct ProtocolLine {
  std::string code;    ///< "valid"; the same codes as in published results.
  std::string letter;  ///< As on the paper: "6.1".
  Texts label;
  std::string group;  ///< "votes" for contestants; "" otherwise.
};

/// A sum or a limit that phones and clerks see at once; an expression over lines
/// (docs/formats/expression.md).
struct ProtocolCheck {
  std::string code;      ///< "F.01"
  std::string severity;  ///< "impossible" or "unlikely"
  std::string expression;
  std::vector<std::string> fields;  ///< Codes of lines.
};

struct ProtocolForm {
  std::vector<ProtocolLine> lines;  ///< In the paper's order.
  std::vector<ProtocolCheck> checks;

  /// nullptr if there is none.
  const ProtocolLine* find(std::string_view code) const;
};

/// Errors: invalid_input for a file that is there and cannot be read, or a code that stands twice.
base::Result<ProtocolForm> read_protocol_form(const MissionFolder& folder);
/// {"lines":[{"code","letter","label","group"}],"checks":[{"code","severity","expression","fields"}]}.
std::string to_json(const ProtocolForm& form);

/// phone_policy.json as it stands, {"policy":{...},"hotline":"..."}; "{}" without the file. Error:
/// invalid_input when it is no JSON object.
base::Result<std::string> read_phone_policy(const MissionFolder& folder);

}  // namespace tallyward::journeys
