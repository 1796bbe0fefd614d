// Staff log in: password, second factor, session. What is stored of a session is a hash; a session ends after
// 30 idle minutes or 12 hours, by logout, and at once when the account is disabled.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/password.h"
#include "accounts/roles.h"
#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct Account {
  std::string login;
  std::string name;      ///< A pseudonym or a function, never needed to be a person's name.
  std::string password;  ///< Argon2id string.
  accounts::RoleSet roles;
  std::vector<std::string> regions;  ///< Scope; empty is all.
  std::string totp;                  ///< Sealed under the store's key, base64; "" while not set up.
  std::int64_t totp_used = 0;
  std::vector<std::string> recovery;  ///< Hashes of the codes that are left.
  bool second_factor = true;          ///< Required (ASVS 6.3.3); only synthetic demonstrations turn it off.
  bool disabled = false;
  int failures = 0;
  base::Time locked_until{};
};

struct Session {
  std::string login;
  std::string name;
  accounts::RoleSet roles;
  std::vector<std::string> regions;
  std::string csrf;
  bool needs_second_factor = false;  ///< Logged in, but may only set up the second factor.
};

enum class LoginTrouble : std::uint8_t { wrong, second_factor, too_many };
struct LoginResult {
  std::optional<LoginTrouble> trouble;
  std::string token;
  Session session;
};

/// A new account. Errors: conflict (the login exists), invalid_input (password, login).
base::Result<void> add_account(OpenMission& mission, std::string_view author, Account account,
                               std::string_view password, accounts::PasswordCost cost = {});
/// An account that waits for its holder: no password yet; returns the one-time token (72 hours) with which
/// activate_account sets one. Error: conflict.
base::Result<std::string> add_waiting_account(Desk& desk, std::string_view author, std::string_view login,
                                              std::string_view name, const std::vector<std::string>& roles,
                                              const std::vector<std::string>& regions);
/// Errors: forbidden (unknown, used or expired token), invalid_input (password).
base::Result<void> activate_account(OpenMission& mission, std::string_view login, std::string_view token,
                                    std::string_view password, accounts::PasswordCost cost = {});
/// No log-in from now on, and every session ends. Errors: not_found.
base::Result<void> disable_account(OpenMission& mission, std::string_view author, std::string_view login,
                                   std::string_view reason);
/// New recovery codes; the old ones end. Error: not_found.
base::Result<std::vector<std::string>> renew_recovery_codes(OpenMission& mission, std::string_view login);
base::Result<std::optional<Account>> find_account(OpenMission& mission, std::string_view login);
base::Result<void> put_account(OpenMission& mission, const Account& account);
/// Equal work and an equal answer for an unknown login and a wrong password.
base::Result<LoginResult> log_in(OpenMission& mission, std::string_view login, std::string_view password,
                                 std::string_view code, accounts::PasswordCost cost = {});
/// The session of a cookie; none when it has ended.
base::Result<std::optional<Session>> find_session(OpenMission& mission, std::string_view token);
base::Result<void> log_out(OpenMission& mission, std::string_view token);
/// Ends every session of a login.
base::Result<void> end_sessions(OpenMission& mission, std::string_view login);

}  // namespace tallyward::journeys
