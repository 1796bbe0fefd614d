#include "verify/finding.h"

#include <algorithm>

#include "crypto/canonical_json.h"

namespace tallyward::verify {

std::string_view to_text(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds:
      return "holds";
    case Verdict::differs:
      return "differs";
    case Verdict::flagged:
      return "flagged";
    case Verdict::not_checked:
      return "not_checked";
  }
  return "not_checked";
}

void add_detail(Finding& finding, std::string detail) {
  if (finding.details.size() < kMostDetails) {
    finding.details.push_back(std::move(detail));
  } else if (finding.details.size() == kMostDetails) {
    finding.details.emplace_back("and more");
  }
}

int Verification::exit_code() const {
  return std::ranges::any_of(findings, [](const Finding& f) { return f.verdict == Verdict::differs; }) ? 1
                                                                                                       : 0;
}

std::string to_report(const Verification& verification) {
  std::string text;
  if (verification.synthetic) text += "SYNTHETIC: invented data.\n";
  text += "Mission " + verification.mission + ": " + verification.title + "\n";
  text += "Log of " + std::to_string(verification.log_size) + " records\n";
  const auto section = [&](Verdict verdict, std::string_view head) {
    bool any = false;
    for (const Finding& finding : verification.findings) {
      if (finding.verdict != verdict) continue;
      if (!any) text += "\n" + std::string(head) + "\n";
      any = true;
      text += "  " + finding.check + ": " + finding.text + "\n";
      for (const std::string& detail : finding.details) text += "      " + detail + "\n";
    }
  };
  section(Verdict::differs, "Differs");
  section(Verdict::flagged, "Flagged");
  section(Verdict::holds, "Checked, and holds");
  section(Verdict::not_checked, "Could not be checked");
  text += "\nWhat this does not prove\n";
  for (const std::string& sentence : verification.not_proved) text += "  - " + sentence + "\n";
  text += verification.exit_code() == 0 ? "\nEverything that was checked holds.\n"
                                        : "\nDifferences were found.\n";
  return text;
}

std::string to_json(const Verification& verification) {
  const auto strings = [](const std::vector<std::string>& texts) {
    std::string list = "[";
    for (const std::string& text : texts) list += (list.size() > 1 ? "," : "") + crypto::json_string(text);
    return list + "]";
  };
  std::string findings = "[";
  for (const Finding& finding : verification.findings) {
    if (findings.size() > 1) findings += ",";
    findings +=
        "{\"check\":" + crypto::json_string(finding.check) + ",\"verdict\":\"" +
        std::string(to_text(finding.verdict)) + "\",\"looked_at\":" + std::to_string(finding.looked_at) +
        ",\"text\":" + crypto::json_string(finding.text) + ",\"details\":" + strings(finding.details) + "}";
  }
  return "{\"mission\":" + crypto::json_string(verification.mission) +
         ",\"title\":" + crypto::json_string(verification.title) +
         ",\"synthetic\":" + (verification.synthetic ? "true" : "false") +
         ",\"log_size\":" + std::to_string(verification.log_size) + ",\"findings\":" + findings +
         "],\"not_proved\":" + strings(verification.not_proved) +
         ",\"exit_code\":" + std::to_string(verification.exit_code()) + "}\n";
}

}  // namespace tallyward::verify
