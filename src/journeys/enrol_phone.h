// A phone joins by a one-time card: the card carries a secret that never travels in a request line, the phone
// proves that it has the secret by an HMAC over its fresh public key. Cards are pseudonymous; which person
// holds which card stands in the roster vault only.
#pragma once

#include <string>
#include <vector>

#include "journeys/open_mission.h"

namespace tallyward::journeys {

struct Card {
  std::string id;      ///< 8 characters.
  std::string secret;  ///< 26 characters, 128 bits; shown once.
  std::string team;
  base::Time expires;
  std::string caller_code;    ///< Six digits, asked when the holder reports by telephone.
  std::string typed() const;  ///< What is typed when there is no camera: groups of four.
  /// The address for the QR code; the secret stands behind '#'.
  std::string url(std::string_view base_url, std::string_view log_vkey) const;
};

/// New cards for a team, valid for 72 hours.
base::Result<std::vector<Card>> make_cards(OpenMission& mission, std::string_view author, int count,
                                           std::string_view team);
/// The six digits that go with a card: derived from its id and the store's key, so nothing more is kept.
std::string caller_code(const OpenMission& mission, std::string_view card);

/// Somebody takes the place of an observer on the day: the old key is revoked at once, one card for the same
/// team is made, and visits planned for the old observer by name go to the new one when the card is used.
/// Errors: not_found, conflict (revoked already).
base::Result<Card> replace_observer(OpenMission& mission, std::string_view author, std::string_view observer,
                                    std::string_view reason);

struct JoinRequest {
  std::string card;
  std::string public_key;  ///< 32 raw bytes.
  std::string mac;         ///< HMAC-SHA-256(secret bytes, "tallyward/enrol/v1\n" || public key), raw.
  bool extractable = false;
};

struct Joined {
  std::string observer;                  ///< Code, the name on the key's signature lines.
  std::vector<std::string> fingerprint;  ///< Four words to read to the coordinator.
  std::string device_token;
  std::string record;  ///< Leaf hash of the enrolment.
  bool again = false;  ///< The same card with the same key: the same answer.
};

/// Errors: forbidden (no such card, wrong secret), conflict (used with another key, expired), invalid_input
/// (a weak key).
base::Result<Joined> enrol_phone(OpenMission& mission, const JoinRequest& request);

/// Four pronounceable words of 16 bits each (proquints, arXiv:0901.4016) from the key's hash.
std::vector<std::string> fingerprint_words(const crypto::PublicKey& key);
/// The bytes of a secret as typed. Error: invalid_input.
base::Result<std::string> secret_bytes(std::string_view secret);
/// The HMAC of a JoinRequest.
std::string join_mac(std::string_view secret_bytes, std::string_view public_key);

}  // namespace tallyward::journeys
