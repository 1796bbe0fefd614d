#include "forensics/method.h"

#include <cmath>

namespace tallyward::forensics {

std::string_view to_text(Calibration calibration) {
  switch (calibration) {
    case Calibration::calibrated:
      return "calibrated";
    case Calibration::not_calibrated:
      return "not calibrated";
    case Calibration::descriptive:
      return "descriptive";
    case Calibration::refused:
      return "refused";
  }
  return "refused";
}

std::span<const Method> methods() {
  static const std::vector<Method> all{
      {.id = "whole-percentages-turnout",
       .name = "Whole percentages of turnout",
       .question = "Do more stations report a turnout within 0.05 points of a whole per cent than their own "
                   "denominators allow?",
       .null_model = "Lattice null: every numerator within one point of the reported one is as likely as the "
                     "reported one.",
       .calibration = Calibration::calibrated,
       .calibration_note =
           "On 19 statistics of clean elections its z stays within 2.71, root mean square 1.22.",
       .minimum_units = 500,
       .caveats =
           {"It speaks of rounding of reported figures only: not of how many votes changed, nor of who did "
            "it.",
            "It sees crude rounding; a figure that was changed without rounding leaves no trace here."},
       .innocent_explanations =
           {"Many stations with the same number of voters share a coarse lattice of percentages.",
            "Special stations (ships, hospitals, early voting) follow rules of their own and should be "
            "looked at apart."},
       .source = "Kobak, Shpilkin, Pshenichnikov, Annals of Applied Statistics 10(1), 2016; null: "
                 "docs/methods/integer-percentages.md"},
      {.id = "whole-percentages-share",
       .name = "Whole percentages of a contestant's share",
       .question = "Do more stations report a share within 0.05 points of a whole per cent than their own "
                   "denominators allow?",
       .null_model =
           "Lattice null, as for turnout; every contestant is tested, in ballot order, on both sides.",
       .calibration = Calibration::calibrated,
       .calibration_note =
           "On 19 statistics of clean elections its z stays within 2.71, root mean square 1.22.",
       .minimum_units = 500,
       .caveats = {"It speaks of rounding of reported figures only: not of how many votes changed, nor of "
                   "who did it.",
                   "Shares below 5 and above 95 per cent are left out."},
       .innocent_explanations = {"Coarse lattices in stations of equal size."},
       .source = "As above"},
      {.id = "multiples-of-five-turnout",
       .name = "Turnout that ends in 0 or 5",
       .question =
           "Is the rounded turnout a multiple of five more often than the stations' own denominators allow?",
       .null_model = "Lattice null over one full period of five points.",
       .calibration = Calibration::not_calibrated,
       .calibration_note = "The share itself lies at 0.198 to 0.205 in clean elections; the z of this null "
                           "is measured on few of them.",
       .minimum_units = 1000,
       .caveats = {"It speaks of rounding of reported figures only.",
                   "A strong slope of the turnout distribution moves the expectation."},
       .innocent_explanations = {"Rounded turnout figures that were published before the protocols."},
       .source = "Mebane's P05s as in EFToolkit 2.0.0; expectation: docs/methods/multiples-of-five.md"},
      {.id = "turnout-share-correlation",
       .name = "Turnout and a contestant's share",
       .question = "Do turnout and the contestant's share rise or fall together, overall and within regions?",
       .null_model = "None: it describes.",
       .calibration = Calibration::descriptive,
       .calibration_note = "In clean elections the overall correlation ranged from -0.17 to 0.10.",
       .minimum_units = 200,
       .caveats = {"A correlation is no count of votes and names no cause."},
       .innocent_explanations = {"Mobilisation: supporters of one side turn out more where they are many.",
                                 "Rural and urban stations differ in both."},
       .source = "Sobyanin and Sukhovolsky 1993; Myagkov, Ordeshook and Shakin 2009"},
      {.id = "fingerprint",
       .name = "Fingerprint of turnout and share",
       .question = "Where do stations lie in the plane of turnout and share?",
       .null_model = "None: it is a picture.",
       .calibration = Calibration::descriptive,
       .calibration_note = "Clean elections with two regions of different habits show two clusters (Canada).",
       .minimum_units = 200,
       .caveats = {"A picture has no verdict; clusters and tails have many causes."},
       .innocent_explanations = {"Regions with different habits", "Small and special stations"},
       .source = "Klimek, Yegorov, Hanel and Thurner, PNAS 109(41), 2012"},
      {.id = "outlying-stations",
       .name = "Stations far from their region",
       .question = "Which stations report a turnout or a share that their region's own scatter hardly gives?",
       .null_model = "One beta-binomial a region, fitted robustly; mid-p, Benjamini-Hochberg, both sides.",
       .calibration = Calibration::descriptive,
       .calibration_note = "Not measured on the control elections: a list for follow-up, and the mirrored "
                           "count is beside it.",
       .minimum_units = 200,
       .caveats = {"A list for field follow-up, not for a public count.",
                   "A region of town and country has two middles; the smaller one then looks far away."},
       .innocent_explanations = {"Barracks, hospitals, prisons, dormitories, remote settlements",
                                 "A contestant's home town"},
       .source = "docs/methods/outlying-stations.md"},
      {.id = "exchanged-figures",
       .name = "Figures that would fit better exchanged",
       .question =
           "Would two contestants' votes, or two digits of a figure, fit the neighbours far better in "
           "each other's place?",
       .null_model = "Beta-binomial of the region; the likelihood ratio bounds p by Markov's inequality.",
       .calibration = Calibration::not_calibrated,
       .calibration_note =
           "On Georgia 2016 it lists 113 of 3,603 stations, many of them strongholds of small parties: the "
           "region's scatter is no model for those, and p is far too small.",
       .minimum_units = 200,
       .caveats = {"A slip of the pen is the usual cause; the paper decides."},
       .innocent_explanations = {"A place that votes unlike its region"},
       .source = "docs/methods/exchanged-figures.md"},
      {.id = "revisions",
       .name = "Changes between versions",
       .question = "Do corrections of protocols raise and lower each figure equally often?",
       .null_model = "Rises and falls equally likely: exact sign test.",
       .calibration = Calibration::descriptive,
       .calibration_note = "Corrections of blanks and sums have a direction of their own.",
       .minimum_units = 1,
       .caveats = {"Corrections are the system at work; a direction is a reason to read the papers."},
       .innocent_explanations = {"Late protocols, entries completed, a line that was first left out"},
       .source = "docs/methods/revisions.md"},
      {.id = "last-digits",
       .name = "Last digits",
       .question = "Are last digits of counts uniform?",
       .null_model = "Uniform digits.",
       .calibration = Calibration::refused,
       .calibration_note = "With counts of at least 100 it rejects Canada 2011 (p 6e-12) and Peru 2021 (p "
                           "3e-15), both clean, and "
                           "hardly Russia 2011 (p 0.006): as an alarm it is worse than useless.",
       .source =
           "Beber and Scacco, Political Analysis 20(2), 2012; measured in testdata/oracles/digits.json"},
      {.id = "beber-scacco",
       .name = "Pairs of last digits",
       .question = "Are repeated, adjacent and distant digit pairs as frequent as in uniform digits?",
       .null_model = "10, 20 and 70 per cent.",
       .calibration = Calibration::refused,
       .calibration_note =
           "It rejects Peru 2021, which is clean (p 0.01), and does not reject Russia 2011 (p 0.07).",
       .source =
           "Beber and Scacco, Political Analysis 20(2), 2012; measured in testdata/oracles/digits.json"},
      {.id = "benford",
       .name = "Benford's law, first and second digits",
       .question = "Do digits follow Benford's law?",
       .null_model = "Benford's frequencies.",
       .calibration = Calibration::refused,
       .calibration_note = "The second-digit test rejects every clean control tried (Canada 2011 p 2e-95, "
                           "Peru 2021 p 5e-33); stations have "
                           "similar sizes, so that first digits cannot follow the law.",
       .source = "Deckert, Myagkov and Ordeshook, Political Analysis 19(3), 2011; measured in "
                 "testdata/oracles/digits.json"},
  };
  return all;
}

const Method* find_method(std::string_view id) {
  for (const Method& method : methods()) {
    if (method.id == id) return &method;
  }
  return nullptr;
}

std::span<const Control> controls() {
  // Statistics are facts; the elections' data stay where their licences are. Computed with the reference
  // implementation of the lattice null; those whose data the extended tests have are recomputed there.
  static const std::vector<Control> all{
      {"whole-percentages-turnout", "Canada 2008", "", 1.003},
      {"whole-percentages-turnout", "Canada 2011", "", 1.354},
      {"whole-percentages-turnout", "Mexico 2012", "", -0.47},
      {"whole-percentages-turnout", "Peru 2021, round 1", "", -1.594},
      {"whole-percentages-turnout", "Israel 2009", "", -0.75},
      {"whole-percentages-turnout", "Romania 2024 (European Parliament)", "", 1.555},
      {"whole-percentages-turnout", "Georgia 2024", "", 0.81},
      {"whole-percentages-turnout", "Albania 2013", "", -0.50},
      {"whole-percentages-share", "Canada 2008", "Conservative", -2.712},
      {"whole-percentages-share", "Canada 2011", "Conservative", 2.185},
      {"whole-percentages-share", "Mexico 2012", "PRI", -1.89},
      {"whole-percentages-share", "Mexico 2012", "PRD", -0.03},
      {"whole-percentages-share", "Peru 2021, round 1", "Castillo", 0.409},
      {"whole-percentages-share", "Peru 2021, round 1", "Fujimori", 0.389},
      {"whole-percentages-share", "Israel 2009", "Kadima", -1.20},
      {"whole-percentages-share", "Israel 2009", "Likud", -0.79},
      {"whole-percentages-share", "Romania 2024 (European Parliament)", "PSD-PNL", 0.362},
      {"whole-percentages-share", "Georgia 2024", "", -0.53},
      {"whole-percentages-share", "Albania 2013", "", -0.61},
      {"turnout-share-correlation", "Canada 2011", "Conservative", 0.063},
      {"turnout-share-correlation", "Mexico 2012", "PRI", -0.053},
      {"turnout-share-correlation", "Peru 2021, round 1", "Castillo", -0.168},
      {"turnout-share-correlation", "Albania 2013", "", 0.096},
      {"turnout-share-correlation", "Georgia 2024", "", 0.008},
  };
  return all;
}

double control_rms(std::string_view method) {
  double squares = 0;
  double n = 0;
  for (const Control& control : controls()) {
    if (control.method != method) continue;
    squares += control.value * control.value;
    n += 1;
  }
  return n > 0 ? std::sqrt(squares / n) : 0;
}

}  // namespace tallyward::forensics
