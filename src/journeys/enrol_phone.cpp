#include "journeys/enrol_phone.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "accounts/password.h"
#include "base/time_text.h"
#include "crypto/encoding.h"
#include "crypto/hkdf.h"
#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Shelf;

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/// The same for the same card and key, so that a phone that lost the answer asks again; only its hash is
/// stored.
std::string device_token(const OpenMission& mission, const JoinRequest& request) {
  return crypto::to_hex(crypto::hmac_sha256(mission.keys().store.view(),
                                            "tallyward/device/v1\n" + request.card + request.public_key));
}

struct StoredCard {
  std::string secret;
  std::string team;
  std::string used_by;  ///< Public key, base64; "" while fresh.
  std::string observer;
  std::string record;
  base::Time expires;
  std::string replaces;  ///< Observer in whose place the holder steps, "" for none.
};

base::Result<StoredCard> find_card(OpenMission& mission, storage::Reader& reader, std::string_view id) {
  TRY_ASSIGN(const auto item, reader.find(Shelf::credential, "card", id));
  if (!item) return base::fail(base::ErrorCode::forbidden, "there is no such card");
  const json body = json::parse(item->body);
  TRY_ASSIGN(const std::string sealed, crypto::from_base64(body.at("secret").get<std::string>()));
  StoredCard card;
  TRY_ASSIGN(card.secret, crypto::open_with(mission.keys().store, sealed));
  card.team = body.at("team");
  card.used_by = body.value("used_by", "");
  card.observer = body.value("observer", "");
  card.record = body.value("record", "");
  card.replaces = body.value("replaces", "");
  TRY_ASSIGN(card.expires, base::parse_time(body.at("expires").get<std::string>()));
  return card;
}

base::Result<void> put_card(OpenMission& mission, storage::Store& store, std::string_view id,
                            const StoredCard& card) {
  const json body{
      {"secret", crypto::base64(crypto::seal_with(mission.keys().store, card.secret, mission.randomness()))},
      {"team", card.team},
      {"used_by", card.used_by},
      {"observer", card.observer},
      {"record", card.record},
      {"replaces", card.replaces},
      {"expires", base::to_text(card.expires)}};
  return store.put(Shelf::credential, "card", {std::string(id), card.team, "", "", body.dump()});
}

/// Visits that were planned for the one who was replaced, by name, go to the one who came.
base::Result<void> take_over(Desk& desk, const StoredCard& card, const std::string& observer) {
  if (card.replaces.empty()) return {};
  TRY_ASSIGN(const auto planned, desk.store.list(Shelf::view, "assignment", {.c = card.replaces}));
  if (planned.empty()) return {};
  json keys = json::array();
  for (const storage::Item& item : planned) keys.push_back(item.key);
  const json body{{"keys", keys}, {"observer", observer}, {"reason", "replacement"}};
  TRY(add_staff_record(desk, desk.mission.keys().server.name, "reassign", body.dump()));
  return {};
}

Card new_card(OpenMission& mission, std::string_view team) {
  Card card{accounts::new_token(mission.randomness(), 40), accounts::new_token(mission.randomness(), 128),
            std::string(team), mission.clock().now() + std::chrono::hours(72), ""};
  card.caller_code = caller_code(mission, card.id);
  return card;
}

base::Result<void> join(Desk& desk, const JoinRequest& request, const crypto::PublicKey& key,
                        Joined& joined) {
  OpenMission& mission = desk.mission;
  TRY_ASSIGN(StoredCard card, find_card(mission, desk.store, request.card));
  if (!crypto::equal_in_constant_time(join_mac(card.secret, request.public_key), request.mac)) {
    return base::fail(base::ErrorCode::forbidden, "the code of this card is wrong");
  }
  joined.fingerprint = fingerprint_words(key);
  joined.device_token = device_token(mission, request);
  const std::string key_text = crypto::base64(request.public_key);
  if (!card.used_by.empty()) {
    if (card.used_by != key_text) {
      return base::fail(base::ErrorCode::conflict, "this card was used by another phone; ask for a new card");
    }
    joined.observer = card.observer;
    joined.record = card.record;
    joined.again = true;
    return {};
  }
  if (card.expires < desk.now)
    return base::fail(base::ErrorCode::conflict, "this card has expired; ask for a new card");
  joined.observer =
      fmt::format("{}/{}", mission.settings().id, accounts::new_token(mission.randomness(), 60));
  const transparency::VerifierKey verifier{joined.observer, transparency::KeyType::ed25519, key};
  TRY_ASSIGN(const Submission enrolment,
             enrolment_record(mission, verifier, "observer", request.extractable));
  TRY(desk.add(enrolment));
  joined.record = crypto::to_hex(transparency::leaf_hash(enrolment.entry));
  const json member{{"observer", joined.observer}, {"team", card.team}, {"fingerprint", joined.fingerprint}};
  TRY_ASSIGN(const Submission membership,
             staff_record(mission, mission.keys().server.name, "member", member.dump()));
  TRY(desk.add(membership));
  TRY(take_over(desk, card, joined.observer));
  card.used_by = key_text;
  card.observer = joined.observer;
  card.record = joined.record;
  TRY(put_card(mission, desk.store, request.card, card));
  return desk.store.put(Shelf::credential, "device",
                        {accounts::token_hash(joined.device_token), joined.observer, "", "",
                         json{{"observer", joined.observer}, {"team", card.team}}.dump()});
}

}  // namespace

