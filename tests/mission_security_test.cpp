// Security checks that ask the server as an outsider would: every route of the table as every role, headers
// on every answer, broken and smuggled requests, sessions, and the embargo. Numbers in names are rows of the
// forty checks.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "journeys/check_mission.h"
#include "mission_fixture.h"

namespace tallyward {
namespace {

using nlohmann::json;

class MissionSecurity : public MissionFixture {};

TEST_F(MissionSecurity, EveryRouteAsEveryRole36) {
  using accounts::Role;
  for (int i = 0; i < accounts::kRoles; ++i) {
    const Role role = static_cast<Role>(i);
    add("as-" + std::string(accounts::to_text(role)), role);
  }
  for (int i = -1; i < accounts::kRoles; ++i) {
    const auto session = i < 0 ? std::vector<std::pair<std::string, std::string>>{}
                               : log_in("as-" + std::string(accounts::to_text(static_cast<Role>(i))));
    for (const http::Route& route : http::all_routes()) {
      if (route.access == http::Access::open || route.path == "/api/v1/events" ||
          route.path == "/api/v1/logout")
        continue;
      const auto answered = client_
                                ->send(http::to_text(route.method), filled(route),
                                       route.method == http::Method::get ? "" : "{}", session)
                                .value();
      const bool may = route.access == http::Access::staff && i >= 0 && route.roles.has(static_cast<Role>(i));
      if (may) {
        EXPECT_NE(answered.status, 401) << route.path;
        EXPECT_NE(answered.status, 403) << route.path << " as " << i;
      } else {
        EXPECT_EQ(answered.status, i < 0 || route.access == http::Access::phone ? 401 : 403)
            << route.path << " as " << i;
      }
      EXPECT_LT(answered.status, 500) << route.path << " " << answered.body;
    }
  }
}

TEST_F(MissionSecurity, EveryAnswerCarriesTheHeaders14And16And17And19) {
  for (const char* path : {"/", "/api/v1/mission", "/api/v1/session", "/nothing", "/checkpoint", "/o/",
                           "/api/v1/openapi.json"}) {
    const auto answered = client_->send("GET", path).value();
    EXPECT_GE(std::atol(answered.headers.find("strict-transport-security")->second.substr(8).c_str()),
              31'536'000)
        << path;
    EXPECT_NE(answered.headers.find("content-security-policy")->second.find("default-src 'none'"),
              std::string::npos);
    EXPECT_NE(answered.headers.find("content-security-policy")->second.find("frame-ancestors 'none'"),
              std::string::npos);
    EXPECT_EQ(answered.headers.find("x-content-type-options")->second, "nosniff");
    EXPECT_EQ(answered.headers.find("referrer-policy")->second, "no-referrer");
    EXPECT_EQ(answered.headers.count("access-control-allow-origin"), 0U);
    const std::string type = answered.headers.find("content-type")->second;
    if (type.starts_with("text/") || type.find("json") != std::string::npos) {
      EXPECT_NE(type.find("charset=utf-8"), std::string::npos) << path;
    }
  }
}

TEST_F(MissionSecurity, UnknownMethodsAndSmuggledRequestsAreRefused20And21) {
  EXPECT_EQ(client_->send("TRACE", "/api/v1/mission").value().status, 405);
  EXPECT_EQ(client_->send("DELETE", "/api/v1/mission").value().status, 405);
  const std::string head = "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
  const auto refused = [&](const std::string& bytes) {
    const std::string answer = client_->raw(bytes, 1);
    return answer.empty() || answer.starts_with("HTTP/1.1 4");
  };
  EXPECT_TRUE(refused(
      head + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n"));
  EXPECT_TRUE(refused(head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{} "));
  EXPECT_TRUE(refused("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
  EXPECT_TRUE(refused("GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n"));
  EXPECT_TRUE(refused("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n"));
  EXPECT_TRUE(refused(head + "Content-Length: 99999999\r\n\r\n"));
  EXPECT_TRUE(
      client_->raw("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 1).starts_with("HTTP/1.1 200"));
}

TEST_F(MissionSecurity, CookiesAreHostBoundAndWritesNeedTheToken13And18) {
  add("head", accounts::Role::head_of_mission);
  auto session = log_in("head");
  for (const char* part : {"__Host-session=", "Secure", "HttpOnly", "SameSite=Strict", "Path=/"}) {
    EXPECT_NE(cookie_.find(part), std::string::npos) << part;
  }
  const std::string body = R"({"count":1,"team":"team-01"})";
  EXPECT_EQ(client_->send("POST", "/api/v1/cards", body, session).value().status, 201);
  EXPECT_EQ(client_->send("POST", "/api/v1/cards", body, {session[0]}).value().status, 403) << "no token";
  auto elsewhere = session;
  elsewhere.emplace_back("Origin", "https://evil.example");
  EXPECT_EQ(client_->send("POST", "/api/v1/cards", body, elsewhere).value().status, 403);
  elsewhere.back() = {"Sec-Fetch-Site", "cross-site"};
  EXPECT_EQ(client_->send("POST", "/api/v1/cards", body, elsewhere).value().status, 403);
}

TEST_F(MissionSecurity, SessionsRotateAndEnd33And34And35) {
  add("head", accounts::Role::head_of_mission);
  const auto first = log_in("head");
  const auto second = log_in("head");
  EXPECT_NE(first[0].second, second[0].second);
  EXPECT_EQ(client_->send("POST", "/api/v1/logout", "", first).value().status, 200);
  EXPECT_EQ(client_->send("GET", "/api/v1/session", "", first).value().status, 401);
  EXPECT_EQ(client_->send("GET", "/api/v1/session", "", second).value().status, 200);
  clock_.ahead = std::chrono::minutes(31);
  EXPECT_EQ(client_->send("GET", "/api/v1/session", "", second).value().status, 401) << "idle";
  const auto third = log_in("head");
  auto account = journeys::find_account(*mission_, "head").value().value();
  account.disabled = true;
  ASSERT_TRUE(journeys::put_account(*mission_, account));
  EXPECT_EQ(client_->send("GET", "/api/v1/session", "", third).value().status, 401) << "disabled";
}

TEST_F(MissionSecurity, UnknownLoginAndWrongPasswordLookTheSameAndBruteForceRests29) {
  add("head", accounts::Role::head_of_mission);
  const auto attempt = [&](const char* login) {
    return client_->send("POST", "/api/v1/login", json{{"login", login}, {"password", "not this one"}}.dump())
        .value();
  };
  EXPECT_EQ(attempt("head").body, attempt("nobody").body);
  http::Answered last;
  for (int i = 0; i < 6; ++i) last = attempt("head");
  EXPECT_EQ(last.status, 429);
  EXPECT_EQ(last.headers.count("retry-after"), 1U);
}

TEST_F(MissionSecurity, NoFigureLeavesBeforeTheOpeningAndNothingPersonalLiesOnTheDisk) {
  const auto cards = journeys::make_cards(*mission_, "demo-2026/server", 1, "team-01").value();
  http::PhoneClient phone(server_->port(), randomness_);
  ASSERT_TRUE(phone.join(cards[0].id, cards[0].secret));
  const std::vector<transparency::Field> fields = {
      {"@kind", "protocol"},         {"@form", "PR 1"},      {"@station", "1003"},
      {"p.valid", "73519"},          {"p.turnout", "73520"}, {"q.INC_what", "Zhanar Example +77015550123"},
      {"gps", "51.169392,71.449074"}};
  const auto report = phone.sign(fields).value();
  ASSERT_EQ(phone.send(report).value().status, 202);
  for (const http::Route& route : http::all_routes()) {
    if (route.access != http::Access::open || route.method != http::Method::get) continue;
    std::string path = filled(route);
    if (route.path == "/tile/{*}") path = "/tile/0/000.p/" + std::to_string(mission_->log_size());
    if (route.path.ends_with("/receipt")) path = "/api/v1/reports/" + report.id + "/receipt";
    const auto answered = phone.http().send("GET", path).value();
    for (const char* figure : {"73519", "73520", "1003", "Zhanar", "51.169"}) {
      EXPECT_EQ(answered.body.find(figure), std::string::npos) << path << " gives " << figure;
    }
  }
  EXPECT_EQ(phone.http().send("GET", "/tile/entries/000.p/1").value().status, 403);
  // The same on the disk: everything a visitor said lies sealed.
  const auto check = journeys::check_mission(*mission_).value();
  EXPECT_TRUE(check.faults.empty()) << check.faults.front();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    for (const char* secret : {"Zhanar", "77015550123", "51.169392", "127.0.0.1"}) {
      EXPECT_EQ(bytes.find(secret), std::string::npos) << entry.path() << " holds " << secret;
    }
  }
}

TEST_F(MissionSecurity, ViewsFollowFromTheRecords) {
  const auto cards = journeys::make_cards(*mission_, "demo-2026/server", 1, "team-01").value();
  http::PhoneClient phone(server_->port(), randomness_);
  ASSERT_TRUE(phone.join(cards[0].id, cards[0].secret));
  for (std::uint64_t i = 0; i < 5; ++i)
    ASSERT_EQ(phone.send(phone.sign(http::sample_report("1001", i)).value()).value().status, 202);
  EXPECT_TRUE(mission_->rebuild_views().value());
  ASSERT_TRUE(mission_->write_now(
      [](journeys::Desk& desk) { return desk.store.remove(storage::Shelf::view, "station", "1001"); }));
  EXPECT_FALSE(mission_->rebuild_views().value()) << "a view that was tampered with is found";
  EXPECT_TRUE(mission_->rebuild_views().value());
}

}  // namespace
}  // namespace tallyward
