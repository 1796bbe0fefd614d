#include "journeys/open_mission.h"

#include <condition_variable>
#include <deque>
#include <future>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/file.h"
#include "embedded/forms.h"
#include "exchange/form_sheet.h"
#include "journeys/apply_record.h"
#include "storage/record_log.h"
#include "transparency/batch.h"
#include "transparency/log_engine.h"

namespace tallyward::journeys {

struct OpenMission::Inside {
  struct Waiting {
    Work work;
    Done done;
  };

  std::unique_ptr<storage::Store> store;
  std::unique_ptr<storage::RecordLog> log_store;
  std::unique_ptr<transparency::LogEngine> log;
  mutable std::mutex log_mutex;

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

/// Two processes on one log would fork it.
base::Result<int> lock_folder(const MissionFolder& folder) {
  const int file = ::open((folder.path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return base::fail(base::ErrorCode::unavailable, "cannot open the mission's lock file");
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return base::fail(base::ErrorCode::conflict, "another process has this mission open");
  }
  return file;
}

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
  inside.log_store = std::make_unique<storage::RecordLog>(*inside.store, mission->settings_.origin);
  TRY_ASSIGN(transparency::LogEngine log,
             transparency::LogEngine::open(*inside.log_store, mission->keys_.log));
  inside.log = std::make_unique<transparency::LogEngine>(std::move(log));
  for (const base::EmbeddedFile& file : embedded::forms()) {
    TRY_ASSIGN(std::vector<observation::Checklist> forms, exchange::read_form_sheet(file.bytes, file.path));
    for (observation::Checklist& form : forms) mission->publish_checklist(std::move(form));
  }
  inside.writer = std::thread([raw = mission.get()] { raw->write_until_stopped(); });
  return mission;
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
    inside_->queue.push_back({std::move(work), std::move(done)});
  }
  inside_->wake.notify_one();
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
        together.push_back(std::move(inside_->queue.front()));
        inside_->queue.pop_front();
      }
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
  const std::vector<std::string> ordered = transparency::order_for_log(std::move(desk.entries), randomness_);
  // Only this thread changes the log; the lock is for those who read it.
  TRY_ASSIGN(const transparency::StagedBatch batch, inside_->log->stage(ordered));
  TRY(inside_->log_store->write(batch));
  if (base::Result<void> done = transaction.commit(); !done) {
    if (done.error().code != base::ErrorCode::unavailable)
      inside_->log->stop("a commit failed: " + done.error().message);
    return done;
  }
  const std::lock_guard lock(inside_->log_mutex);
  TRY(inside_->log->adopt(batch));
  desk.happened({"receipt", fmt::format(R"({{"size":{}}})", inside_->log->size()), ""});
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
  const std::lock_guard lock(inside_->log_mutex);
  return transparency::format_note(inside_->log->head());
}

std::uint64_t OpenMission::log_size() const {
  const std::lock_guard lock(inside_->log_mutex);
  return inside_->log->size();
}

base::Result<std::string> OpenMission::receipt(std::string_view record_id) const {
  TRY_ASSIGN(const crypto::Hash leaf, crypto::hash_from_hex(record_id));
  const std::lock_guard lock(inside_->log_mutex);
  const auto index = inside_->log->index_of(leaf);
  if (!index) return base::fail(base::ErrorCode::not_found, "this log has no such record");
  TRY_ASSIGN(const transparency::TlogProof proof, inside_->log->receipt(*index));
  return transparency::to_text(proof);
}

base::Result<std::string> OpenMission::tile(const transparency::TileId& id) const {
  const std::lock_guard lock(inside_->log_mutex);
  return transparency::tile_bytes(inside_->log->tree(), id);
}

std::string OpenMission::log_vkey() const {
  return transparency::to_text(keys_.log.verifier());
}

void OpenMission::on_happening(std::function<void(const Happening&)> listener) {
  const std::lock_guard lock(inside_->listener_mutex);
  inside_->listener = std::move(listener);
}

}  // namespace tallyward::journeys
