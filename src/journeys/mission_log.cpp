#include "journeys/mission_log.h"

#include <algorithm>
#include <array>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "base/file.h"
#include "transparency/promise.h"
#include "transparency/record.h"

namespace tallyward::journeys {

using transparency::LogEngine;
using transparency::RestartVerdict;

namespace {

/// Long enough for a missed day of transport; then an absent entry proves that a report was dropped.
constexpr std::chrono::hours kPromiseHolds{72};
/// The note of the last head is one sector, so that a power cut leaves the old one or the new one.
constexpr std::size_t kNoteBytes = 512;

std::optional<std::string> read_note(const std::filesystem::path& file) {
  auto bytes = base::read_file(file, kNoteBytes * 2);
  if (!bytes) return std::nullopt;
  bytes->resize(std::min(bytes->size(), bytes->find('\0')));
  if (bytes->empty()) return std::nullopt;
  return std::move(*bytes);
}

base::Result<transparency::Policy> read_policy(const MissionFolder& folder,
                                               const transparency::VerifierKey& log) {
  if (!std::filesystem::exists(folder.policy_file())) return transparency::policy_of(log);
  TRY_ASSIGN(const std::string text, base::read_file(folder.policy_file(), 1 << 20));
  return base::while_doing(transparency::parse_policy(text), "reading " + folder.policy_file().string());
}

std::vector<std::string> witness_urls(const transparency::Policy& policy) {
  std::vector<std::string> urls;
  for (const auto& witness : policy.witnesses) {
    if (!witness.url.empty()) urls.push_back(witness.url);
  }
  return urls;
}

}  // namespace

std::string_view to_text(RestartVerdict verdict) {
  switch (verdict) {
    case RestartVerdict::sign:
      return "signs";
    case RestartVerdict::ask:
      return "asks";
    case RestartVerdict::behind:
      return "behind";
    case RestartVerdict::forked:
      return "forked";
  }
  return "asks";
}

base::Result<bool> is_restored(storage::Reader& reader) {
  TRY_ASSIGN(const auto item, reader.find(storage::Shelf::credential, "log", "restored"));
  return item.has_value();
}

base::Result<void> set_restored(storage::Store& store, bool restored) {
  if (!restored) return store.remove(storage::Shelf::credential, "log", "restored");
  return store.put(storage::Shelf::credential, "log", {"restored", "", "", "", "{}"});
}

MissionLog::MissionLog(MissionFolder folder, const MissionKeys& keys, std::string mission,
                       storage::Store& store)
    : folder_(std::move(folder)),
      key_(keys.log),
      mission_(std::move(mission)),
      store_(store),
      log_store_(store, keys.log.name) {}

MissionLog::~MissionLog() {
  if (note_file_ >= 0) ::close(note_file_);
}

base::Result<std::unique_ptr<MissionLog>> MissionLog::open(const MissionFolder& folder,
                                                           const MissionKeys& keys,
                                                           const std::string& mission,
                                                           storage::Store& store) {
  std::unique_ptr<MissionLog> log(new MissionLog(folder, keys, mission, store));
  TRY_ASSIGN(log->policy_, read_policy(folder, keys.log.verifier()));
  TRY_ASSIGN(LogEngine engine, LogEngine::open(log->log_store_, keys.log));
  log->log_ = std::make_unique<LogEngine>(std::move(engine));
  TRY_ASSIGN(log->local_.restored, is_restored(store));
  log->local_.last_head_text = read_note(folder.head_note());
  log->note_file_ = ::open(folder.head_note().c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (log->note_file_ < 0)
    return base::fail(base::ErrorCode::unavailable, "cannot open the note of the last head");
  // Every log begins without witnesses having seen it; afterwards the note on this machine speaks for it.
  const bool fresh = log->log_->size() == 0 && !log->local_.last_head_text && !log->local_.restored;
  const std::size_t needed = fresh ? 0 : transparency::enough_answers(log->policy_);
  auto decision = transparency::decide_restart(*log->log_, log->local_, {}, needed);
  if (decision.verdict == RestartVerdict::sign) {
    log->decision_ = std::move(decision);
    if (std::filesystem::exists(folder.blackout_file())) {
      TRY(log->open_blackout());
      TRY(log->reconcile());
    }
    return log;
  }
  TRY(log->cut_off(std::move(decision)));
  return log;
}

base::Result<void> MissionLog::note_head() {
  std::array<char, kNoteBytes> sector{};
  const std::string& text = log_->head().text;
  if (text.size() >= sector.size()) return {};  // An origin this long is asked about at every start.
  text.copy(sector.data(), text.size());
  if (::pwrite(note_file_, sector.data(), sector.size(), 0) != static_cast<ssize_t>(sector.size()))
    return base::fail(base::ErrorCode::unavailable, "the disk refused the note of the last head");
  return {};
}

base::Result<void> MissionLog::cut_off(transparency::RestartDecision decision) {
  if (!blackout_) TRY(open_blackout());
  const std::lock_guard lock(mutex_);
  decision_ = std::move(decision);
  return {};
}

/// The blackout log lives in a file of its own; records that were kept but not yet promised are entered now.
base::Result<void> MissionLog::open_blackout() {
  TRY_ASSIGN(blackout_store_, storage::open_sqlite_store(folder_.blackout_file().string()));
  transparency::SignerKey key = key_;
  TRY_ASSIGN(const auto origin, blackout_store_->find(storage::Shelf::credential, "log", "origin"));
  const bool begun = origin.has_value();
  key.name = begun ? origin->body : transparency::blackout_origin(log_->checkpoint());
  blackout_log_store_ = std::make_unique<storage::RecordLog>(*blackout_store_, key.name);
  if (!begun) {
    TRY(blackout_store_->begin());
    TRY(blackout_store_->put(storage::Shelf::credential, "log", {"origin", "", "", "", key.name}));
    TRY(blackout_store_->commit());
  }
  TRY_ASSIGN(LogEngine engine, LogEngine::open(*blackout_log_store_, key));
  if (engine.size() == 0) {
    TRY_ASSIGN(LogEngine first, transparency::open_blackout_log(*blackout_log_store_, *log_, mission_));
    engine = std::move(first);
  }
  blackout_ = std::make_unique<LogEngine>(std::move(engine));
  TRY_ASSIGN(const std::vector<storage::Record> waiting, store_.waiting_records(1'000'000));
  std::vector<std::string> entries;
  for (const storage::Record& record : waiting) entries.push_back(record.entry);
  if (entries.empty()) return {};
  return blackout_->append(entries);
}

base::Result<void> MissionLog::reconcile() {
  TRY(transparency::reconcile(*log_, *blackout_log_store_, *blackout_, mission_));
  TRY(note_head());
  TRY(store_.begin());
  TRY(set_restored(store_, false));
  TRY(store_.commit());
  local_.restored = false;
  blackout_.reset();
  blackout_log_store_.reset();
  blackout_store_.reset();
  std::error_code error;
  const std::filesystem::path kept =
      folder_.path / fmt::format("blackout-{}.sqlite", log_->size());  // Reconciled; kept as evidence.
  std::filesystem::rename(folder_.blackout_file(), kept, error);
  if (error)
    return base::fail(base::ErrorCode::unavailable, "cannot put the blackout log aside: " + error.message());
  return {};
}

bool MissionLog::may_sign() const {
  const std::lock_guard lock(mutex_);
  return decision_.verdict == RestartVerdict::sign;
}

base::Result<transparency::StagedBatch> MissionLog::place(std::span<const std::string> entries) {
  TRY_ASSIGN(transparency::StagedBatch batch, log_->stage(entries));
  TRY(log_store_.write(batch));
  return batch;
}

base::Result<void> MissionLog::adopt(const transparency::StagedBatch& batch) {
  {
    const std::lock_guard lock(mutex_);
    TRY(log_->adopt(batch));
  }
  return note_head();
}

void MissionLog::stop(std::string why) {
  const std::lock_guard lock(mutex_);
  log_->stop(std::move(why));
}

base::Result<void> MissionLog::promise_entries(std::span<const std::string> entries) {
  const std::lock_guard lock(mutex_);
  return blackout_->append(entries);
}

base::Result<void> MissionLog::decide(std::span<const transparency::SeenHead> answers) {
  const std::lock_guard lock(mutex_);
  if (decision_.verdict == RestartVerdict::sign) return {};
  auto decision = transparency::decide_restart(*log_, local_, answers, transparency::enough_answers(policy_));
  if (decision.verdict == RestartVerdict::sign) TRY(reconcile());
  decision_ = std::move(decision);
  return {};
}

base::Result<void> MissionLog::fall_behind(const transparency::SeenHead& ahead) {
  // What was noted on this machine is worth nothing any more: somebody outside saw more.
  local_.last_head_text.reset();
  local_.restored = true;
  TRY(store_.begin());
  TRY(set_restored(store_, true));
  TRY(store_.commit());
  return cut_off({RestartVerdict::behind,
                  fmt::format("{} saw {} entries, this log has {}: take the missing ones back before signing",
                              ahead.who, ahead.size, log_->size()),
                  ahead.size, ahead.who});
}

base::Result<void> MissionLog::take_back(std::span<const std::string> entries,
                                         const transparency::Note& signed_head) {
  const std::lock_guard lock(mutex_);
  TRY(log_->take_back(entries, signed_head));
  return note_head();
}

std::string MissionLog::signed_head() const {
  const std::lock_guard lock(mutex_);
  return transparency::format_note(log_->head());
}

std::uint64_t MissionLog::size() const {
  const std::lock_guard lock(mutex_);
  return log_->size();
}

base::Result<std::string> MissionLog::receipt(const crypto::Hash& leaf) const {
  const std::lock_guard lock(mutex_);
  const auto index = log_->index_of(leaf);
  if (!index) return base::fail(base::ErrorCode::not_found, "this log has no such record");
  TRY_ASSIGN(const transparency::TlogProof proof, log_->receipt(*index));
  return transparency::to_text(proof);
}

base::Result<std::string> MissionLog::promise(const crypto::Hash& leaf, base::Time received) const {
  const std::lock_guard lock(mutex_);
  if (!blackout_ || !blackout_->index_of(leaf))
    return base::fail(base::ErrorCode::not_found, "nothing is promised for this record");
  return transparency::format_note(transparency::sign_promise(
      {mission_, blackout_->key().name, leaf, received, received + kPromiseHolds}, key_));
}

base::Result<std::string> MissionLog::tile(const transparency::TileId& id) const {
  const std::lock_guard lock(mutex_);
  return transparency::tile_bytes(log_->tree(), id);
}

base::Result<void> MissionLog::write_files(const transparency::FileSink& sink) {
  return transparency::write_tiles(*log_, log_store_, 0, transparency::Openness::hashes_only, sink);
}

LogStanding MissionLog::standing() const {
  const std::lock_guard lock(mutex_);
  LogStanding standing{decision_.verdict, decision_.reason, blackout_ ? blackout_->key().name : "", {}, {}};
  for (const auto& witness : policy_.witnesses) {
    const bool has = std::ranges::any_of(
        log_->head().signatures,
        [&](const transparency::NoteSignature& line) { return line.name == witness.key.name; });
    (has ? standing.cosigned : standing.awaited).push_back(witness.name);
  }
  return standing;
}

MissionLog::Round MissionLog::ask_witnesses(transparency::WitnessTransport& transport) {
  Round round;
  if (policy_.witnesses.empty()) return round;
  transparency::Tree tree;
  transparency::Note head;
  bool signs = false;
  {
    const std::lock_guard lock(mutex_);
    signs = decision_.verdict == RestartVerdict::sign;
    head = log_->head();
    if (signs) tree = log_->tree();
  }
  if (!signs) {
    round.heads = transparency::ask_last_heads(key_.verifier(), witness_urls(policy_), transport);
    return round;
  }
  if (tree.size() == 0) return round;
  auto asked = transparency::collect_cosignatures(tree, head, policy_, transport, last_sizes_);
  round.ahead = asked.ahead;
  if (!asked.cosigned.empty()) round.cosigned = std::move(asked.checkpoint);
  return round;
}

base::Result<void> MissionLog::add_cosignatures(const transparency::Note& cosigned) {
  const std::lock_guard lock(mutex_);
  if (cosigned.text != log_->head().text) return {};  // The log has grown meanwhile: asked again next time.
  return log_->add_cosignatures(cosigned);
}

}  // namespace tallyward::journeys
