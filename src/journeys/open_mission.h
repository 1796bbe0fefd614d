// An open mission: its settings, keys, store and log, and the one thread that writes. Whatever changes the
// mission is a piece of work handed to that thread; works that wait together are committed together (one sync
// of the disk), with their records' places in the log and the new signed head in the same transaction. So
// what is acknowledged is in the log, and nothing is half done. While the log may not sign
// (journeys/mission_log.h) records are kept all the same and answered with promises.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/outside.h"
#include "journeys/mission_folder.h"
#include "journeys/mission_log.h"
#include "observation/checklist.h"
#include "storage/store.h"
#include "transparency/record.h"
#include "transparency/tile.h"
#include "transparency/tile_writer.h"
#include "transparency/tlog_proof.h"

namespace tallyward::journeys {

/// A record that wants to go into the log, with what opens it.
struct Submission {
  std::string entry;                        ///< The signed note.
  std::vector<transparency::Field> fields;  ///< Of a report.
  std::string body;                         ///< Of any other record: canonical JSON, "" for none.
  crypto::ReportKey key;                    ///< Opens fields or body.
  std::string channel = "server";
};

/// Something that screens want to know at once. Never votes, turnout or answers.
struct Happening {
  std::string kind;
  std::string json;
  std::string region;  ///< "" is for everyone.
};

class OpenMission;

/// What a piece of work sees: the store inside a transaction, and the way to add records.
class Desk {
 public:
  Desk(OpenMission& at, storage::Store& in, base::Time when) : mission(at), store(in), now(when) {}
  /// Stores a record, gives it a place in the log when the work's transaction is committed, and updates the
  /// views. False: it was known already. Errors: those of the store.
  base::Result<bool> add(const Submission& submission);
  void happened(Happening happening) { happenings.push_back(std::move(happening)); }

  OpenMission& mission;
  storage::Store& store;
  base::Time now;
  std::vector<std::string> entries;  ///< New entries for the log.
  std::vector<Happening> happenings;
};

using Work = std::function<base::Result<void>(Desk&)>;
/// What only the writer may do outside any transaction.
using Errand = std::function<base::Result<void>(MissionLog&, storage::Store&)>;
using Done = std::function<void(base::Result<void>)>;

class OpenMission {
 public:
  /// Opens the store, recovers the log and starts the writer. Errors: not_found (no mission here), conflict
  /// (another process has it open), corrupt.
  static base::Result<std::unique_ptr<OpenMission>> open(const MissionFolder& folder, base::Clock& clock,
                                                         base::Randomness& randomness);
  ~OpenMission();
  OpenMission(const OpenMission&) = delete;
  OpenMission& operator=(const OpenMission&) = delete;

  const mission::MissionSettings& settings() const { return settings_; }
  const MissionFolder& folder() const { return folder_; }
  const MissionKeys& keys() const { return keys_; }
  base::Clock& clock() const { return clock_; }
  base::Randomness& randomness() const { return randomness_; }
  /// Every published checklist by "FORM/VERSION"; a copy, because new versions may come.
  std::map<std::string, observation::Checklist> checklists() const;
  std::optional<observation::Checklist> checklist(std::string_view form, int version) const;
  void publish_checklist(observation::Checklist checklist);

  /// Hands over a piece of work; `done` is called by the writer once it is durable (or failed). A work that
  /// fails changes nothing, and does not hurt its neighbours.
  void write(Work work, Done done);
  /// The same, waiting.
  base::Result<void> write_now(Work work);
  /// Something for the writer thread that opens transactions of its own; waits.
  base::Result<void> run_errand(Errand errand);
  /// Calls `look` with a reader of committed data.
  template <typename Look>
  auto read(Look look) -> decltype(look(std::declval<storage::Reader&>())) {
    auto reader = borrow();
    auto result = look(*reader);
    give_back(std::move(reader));
    return result;
  }

  /// The log, as readers may see it at any moment.
  std::string signed_head() const;
  std::uint64_t log_size() const;
  base::Result<std::string> receipt(std::string_view record_id) const;
  /// While the log may not sign: "at the hub, not yet in the log". Error: not_found.
  base::Result<std::string> promise(std::string_view record_id);
  base::Result<std::string> tile(const transparency::TileId& id) const;
  LogStanding log_standing() const;
  const transparency::Policy& witness_policy() const;
  /// One round with the witnesses: cosignatures while the log signs; else their last heads, after which it
  /// may sign again. Over the network; call it from a thread that may wait.
  base::Result<void> ask_witnesses(transparency::WitnessTransport& transport);
  /// Takes back records that this log had signed and lost, each with its sealed key, and their views; places
  /// as `signed_head` has them (transparency/log_engine.h).
  base::Result<void> take_back(std::vector<std::pair<storage::Record, std::string>> records,
                               const transparency::Note& signed_head);
  /// Every static file of the log's present head, hashes only.
  base::Result<void> write_log_files(const transparency::FileSink& sink);
  /// The log's public key as text.
  std::string log_vkey() const;

  /// Opens the sealed content of a record: a JSON text; not_found when it was erased.
  base::Result<std::string> open_body(storage::Reader& reader, const storage::Record& record) const;
  /// Who wants to know what happens; called by the writer after each commit.
  void on_happening(std::function<void(const Happening&)> listener);
  /// Throws all views away and derives them again from the records; returns whether nothing changed.
  base::Result<bool> rebuild_views();
  /// SHA-256 over all views, in hexadecimal.
  static base::Result<std::string> views_digest(storage::Reader& reader);

 private:
  struct Inside;
  OpenMission(MissionFolder folder, mission::MissionSettings settings, MissionKeys keys, base::Clock& clock,
              base::Randomness& randomness);
  void write_until_stopped();
  base::Result<void> commit_together(const std::vector<Work>& works, Desk& desk,
                                     std::vector<base::Result<void>>& results);
  /// Commits the open transaction together with the places of the desk's entries in the log.
  base::Result<void> commit_with_log(storage::Transaction& transaction, Desk& desk);
  base::Result<void> begin_log();
  std::unique_ptr<storage::Reader> borrow();
  void give_back(std::unique_ptr<storage::Reader> reader);

  MissionFolder folder_;
  mission::MissionSettings settings_;
  MissionKeys keys_;
  base::Clock& clock_;
  base::Randomness& randomness_;
  std::unique_ptr<Inside> inside_;
};

/// The system's clock behind the interface that journeys are handed.
class SystemClock : public base::Clock {
 public:
  base::Time now() override;
};

}  // namespace tallyward::journeys
