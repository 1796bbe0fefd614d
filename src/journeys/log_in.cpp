#include "journeys/log_in.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr auto kIdle = std::chrono::minutes(30);
constexpr auto kAbsolute = std::chrono::hours(12);
constexpr int kFreeFailures = 5;

std::int64_t seconds(base::Time time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}
base::Time time_of(std::int64_t number) {
  return base::Time(std::chrono::seconds(number));
}

storage::Item item_of(const Account& account) {
  const json body{{"name", account.name},
                  {"password", account.password},
                  {"roles", accounts::to_texts(account.roles)},
                  {"regions", account.regions},
                  {"totp", account.totp},
                  {"totp_used", account.totp_used},
                  {"recovery", account.recovery},
                  {"second_factor", account.second_factor},
                  {"disabled", account.disabled},
                  {"failures", account.failures},
                  {"locked_until", seconds(account.locked_until)}};
  return {account.login, "", "", "", body.dump()};
}

Account account_of(const storage::Item& item) {
  const json body = json::parse(item.body);
  return {item.key,
          body.at("name"),
          body.at("password"),
          accounts::roles_from_texts(body.at("roles")),
          body.at("regions"),
          body.at("totp"),
          body.at("totp_used"),
          body.at("recovery"),
          body.at("second_factor"),
          body.at("disabled"),
          body.at("failures"),
          time_of(body.at("locked_until"))};
}

/// Accepts a TOTP or a recovery code once; changes the account so that it is not accepted again.
bool use_second_factor(OpenMission& mission, Account& account, std::string_view code) {
  const auto sealed = crypto::from_base64(account.totp);
  const auto secret =
      sealed ? crypto::open_with(mission.keys().store, *sealed) : base::Result<std::string>("");
  if (secret && !secret->empty()) {
    if (const auto step = accounts::accept_totp(*secret, code, mission.clock().now(), account.totp_used)) {
      account.totp_used = *step;
      return true;
    }
  }
  const std::string hash = accounts::token_hash(accounts::normal_code(code));
  return std::erase(account.recovery, hash) > 0;
}

Session session_of(const Account& account, std::string csrf) {
  return {account.login,   account.name,    account.roles,
          account.regions, std::move(csrf), account.second_factor && account.totp.empty()};
}

}  // namespace

base::Result<std::optional<Account>> find_account(OpenMission& mission, std::string_view login) {
  TRY_ASSIGN(const auto item, mission.read([&](storage::Reader& reader) {
    return reader.find(Shelf::credential, "account", login);
  }));
  if (!item) return std::optional<Account>();
  return std::optional<Account>(account_of(*item));
}

base::Result<void> put_account(OpenMission& mission, const Account& account) {
  return mission.write_now(
      [&](Desk& desk) { return desk.store.put(Shelf::credential, "account", item_of(account)); });
}

base::Result<void> add_account(OpenMission& mission, std::string_view author, Account account,
                               std::string_view password, accounts::PasswordCost cost) {
  if (account.login.empty() || account.login.size() > 64 || accounts::normal_code(account.login).empty()) {
    return base::fail(base::ErrorCode::invalid_input, "a login has 1 to 64 characters");
  }
  TRY(accounts::check_password(password, account.login));
  TRY_ASSIGN(account.password, accounts::hash_password(password, cost));
  const json body{
      {"login", account.login}, {"roles", accounts::to_texts(account.roles)}, {"regions", account.regions}};
  TRY_ASSIGN(const Submission added, staff_record(mission, author, "account_added", body.dump()));
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto there, desk.store.find(Shelf::credential, "account", account.login));
    if (there) return base::fail(base::ErrorCode::conflict, "this login exists already");
    TRY(desk.store.put(Shelf::credential, "account", item_of(account)));
    TRY(desk.add(added));
    return {};
  });
}

base::Result<std::string> add_waiting_account(Desk& desk, std::string_view author, std::string_view login,
                                              std::string_view name, const std::vector<std::string>& roles,
                                              const std::vector<std::string>& regions) {
  if (login.empty() || login.size() > 64 || accounts::normal_code(login).empty())
    return base::fail(base::ErrorCode::invalid_input, "a login has 1 to 64 characters");
  TRY_ASSIGN(const auto there, desk.store.find(Shelf::credential, "account", login));
  if (there) return base::fail(base::ErrorCode::conflict, "this login exists already");
  Account account;
  account.login = login;
  account.name = name;
  account.roles = accounts::roles_from_texts(roles);
  account.regions = regions;
  const std::string token = accounts::new_token(desk.mission.randomness(), 128);
  const json waiting{{"token", accounts::token_hash(token)},
                     {"until", seconds(desk.now + std::chrono::hours(72))}};
  TRY(desk.store.put(Shelf::credential, "activation", {account.login, "", "", "", waiting.dump()}));
  TRY(desk.store.put(Shelf::credential, "account", item_of(account)));
  const json body{{"login", login}, {"roles", roles}, {"regions", regions}};
  TRY(add_staff_record(desk, author, "account_added", body.dump()));
  return token;
}