std::string Card::typed() const {
  const std::string all = id + secret;
  std::string text;
  for (std::size_t i = 0; i < all.size(); i += 4) text += (i == 0 ? "" : "-") + all.substr(i, 4);
  return text;
}

std::string Card::url(std::string_view base_url, std::string_view log_vkey) const {
  std::string escaped;
  for (const char c : log_vkey)
    escaped += c == '+' ? "%2B" : c == '/' ? "%2F" : c == '=' ? "%3D" : std::string(1, c);
  return fmt::format("{}/o/#join={}.{}.{}", base_url, id, secret, escaped);
}

base::Result<std::vector<Card>> make_cards(OpenMission& mission, std::string_view author, int count,
                                           std::string_view team) {
  if (count < 1 || count > 500) return base::fail(base::ErrorCode::invalid_input, "1 to 500 cards at a time");
  std::vector<Card> cards;
  for (int i = 0; i < count; ++i) cards.push_back(new_card(mission, team));
  const json body{{"count", count}, {"team", team}};
  TRY_ASSIGN(const Submission issued, staff_record(mission, author, "cards", body.dump()));
  TRY(mission.write_now([&](Desk& desk) -> base::Result<void> {
    for (const Card& card : cards) {
      auto bytes = secret_bytes(card.secret);
      if (!bytes) return base::fail(bytes.error());
      const auto stored =
          put_card(mission, desk.store, card.id, {*bytes, card.team, "", "", "", card.expires, ""});
      if (!stored) return stored;
    }
    const auto added = desk.add(issued);
    return added ? base::Result<void>() : base::fail(added.error());
  }));
  return cards;
}

std::string caller_code(const OpenMission& mission, std::string_view card) {
  const crypto::Hash mac =
      crypto::hmac_sha256(mission.keys().store.view(), "tallyward/caller/v1\n" + std::string(card));
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < 8; ++i) number = (number << 8) | mac.bytes[i];
  return fmt::format("{:06}", number % 1'000'000);
}

base::Result<Card> replace_observer(OpenMission& mission, std::string_view author, std::string_view observer,
                                    std::string_view reason) {
  Card card;
  const auto written = mission.write_now([&](Desk& desk) -> base::Result<void> {
    TRY_ASSIGN(const auto item, desk.store.find(Shelf::view, "observer", observer));
    if (!item) return base::fail(base::ErrorCode::not_found, "there is no such observer");
    const json body = json::parse(item->body);
    if (!body.at("revoked").is_null())
      return base::fail(base::ErrorCode::conflict, "this observer was replaced or revoked already");
    TRY_ASSIGN(const auto key, transparency::parse_verifier_key(body.at("vkey").get<std::string>()));
    const json why{{"observer", observer}, {"reason", reason}, {"replaced", true}};
    TRY_ASSIGN(const Submission revocation, revocation_record(mission, author, key, why.dump()));
    TRY(desk.add(revocation));
    card = new_card(mission, item->a);
    TRY_ASSIGN(const std::string bytes, secret_bytes(card.secret));
    TRY(put_card(mission, desk.store, card.id,
                 {bytes, card.team, "", "", "", card.expires, std::string(observer)}));
    TRY(add_staff_record(desk, author, "cards", json{{"count", 1}, {"team", card.team}}.dump()));
    return {};
  });
  if (!written) return base::fail(written.error());
  return card;
}

base::Result<Joined> enrol_phone(OpenMission& mission, const JoinRequest& request) {
  TRY_ASSIGN(const crypto::PublicKey key, crypto::public_key_from_bytes(request.public_key));
  if (!crypto::is_acceptable(key))
    return base::fail(base::ErrorCode::invalid_input, "this key cannot be used");
  Joined joined;
  TRY(mission.write_now([&](Desk& desk) { return join(desk, request, key, joined); }));
  return joined;
}

std::vector<std::string> fingerprint_words(const crypto::PublicKey& key) {
  constexpr std::string_view kConsonants = "bdfghjklmnprstvz";
  constexpr std::string_view kVowels = "aiou";
  const crypto::Hash hash = crypto::sha256(key.view());
  std::vector<std::string> words;
  for (std::size_t i = 0; i < 8; i += 2) {
    const unsigned bits = (static_cast<unsigned>(hash.bytes[i]) << 8) | hash.bytes[i + 1];
    words.push_back({kConsonants[(bits >> 12) & 15U], kVowels[(bits >> 10) & 3U],
                     kConsonants[(bits >> 6) & 15U], kVowels[(bits >> 4) & 3U], kConsonants[bits & 15U]});
  }
  return words;
}

base::Result<std::string> secret_bytes(std::string_view secret) {
  const std::string code = accounts::normal_code(secret);
  if (code.size() != 26)
    return base::fail(base::ErrorCode::invalid_input, "a card's secret has 26 characters");
  std::string bytes;
  unsigned buffer = 0;
  int have = 0;
  for (const char c : code) {
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos)
      return base::fail(base::ErrorCode::invalid_input, "a card's secret has other letters");
    buffer = (buffer << 5) | static_cast<unsigned>(digit);
    have += 5;
    if (have >= 8 && bytes.size() < 16) {
      bytes += static_cast<char>((buffer >> (have - 8)) & 0xffU);
      have -= 8;
    }
  }
  return bytes;
}

std::string join_mac(std::string_view secret, std::string_view public_key) {
  return std::string(crypto::hmac_sha256(secret, "tallyward/enrol/v1\n" + std::string(public_key)).view());
}

}  // namespace tallyward::journeys
