#include "journeys/import_deployment.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "crypto/sha256.h"
#include "journeys/deployment_parts.h"
#include "journeys/staff_records.h"

namespace tallyward::journeys {

namespace {

using nlohmann::json;
using storage::Item;
using storage::Shelf;

constexpr std::int64_t kMost = 500'000;

std::string state_of(const std::vector<Item>& items) {
  crypto::Sha256 digest;
  for (const Item& item : items) {
    for (const std::string* piece : {&item.key, &item.body})
      digest.update(std::to_string(piece->size())).update(":").update(*piece);
  }
  return crypto::to_hex(digest.finish());
}

std::string cell_text(const json& body, const std::string& name) {
  const auto found = body.find(name);
  if (found == body.end() || found->is_null()) return "";
  return found->is_string() ? found->get<std::string>() : found->dump();
}

/// Sorts one row into added, changed or same; true when it must be written.
bool compare(const std::string& key, const json* before, const json& after, ImportResult& result) {
  if (before == nullptr) {
    result.added.push_back(key);
    return true;
  }
  RowChange change{key, {}};
  for (const auto& [name, value] : after.items()) {
    const std::string was = cell_text(*before, name);
    const std::string is = cell_text(after, name);
    if (was != is) change.fields.push_back({name, was, is});
  }
  if (change.fields.empty()) {
    ++result.same;
    return false;
  }
  result.changed.push_back(std::move(change));
  return true;
}

/// Checks the rows, compares them with what stands; returns those to be written.
base::Result<json> compare_rows(const DeploymentPart& part, const PartContext& context,
                                const exchange::DeploymentTable& table, ImportResult& result) {
  TRY_ASSIGN(const std::vector<Item> items,
             context.reader.list(Shelf::view, part.collection, {.limit = kMost}));
  result.state = state_of(items);
  std::map<std::string, json, std::less<>> before;
  for (const Item& item : items) before.emplace(item.key, json::parse(item.body));
  std::set<std::string> seen;
  json wanted = json::array();
  for (const exchange::DeploymentRow& row : table.rows) {
    json made = json::object();
    std::vector<exchange::RowFault> faults;
    TRY(part.make(context, row, made, faults));
    const std::string key = part.key(made);
    if (faults.empty() && !seen.insert(key).second)
      faults.push_back({row.line, std::string(part.fields[0].name), key, "each only once in the file"});
    for (exchange::RowFault& fault : faults) {
      const auto heading = table.columns.find(fault.column);
      if (heading != table.columns.end()) fault.column = heading->second;
      result.faults.push_back(std::move(fault));
    }
    if (!faults.empty()) continue;
    const auto old = before.find(key);
    if (compare(key, old == before.end() ? nullptr : &old->second, made, result))
      wanted.push_back(std::move(made));
  }
  for (const auto& [key, body] : before) {
    if (!seen.contains(key)) result.missing.push_back(key);
  }
  std::ranges::sort(result.faults, {}, &exchange::RowFault::line);
  return wanted;
}

base::Result<void> write_rows(Desk& desk, std::string_view author, const ImportRequest& request,
                              const DeploymentPart& part, const exchange::DeploymentTable& table,
                              ImportResult& result) {
  TRY_ASSIGN(const json wanted, compare_rows(part, {desk.mission.settings(), desk.store}, table, result));
  if (!request.state.empty() && request.state != result.state) {
    return base::fail(base::ErrorCode::conflict,
                      "the plan changed since the dry run; look at the difference again");
  }
  if (!result.faults.empty() && !request.skip_faulty) {
    const exchange::RowFault& first = result.faults.front();
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("{} faulty rows, nothing was imported; line {}, {}: found {}, expected {}",
                    result.faults.size(), first.line, first.column, first.found, first.expected));
  }
  if (wanted.empty()) return {};
  const json body{{part.record, wanted},
                  {"file", crypto::to_hex(crypto::sha256(request.bytes))},
                  {"bytes", request.bytes.size()}};
  TRY_ASSIGN(result.record, add_staff_record(desk, author, part.record, body.dump()));
  return {};
}

}  // namespace

std::span<const std::string_view> import_parts() {
  static const std::vector<std::string_view> kNames = [] {
    std::vector<std::string_view> names;
    for (const DeploymentPart& part : deployment_parts()) names.push_back(part.part);
    return names;
  }();
  return kNames;
}

base::Result<ImportResult> import_deployment(OpenMission& mission, std::string_view author,
                                             const ImportRequest& request) {
  const auto parts = deployment_parts();
  const auto part = std::ranges::find(parts, request.part, &DeploymentPart::part);
  if (part == parts.end()) {
    const auto names = import_parts();
    const std::vector<std::string> known(names.begin(), names.end());
    return base::fail(base::ErrorCode::not_found, fmt::format("no such part: \"{}\"; there are {}",
                                                              request.part, base::join(known, ", ")));
  }
  TRY_ASSIGN(const exchange::DeploymentTable table,
             exchange::read_deployment(request.bytes, part->fields, request.columns, request.sheet));
  ImportResult result{.part = request.part,
                      .rows = table.rows_read,
                      .columns = table.columns,
                      .headings = table.headings,
                      .unread = table.unread,
                      .faults = table.faults};
  if (request.dry_run) {
    const auto compared = mission.read([&](storage::Reader& reader) {
      return compare_rows(*part, {mission.settings(), reader}, table, result);
    });
    if (!compared) return base::fail(compared.error());
    return result;
  }
  TRY(mission.write_now([&](Desk& desk) { return write_rows(desk, author, request, *part, table, result); }));
  result.applied = true;
  return result;
}

std::string import_json(const ImportResult& result) {
  json faults = json::array();
  for (const exchange::RowFault& fault : result.faults) {
    faults.push_back({{"line", fault.line},
                      {"column", fault.column},
                      {"found", fault.found},
                      {"expected", fault.expected}});
  }
  json changed = json::array();
  for (const RowChange& row : result.changed) {
    json fields = json::array();
    for (const FieldChange& field : row.fields)
      fields.push_back({{"name", field.name}, {"before", field.before}, {"after", field.after}});
    changed.push_back({{"key", row.key}, {"fields", fields}});
  }
  return json{
      {"part", result.part},
      {"applied", result.applied},
      {"rows", result.rows},
      {"columns", result.columns},
      {"headings", result.headings},
      {"unread", result.unread},
      {"faults", faults},
      {"difference",
       {{"added", result.added}, {"changed", changed}, {"missing", result.missing}, {"same", result.same}}},
      {"state", result.state},
      {"record", result.record.empty() ? json() : json(result.record)}}
      .dump();
}

base::Result<std::map<std::string, std::string, std::less<>>> read_column_map(std::string_view text) {
  std::map<std::string, std::string, std::less<>> columns;
  if (text.empty()) return columns;
  for (const std::string_view pair : base::split(text, ',')) {
    const std::size_t colon = pair.find(':');
    if (colon == std::string_view::npos || colon == 0 || colon + 1 == pair.size()) {
      return base::fail(base::ErrorCode::invalid_input,
                        fmt::format("found \"{}\", expected columns as ours:theirs", pair));
    }
    columns.emplace(pair.substr(0, colon), pair.substr(colon + 1));
  }
  return columns;
}

}  // namespace tallyward::journeys
