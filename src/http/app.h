// What handlers work with: an open mission, live events, the web assets, rate limits.
#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "accounts/password.h"
#include "http/event_hub.h"
#include "http/server.h"
#include "http/web_assets.h"
#include "journeys/open_mission.h"

namespace tallyward::http {

/// So many in so long for each sender and purpose; then 429.
class RateLimit {
 public:
  bool allow(const std::string& who, int most, std::chrono::seconds window);

 private:
  struct Window {
    std::chrono::steady_clock::time_point since;
    int count = 0;
  };
  std::mutex mutex_;
  std::map<std::string, Window> windows_;
};

/// Counters for /metrics. Numbers of requests only: nothing about votes, turnout or coverage.
struct Counters {
  std::atomic<std::uint64_t> requests{0};
  std::atomic<std::uint64_t> reports_accepted{0};
  std::atomic<std::uint64_t> reports_refused{0};
  std::atomic<std::uint64_t> answers_5xx{0};
  std::atomic<std::uint64_t> logins_refused{0};
  std::atomic<std::uint64_t> log_batches{0};  ///< Commits that gave records their places in the log.
};

struct OfficialResults;

struct App {
  explicit App(journeys::OpenMission& at) : mission(at) {}

  journeys::OpenMission& mission;
  EventHub events;
  const WebAssets* assets = &WebAssets::embedded();
  std::unique_ptr<WebAssets> own_assets;  ///< From --web FOLDER.
  RateLimit limits;
  Counters counters;
  std::string base_url;  ///< As printed on cards: "http://192.168.0.10:8080".
  accounts::PasswordCost password_cost;
  std::mutex official_mutex;
  std::shared_ptr<const OfficialResults> official;  ///< Of portal_data.h, kept until its file changes.
  std::filesystem::file_time_type official_read;
  int limit_factor = 1;  ///< Tests and load generators raise the limits by it.
};

/// Connects an app to a server: events, pings, answers. Error: unavailable (port taken).
base::Result<std::unique_ptr<Server>> serve(App& app, const ListenOptions& options);

}  // namespace tallyward::http
