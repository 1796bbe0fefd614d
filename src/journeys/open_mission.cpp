#include "journeys/open_mission.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <thread>

#include <fmt/format.h>
#include <unistd.h>

#include "base/file.h"
#include "embedded/forms.h"
#include "exchange/form_sheet.h"
#include "journeys/apply_record.h"
#include "journeys/log_records.h"
#include "transparency/batch.h"

namespace tallyward::journeys {

struct OpenMission::Inside {
  struct Waiting {
    Work work;  ///< Or an errand, which is done alone.
    Errand errand;
    Done done;
  };

  std::unique_ptr<storage::Store> store;
  std::unique_ptr<MissionLog> log;

  std::mutex queue_mutex;
  std::condition_variable wake;
  std::deque<Waiting> queue;
  bool stopping = false;
  std::thread writer;

  std::mutex readers_mutex;
  std::vector<std::unique_ptr<storage::Reader>> readers;

  mutable std::mutex checklists_mutex;
  std::map<std::string, observation::Checklist> checklists;

  std::mutex listener_mutex;
  std::function<void(const Happening&)> listener;
  int lock_file = -1;

  ~Inside() {
    if (lock_file >= 0) ::close(lock_file);
  }
};

namespace {

constexpr std::size_t kMostTogether = 512;

}  // namespace

base::Time SystemClock::now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

OpenMission::OpenMission(MissionFolder folder, mission::MissionSettings settings, MissionKeys keys,
                         base::Clock& clock, base::Randomness& randomness)
    : folder_(std::move(folder)),
      settings_(std::move(settings)),
      keys_(std::move(keys)),
      clock_(clock),
      randomness_(randomness),
      inside_(std::make_unique<Inside>()) {}

base::Result<std::unique_ptr<OpenMission>> OpenMission::open(const MissionFolder& folder, base::Clock& clock,
                                                             base::Randomness& randomness) {
  TRY_ASSIGN(mission::MissionSettings settings, read_settings(folder));
  TRY_ASSIGN(MissionKeys keys, read_keys(folder));
  std::unique_ptr<OpenMission> mission(
      new OpenMission(folder, std::move(settings), std::move(keys), clock, randomness));
  Inside& inside = *mission->inside_;
  TRY_ASSIGN(inside.lock_file, lock_folder(folder));
  TRY_ASSIGN(inside.store, storage::open_sqlite_store(folder.store_file().string()));
  if (mission->keys_.log.name != mission->settings_.origin)
    return base::fail(base::ErrorCode::conflict, "mission.json names another origin than the log's key");
  TRY_ASSIGN(inside.log, MissionLog::open(folder, mission->keys_, mission->settings_.id, *inside.store));
  for (const base::EmbeddedFile& file : embedded::forms()) {
    TRY_ASSIGN(std::vector<observation::Checklist> forms, exchange::read_form_sheet(file.bytes, file.path));
    for (observation::Checklist& form : forms) mission->publish_checklist(std::move(form));
  }
  inside.writer = std::thread([raw = mission.get()] { raw->write_until_stopped(); });
  TRY(mission->begin_log());
  return mission;
}

/// A log begins with the key that signs the server's records, and with what the mission is.
base::Result<void> OpenMission::begin_log() {
  TRY_ASSIGN(const std::int64_t records, read([](storage::Reader& reader) { return reader.record_count(); }));
  if (records > 0) return {};
  TRY_ASSIGN(const Submission enrolment, server_enrolment_record(*this));
  TRY_ASSIGN(const Submission manifest,
             read([&](storage::Reader& reader) { return manifest_record(*this, reader); }));
  return write_now([&](Desk& desk) -> base::Result<void> {
    TRY(desk.add(enrolment));
    TRY(desk.add(manifest));
    return {};
  });
}

OpenMission::~OpenMission() {
  {
    const std::lock_guard lock(inside_->queue_mutex);
    inside_->stopping = true;
  }
  inside_->wake.notify_all();
  if (inside_->writer.joinable()) inside_->writer.join();
}

std::map<std::string, observation::Checklist> OpenMission::checklists() const {
  const std::lock_guard lock(inside_->checklists_mutex);
  return inside_->checklists;
}

std::optional<observation::Checklist> OpenMission::checklist(std::string_view form, int version) const {
  const std::lock_guard lock(inside_->checklists_mutex);
  const auto found = inside_->checklists.find(fmt::format("{}/{}", form, version));
  if (found == inside_->checklists.end()) return std::nullopt;
  return found->second;
}

void OpenMission::publish_checklist(observation::Checklist checklist) {
  const std::lock_guard lock(inside_->checklists_mutex);
  std::string id = checklist.id();
  inside_->checklists.insert_or_assign(std::move(id), std::move(checklist));
}

void OpenMission::write(Work work, Done done) {
  {
    const std::lock_guard lock(inside_->queue_mutex);
    inside_->queue.push_back({std::move(work), nullptr, std::move(done)});
  }
  inside_->wake.notify_one();
}

base::Result<void> OpenMission::run_errand(Errand errand) {
  std::promise<base::Result<void>> promise;
  {
    const std::lock_guard lock(inside_->queue_mutex);
    inside_->queue.push_back({nullptr, std::move(errand), [&promise](base::Result<void> result) {
                                promise.set_value(std::move(result));
                              }});
  }
  inside_->wake.notify_one();
  return promise.get_future().get();
}

base::Result<void> OpenMission::write_now(Work work) {
  std::promise<base::Result<void>> promise;
  write(std::move(work), [&promise](base::Result<void> result) { promise.set_value(std::move(result)); });
  return promise.get_future().get();
}

void OpenMission::write_until_stopped() {
  while (true) {
    std::vector<Inside::Waiting> together;
    {
      std::unique_lock lock(inside_->queue_mutex);
      inside_->wake.wait(lock, [&] { return inside_->stopping || !inside_->queue.empty(); });
      if (inside_->queue.empty()) return;  // Stopping, and everything is written.
      while (!inside_->queue.empty() && together.size() < kMostTogether) {
        if (inside_->queue.front().errand && !together.empty()) break;
        together.push_back(std::move(inside_->queue.front()));
        inside_->queue.pop_front();
        if (together.back().errand) break;
      }
    }
    if (together.front().errand) {
      together.front().done(together.front().errand(*inside_->log, *inside_->store));
      continue;
    }
    Desk desk(*this, *inside_->store, clock_.now());
    std::vector<base::Result<void>> results;
    std::vector<Work> works;
    works.reserve(together.size());
    for (Inside::Waiting& waiting : together) works.push_back(std::move(waiting.work));
    const base::Result<void> committed = commit_together(works, desk, results);
    if (committed) {
      const std::lock_guard lock(inside_->listener_mutex);
      if (inside_->listener) {
        for (const Happening& happening : desk.happenings) inside_->listener(happening);
      }
    }
    for (std::size_t i = 0; i < together.size(); ++i) {
      together[i].done(committed ? std::move(results[i])
                                 : base::Result<void>(std::unexpected(committed.error())));
    }
  }
}

base::Result<void> OpenMission::commit_together(const std::vector<Work>& works, Desk& desk,
                                                std::vector<base::Result<void>>& results) {
  storage::Store& store = *inside_->store;
  TRY_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(store));
  for (const Work& work : works) {
    TRY(store.savepoint());
    const std::size_t entries = desk.entries.size();
    const std::size_t happenings = desk.happenings.size();
    base::Result<void> done = work(desk);
    if (done) {
      TRY(store.release());
    } else {
      store.undo();
      desk.entries.resize(entries);
      desk.happenings.resize(happenings);
      // A disk that refused once may have lost what it said it kept: nothing of this batch is acknowledged.
      if (done.error().code == base::ErrorCode::unavailable) return done;
    }
    results.push_back(std::move(done));
  }
  if (desk.entries.empty()) return transaction.commit();
  return commit_with_log(transaction, desk);
}

