// The log's life: growth, receipts, crashes, stale restores, blackouts, witnesses.
#include "transparency/log_engine.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "crypto/random.h"
#include "transparency/batch.h"
#include "transparency/chain.h"
#include "transparency/promise.h"
#include "transparency/record.h"
#include "transparency/restart.h"
#include "transparency/tile_writer.h"
#include "transparency/witness.h"

namespace tallyward::transparency {
namespace {

SignerKey key_named(std::string name, std::uint8_t number, KeyType type = KeyType::ed25519) {
  std::array<std::uint8_t, 32> seed{};
  seed.fill(number);
  return {std::move(name), type, crypto::PrivateKey::from_seed(seed)};
}

const SignerKey kLogKey = key_named("log.example/kz2026", 7);

std::vector<std::string> numbered(int begin, int end) {
  std::vector<std::string> entries;
  for (int i = begin; i < end; ++i) entries.push_back("entry " + std::to_string(i) + "\n");
  return entries;
}

struct StillClock : base::Clock {
  base::Time now() override { return base::Time(std::chrono::seconds(1'790'000'000)); }
};

TEST(LogEngine, EveryEntryHasAReceiptThatHoldsAtEverySize) {
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey);
  ASSERT_TRUE(log);
  const auto entries = numbered(0, 70);
  for (std::size_t size = 1; size <= entries.size(); ++size) {
    ASSERT_TRUE(log->append({&entries[size - 1], 1}));
    EXPECT_EQ(log->tree().root(), root_of(log->tree().level(0)));
    for (std::size_t i = 0; i < size; ++i) {
      const auto receipt = log->receipt(i);
      ASSERT_TRUE(receipt);
      const auto again = parse_tlog_proof(to_text(*receipt));
      ASSERT_TRUE(again);
      EXPECT_TRUE(verify_receipt(*again, entries[i], policy_of(kLogKey.verifier())));
      EXPECT_FALSE(verify_receipt(*again, "another entry", policy_of(kLogKey.verifier())));
    }
    for (std::size_t old = 1; old <= size; ++old) {
      const auto proof = log->tree().consistency_proof(old, size);
      EXPECT_TRUE(verify_consistency(old, size, *proof, log->tree().root_at(old), log->tree().root()));
    }
  }
}

TEST(LogEngine, TheSameEntryAgainKeepsItsPlaceAndSignsNothingNew) {
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(log.append(numbered(0, 5)));
  const std::string head = store.head().value();
  ASSERT_TRUE(log.append(numbered(2, 4)));
  EXPECT_EQ(store.head().value(), head);
  EXPECT_EQ(log.index_of(leaf_hash("entry 3\n")), 3U);
  auto twice = numbered(5, 6);
  twice.push_back(twice[0]);
  ASSERT_TRUE(log.append(twice));
  EXPECT_EQ(log.size(), 6U);
}

TEST(LogEngine, RecoversToTheSameHead) {
  MemoryLogStore store;
  {
    auto log = LogEngine::open(store, kLogKey).value();
    ASSERT_TRUE(log.append(numbered(0, 300)));
  }
  auto log = LogEngine::open(store, kLogKey);
  ASSERT_TRUE(log);
  EXPECT_EQ(log->size(), 300U);
  ASSERT_TRUE(log->append(numbered(300, 301)));
}

TEST(LogEngine, AFailedCommitChangesNothingAndAnUnknownOutcomeStopsTheLog) {
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey).value();
  store.before_commit = [] {
    return base::Result<void>(base::fail(base::ErrorCode::unavailable, "disk full"));
  };
  EXPECT_FALSE(log.append(numbered(0, 3)));
  EXPECT_EQ(log.size(), 0U);
  store.before_commit = nullptr;
  EXPECT_TRUE(log.append(numbered(0, 3)));

  store.after_commit = [] {
    return base::Result<void>(base::fail(base::ErrorCode::internal, "sync failed"));
  };
  EXPECT_FALSE(log.append(numbered(3, 6)));
  store.after_commit = nullptr;
  EXPECT_EQ(log.append(numbered(6, 9)).error().code, base::ErrorCode::unavailable)
      << "it must not sign a second head";
  const auto recovered = LogEngine::open(store, kLogKey);
  ASSERT_TRUE(recovered);
  EXPECT_EQ(recovered->size(), 6U) << "the commit had happened";
}

TEST(LogEngine, TwoWritersOnOneLogCannotBothCommit) {
  MemoryLogStore store;
  auto one = LogEngine::open(store, kLogKey).value();
  auto two = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(one.append(numbered(0, 1)));
  EXPECT_EQ(two.append(numbered(1, 2)).error().code, base::ErrorCode::conflict);
  EXPECT_TRUE(two.stopped());
}

TEST(LogEngine, AChangedOrMissingEntryRefusesToOpen) {
  struct Tampered : MemoryLogStore {
    base::Result<std::vector<Hash>> leaves(std::uint64_t begin, std::uint64_t end) override {
      TRY_ASSIGN(auto hashes, MemoryLogStore::leaves(begin, end));
      hashes[1].bytes[0] ^= 1;
      return hashes;
    }
  } store;
  {
    auto log = LogEngine::open(store, kLogKey).value();
    ASSERT_TRUE(log.append(numbered(0, 5)));
  }
  EXPECT_EQ(LogEngine::open(store, kLogKey).error().code, base::ErrorCode::corrupt);
  EXPECT_EQ(LogEngine::open(store, key_named("log.example/other", 7)).error().code,
            base::ErrorCode::not_found);
}

TEST(Restart, AStaleRestoreDoesNotSign) {
  MemoryLogStore store;
  MemoryLogStore yesterday;
  auto log = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(log.append(numbered(0, 10)));
  auto backup = LogEngine::open(yesterday, kLogKey).value();
  ASSERT_TRUE(backup.append(numbered(0, 10)));
  ASSERT_TRUE(log.append(numbered(10, 20)));

  // Nobody asked yet, no note of the head outside the database.
  EXPECT_EQ(decide_restart(backup, {true, std::nullopt}, {}, 2).verdict, RestartVerdict::ask);
  // The note outside the database knows better, even when the database does not say that it was restored.
  EXPECT_EQ(decide_restart(backup, {false, log.head().text}, {}, 2).verdict, RestartVerdict::behind);
  // A plain restart without a network may go on.
  EXPECT_EQ(decide_restart(log, {false, log.head().text}, {}, 2).verdict, RestartVerdict::sign);
  // One witness of three is not enough under a quorum of two; two are.
  const SeenHead uni{"uni", 10, backup.tree().root()};
  const SeenHead bar{"bar", 20, std::nullopt};
  EXPECT_EQ(decide_restart(backup, {true, std::nullopt}, {&uni, 1}, 2).verdict, RestartVerdict::ask);
  EXPECT_EQ(decide_restart(backup, {true, std::nullopt}, std::vector{uni, uni}, 2).verdict,
            RestartVerdict::sign);
  const auto behind = decide_restart(backup, {true, std::nullopt}, std::vector{uni, bar}, 2);
  EXPECT_EQ(behind.verdict, RestartVerdict::behind);
  EXPECT_EQ(behind.seen_size, 20U);
  // The missing entries come back from a mirror, to the same head.
  ASSERT_TRUE(backup.take_back(store.entries(10, 20).value(), log.head()));
  EXPECT_EQ(backup.checkpoint(), log.checkpoint());
  EXPECT_EQ(decide_restart(backup, {true, std::nullopt}, std::vector{uni, bar}, 2).verdict,
            RestartVerdict::sign);
}

TEST(Restart, AForkIsSeenAndEntriesTakenBackMustFit) {
  MemoryLogStore store;
  MemoryLogStore other;
  auto log = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(log.append(numbered(0, 10)));
  auto fork = LogEngine::open(other, kLogKey).value();
  ASSERT_TRUE(fork.append(numbered(100, 115)));
  const SeenHead seen{"uni", 10, fork.tree().root_at(10)};
  EXPECT_EQ(decide_restart(log, {false, log.head().text}, {&seen, 1}, 1).verdict, RestartVerdict::forked);
  EXPECT_EQ(log.take_back(other.entries(10, 15).value(), fork.head()).error().code, base::ErrorCode::corrupt);
  EXPECT_EQ(log.size(), 10U);
  const Record closure = read_record(closure_statement(log, "kz2026", "forked"));
  EXPECT_EQ(closure.standing, Standing::known) << closure.trouble;
}

TEST(Restart, HowManyAnswersMeetEveryQuorum) {
  const auto vkey = [](const char* name, std::uint8_t n) {
    return to_text(key_named(name, n, KeyType::cosignature).verifier());
  };
  const std::string log = "log " + to_text(kLogKey.verifier()) + "\n";
  const std::string three = "witness a " + vkey("w/a", 1) + "\nwitness b " + vkey("w/b", 2) + "\nwitness c " +
                            vkey("w/c", 3) + "\n";
  EXPECT_EQ(enough_answers(parse_policy(log + three + "group g 2 a b c\nquorum g\n").value()), 2U);
  EXPECT_EQ(enough_answers(parse_policy(log + three + "group g all a b c\nquorum g\n").value()), 1U);
  EXPECT_EQ(enough_answers(parse_policy(log + three + "quorum none\n").value()), 3U);
  EXPECT_EQ(enough_answers(parse_policy(log + "quorum none\n").value()), 0U);
  EXPECT_FALSE(parse_policy(log + three + "group g 4 a b c\nquorum g\n"));
  EXPECT_FALSE(parse_policy(log + three + "group g 1 a\ngroup h 1 a\nquorum g\n"));
  EXPECT_FALSE(parse_policy(log + "quorum nobody\n"));
}

TEST(Restart, ABlackoutLogNamesTheOldOneAndIsReconciled) {
  MemoryLogStore store;
  MemoryLogStore yesterday;
  MemoryLogStore dark;
  auto lost = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(lost.append(numbered(0, 20)));
  auto restored = LogEngine::open(yesterday, kLogKey).value();
  ASSERT_TRUE(restored.append(numbered(0, 20)));
  ASSERT_TRUE(lost.append(numbered(20, 25)));

  auto blackout = open_blackout_log(dark, restored, "kz2026");
  ASSERT_TRUE(blackout) << blackout.error().message;
  EXPECT_TRUE(blackout->key().name.starts_with("log.example/kz2026/blackout/20-"));
  const Record first = read_record(dark.entries(0, 1).value()[0]);
  EXPECT_EQ(first.standing, Standing::known) << first.trouble;
  EXPECT_EQ(first.text.line("origin"), "log.example/kz2026");
  EXPECT_EQ(first.text.line("size"), "20");
  // A phone that re-sends what the lost log already had, and a new report.
  ASSERT_TRUE(blackout->append(numbered(23, 30)));
  const Promise promise{"kz2026", blackout->key().name, leaf_hash("entry 29\n"),
                        base::Time(std::chrono::seconds(1'790'000'123)),
                        base::Time(std::chrono::seconds(1'790'259'200))};
  const Note note = sign_promise(promise, kLogKey);
  const auto opened = open_promise(parse_note(format_note(note)).value(), kLogKey.verifier());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->leaf, promise.leaf);
  EXPECT_EQ(opened->received.time_since_epoch() % std::chrono::minutes(15), std::chrono::milliseconds(0));
  EXPECT_FALSE(parse_tlog_proof(format_note(note))) << "a promise is no receipt";

  // The network is back: first the lost entries, then the blackout's.
  ASSERT_TRUE(restored.take_back(store.entries(20, 25).value(), lost.head()));
  ASSERT_TRUE(reconcile(restored, dark, *blackout, "kz2026"));
  EXPECT_EQ(restored.size(), 25U + 1 + 5 + 1);  // continuation, entries 25 to 29, reconciliation
  const auto dark_entries = dark.entries(0, blackout->size()).value();
  for (const auto& entry : dark_entries) {
    EXPECT_TRUE(restored.index_of(leaf_hash(entry)));
  }
  const std::uint64_t before = restored.size();
  ASSERT_TRUE(reconcile(restored, dark, *blackout, "kz2026"));
  EXPECT_EQ(restored.size(), before);
}

/// Witnesses in the same process, reached by name.
struct LocalTransport : WitnessTransport {
  std::map<std::string, Witness*> witnesses;
  base::Result<WitnessAnswer> post(const std::string& url, const std::string& body) override {
    const auto found = witnesses.find(url.substr(0, url.rfind("/add-checkpoint")));
    if (found == witnesses.end()) return base::fail(base::ErrorCode::unavailable, "unreachable");
    return found->second->add_checkpoint(body);
  }
  base::Result<WitnessAnswer> get(const std::string& url) override {
    const auto found = witnesses.find(url.substr(0, url.find('/', 7)));
    if (found == witnesses.end()) return base::fail(base::ErrorCode::unavailable, "unreachable");
    const std::string hash = url.substr(url.find('/', 7) + 1);
    return found->second->checkpoint(hash.substr(0, 64));
  }
};

TEST(Witness, CosignsGrowthAndNothingElse) {
  StillClock clock;
  MemoryWitnessStore kept;
  const SignerKey uni = key_named("witness.example/university", 11, KeyType::cosignature);
  Witness witness(uni, {kLogKey.verifier()}, kept, clock);
  LocalTransport transport;
  transport.witnesses["http://uni"] = &witness;
  const Policy policy = parse_policy("log " + to_text(kLogKey.verifier()) + "\nwitness uni " +
                                     to_text(uni.verifier()) + " http://uni\nquorum uni\n")
                            .value();
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey).value();
  std::map<std::string, std::uint64_t> sizes;
  ASSERT_TRUE(log.append(numbered(0, 5)));
  EXPECT_FALSE(open_with_policy(log.head(), policy)->quorum) << "logged, awaiting witnesses";
  auto round = collect_cosignatures(log.tree(), log.head(), policy, transport, sizes);
  ASSERT_EQ(round.cosigned.size(), 1U);
  ASSERT_TRUE(log.add_cosignatures(round.checkpoint));
  EXPECT_TRUE(open_with_policy(log.head(), policy)->quorum);
  EXPECT_EQ(open_with_policy(log.head(), policy)->cosignatures[0].posix_seconds, 1'790'000'000U);
  ASSERT_TRUE(log.append(numbered(5, 9)));
  sizes.clear();  // a client that forgot learns the size from the 409
  EXPECT_EQ(collect_cosignatures(log.tree(), log.head(), policy, transport, sizes).cosigned.size(), 1U);

  // A fork: the same witness, another history.
  MemoryLogStore other;
  auto fork = LogEngine::open(other, kLogKey).value();
  ASSERT_TRUE(fork.append(numbered(50, 70)));
  round = collect_cosignatures(fork.tree(), fork.head(), policy, transport, sizes);
  EXPECT_TRUE(round.cosigned.empty());
  EXPECT_EQ(round.refused.size(), 1U);
  // A stale restore: the witness is ahead.
  MemoryLogStore yesterday;
  auto stale = LogEngine::open(yesterday, kLogKey).value();
  ASSERT_TRUE(stale.append(numbered(0, 5)));
  sizes.clear();
  round = collect_cosignatures(stale.tree(), stale.head(), policy, transport, sizes);
  ASSERT_TRUE(round.ahead);
  EXPECT_EQ(round.ahead->size, 9U);
  const std::string url = "http://uni";
  const auto heads = ask_last_heads(stale.key().verifier(), {&url, 1}, transport);
  ASSERT_EQ(heads.size(), 1U);
  EXPECT_EQ(decide_restart(stale, {true, std::nullopt}, heads, enough_answers(policy)).verdict,
            RestartVerdict::behind);
  transport.witnesses.clear();
  EXPECT_TRUE(ask_last_heads(stale.key().verifier(), {&url, 1}, transport).empty());
  EXPECT_EQ(decide_restart(stale, {true, std::nullopt}, {}, 1).verdict, RestartVerdict::ask) << "a blackout";
}

TEST(Witness, AnswersAsTheSpecificationSays) {
  StillClock clock;
  MemoryWitnessStore kept;
  const SignerKey uni = key_named("witness.example/university", 11, KeyType::cosignature);
  Witness witness(uni, {kLogKey.verifier()}, kept, clock);
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey).value();
  ASSERT_TRUE(log.append(numbered(0, 4)));
  const auto status = [&](const WitnessRequest& request) {
    return witness.add_checkpoint(to_text(request)).status;
  };
  const SignerKey stranger = key_named("log.example/stranger", 9);
  EXPECT_EQ(witness.add_checkpoint("nonsense").status, 400);
  EXPECT_EQ(status({0, {}, sign_checkpoint({stranger.name, 1, leaf_hash("x"), {}}, stranger)}), 404);
  EXPECT_EQ(status({0, {}, sign_checkpoint(log.checkpoint(), key_named(kLogKey.name, 8))}), 403);
  EXPECT_EQ(status({9, {}, log.head()}), 400);
  EXPECT_EQ(status({2, {}, log.head()}), 409);
  EXPECT_EQ(witness.add_checkpoint(to_text(WitnessRequest{2, {}, log.head()})).body, "0\n");
  EXPECT_EQ(witness.add_checkpoint(to_text(WitnessRequest{2, {}, log.head()})).content_type,
            "text/x.tlog.size");
  EXPECT_EQ(status({0, {}, log.head()}), 200);
  EXPECT_EQ(status({4, {}, log.head()}), 200) << "the same head again";
  ASSERT_TRUE(log.append(numbered(4, 8)));
  EXPECT_EQ(status({4, {leaf_hash("wrong")}, log.head()}), 422);
  EXPECT_EQ(status({4, log.tree().consistency_proof(4, 8).value(), log.head()}), 200);
}

TEST(Batch, WaitsAtMostASecondAndHidesTheOrderOfArrival) {
  using std::chrono::milliseconds;
  BatchQueue queue({milliseconds(5000), 3});
  const base::Time start{milliseconds(1000)};
  queue.add("a", start);
  EXPECT_FALSE(queue.is_due(start + milliseconds(999)));
  EXPECT_TRUE(queue.is_due(start + milliseconds(1000))) << "never later than a second";
  queue.add("b", start);
  queue.add("c", start);
  EXPECT_TRUE(queue.is_due(start)) << "full";
  EXPECT_EQ(queue.take(start).size(), 3U);
  EXPECT_FALSE(queue.due());

  crypto::SystemRandomness randomness;
  std::vector<std::string> entries = {"tallyward/revocation/v1", "tallyward/enrolment/v1"};
  for (int i = 0; i < 50; ++i) entries.push_back("tallyward/report/v1 " + std::to_string(i));
  const auto ordered = order_for_log(entries, randomness);
  EXPECT_EQ(ordered.front(), "tallyward/enrolment/v1");
  EXPECT_EQ(ordered.back(), "tallyward/revocation/v1");
  const std::vector<std::string> before(entries.begin() + 2, entries.end());
  std::vector<std::string> after(ordered.begin() + 1, ordered.end() - 1);
  EXPECT_NE(after, before);
  EXPECT_TRUE(std::is_permutation(after.begin(), after.end(), before.begin()));
}

TEST(Chain, GapsEquivocationAndBrokenLinksAreFound) {
  const Hash a = leaf_hash("a");
  const Hash b = leaf_hash("b");
  const Hash c = leaf_hash("c");
  ChainLedger whole;
  EXPECT_FALSE(whole.add("o", {"m", 1, a}, b));
  EXPECT_FALSE(whole.add("o", {"m", 0, std::nullopt}, a));
  EXPECT_FALSE(whole.add("o", {"m", 2, b}, c));
  EXPECT_FALSE(whole.add("o", {"m", 2, b}, c)) << "the same report again is no equivocation";
  EXPECT_TRUE(whole.findings().empty());
  EXPECT_EQ(whole.next_seq("o"), 3U);
  ChainLedger faulty;
  faulty.add("withheld", {"m", 0, std::nullopt}, a);
  faulty.add("withheld", {"m", 2, b}, c);
  faulty.add("cloned", {"m", 0, std::nullopt}, a);
  EXPECT_TRUE(faulty.add("cloned", {"m", 0, std::nullopt}, b));
  faulty.add("rewritten", {"m", 0, std::nullopt}, a);
  faulty.add("rewritten", {"m", 1, c}, b);
  const auto findings = faulty.findings();
  ASSERT_EQ(findings.size(), 3U);
  EXPECT_EQ(findings[0].fault, ChainFault::equivocation);
  EXPECT_EQ(findings[0].leaves.size(), 2U);
  EXPECT_EQ(findings[1].fault, ChainFault::broken_link);
  EXPECT_EQ(findings[2].fault, ChainFault::gap);
  EXPECT_EQ(findings[2].seq, 1U);
}

TEST(TileWriter, AReaderFindsEveryTileAndNoEntriesBeforeARelease) {
  MemoryLogStore store;
  auto log = LogEngine::open(store, kLogKey).value();
  std::map<std::string, std::string> files;
  const auto sink = [&](const std::string& path, std::string_view bytes) -> base::Result<void> {
    EXPECT_FALSE(files.contains("checkpoint") && path != "checkpoint") << "the checkpoint comes last";
    files[path] = bytes;
    return {};
  };
  ASSERT_TRUE(log.append(numbered(0, 300)));
  ASSERT_TRUE(write_tiles(log, store, 0, Openness::hashes_only, sink));
  for (const auto& [path, bytes] : files) EXPECT_EQ(path.find("entries"), std::string::npos);
  files.erase("checkpoint");
  ASSERT_TRUE(log.append(numbered(300, 70'000)));
  ASSERT_TRUE(write_tiles(log, store, 300, Openness::hashes_only, sink));
  // The example of the specification: 273 full tiles and one of 112; 1 and one of 17; one of 2.
  for (const char* path :
       {"tile/0/272", "tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}) {
    EXPECT_TRUE(files.contains(path)) << path;
  }
  for (const TileId& tile : tiles_of(70'000)) {
    EXPECT_EQ(parse_tile_path(path_of(tile)).value(), tile);
    EXPECT_TRUE(tile.entries || files.contains(path_of(tile))) << path_of(tile);
  }
  EXPECT_EQ(path_of({0, 1'234'067, 256, false}), "tile/0/x001/x234/067");
  for (const char* bad :
       {"tile/0/x000/001", "tile/6/000", "tile/0/000.p/0", "tile/0/000.p/256", "tile/0/00", "tile/0/",
        "tile/00/000", "tiles/0/000", "tile/0/../000", "tile/0/000/", "tile/0/x001/1"}) {
    EXPECT_FALSE(parse_tile_path(bad)) << bad;
  }
}

}  // namespace
}  // namespace tallyward::transparency
