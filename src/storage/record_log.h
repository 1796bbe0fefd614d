// The log's durable half on the table of records: an entry of the log is a record that has its place. So a
// report and its place in the log are written in one transaction, and neither can be there without the other.
#pragma once

#include "storage/store.h"
#include "transparency/log_store.h"

namespace tallyward::storage {

class RecordLog : public transparency::LogStore {
 public:
  /// The log named `origin` over the records of `store`.
  RecordLog(Store& store, std::string origin) : store_(store), origin_(std::move(origin)) {}

  base::Result<std::string> head() override;
  base::Result<std::vector<transparency::Hash>> leaves(std::uint64_t begin, std::uint64_t end) override;
  base::Result<std::vector<std::string>> entries(std::uint64_t begin, std::uint64_t end) override;
  base::Result<std::uint64_t> count() override;
  /// In a transaction of its own. Entries that are no records yet become records without opened content.
  base::Result<void> commit(const transparency::StagedBatch& batch) override;
  /// The same inside the caller's transaction.
  base::Result<void> write(const transparency::StagedBatch& batch);

 private:
  Store& store_;
  std::string origin_;
};

/// The record that an entry makes: id, kind, author and sequence as its text says.
Record record_of_entry(std::string_view entry, std::int64_t received, std::string_view channel);

}  // namespace tallyward::storage
