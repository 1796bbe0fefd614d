// Every method with what must stand beside its result: null model, caveats, innocent explanations,
// calibration. An indicator cannot be made without them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::forensics {

enum class Calibration {
  calibrated,      ///< Its z has a root mean square of 0.8 to 1.3 on the control elections.
  not_calibrated,  ///< It was measured there, and departs too often.
  descriptive,     ///< It has no null model: it describes, and is shown beside the controls' values.
  refused          ///< It is not computed, for a measured reason.
};
std::string_view to_text(Calibration calibration);

struct Method {
  std::string_view id;  ///< "whole-percentages"
  std::string_view name;
  std::string_view question;    ///< What it asks, one sentence.
  std::string_view null_model;  ///< What it compares with.
  Calibration calibration = Calibration::descriptive;
  std::string_view calibration_note;  ///< The measurement behind it.
  std::size_t minimum_units = 0;
  std::vector<std::string_view> caveats = {};
  std::vector<std::string_view> innocent_explanations = {};
  std::string_view source;  ///< The paper or report.
};

/// All methods, the refused ones last.
std::span<const Method> methods();
const Method* find_method(std::string_view id);

/// The value of a method's statistic in one election of the control corpus.
struct Control {
  std::string_view method;
  std::string_view election;    ///< "Canada 2008"
  std::string_view contestant;  ///< "" for turnout.
  double value = 0;             ///< z for tests; the plain figure for descriptive methods.
};
std::span<const Control> controls();

/// Root mean square of the controls' values of a method; 0 without controls.
double control_rms(std::string_view method);

}  // namespace tallyward::forensics
