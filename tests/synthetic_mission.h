// A SYNTHETIC mission's log, made deterministically: for the tests of tallyward-verify, for the verifiers in
// other languages and for the benchmark. It can also misbehave like an insider who holds every key.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "crypto/encoding.h"
#include "dataset/manifest.h"
#include "dataset/openings.h"
#include "transparency/log_engine.h"
#include "transparency/record.h"
#include "transparency/tile_writer.h"
#include "transparency/witness.h"

namespace tallyward::tests {

namespace tp = transparency;

inline tp::SignerKey key_from(std::string name, tp::KeyType type = tp::KeyType::ed25519) {
  const crypto::Hash seed = crypto::sha256("synthetic key of " + name);
  return {std::move(name), type, crypto::PrivateKey::from_seed(seed.bytes)};
}

/// What the insider does to the reports.
struct Misdeeds {
  std::set<std::uint64_t> withheld;  ///< Reports (by number) that are never logged.
  std::set<std::uint64_t>
      rewritten;  ///< Reports with another answer, signed again with the observer's own key.
  std::set<std::uint64_t> unenrolled;  ///< Reports signed with a key that was not enrolled.
  std::set<std::uint64_t> doubled;  ///< Reports of which a second version with the same number is logged too.
};

class SyntheticMission {
 public:
  static constexpr const char* kMission = "synthetic-2026";

  explicit SyntheticMission(std::uint64_t reports, std::uint64_t reports_per_code = 7, Misdeeds misdeeds = {})
      : log_key(key_from("log.example/synthetic-2026")), misdeeds_(std::move(misdeeds)) {
    for (const char* name : {"university", "newspaper", "bar"}) {
      witnesses.push_back(key_from(std::string("witness.example/") + name, tp::KeyType::cosignature));
    }
    entries.push_back(server_record("manifest", {{"origin", log_key.name},
                                                 {"policy", crypto::to_base64(crypto::sha256(policy_text()))},
                                                 {"codes", "per-station"},
                                                 {"stations", std::to_string(reports)},
                                                 {"body", body()}}));
    for (std::uint64_t begin = 0; begin < reports; begin += reports_per_code) {
      add_code(begin, std::min(reports, begin + reports_per_code));
    }
  }

  /// The log over the first `count` entries, with tiles, the checkpoint cosigned by `cosigners` witnesses.
  std::map<std::string, std::string> files(std::size_t count, std::size_t cosigners = 3) const {
    tp::MemoryLogStore store;
    auto log = tp::LogEngine::open(store, log_key).value();
    (void)log.append(std::span(entries).first(count)).value();
    tp::Note head = log.head();
    for (std::size_t i = 0; i < cosigners; ++i) {
      head.signatures.push_back(tp::cosign(head.text, 1'790'000'000 + i, witnesses[i]));
    }
    (void)log.add_cosignatures(head).value();
    std::map<std::string, std::string> files;
    const auto sink = [&](const std::string& path, std::string_view bytes) -> base::Result<void> {
      files[path] = bytes;
      return {};
    };
    (void)tp::write_tiles(log, store, 0, tp::Openness::with_entries, sink).value();
    return files;
  }
  std::map<std::string, std::string> files() const { return files(entries.size()); }

  /// The receipt of one entry under the head over the first `count`.
  std::string receipt(std::size_t index, std::size_t count) const {
    tp::Tree tree;
    for (std::size_t i = 0; i < count; ++i) tree.append(tp::leaf_hash(entries[i]));
    const auto note = tp::parse_note(files(count).at("checkpoint")).value();
    return tp::to_text(tp::TlogProof{std::nullopt, index, tree.inclusion_proof(index, count).value(), note});
  }

  std::string policy_text() const {
    std::string text = "log " + tp::to_text(log_key.verifier()) + "\n";
    for (const auto& witness : witnesses) {
      text += "witness " + witness.name.substr(16) + " " + tp::to_text(witness.verifier()) + "\n";
    }
    return text + "group civil 2 university newspaper bar\nquorum civil\n";
  }

  static crypto::ReportKey report_key(std::uint64_t number) {
    crypto::ReportKey key;
    key.bytes = crypto::sha256("synthetic report key " + std::to_string(number)).bytes;
    return key;
  }
  static std::vector<tp::Field> fields_of(std::uint64_t number, bool rewritten = false) {
    return {{"@form", "VO 1"},
            {"@kind", "visit"},
            {"@station", "station-" + std::to_string(number / 7)},
            {"registered", std::to_string(800 + number % 400)},
            {"voted", std::to_string(rewritten ? 799 : 300 + number % 200)}};
  }

  tp::SignerKey log_key;
  std::vector<tp::SignerKey> witnesses;
  std::vector<std::string> entries;
  std::map<std::uint64_t, std::size_t> place_of;  ///< Report number to its place among the entries.

 private:
  static std::string body() { return crypto::to_base64(tp::commit_body("{}", report_key(1)).value()); }

  std::string server_record(const char* type, std::vector<tp::ClearLine> lines) const {
    tp::RecordText text{type, 1, {{"mission", kMission}, {"author", log_key.name}, {"signed", "server"}}, {}};
    text.lines.insert(text.lines.end(), lines.begin(), lines.end());
    return tp::sign_record(text, log_key);
  }

  void add_code(std::uint64_t begin, std::uint64_t end) {
    const auto observer = key_from(std::string(kMission) + "/code-" + std::to_string(begin));
    entries.push_back(server_record("enrolment", {{"key", tp::to_text(observer.verifier())},
                                                  {"role", "observer"},
                                                  {"storage", "non-extractable"},
                                                  {"holder", body()}}));
    std::optional<crypto::Hash> previous;
    for (std::uint64_t number = begin; number < end; ++number) {
      const tp::ReportHeader header{kMission, number - begin, previous};
      std::string entry = report(number, header, misdeeds_.rewritten.contains(number), observer);
      previous = tp::leaf_hash(entry);
      if (misdeeds_.unenrolled.contains(number)) {
        entry = report(number, header, true, key_from(observer.name + "/stranger"));
      }
      if (misdeeds_.withheld.contains(number)) continue;
      place_of[number] = entries.size();
      entries.push_back(std::move(entry));
      if (misdeeds_.doubled.contains(number)) entries.push_back(report(number, header, true, observer));
    }
  }

  static std::string report(std::uint64_t number, const tp::ReportHeader& header, bool rewritten,
                            const tp::SignerKey& key) {
    return tp::sign_record(tp::report_text(header, fields_of(number, rewritten), report_key(number)).value(),
                           key);
  }

  Misdeeds misdeeds_;
};

}  // namespace tallyward::tests
