// Serving a mission until a signal ends it: shared by `mission serve` and `demo`.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

#include "cli/command.h"
#include "http/app.h"

namespace tallyward::cli {

/// The options that both commands understand, read into what the server wants.
base::Result<http::ListenOptions> listen_options(const Arguments& arguments);
base::Result<void> use_web_folder(http::App& app, const Arguments& arguments);
/// Asks the witnesses of the mission's policy once at once and then every `pause`, in a thread of its own,
/// until it goes: cosignatures while the log signs, their last heads while it may not.
class WitnessRounds {
 public:
  WitnessRounds(journeys::OpenMission& mission, std::chrono::milliseconds pause);
  ~WitnessRounds();

 private:
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};
/// Blocks until SIGINT or SIGTERM, pings listeners meanwhile, then stops gracefully.
void serve_until_signal(http::App& app, http::Server& server);

}  // namespace tallyward::cli
