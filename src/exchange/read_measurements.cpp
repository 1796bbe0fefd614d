// OONI and IODA answers to rows of measurements.csv.
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/file.h"
#include "base/time_text.h"
#include "exchange/record_files.h"

namespace tallyward::exchange {

namespace {

using nlohmann::json;

struct Bucket {
  std::int64_t signals = 0;
  std::int64_t of = 0;
  base::Time end{};
};
using BucketKey =
    std::tuple<base::Time, std::string, std::string, std::string>;  // start, service, network, region

base::Error wrong(const std::string& file, std::size_t entry, std::string_view found,
                  std::string_view expected) {
  return base::Error{base::ErrorCode::invalid_input,
                     fmt::format("{}: entry {}: found {}, expected {}", file, entry + 1, found, expected),
                     {}};
}

std::string text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || found->is_null()) return {};
  return found->is_string() ? found->get<std::string>() : found->dump();
}

base::Time hour_of(base::Time time) {
  return base::Time(std::chrono::floor<std::chrono::hours>(time.time_since_epoch()));
}

/// One measurement: measurement_start_time, input, probe_asn, probe_cc, anomaly. A failed one says nothing.
base::Result<void> take_ooni(const json& entry, const std::string& file, std::size_t n,
                             std::map<BucketKey, Bucket>& buckets) {
  if (!entry.is_object()) return base::fail(wrong(file, n, "no object", "a measurement"));
  const auto start = base::parse_time(text_of(entry, "measurement_start_time"));
  if (!start)
    return base::fail(
        wrong(file, n, fmt::format("measurement_start_time '{}'", text_of(entry, "measurement_start_time")),
              "an instant such as 2021-01-10T05:00:00Z"));
  if (entry.value("failure", json(false)) == json(true)) return {};
  const json anomaly = entry.value("anomaly", json());
  if (!anomaly.is_boolean()) return base::fail(wrong(file, n, "no anomaly", "anomaly: true or false"));
  std::string service = text_of(entry, "input");
  if (service.empty()) service = text_of(entry, "test_name");
  const base::Time hour = hour_of(*start);
  Bucket& bucket = buckets[{hour, service, text_of(entry, "probe_asn"), text_of(entry, "probe_cc")}];
  bucket.of += 1;
  bucket.signals += (anomaly.get<bool>() || entry.value("confirmed", json(false)) == json(true)) ? 1 : 0;
  bucket.end = hour + std::chrono::hours(1);
  return {};
}

/// One outage event: location "country/KZ", start and duration in seconds, datasource.
base::Result<void> take_ioda(const json& entry, const std::string& file, std::size_t n,
                             std::map<BucketKey, Bucket>& buckets) {
  if (!entry.is_object()) return base::fail(wrong(file, n, "no object", "an outage event"));
  for (const char* key : {"start", "duration"}) {
    const auto found = entry.find(key);
    if (found == entry.end() || !found->is_number_integer() || found->get<std::int64_t>() < 0 ||
        found->get<std::int64_t>() > 10'000'000'000)
      return base::fail(wrong(file, n,
                              fmt::format("{} {}", key, found == entry.end() ? "missing" : found->dump()),
                              "seconds, a whole number"));
  }
  const base::Time start{std::chrono::seconds(entry["start"].get<std::int64_t>())};
  const std::string location = text_of(entry, "location");
  const bool network = location.starts_with("asn/");
  const std::string name =
      location.substr(location.find('/') == std::string::npos ? 0 : location.find('/') + 1);
  Bucket& bucket =
      buckets[{start, text_of(entry, "datasource"), network ? "AS" + name : "", network ? "" : name}];
  bucket.of += 1;
  bucket.signals += 1;
  bucket.end = std::max(bucket.end, start + std::chrono::seconds(entry["duration"].get<std::int64_t>()));
  return {};
}

}  // namespace

base::Result<std::vector<findings::RecordRow>> read_measurements(MeasurementFormat format,
                                                                 const std::filesystem::path& file,
                                                                 std::string_view source) {
  TRY_ASSIGN(const std::string bytes, base::read_file(file, std::size_t{256} << 20));
  const json root = json::parse(bytes, nullptr, false);
  const char* key = format == MeasurementFormat::ooni ? "results" : "data";
  if (!root.is_object() || !root.contains(key) || !root[key].is_array()) {
    return base::fail(base::unexpected_input({file.string(), 0, 0},
                                             root.is_discarded() ? "no JSON" : "another shape",
                                             fmt::format("{{\"{}\": [...]}}", key)));
  }
  std::map<BucketKey, Bucket> buckets;
  std::size_t n = 0;
  for (const json& entry : root[key]) {
    TRY(format == MeasurementFormat::ooni ? take_ooni(entry, file.string(), n, buckets)
                                          : take_ioda(entry, file.string(), n, buckets));
    ++n;
  }
  const findings::TableRule& rule = *findings::find_table("measurements");
  std::vector<findings::RecordRow> rows;
  for (const auto& [where, bucket] : buckets) {
    const auto& [start, service, network, region] = where;
    findings::RecordRow row{file.string(), 0, std::vector<std::string>(rule.columns.size()),
                            std::vector<std::size_t>(rule.columns.size(), 0)};
    const auto set = [&](std::string_view column, std::string value) {
      row.cells[*rule.find(column)] = std::move(value);
    };
    const bool ooni = format == MeasurementFormat::ooni;
    set("measurement_id", fmt::format("{}-{}", ooni ? "OONI" : "IODA", rows.size() + 1));
    set("organisation", ooni ? "OONI" : "IODA");
    set("tool", ooni ? "ooni" : "ioda");
    set("service", service);
    set("network", network);
    set("region", region);
    set("start", base::to_text(start));
    set("end", base::to_text(bucket.end));
    set("signals", fmt::format("{}", bucket.signals));
    set("of", fmt::format("{}", bucket.of));
    set("source", std::string(source));
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace tallyward::exchange