base::Result<void> OpenMission::commit_with_log(storage::Transaction& transaction, Desk& desk) {
  MissionLog& log = *inside_->log;
  const std::vector<std::string> ordered = transparency::order_for_log(std::move(desk.entries), randomness_);
  if (!log.may_sign()) {
    // Durable first, promised then; a crash between the two is mended at the next start.
    TRY(transaction.commit());
    return log.promise_entries(ordered);
  }
  TRY_ASSIGN(const transparency::StagedBatch batch, log.place(ordered));
  if (base::Result<void> done = transaction.commit(); !done) {
    if (done.error().code != base::ErrorCode::unavailable)
      log.stop("a commit failed: " + done.error().message);
    return done;
  }
  TRY(log.adopt(batch));
  desk.happened({"receipt", fmt::format(R"({{"size":{}}})", log.size()), ""});
  return {};
}

std::unique_ptr<storage::Reader> OpenMission::borrow() {
  {
    const std::lock_guard lock(inside_->readers_mutex);
    if (!inside_->readers.empty()) {
      auto reader = std::move(inside_->readers.back());
      inside_->readers.pop_back();
      return reader;
    }
  }
  auto reader = storage::open_sqlite_reader(folder_.store_file().string());
  // Out of file handles: a reader that answers every question with this error.
  return reader ? std::move(*reader) : storage::failing_reader(reader.error());
}

