// A synthetic mission in a temporary folder, served on a free port, with accounts as the test needs them.
#pragma once

#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "http/app.h"
#include "http/phone_client.h"
#include "http/router.h"
#include "journeys/enrol_phone.h"
#include "journeys/log_in.h"
#include "journeys/sample_mission.h"
#include "mission/deployment.h"

namespace tallyward {

using Headers = std::vector<std::pair<std::string, std::string>>;

inline constexpr const char* kPassword = "a long synthetic phrase";

class MovableClock : public base::Clock {
 public:
  base::Time now() override { return real_.now() + ahead; }
  std::chrono::milliseconds ahead{0};

 private:
  journeys::SystemClock real_;
};

class MissionFixture : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "tallyward-test-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_.path = pattern;
    ASSERT_TRUE(journeys::make_mission_folder(folder_, journeys::sample_settings(), randomness_));
    mission_ = std::move(journeys::OpenMission::open(folder_, clock_, randomness_).value());
    ASSERT_TRUE(journeys::load_sample(*mission_, journeys::make_sample(7, 6)));
    app_ = std::make_unique<http::App>(*mission_);
    app_->password_cost = {1, 65536};
    app_->limit_factor = 1000;
    server_ = std::move(http::serve(*app_, {}).value());
    client_ = std::make_unique<http::HttpClient>(server_->port());
  }
  void TearDown() override {
    server_->stop();
    mission_.reset();
    server_.reset();
    std::filesystem::remove_all(folder_.path);
  }

  void add(const std::string& login, accounts::Role role, std::vector<std::string> regions = {}) {
    journeys::Account account;
    account.login = login;
    account.name = login;
    account.roles = {role};
    account.regions = std::move(regions);
    account.second_factor = false;
    ASSERT_TRUE(journeys::add_account(*mission_, "demo-2026/server", account, kPassword, {1, 65536}));
  }

  /// Headers of a session: cookie and token.
  Headers log_in(const std::string& login) {
    const auto answered =
        client_
            ->send("POST", "/api/v1/login", nlohmann::json{{"login", login}, {"password", kPassword}}.dump())
            .value();
    EXPECT_EQ(answered.status, 200) << answered.body;
    cookie_ = answered.headers.find("set-cookie")->second;
    return {{"Cookie", cookie_.substr(0, cookie_.find(';'))},
            {"X-CSRF-Token", nlohmann::json::parse(answered.body).at("csrf").get<std::string>()}};
  }

  /// Sends and expects a status; the answer's JSON (null when it has none).
  nlohmann::json ask(std::string_view method, std::string_view target, const Headers& who,
                     const nlohmann::json& body = nullptr, int status = 200) {
    const auto answered = client_->send(method, target, body.is_null() ? "" : body.dump(), who).value();
    EXPECT_EQ(answered.status, status) << method << " " << target << " " << answered.body;
    return answered.body.starts_with("{") ? nlohmann::json::parse(answered.body) : nlohmann::json();
  }
  nlohmann::json get(std::string_view target, const Headers& who, int status = 200) {
    return ask("GET", target, who, nullptr, status);
  }
  nlohmann::json post(std::string_view target, const Headers& who, const nlohmann::json& body,
                      int status = 200) {
    return ask("POST", target, who, body, status);
  }
  /// A phone of a team, enrolled.
  std::unique_ptr<http::PhoneClient> phone(const std::string& team) {
    const auto cards = journeys::make_cards(*mission_, "demo-2026/server", 1, team).value();
    auto made = std::make_unique<http::PhoneClient>(server_->port(), randomness_);
    EXPECT_TRUE(made->join(cards[0].id, cards[0].secret));
    return made;
  }
  /// Sends one report; its record's id.
  std::string report(http::PhoneClient& from, const std::vector<transparency::Field>& fields) {
    const auto made = from.sign(fields).value();
    const auto answered = from.send(made).value();
    EXPECT_EQ(answered.status, 202) << answered.body;
    return made.id;
  }

  static std::string filled(const http::Route& route) {
    std::string path;
    for (std::size_t i = 0; i < route.path.size(); ++i) {
      if (route.path[i] != '{') {
        path += route.path[i];
        continue;
      }
      i = route.path.find('}', i);
      path += "0";
    }
    return path;
  }

  crypto::SystemRandomness randomness_;
  MovableClock clock_;
  journeys::MissionFolder folder_;
  std::unique_ptr<journeys::OpenMission> mission_;
  std::unique_ptr<http::App> app_;
  std::unique_ptr<http::Server> server_;
  std::unique_ptr<http::HttpClient> client_;
  std::string cookie_;
};

}  // namespace tallyward
