// tallyward sample plan, draw, open: from the list of stations to a sample that nobody chose alone and anyone
// can check once it is opened.
#include <random>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/text.h"
#include "cli/command.h"
#include "crypto/sha256.h"
#include "exchange/sample_files.h"
#include "quickcount/draw.h"
#include "quickcount/plan.h"

namespace tallyward::cli {

namespace {

using quickcount::Frame;

base::Result<double> number(const Arguments& arguments, std::string_view option, double otherwise) {
  const auto text = arguments.value(option);
  if (!text) return otherwise;
  try {
    std::size_t used = 0;
    const double value = std::stod(*text, &used);
    if (used == text->size()) return value;
  } catch (const std::exception&) {  // The standard library throws; the message below says it better.
  }
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("{}: found '{}', expected a number such as 0.01", option, *text));
}

base::Result<quickcount::Allocation> allocation_rule(std::string_view name) {
  if (name == "proportional") return quickcount::Allocation::proportional;
  if (name == "power") return quickcount::Allocation::power;
  const std::string_view known[] = {"proportional", "power"};
  const std::string_view near = base::nearest_name(name, known);
  return base::fail(base::ErrorCode::invalid_input,
                    fmt::format("no allocation named '{}'; expected proportional or power{}", name,
                                near.empty() ? "" : fmt::format("; did you mean '{}'?", near)));
}

base::Result<nlohmann::ordered_json> make_plan(const Frame& frame, const Arguments& arguments) {
  quickcount::Precision precision;
  TRY_ASSIGN(precision.margin, number(arguments, "--margin", 0.01));
  TRY_ASSIGN(const double confidence, number(arguments, "--confidence", 0.95));
  precision.alpha = 1 - confidence;
  TRY_ASSIGN(precision.station_sd, number(arguments, "--station-sd", 0.15));
  TRY_ASSIGN(precision.response, number(arguments, "--response", 1));
  std::int64_t n = 0;
  if (arguments.has("--size")) {
    TRY_ASSIGN(const double size, number(arguments, "--size", 0));
    n = static_cast<std::int64_t>(size);
  } else {
    TRY_ASSIGN(n, quickcount::stations_for(frame, precision));
  }
  quickcount::AllocationOptions options;
  TRY_ASSIGN(options.rule, allocation_rule(arguments.value_or("--allocation", "proportional")));
  TRY_ASSIGN(const double minimum, number(arguments, "--minimum", 2));
  options.minimum = static_cast<std::int64_t>(minimum);
  TRY_ASSIGN(const std::vector<std::int64_t> drawn, quickcount::allocate(frame, n, options));
  std::int64_t total = 0;
  for (const std::int64_t d : drawn) total += d;
  TRY_ASSIGN(const double margin, quickcount::margin_for(frame, total, precision));
  nlohmann::ordered_json plan{
      {"format", "tallyward-sample-plan/1"},
      {"frame_sha256", crypto::to_hex(crypto::sha256(quickcount::canonical_bytes(frame)))}};
  plan["stations_in_frame"] = frame.size();
  plan["stations_to_draw"] = total;
  plan["assumptions"] = {{"margin_asked", precision.margin},
                         {"confidence", confidence},
                         {"station_sd", precision.station_sd},
                         {"response", precision.response}};
  plan["margin_expected"] = std::stod(fmt::format("{:.10g}", margin));
  plan["allocation"] = arguments.value_or("--allocation", "proportional");
  plan["minimum_a_stratum"] = options.minimum;
  for (std::size_t h = 0; h < frame.strata.size(); ++h) {
    plan["strata"].push_back({{"stratum", frame.strata[h]},
                              {"stations", frame.stations_in[h]},
                              {"registered", frame.registered_in[h]},
                              {"draw", drawn[h]}});
  }
  return plan;
}

int run_plan(const Arguments& arguments) {
  const auto frame = exchange::read_frame(arguments.operands()[0]);
  if (!frame) return report_failure(frame.error());
  const auto findings = quickcount::check_frame(frame->stations);
  for (const auto& finding : findings) {
    fmt::print(stderr, "tallyward: {} stations are {}: {}{}\n", finding.stations.size(), finding.what,
               finding.stations[0], finding.stations.size() > 1 ? ", ..." : "");
  }
  const auto plan = make_plan(*frame, arguments);
  if (!plan) return report_failure(plan.error());
  if (const auto out = arguments.value("--output")) {
    if (const auto written = base::write_file(*out, plan->dump(2) + "\n"); !written)
      return report_failure(written.error());
  }
  if (arguments.has("--json")) {
    fmt::print("{}\n", plan->dump(2));
    return kGood;
  }
  fmt::print("{:<24} {:>9} {:>12} {:>7}\n", "stratum", "stations", "registered", "draw");
  for (const auto& row : (*plan)["strata"]) {
    fmt::print("{:<24} {:>9} {:>12} {:>7}\n", row["stratum"].get<std::string>(),
               row["stations"].get<std::int64_t>(), row["registered"].get<std::int64_t>(),
               row["draw"].get<std::int64_t>());
  }
  fmt::print(
      "\n{} of {} stations. If shares vary between stations by {} and {:.0f} per cent report, the margin of "
      "error is {:.2f} points.\n",
      (*plan)["stations_to_draw"].get<std::int64_t>(), frame->size(),
      (*plan)["assumptions"]["station_sd"].get<double>(),
      100 * (*plan)["assumptions"]["response"].get<double>(), 100 * (*plan)["margin_expected"].get<double>());
  return kGood;
}

/// 32 secret bytes, as hexadecimal digits in a file.
base::Result<std::string> read_nonce(const std::string& path) {
  TRY_ASSIGN(const std::string text, base::read_file(path, 4096));
  TRY_ASSIGN(const crypto::Hash nonce,
             base::while_doing(crypto::hash_from_hex(base::trim(text)), "reading the nonce " + path));
  return std::string(nonce.view());
}

base::Result<void> make_nonce(const std::string& path) {
  crypto::Hash nonce;
  std::random_device device;  // The operating system's random source.
  for (auto& byte : nonce.bytes) byte = static_cast<std::uint8_t>(device());
  return base::write_file(path, crypto::to_hex(nonce) + "\n");
}

/// The first 16 bytes of SHA-256("tallyward/sample-seed/v1\n" || frame hash || plan hash || dice || "\n" ||
/// nonce).
quickcount::Seed make_seed(const crypto::Hash& frame, const crypto::Hash& plan, std::string_view dice,
                           std::string_view nonce) {
  const crypto::Hash hash = crypto::Sha256()
                                .update("tallyward/sample-seed/v1\n")
                                .update(frame.view())
                                .update(plan.view())
                                .update(dice)
                                .update("\n")
                                .update(nonce)
                                .finish();
  quickcount::Seed seed;
  for (std::size_t i = 0; i < 16; ++i) seed.words[i / 8] |= std::uint64_t{hash.bytes[i]} << (8 * (i % 8));
  return seed;
}

/// SHA-256("tallyward/sample-commitment/v1\n" || nonce || SHA-256(sample.csv)).
crypto::Hash commitment(std::string_view nonce, std::string_view sample) {
  return crypto::Sha256()
      .update("tallyward/sample-commitment/v1\n")
      .update(nonce)
      .update(crypto::sha256(sample).view())
      .finish();
}

struct Drawn {
  std::string sample_csv;
  nlohmann::ordered_json announcement;
};

base::Result<Drawn> draw_sample(const Arguments& arguments) {
  TRY_ASSIGN(const Frame frame, exchange::read_frame(arguments.operands()[0]));
  TRY_ASSIGN(const std::string plan_bytes,
             base::read_file(*arguments.value("--plan"), std::size_t{64} << 20));
  const auto plan = nlohmann::json::parse(plan_bytes, nullptr, false);
  if (plan.is_discarded() || !plan.contains("strata") || !plan["strata"].is_array()) {
    return base::fail(
        base::ErrorCode::invalid_input,
        *arguments.value("--plan") + ": expected a plan written by 'tallyward sample plan --output'");
  }
  const crypto::Hash frame_hash = crypto::sha256(quickcount::canonical_bytes(frame));
  if (plan.value("frame_sha256", "") != crypto::to_hex(frame_hash)) {
    return base::fail(base::ErrorCode::conflict, "the plan was made for another frame: its hash differs");
  }
  std::vector<std::int64_t> allocation;
  for (const auto& row : plan["strata"]) {
    if (!row.is_object() || !row.contains("draw") || !row["draw"].is_number_integer())
      return base::fail(base::ErrorCode::invalid_input, "a stratum of the plan has no whole number 'draw'");
    allocation.push_back(row["draw"].get<std::int64_t>());
  }
  TRY_ASSIGN(const std::string nonce, read_nonce(*arguments.value("--nonce")));
  const std::string dice = *arguments.value("--dice");
  const crypto::Hash plan_hash = crypto::sha256(plan_bytes);
  TRY_ASSIGN(const auto sample,
             quickcount::draw(frame, allocation, make_seed(frame_hash, plan_hash, dice, nonce)));
  Drawn drawn{exchange::sample_csv(frame, sample), {}};
  drawn.announcement = {{"format", "tallyward-sample-announcement/1"},
                        {"frame_sha256", crypto::to_hex(frame_hash)},
                        {"plan_sha256", crypto::to_hex(plan_hash)},
                        {"dice", dice},
                        {"commitment", crypto::to_hex(commitment(nonce, drawn.sample_csv))}};
  return drawn;
}

int run_draw(const Arguments& arguments) {
  if (arguments.has("--new-nonce")) {
    if (std::filesystem::exists(*arguments.value("--nonce"))) {
      return report_failure({base::ErrorCode::conflict,
                             *arguments.value("--nonce") + " is there already; a nonce is made once",
                             {}});
    }
    if (const auto made = make_nonce(*arguments.value("--nonce")); !made) return report_failure(made.error());
  }
  const auto drawn = draw_sample(arguments);
  if (!drawn) return report_failure(drawn.error());
  const std::filesystem::path folder = *arguments.value("--output");
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  for (const auto& [name, bytes] : {std::pair<const char*, std::string>{"sample.csv", drawn->sample_csv},
                                    {"announcement.json", drawn->announcement.dump(2) + "\n"}}) {
    if (const auto written = base::write_file(folder / name, bytes); !written)
      return report_failure(written.error());
  }
  if (arguments.has("--json")) {
    fmt::print("{}\n", drawn->announcement.dump(2));
    return kGood;
  }
  fmt::print(
      "{}: publish and log it before election day. It says nothing of which stations were drawn.\n"
      "{}: SECRET until polls are closed and the release is approved, like the nonce: a public sample tells "
      "where nobody watches.\n",
      (folder / "announcement.json").string(), (folder / "sample.csv").string());
  return kGood;
}

int run_open(const Arguments& arguments) {
  const auto drawn = draw_sample(arguments);
  if (!drawn) return report_failure(drawn.error());
  const auto announced = base::read_file(*arguments.value("--announcement"), std::size_t{1} << 20);
  if (!announced) return report_failure(announced.error());
  const auto sample = base::read_file(*arguments.value("--sample"), std::size_t{1} << 30);
  if (!sample) return report_failure(sample.error());
  const auto announcement = nlohmann::ordered_json::parse(*announced, nullptr, false);
  const bool same_draw = *sample == drawn->sample_csv;
  const bool same_promise = announcement == drawn->announcement;
  if (arguments.has("--json")) {
    fmt::print("{}\n", nlohmann::ordered_json{{"sample_follows_from_dice_and_nonce", same_draw},
                                              {"announcement_matches", same_promise}}
                           .dump(2));
  } else {
    fmt::print("The sample {} from frame, plan, dice and nonce.\nThe announcement {} this sample.\n",
               same_draw ? "follows" : "does NOT follow", same_promise ? "commits to" : "does NOT commit to");
  }
  return same_draw && same_promise ? kGood : kDifferencesFound;
}

}  // namespace