void OpenMission::give_back(std::unique_ptr<storage::Reader> reader) {
  const std::lock_guard lock(inside_->readers_mutex);
  if (inside_->readers.size() < 8) inside_->readers.push_back(std::move(reader));
}

std::string OpenMission::signed_head() const {
  return inside_->log->signed_head();
}

std::uint64_t OpenMission::log_size() const {
  return inside_->log->size();
}

base::Result<std::string> OpenMission::receipt(std::string_view record_id) const {
  TRY_ASSIGN(const crypto::Hash leaf, crypto::hash_from_hex(record_id));
  return inside_->log->receipt(leaf);
}

base::Result<std::string> OpenMission::promise(std::string_view record_id) {
  TRY_ASSIGN(const crypto::Hash leaf, crypto::hash_from_hex(record_id));
  TRY_ASSIGN(const auto record, read([&](storage::Reader& reader) { return reader.find_record(record_id); }));
  if (!record) return base::fail(base::ErrorCode::not_found, "there is no such record here");
  return inside_->log->promise(leaf, base::Time(std::chrono::seconds(record->received)));
}

base::Result<std::string> OpenMission::tile(const transparency::TileId& id) const {
  return inside_->log->tile(id);
}

LogStanding OpenMission::log_standing() const {
  return inside_->log->standing();
}

const transparency::Policy& OpenMission::witness_policy() const {
  return inside_->log->policy();
}

base::Result<void> OpenMission::ask_witnesses(transparency::WitnessTransport& transport) {
  const MissionLog::Round round = inside_->log->ask_witnesses(transport);
  if (round.cosigned) TRY(inside_->log->add_cosignatures(*round.cosigned));
  if (!round.ahead && round.heads.empty()) return {};
  return run_errand([&round](MissionLog& log, storage::Store&) {
    return round.ahead ? log.fall_behind(*round.ahead) : log.decide(round.heads);
  });
}

base::Result<void> OpenMission::write_log_files(const transparency::FileSink& sink) {
  return run_errand([&sink](MissionLog& log, storage::Store&) { return log.write_files(sink); });
}

base::Result<void> OpenMission::take_back(std::vector<std::pair<storage::Record, std::string>> records,
                                          const transparency::Note& signed_head) {
  return run_errand([&](MissionLog& log, storage::Store& store) -> base::Result<void> {
    std::vector<std::string> entries;
    {
      // Records and their views first; they count for nothing until the log has them.
      TRY_ASSIGN(storage::Transaction transaction, storage::Transaction::begin(store));
      Desk desk(*this, store, clock_.now());
      for (const auto& [record, sealed_key] : records) {
        entries.push_back(record.entry);
        TRY_ASSIGN(const std::int64_t arrival, store.append(record, sealed_key));
        if (arrival == 0) continue;
        TRY_ASSIGN(const auto kept, store.find_record(record.id));
        const auto opened = open_body(store, *kept);
        TRY(apply_record(desk, *kept, opened.value_or("")));
      }
      TRY(transaction.commit());
    }
    return log.take_back(entries, signed_head);
  });
}

std::string OpenMission::log_vkey() const {
  return transparency::to_text(keys_.log.verifier());
}

void OpenMission::on_happening(std::function<void(const Happening&)> listener) {
  const std::lock_guard lock(inside_->listener_mutex);
  inside_->listener = std::move(listener);
}

}  // namespace tallyward::journeys
