// tallyward account add|list|disable: accounts on the machine itself, by whoever holds the mission's folder.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "crypto/random.h"
#include "journeys/log_in.h"

namespace tallyward::cli {

namespace {

using nlohmann::json;

int run_add(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  journeys::Account account;
  account.login = arguments.operands()[1];
  account.name = arguments.value_or("--name", account.login);
  for (const std::string& name : arguments.values("--role")) {
    const auto role = accounts::role_from_text(name);
    if (!role) {
      std::string known;
      for (int i = 0; i < accounts::kRoles; ++i)
        known += fmt::format("{}{}", i == 0 ? "" : ", ", accounts::to_text(static_cast<accounts::Role>(i)));
      return report_failure(
          {base::ErrorCode::invalid_input, fmt::format("no role \"{}\"; there are {}", name, known), {}});
    }
    account.roles.add(*role);
  }
  if (account.roles.empty())
    return report_failure({base::ErrorCode::invalid_input, "an account needs at least one --role", {}});
  for (const std::string& region : arguments.values("--region")) account.regions.push_back(region);
  const std::string password = accounts::new_token(randomness, 100);
  const auto added = journeys::add_account(**mission, (*mission)->keys().server.name, account, password);
  if (!added) return report_failure(added.error());
  if (arguments.has("--json")) {
    fmt::print("{}\n", json{{"login", account.login}, {"password", password}}.dump());
  } else {
    fmt::print("login     {}\npassword  {}  (shown once; a second factor is set up at the first login)\n",
               account.login, password);
  }
  return kGood;
}

int run_list(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto items = (*mission)->read([](storage::Reader& reader) {
    return reader.list(storage::Shelf::credential, "account", {.limit = 10'000});
  });
  if (!items) return report_failure(items.error());
  json list = json::array();
  for (const storage::Item& item : *items) {
    const json body = json::parse(item.body);
    std::string roles;
    for (const json& role : body.at("roles")) roles += (roles.empty() ? "" : ", ") + role.get<std::string>();
    std::string state = body.at("disabled").get<bool>() ? "ended" : "active";
    if (body.at("password").get<std::string>().empty()) state = "waiting";
    list.push_back({{"login", item.key},
                    {"roles", body.at("roles")},
                    {"regions", body.at("regions")},
                    {"state", state}});
    if (!arguments.has("--json")) fmt::print("{:<24} {:<8} {}\n", item.key, state, roles);
  }
  if (arguments.has("--json")) fmt::print("{}\n", json{{"accounts", list}}.dump());
  return kGood;
}

int run_disable(const Arguments& arguments) {
  crypto::SystemRandomness randomness;
  journeys::SystemClock clock;
  const auto mission = journeys::OpenMission::open({arguments.operands()[0]}, clock, randomness);
  if (!mission) return report_failure(mission.error());
  const auto done = journeys::disable_account(**mission, (*mission)->keys().server.name,
                                              arguments.operands()[1], arguments.value_or("--reason", ""));
  if (!done) return report_failure(done.error());
  fmt::print("{}\n", arguments.has("--json") ? R"({"disabled":true})" : "ended, with all its sessions");
  return kGood;
}

}  // namespace

extern const Command account_add_command;
const Command account_add_command{
    .noun = "account",
    .verb = "add",
    .summary = "Add an account for staff",
    .description =
        "Adds an account on the machine itself; over HTTP a new account takes two people. The addition is "
        "recorded. The password is shown once.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."},
                 {"LOGIN", "1 to 64 characters."}},
    .options = {{"--role", "ROLE", "head_of_mission, regional_coordinator, data_clerk, analyst, ...", true,
                 true},
                {"--region", "REGION", "Limits the scope to a region; all regions without it.", false, true},
                {"--name", "NAME", "A function or pseudonym; it need not be a person's name."}},
    .examples =
        {"tallyward account add ./mission coordinator-north --role regional_coordinator --region Northshire"},
    .run = run_add,
};

extern const Command account_list_command;
const Command account_list_command{
    .noun = "account",
    .verb = "list",
    .summary = "List the accounts of a mission",
    .description = "Logins, states and roles; no secrets.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}},
    .options = {},
    .examples = {"tallyward account list ./mission"},
    .run = run_list,
};

extern const Command account_disable_command;
const Command account_disable_command{
    .noun = "account",
    .verb = "disable",
    .summary = "End an account and all its sessions",
    .description = "From now on nobody logs in with it. The reason is recorded.",
    .operands = {{"DIR", "The mission's folder; no server may have it open."}, {"LOGIN", "Which account."}},
    .options = {{"--reason", "TEXT", "Why.", true}},
    .examples = {"tallyward account disable ./mission anna --reason \"left the mission\""},
    .run = run_disable,
};

}  // namespace tallyward::cli