extern const Command sample_plan_command;
const Command sample_plan_command{
    .noun = "sample",
    .verb = "plan",
    .summary = "Plan how many stations to observe, and where",
    .description =
        "Checks the list of stations, turns a margin of error into a number of stations (or back, with "
        "--size), and shares them "
        "among the strata. The unit is the station, not the voter: what counts is how much shares vary "
        "between stations.",
    .operands = {{"FRAME",
                  "CSV of all stations: station, stratum, registered, and cluster if there is one."}},
    .options = {{"--margin", "SHARE", "Half width of the interval that is wanted; 0.01 unless given."},
                {"--confidence", "SHARE", "0.95 unless given."},
                {"--station-sd", "SHARE",
                 "Standard deviation of the share between stations; 0.15 unless given."},
                {"--response", "SHARE", "The share of sampled stations that will report; 1 unless given."},
                {"--size", "NUMBER", "Stations to draw, instead of a margin."},
                {"--allocation", "RULE",
                 "proportional (to stations) or power (to the root of registered voters)."},
                {"--minimum", "NUMBER", "Stations in each stratum at least; 2 unless given."},
                {"--output", "FILE", "Write the plan as JSON, for 'sample draw'."}},
    .examples = {"tallyward sample plan stations.csv --margin 0.01 --response 0.9 --output plan.json"},
    .run = run_plan,
};

