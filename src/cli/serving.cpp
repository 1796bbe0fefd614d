#include "cli/serving.h"

#include <charconv>
#include <csignal>
#include <ctime>

#include <fmt/format.h>

#include "http/witness_client.h"
#include "journeys/on_the_minute.h"

namespace tallyward::cli {

base::Result<http::ListenOptions> listen_options(const Arguments& arguments) {
  http::ListenOptions options;
  options.address = arguments.value_or("--address", "127.0.0.1");
  const std::string port = arguments.value_or("--port", "8080");
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), options.port);
  if (error != std::errc() || end != port.data() + port.size()) {
    return base::fail(base::ErrorCode::invalid_input, "--port is a number from 0 to 65535");
  }
  options.tls_certificate = arguments.value_or("--tls-certificate", "");
  options.tls_key = arguments.value_or("--tls-key", "");
  options.behind_proxy = arguments.has("--behind-proxy");
  return options;
}

base::Result<void> use_web_folder(http::App& app, const Arguments& arguments) {
  const auto folder = arguments.value("--web");
  if (!folder) return {};
  TRY_ASSIGN(http::WebAssets assets, http::WebAssets::folder(*folder));
  app.own_assets = std::make_unique<http::WebAssets>(std::move(assets));
  app.assets = app.own_assets.get();
  return {};
}

WitnessRounds::WitnessRounds(journeys::OpenMission& mission, std::chrono::milliseconds pause) {
  if (mission.witness_policy().witnesses.empty()) return;
  thread_ = std::jthread([this, &mission, pause](const std::stop_token& stop) {
    http::HttpWitnessTransport transport;
    std::string said;
    while (!stop.stop_requested()) {
      const auto asked = mission.ask_witnesses(transport);
      const journeys::LogStanding standing = mission.log_standing();
      const std::string now =
          asked ? fmt::format("the log {}: {}", journeys::to_text(standing.verdict), standing.reason)
                : asked.error().message;
      if (now != said) fmt::print(stderr, "{}\n", now);
      said = now;
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, stop, pause, [] { return false; });
    }
  });
}

WitnessRounds::~WitnessRounds() = default;

void serve_until_signal(http::App& app, http::Server& server) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  const timespec patience{15, 0};
  int pings = 0;
  while (sigtimedwait(&signals, nullptr, &patience) < 0) {
    app.events.ping();
    // Once a minute the clock does what nobody did: overdue incidents, silent teams, approvals that lapsed.
    if (++pings % 4 == 0) journeys::on_the_minute(app.mission);
  }
  server.stop();
}

}  // namespace tallyward::cli
