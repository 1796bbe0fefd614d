#include "accounts/roles.h"

namespace tallyward::accounts {

namespace {
constexpr std::string_view kNames[kRoles] = {"observer",   "regional_coordinator",
                                             "data_clerk", "analyst",
                                             "writer",     "head_of_mission",
                                             "security",   "partner",
                                             "auditor",    "key_holder"};
}

std::string_view to_text(Role role) {
  return kNames[static_cast<std::size_t>(role)];
}

std::optional<Role> role_from_text(std::string_view text) {
  for (int i = 0; i < kRoles; ++i) {
    if (kNames[i] == text) return static_cast<Role>(i);
  }
  return std::nullopt;
}

std::vector<std::string> to_texts(RoleSet roles) {
  std::vector<std::string> texts;
  for (int i = 0; i < kRoles; ++i) {
    if (roles.has(static_cast<Role>(i))) texts.emplace_back(kNames[i]);
  }
  return texts;
}

RoleSet roles_from_texts(const std::vector<std::string>& texts) {
  RoleSet roles;
  for (const std::string& text : texts) {
    if (const auto role = role_from_text(text)) roles.add(*role);
  }
  return roles;
}

}  // namespace tallyward::accounts
