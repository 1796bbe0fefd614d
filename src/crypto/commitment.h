// Salted commitments: a leaf of the log holds a hash of each field, never the field. Whoever is given name,
// salt and value checks them against the hash; whoever is not learns nothing, not even the field's name. All
// salts of one report come from one random 32-byte report key: destroying it makes every unopened field
// unguessable for ever while the leaf, its signature and all proofs stay valid (docs/formats/record.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "crypto/sha256.h"

namespace tallyward::crypto {

inline constexpr std::string_view kFieldPrefix = "tallyward/field/v1\n";
inline constexpr std::string_view kSaltPrefix = "tallyward/salt/v1\n";
inline constexpr std::string_view kDecoyPrefix = "tallyward/decoy/v1\n";

struct Salt {
  std::array<std::uint8_t, 16> bytes{};
  auto operator<=>(const Salt&) const = default;
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

/// The secret of one report (or of one staff record). Wiped when the object goes.
struct ReportKey {
  std::array<std::uint8_t, 32> bytes{};
  ~ReportKey();
  std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
};

ReportKey new_report_key(base::Randomness& randomness);
/// From exactly 32 raw bytes. Error: invalid_input.
base::Result<ReportKey> report_key_from_bytes(std::string_view bytes);
base::Result<Salt> salt_from_bytes(std::string_view bytes);

/// One field in clear, with what opens it.
struct OpenedField {
  std::string name;
  std::string value;
  Salt salt;
};

/// SHA-256(prefix || u16be(bytes of name) || u16be(bytes of value) || name || salt || value).
/// Error: too_large when name or value has more than 65,535 bytes. `prefix` differs only for other people's
/// vectors.
base::Result<Hash> field_commitment(std::string_view name, std::string_view value, const Salt& salt,
                                    std::string_view prefix = kFieldPrefix);

/// The first 16 bytes of HKDF-SHA-256(report key, prefix || name).
Salt salt_for(const ReportKey& key, std::string_view name, std::string_view prefix = kSaltPrefix);

/// A commitment to nothing: HKDF-SHA-256(report key, "tallyward/decoy/v1\n" || decimal number), 32 bytes.
/// Without the key it looks like any other commitment, and hides how many fields a report has.
Hash decoy_commitment(const ReportKey& key, std::uint32_t number);

/// Seals bytes under the report key (XSalsa20-Poly1305, key HKDF(report key, "tallyward/body/v1\n"), random
/// nonce first): stored bodies die with the key. open_with returns corrupt when a byte differs.
std::string seal_with(const ReportKey& key, std::string_view bytes, base::Randomness& randomness);
base::Result<std::string> open_with(const ReportKey& key, std::string_view sealed);

}  // namespace tallyward::crypto