extern const Command sample_draw_command;
const Command sample_draw_command{
    .noun = "sample",
    .verb = "draw",
    .summary = "Draw the sample from public dice and a secret nonce",
    .description =
        "The draw is a pure function of frame, plan, dice and nonce. The announcement commits to the sample "
        "without showing it: "
        "publish it before election day, and open it after polls are closed. Replacements are never drawn in "
        "the field.",
    .operands = {{"FRAME", "The CSV of all stations that the plan was made for."}},
    .options = {{"--plan", "FILE", "The plan, from 'sample plan --output'.", true},
                {"--dice", "TEXT", "What the public dice showed.", true},
                {"--nonce", "FILE", "The mission's secret: 64 hexadecimal digits.", true},
                {"--new-nonce", "", "Make the nonce file from the operating system's random source."},
                {"--output", "FOLDER", "Where sample.csv (secret) and announcement.json (public) go.", true}},
    .examples = {"tallyward sample draw stations.csv --plan plan.json --dice '4 1 6 6 2 3' --nonce nonce.txt "
                 "--new-nonce --output draw"},
    .run = run_draw,
};

extern const Command sample_open_command;
const Command sample_open_command{
    .noun = "sample",
    .verb = "open",
    .summary = "Check that an opened sample is the one that was announced",
    .description =
        "Draws again from frame, plan, dice and nonce, and compares with the sample and with the "
        "announcement of before the day.",
    .operands = {{"FRAME", "The CSV of all stations."}},
    .options = {{"--plan", "FILE", "The plan.", true},
                {"--dice", "TEXT", "What the public dice showed.", true},
                {"--nonce", "FILE", "The nonce, now opened.", true},
                {"--sample", "FILE", "The sample, now opened.", true},
                {"--announcement", "FILE", "What was published before the day.", true}},
    .examples = {"tallyward sample open stations.csv --plan plan.json --dice '4 1 6 6 2 3' --nonce nonce.txt "
                 "--sample sample.csv --announcement announcement.json"},
    .run = run_open,
};

}  // namespace tallyward::cli