base::Result<void> activate_account(OpenMission& mission, std::string_view login, std::string_view token,
                                    std::string_view password, accounts::PasswordCost cost) {
  TRY(accounts::check_password(password, login));
  TRY_ASSIGN(const std::string hash, accounts::hash_password(password, cost));
  return mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto waiting, desk.store.find(Shelf::credential, "activation", login));
    TRY_ASSIGN(const auto item, desk.store.find(Shelf::credential, "account", login));
    const json body = waiting ? json::parse(waiting->body) : json{{"token", ""}, {"until", 0}};
    if (!waiting || !item ||
        !crypto::equal_in_constant_time(body.at("token").get<std::string>(),
                                        accounts::token_hash(accounts::normal_code(token))) ||
        body.at("until").get<std::int64_t>() < seconds(desk.now)) {
      return base::fail(base::ErrorCode::forbidden, "this token is unknown, used, or older than 72 hours");
    }
    Account account = account_of(*item);
    account.password = hash;
    TRY(desk.store.remove(Shelf::credential, "activation", login));
    return desk.store.put(Shelf::credential, "account", item_of(account));
  });
}

base::Result<void> disable_account(OpenMission& mission, std::string_view author, std::string_view login,
                                   std::string_view reason) {
  if (reason.empty()) return base::fail(base::ErrorCode::invalid_input, "give a reason");
  TRY(mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto item, desk.store.find(Shelf::credential, "account", login));
    if (!item) return base::fail(base::ErrorCode::not_found, "there is no such account");
    Account account = account_of(*item);
    account.disabled = true;
    TRY_ASSIGN(const std::string kept, add_staff_record(desk, author, "account_disabled",
                                                        json{{"login", login}, {"reason", reason}}.dump()));
    return desk.store.put(Shelf::credential, "account", item_of(account));
  }));
  return end_sessions(mission, login);
}

base::Result<std::vector<std::string>> renew_recovery_codes(OpenMission& mission, std::string_view login) {
  TRY_ASSIGN(auto account, find_account(mission, login));
  if (!account) return base::fail(base::ErrorCode::not_found, "there is no such account");
  const std::vector<std::string> codes = accounts::new_recovery_codes(mission.randomness());
  account->recovery.clear();
  for (const std::string& code : codes)
    account->recovery.push_back(accounts::token_hash(accounts::normal_code(code)));
  TRY(put_account(mission, *account));
  return codes;
}

base::Result<LoginResult> log_in(OpenMission& mission, std::string_view login, std::string_view password,
                                 std::string_view code, accounts::PasswordCost cost) {
  LoginResult result;
  TRY_ASSIGN(auto account, find_account(mission, login));
  const base::Time now = mission.clock().now();
  if (account && account->locked_until > now) {
    result.trouble = LoginTrouble::too_many;
    return result;
  }
  const bool right = accounts::verify_password(account ? account->password : "", password, cost);
  if (!account) {
    result.trouble = LoginTrouble::wrong;
    return result;
  }
  const auto refuse = [&](LoginTrouble trouble) -> base::Result<LoginResult> {
    ++account->failures;
    if (account->failures >= kFreeFailures) {
      const int doublings = std::min(account->failures - kFreeFailures, 6);
      account->locked_until = now + std::chrono::seconds(15) * (1 << doublings);
    }
    TRY(put_account(mission, *account));
    result.trouble = trouble;
    return result;
  };
  if (!right || account->disabled) return refuse(LoginTrouble::wrong);
  if (account->second_factor && !account->totp.empty()) {
    if (code.empty()) {
      result.trouble = LoginTrouble::second_factor;
      return result;
    }
    if (!use_second_factor(mission, *account, code)) return refuse(LoginTrouble::second_factor);
  }
  account->failures = 0;
  TRY(put_account(mission, *account));
  result.token = accounts::new_token(mission.randomness(), 256);
  result.session = session_of(*account, accounts::new_token(mission.randomness(), 160));
  const json body{{"csrf", result.session.csrf}, {"created", seconds(now)}, {"seen", seconds(now)}};
  TRY(mission.write_now([&](Desk& desk) {
    return desk.store.put(Shelf::credential, "session",
                          {accounts::token_hash(result.token), std::string(login), "", "", body.dump()});
  }));
  return result;
}

base::Result<std::optional<Session>> find_session(OpenMission& mission, std::string_view token) {
  if (token.empty()) return std::optional<Session>();
  const std::string key = accounts::token_hash(token);
  TRY_ASSIGN(auto item, mission.read([&](storage::Reader& reader) {
    return reader.find(Shelf::credential, "session", key);
  }));
  if (!item) return std::optional<Session>();
  TRY_ASSIGN(const auto account, find_account(mission, item->a));
  json body = json::parse(item->body);
  const base::Time now = mission.clock().now();
  const base::Time seen = time_of(body.at("seen"));
  if (!account || account->disabled || now - seen > kIdle || now - time_of(body.at("created")) > kAbsolute) {
    TRY(mission.write_now([&](Desk& desk) { return desk.store.remove(Shelf::credential, "session", key); }));
    return std::optional<Session>();
  }
  if (now - seen > std::chrono::minutes(1)) {
    body["seen"] = seconds(now);
    item->body = body.dump();
    mission.write([item = *item](Desk& desk) { return desk.store.put(Shelf::credential, "session", item); },
                  [](base::Result<void>) {});
  }
  return std::optional<Session>(session_of(*account, body.at("csrf")));
}

base::Result<void> log_out(OpenMission& mission, std::string_view token) {
  return mission.write_now([key = accounts::token_hash(token)](Desk& desk) {
    return desk.store.remove(Shelf::credential, "session", key);
  });
}

base::Result<void> end_sessions(OpenMission& mission, std::string_view login) {
  return mission.write_now([login = std::string(login)](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto sessions, desk.store.list(Shelf::credential, "session", {.a = login}));
    for (const storage::Item& session : sessions) {
      TRY(desk.store.remove(Shelf::credential, "session", session.key));
    }
    return {};
  });
}

}  // namespace tallyward::journeys
