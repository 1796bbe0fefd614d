#include "storage/store.h"

namespace tallyward::storage {

namespace {

class FailingReader final : public Reader {
 public:
  explicit FailingReader(base::Error error) : error_(std::move(error)) {}
  base::Result<std::optional<Record>> find_record(std::string_view) override { return base::fail(error_); }
  base::Result<std::vector<std::string>> records_of(std::string_view, std::int64_t) override {
    return base::fail(error_);
  }
  base::Result<std::int64_t> last_sequence(std::string_view) override { return base::fail(error_); }
  base::Result<std::vector<Record>> records_after(std::int64_t, std::int64_t) override {
    return base::fail(error_);
  }
  base::Result<std::vector<Record>> waiting_records(std::int64_t) override { return base::fail(error_); }
  base::Result<std::int64_t> record_count() override { return base::fail(error_); }
  base::Result<std::vector<Record>> logged_records(std::int64_t, std::int64_t) override {
    return base::fail(error_);
  }
  base::Result<std::vector<std::string>> logged_ids(std::int64_t, std::int64_t) override {
    return base::fail(error_);
  }
  base::Result<std::string> log_head(std::string_view) override { return base::fail(error_); }
  base::Result<std::int64_t> logged_count() override { return base::fail(error_); }
  base::Result<std::optional<std::string>> record_key(std::string_view) override {
    return base::fail(error_);
  }
  base::Result<std::optional<Item>> find(Shelf, std::string_view, std::string_view) override {
    return base::fail(error_);
  }
  base::Result<std::vector<Item>> list(Shelf, std::string_view, const Selection&) override {
    return base::fail(error_);
  }
  base::Result<std::int64_t> count(Shelf, std::string_view, const Selection&) override {
    return base::fail(error_);
  }

 private:
  base::Error error_;
};

}  // namespace

std::unique_ptr<Reader> failing_reader(base::Error error) {
  return std::make_unique<FailingReader>(std::move(error));
}

}  // namespace tallyward::storage
