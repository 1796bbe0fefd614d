// A commission that wants to know who reported what. It knows one observer: it stood beside her at station
// 12, so it knows her code there, when she sent, and every answer she gave; and it is given the complete log
// with all entries, not only the tiles. It must learn nothing of her other reports.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/text.h"
#include "crypto/encoding.h"
#include "transparency/record.h"

namespace tallyward::transparency {
namespace {

SignerKey key_of(const std::string& name) {
  return {name, KeyType::ed25519, crypto::PrivateKey::from_seed(crypto::sha256("key " + name).bytes)};
}

crypto::ReportKey report_key(int number) {
  crypto::ReportKey key;
  key.bytes = crypto::sha256("report " + std::to_string(number)).bytes;
  return key;
}

struct Sent {
  int observer;
  int station;
  std::string entry;
  std::vector<Field> fields;
  crypto::ReportKey key;
};

std::vector<Field> visit(int station, bool closing) {
  std::vector<Field> fields = {{"@kind", "visit"},
                               {"@form", closing ? "CL 1" : "VO 1"},
                               {"@station", "station-" + std::to_string(station)},
                               {"@time", "2026-10-04T12:00:00+05:00"},
                               {"registered", "807"}};
  if (closing) fields.push_back({"voted", "307"});
  return fields;
}

/// Twenty observers, three stations each, two reports at each, a fresh code and chain at each station.
std::vector<Sent> election_day() {
  std::vector<Sent> sent;
  int number = 0;
  for (int observer = 0; observer < 20; ++observer) {
    for (int stop = 0; stop < 3; ++stop) {
      const int station = (observer * 3 + stop) % 30;
      // What the phone does: a new random key and code for each station.
      const SignerKey code = key_of("kz2026/code-" + std::to_string(observer * 7919 + stop * 104729));
      std::optional<Hash> prev;
      for (std::uint64_t seq = 0; seq < 2; ++seq) {
        Sent report{observer, station, {}, visit(station, seq == 1), report_key(number++)};
        const auto text = report_text({"kz2026", seq, prev}, report.fields, report.key).value();
        report.entry = sign_record(text, code);
        prev = leaf_hash(report.entry);
        sent.push_back(std::move(report));
      }
    }
  }
  return sent;
}

/// Every word that stands in an entry in clear, without the signature's bytes and the commitments.
std::set<std::string> clear_words(const std::string& entry) {
  std::set<std::string> words;
  const Record record = read_record(entry);
  for (const ClearLine& line : record.text.lines) words.insert(line.value);
  words.emplace(record.signer());
  return words;
}

TEST(Commission, FindsNothingThatLinksOneStationToAnother) {
  const auto sent = election_day();
  const Sent& known = sent[0];
  const auto known_words = clear_words(known.entry);
  for (const Sent& other : sent) {
    if (other.station == known.station && other.observer == known.observer) continue;
    for (const std::string& word : clear_words(other.entry)) {
      // Only what every report of the mission has: the mission's name, a number, "no predecessor".
      const bool of_everybody = word == "kz2026" || word == "0" || word == "1" || word == "-";
      EXPECT_TRUE(of_everybody || !known_words.contains(word)) << word;
    }
    // No predecessor named by her entry is an entry elsewhere, nor the reverse.
    const auto header = report_header(read_record(other.entry).text).value();
    EXPECT_TRUE(!header.prev || *header.prev != leaf_hash(known.entry));
  }
}

TEST(Commission, CannotTestAGuessAgainstAnyEntryItHoldsNoSaltFor) {
  const auto sent = election_day();
  const Sent& known = sent[0];
  std::size_t openings_that_fit = 0;
  for (const Sent& other : sent) {
    if (&other == &known) continue;
    const RecordText text = read_record(other.entry).text;
    // It was given the salts of her one report, and tries them with every value it can think of elsewhere.
    for (const Field& field : known.fields) {
      openings_that_fit += check_opened(text, open_field(field, known.key)).has_value();
    }
    for (int station = 0; station < 30; ++station) {
      const Field guess{"@station", "station-" + std::to_string(station)};
      openings_that_fit += check_opened(text, open_field(guess, known.key)).has_value();
      openings_that_fit += check_opened(text, {guess.name, guess.value, crypto::Salt{}}).has_value();
    }
    // No commitment is shared by two reports, though many answers are equal.
    for (const Hash& commitment : read_record(known.entry).text.commitments) {
      EXPECT_TRUE(std::ranges::find(text.commitments, commitment) == text.commitments.end());
    }
  }
  EXPECT_EQ(openings_that_fit, 0U);
}

TEST(Commission, CannotTellAnOpeningVisitFromAClosingOneByItsShape) {
  const auto sent = election_day();
  std::set<std::size_t> counts;
  for (const Sent& report : sent) counts.insert(read_record(report.entry).text.commitments.size());
  EXPECT_EQ(counts, std::set<std::size_t>{32});
  for (const Sent& report : sent) {
    for (const char* word : {"station", "visit", "CL 1", "VO 1", "2026-10", "voted "}) {
      EXPECT_EQ(report.entry.find(word, report.entry.find('\n')), std::string::npos) << word;
    }
  }
}

TEST(Commission, WouldLinkThemIfOneCodeSignedEverything) {
  // The control: under `codes per-mission` her code stands on every report. The policy of the mission says
  // which holds.
  const SignerKey code = key_of("kz2026/one-code");
  const auto first = report_text({"kz2026", 0, std::nullopt}, visit(1, false), report_key(1)).value();
  const auto second =
      report_text({"kz2026", 1, leaf_hash(sign_record(first, code))}, visit(2, false), report_key(2)).value();
  EXPECT_EQ(read_record(sign_record(first, code)).signer(), read_record(sign_record(second, code)).signer());
}

}  // namespace
}  // namespace tallyward::transparency
