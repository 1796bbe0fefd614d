#include "storage/record_log.h"

#include <fmt/format.h>

#include "transparency/record.h"

namespace tallyward::storage {

Record record_of_entry(std::string_view entry, std::int64_t received, std::string_view channel) {
  const transparency::Record read = transparency::read_record(entry);
  Record record;
  record.id = crypto::to_hex(read.leaf);
  record.kind =
      read.text.type.empty() ? "malformed" : fmt::format("{}/v{}", read.text.type, read.text.version);
  record.author = read.text.line("author").value_or(read.signer());
  if (const auto header = transparency::report_header(read.text)) {
    record.author = read.signer();
    record.sequence = static_cast<std::int64_t>(header->seq);
  }
  record.entry = entry;
  record.received = received;
  record.channel = channel;
  return record;
}

base::Result<std::string> RecordLog::head() {
  return store_.log_head(origin_);
}

base::Result<std::vector<transparency::Hash>> RecordLog::leaves(std::uint64_t begin, std::uint64_t end) {
  TRY_ASSIGN(const std::vector<std::string> ids,
             store_.logged_ids(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)));
  if (ids.size() != end - begin)
    return base::fail(base::ErrorCode::corrupt, "entries of the log are missing");
  std::vector<transparency::Hash> hashes;
  hashes.reserve(ids.size());
  for (const std::string& id : ids) {
    TRY_ASSIGN(hashes.emplace_back(), crypto::hash_from_hex(id));
  }
  return hashes;
}

base::Result<std::vector<std::string>> RecordLog::entries(std::uint64_t begin, std::uint64_t end) {
  TRY_ASSIGN(std::vector<Record> records,
             store_.logged_records(static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end)));
  if (records.size() != end - begin)
    return base::fail(base::ErrorCode::corrupt, "entries of the log are missing");
  std::vector<std::string> found;
  found.reserve(records.size());
  for (Record& record : records) found.push_back(std::move(record.entry));
  return found;
}

base::Result<std::uint64_t> RecordLog::count() {
  TRY_ASSIGN(const std::int64_t number, store_.logged_count());
  return static_cast<std::uint64_t>(number);
}

base::Result<void> RecordLog::write(const transparency::StagedBatch& batch) {
  for (std::size_t i = 0; i < batch.entries.size(); ++i) {
    const std::string id = crypto::to_hex(batch.leaves[i]);
    const auto index = static_cast<std::int64_t>(batch.first_index + i);
    base::Result<void> placed = store_.set_log_index(id, index);
    if (!placed && placed.error().code == base::ErrorCode::not_found) {
      TRY(store_.append(record_of_entry(batch.entries[i], 0, "log"), ""));
      placed = store_.set_log_index(id, index);
    }
    TRY(placed);
  }
  return store_.set_log_head(origin_, batch.expected_head, batch.head);
}

base::Result<void> RecordLog::commit(const transparency::StagedBatch& batch) {
  TRY_ASSIGN(Transaction transaction, Transaction::begin(store_));
  TRY(write(batch));
  return transaction.commit();
}

}  // namespace tallyward::storage
