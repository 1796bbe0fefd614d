// Who may do what: the ten roles of a mission as a set of bits. The router table names, for every route, the
// roles that may use it; this is the whole of the authorisation by kind. Scope (regions) is asked where
// objects are read.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::accounts {

enum class Role : std::uint8_t {
  observer,              ///< Sends reports from an enrolled phone; no staff pages.
  regional_coordinator,  ///< Reads and checks the reports of its regions.
  data_clerk,            ///< Enters paper, calls and protocols.
  analyst,               ///< Reads all regions, runs checks and figures.
  writer,                ///< Writes statements and findings.
  head_of_mission,       ///< Opens the portal, publishes, grants roles (with a second person).
  security,              ///< Safety of teams; may see who is silent.
  partner,               ///< Reads overviews only.
  auditor,               ///< Reads all evidence, changes nothing.
  key_holder             ///< Holds a share of the offline keys; opens the contact book.
};
inline constexpr int kRoles = 10;

/// "regional_coordinator", as in JSON and in the table of accounts.
std::string_view to_text(Role role);
std::optional<Role> role_from_text(std::string_view text);

/// A set of roles.
struct RoleSet {
  std::uint16_t bits = 0;
  constexpr RoleSet() = default;
  constexpr RoleSet(std::initializer_list<Role> roles) {
    for (const Role role : roles)
      bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(role)));
  }
  constexpr bool has(Role role) const { return (bits & (1U << static_cast<unsigned>(role))) != 0; }
  constexpr bool meets(RoleSet other) const { return (bits & other.bits) != 0; }
  constexpr bool empty() const { return bits == 0; }
  constexpr void add(Role role) {
    bits = static_cast<std::uint16_t>(bits | (1U << static_cast<unsigned>(role)));
  }
  bool operator==(const RoleSet&) const = default;
};

std::vector<std::string> to_texts(RoleSet roles);
RoleSet roles_from_texts(const std::vector<std::string>& texts);

using enum Role;
/// Everyone who logs in.
inline constexpr RoleSet kStaff{regional_coordinator,
                                data_clerk,
                                analyst,
                                writer,
                                head_of_mission,
                                security,
                                partner,
                                auditor,
                                key_holder};
/// Those who read reports (within their scope).
inline constexpr RoleSet kReportReaders{regional_coordinator, analyst, head_of_mission, auditor};
/// Those who read overviews of arrivals.
inline constexpr RoleSet kOverviewReaders{regional_coordinator, data_clerk, analyst, writer,
                                          head_of_mission,      security,   partner, auditor};

}  // namespace tallyward::accounts
