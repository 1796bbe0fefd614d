#include <csignal>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/serving.h"
#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/log_in.h"
#include "journeys/sample_mission.h"
#include "journeys/sample_results.h"

namespace tallyward::cli {

namespace {

constexpr const char* kPassword = "synthetic demonstration";

struct DemoLogin {
  const char* login;
  const char* name;
  accounts::Role role;
};
constexpr DemoLogin kLogins[] = {
    {"head", "Head of mission (SYNTHETIC)", accounts::Role::head_of_mission},
    {"coordinator", "Regional coordinator (SYNTHETIC)", accounts::Role::regional_coordinator},
    {"analyst", "Analyst (SYNTHETIC)", accounts::Role::analyst},
    {"clerk", "Data clerk (SYNTHETIC)", accounts::Role::data_clerk}};

base::Result<void> fill(journeys::OpenMission& mission, std::uint64_t seed) {
  const journeys::SampleMission sample = journeys::make_sample(seed, 48);
  TRY(journeys::load_sample(mission, sample));
  TRY(journeys::write_sample_results(mission.folder(), sample, seed));
  for (const DemoLogin& one : kLogins) {
    journeys::Account account;
    account.login = one.login;
    account.name = one.name;
    account.roles = {one.role};
    account.second_factor = false;
    TRY(journeys::add_account(mission, mission.keys().server.name, account, kPassword));
  }
  return {};
}

std::vector<transparency::Field> sample_protocol(std::string_view station, std::uint64_t seed) {
  std::vector<transparency::Field> fields = {{"@kind", "protocol"},
                                             {"@form", "PR 1"},
                                             {"@station", std::string(station)},
                                             {"@phase", "counting"},
                                             {"@time", "2026-11-29T23:10:00+05:00"},
                                             {"copy", "posted"}};
  for (const auto& [code, figure] : journeys::sample_figures(seed, station)) {
    fields.push_back({"p." + code, std::to_string(figure)});
  }
  return fields;
}

/// Signs and sends a report, and checks its receipt.
base::Result<void> play_report(http::PhoneClient& phone, const journeys::OpenMission& mission,
                               const std::vector<transparency::Field>& fields) {
  TRY_ASSIGN(const http::SignedReport report, phone.sign(fields));
  TRY_ASSIGN(const http::Answered answered, phone.send(report));
  if (answered.status != 202) return base::fail(base::ErrorCode::internal, answered.body);
  return phone.verify_receipt(report, mission.log_vkey());
}

/// One phone joins, reports from each of its stations and the protocol of the last one, and checks every
/// receipt.
base::Result<std::size_t> play_phone(journeys::OpenMission& mission, std::uint16_t port,
                                     std::string_view team, std::uint64_t number, std::uint64_t seed) {
  TRY_ASSIGN(const auto cards, journeys::make_cards(mission, mission.keys().server.name, 1, team));
  http::PhoneClient phone(port, mission.randomness());
  if (!mission.settings().same_code_everywhere) phone.use_code_per_station();
  TRY(phone.join(cards[0].id, cards[0].secret));
  TRY_ASSIGN(const auto planned, mission.read([&](storage::Reader& reader) {
    return reader.list(storage::Shelf::view, "assignment", {.a = std::string(team)});
  }));
  std::size_t received = 0;
  for (const storage::Item& one : planned) {
    TRY(play_report(phone, mission, http::sample_report(one.b, number + received)));
    ++received;
  }
  for (const storage::Item& one : planned) {
    TRY(play_report(phone, mission, sample_protocol(one.b, seed)));
    ++received;
  }
  return received;
}

int run_demo(const Arguments& arguments) {
  const bool check = arguments.has("--check");
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  auto options = listen_options(arguments);
  if (!options) return report_failure(options.error());
  if (check) options->port = 0;
  std::string pattern = (std::filesystem::temp_directory_path() / "tallyward-demo-XXXXXX").string();
  const bool own_folder = !arguments.value("--dir").has_value();
  if (own_folder && ::mkdtemp(pattern.data()) == nullptr) {
    return report_failure({base::ErrorCode::unavailable, "cannot make a folder for the demonstration", {}});
  }
  const journeys::MissionFolder folder{arguments.value_or("--dir", pattern)};
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto seed = static_cast<std::uint64_t>(std::atoll(arguments.value_or("--seed", "1").c_str()));
  const bool fresh = !std::filesystem::exists(folder.settings_file());
  if (fresh) {
    const auto made = journeys::make_mission_folder(folder, journeys::sample_settings(), randomness);
    if (!made) return report_failure(made.error());
  }
  auto mission = journeys::OpenMission::open(folder, clock, randomness);
  if (!mission) return report_failure(mission.error());
  if (fresh) {
    const auto filled = fill(**mission, seed);
    if (!filled) return report_failure(filled.error());
  }
  http::App app(**mission);
  if (const auto web = use_web_folder(app, arguments); !web) return report_failure(web.error());
  auto server = http::serve(app, *options);
  if (!server) return report_failure(server.error());
  app.base_url = fmt::format("http://127.0.0.1:{}", (*server)->port());
  std::size_t receipts = 0;
  if (fresh) {
    for (int team = 1; team <= (check && own_folder ? 1 : 12); ++team) {
      const auto played = play_phone(**mission, (*server)->port(), fmt::format("team-{:02}", team),
                                     static_cast<std::uint64_t>(team), seed);
      if (!played) return report_failure(played.error());
      receipts += *played;
    }
  }
  if (check) {
    fmt::print("{}\n", nlohmann::json{{"reports_with_verified_receipt", receipts},
                                      {"log_size", (*mission)->log_size()}}
                           .dump());
    (*server)->stop();
    mission->reset();  // Ends the writer, which may still hold answers, before the sockets go.
    server->reset();
    if (own_folder) std::filesystem::remove_all(folder.path);
    return kGood;
  }
  const auto cards = journeys::make_cards(**mission, (*mission)->keys().server.name, 1, "team-13");
  if (!cards) return report_failure(cards.error());
  fmt::print(
      "SYNTHETIC mission: every place, person and answer in it is invented.\n"
      "  staff       {0}/s/    login head, coordinator, analyst or clerk; password \"{1}\"\n"
      "  observer    {2}\n              or type {3} at {0}/o/\n"
      "  portal      {0}/\n  checkpoint  {0}/checkpoint\n  folder      {4}\n"
      "{5} reports have arrived and their receipts were verified. Ctrl-C ends it.\n",
      app.base_url, kPassword, (*cards)[0].url(app.base_url, (*mission)->log_vkey()), (*cards)[0].typed(),
      folder.path.string(), receipts);
  std::fflush(stdout);
  serve_until_signal(app, **server);
  mission->reset();
  server->reset();
  if (own_folder) std::filesystem::remove_all(folder.path);
  return kGood;
}

}  // namespace

extern const Command demo_command;
const Command demo_command{
    .noun = "demo",
    .verb = "",
    .summary = "Make and serve a SYNTHETIC sample mission",
    .description =
        "Makes an invented mission (48 stations, 16 teams) from a seed in a folder of its own, lets 12 "
        "phones "
        "report, and serves it with logins and an enrolment card. With --check it drives one team's reports "
        "to "
        "verified receipts over loopback HTTP, prints what it found, and ends.",
    .operands = {},
    .options = {{"--port", "N", "Port; 0 takes a free one (default 8080)."},
                {"--seed", "N", "Another invented mission (default 1)."},
                {"--dir", "DIR",
                 "Keep the mission in this folder; without it the folder is removed at the end."},
                {"--web", "FOLDER", "Front ends from a folder (development)."},
                {"--check", "",
                 "Only check that reports get verified receipts, and end: one team, or 12 with --dir."}},
    .examples = {"tallyward demo", "tallyward demo --check"},
    .run = run_demo,
};

}  // namespace tallyward::cli
