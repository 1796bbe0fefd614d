#include <csignal>

#include <fmt/format.h>

#include "cli/serving.h"
#include "crypto/random.h"

namespace tallyward::cli {

namespace {

int run_serve(const Arguments& arguments) {
  // Threads of the server must not take the signals that end it.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  const auto options = listen_options(arguments);
  if (!options) return report_failure(options.error());
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  http::App app(**mission);
  if (const auto web = use_web_folder(app, arguments); !web) return report_failure(web.error());
  auto server = http::serve(app, *options);
  if (!server) return report_failure(server.error());
  app.base_url = arguments.value_or(
      "--public-url",
      fmt::format("{}://{}:{}", options->tls_certificate.empty() ? "http" : "https",
                  options->address == "0.0.0.0" ? "localhost" : options->address, (*server)->port()));
  fmt::print("{}\n", arguments.has("--json")
                         ? fmt::format("{{\"url\":\"{}\",\"port\":{}}}", app.base_url, (*server)->port())
                         : "serving " + app.base_url);
  std::fflush(stdout);
  const auto pause = transparency::parse_size(arguments.value_or("--witness-pause", "30000"));
  if (!pause || *pause < 100 || *pause > 3'600'000)
    return report_failure({base::ErrorCode::invalid_input, "--witness-pause is 100 to 3600000", {}});
  {
    const WitnessRounds rounds(**mission, std::chrono::milliseconds(*pause));
    serve_until_signal(app, **server);
  }
  mission->reset();  // Ends the writer, which may still hold answers, before the sockets go.
  return kGood;
}

}  // namespace

extern const Command mission_serve_command;
const Command mission_serve_command{
    .noun = "mission",
    .verb = "serve",
    .summary = "Serve a mission over HTTP until it is told to stop",
    .description =
        "Opens the mission, recovers its log and serves phones, staff and the public portal. SIGTERM and "
        "SIGINT "
        "end it gracefully; kill -9 and power cuts lose nothing that was acknowledged.",
    .operands = {{"DIR", "The mission's folder."}},
    .options = {{"--port", "N", "Port; 0 takes a free one (default 8080)."},
                {"--address", "ADDRESS", "Address to listen on (default 127.0.0.1)."},
                {"--public-url", "URL", "Address that phones use; stands on enrolment cards."},
                {"--tls-certificate", "FILE", "PEM chain: serve HTTPS."},
                {"--tls-key", "FILE", "PEM key of the certificate."},
                {"--witness-pause", "MS",
                 "Milliseconds between two rounds with the witnesses of DIR/policy (default 30000)."},
                {"--behind-proxy", "", "Trust X-Forwarded-For and X-Forwarded-Proto of a local proxy."},
                {"--web", "FOLDER",
                 "Front ends from a folder instead of those in the program (development)."}},
    .examples =
        {"tallyward mission serve ./mission --port 8443 --tls-certificate chain.pem --tls-key key.pem"},
    .run = run_serve,
};

}  // namespace tallyward::cli
