#include "transparency/restart.h"

#include <algorithm>
#include <map>

#include "transparency/record.h"

namespace tallyward::transparency {

namespace {

RecordText head_record(std::string_view type, std::string_view mission, std::string_view author,
                       const Checkpoint& head) {
  return {std::string(type),
          1,
          {{"mission", std::string(mission)},
           {"author", std::string(author)},
           {"signed", "server"},
           {"origin", head.origin},
           {"size", std::to_string(head.size)},
           {"root", crypto::to_base64(head.root)}},
          {}};
}

std::size_t smallest_quorum(const Policy& policy, const std::string& name) {
  const auto group =
      std::ranges::find_if(policy.groups, [&](const PolicyGroup& g) { return g.name == name; });
  if (group == policy.groups.end()) return name == "none" ? 0 : 1;
  std::vector<std::size_t> sizes;
  for (const std::string& member : group->members) sizes.push_back(smallest_quorum(policy, member));
  std::ranges::sort(sizes);
  std::size_t sum = 0;
  for (std::size_t i = 0; i < group->needed && i < sizes.size(); ++i) sum += sizes[i];
  return sum;
}

/// Whether a head seen by somebody is a head that our tree once had.
bool is_ours(const LogEngine& log, const SeenHead& seen) {
  return !seen.root || seen.size > log.size() || log.tree().root_at(seen.size) == *seen.root;
}

}  // namespace

RestartDecision decide_restart(const LogEngine& log, const LocalEvidence& local,
                               std::span<const SeenHead> answers, std::size_t needed) {
  std::vector<SeenHead> known(answers.begin(), answers.end());
  bool local_says_same = false;
  if (local.last_head_text) {
    const auto noted = parse_checkpoint(*local.last_head_text);
    if (noted && noted->origin == log.key().name) {
      known.push_back({"the head noted on this machine", noted->size, noted->root});
      local_says_same = !local.restored && noted->size <= log.size();
    }
  }
  const SeenHead* largest = nullptr;
  for (const SeenHead& seen : known) {
    if (!is_ours(log, seen)) {
      return {RestartVerdict::forked,
              seen.who + " saw another log of this name at size " + std::to_string(seen.size), seen.size,
              seen.who};
    }
    if (largest == nullptr || seen.size > largest->size) largest = &seen;
  }
  if (largest != nullptr && largest->size > log.size()) {
    return {RestartVerdict::behind,
            largest->who + " saw " + std::to_string(largest->size) + " entries, this log has " +
                std::to_string(log.size()) + ": take the missing ones back before signing",
            largest->size, largest->who};
  }
  const std::uint64_t seen_size = largest == nullptr ? 0 : largest->size;
  const std::string seen_by = largest == nullptr ? "" : largest->who;
  if (local_says_same) {
    return {RestartVerdict::sign, "this machine's own note of the last head agrees", seen_size, seen_by};
  }
  if (!local.restored && log.size() == 0 && !local.last_head_text && needed == 0) {
    return {RestartVerdict::sign, "a new log", 0, ""};
  }
  if (answers.size() >= std::max<std::size_t>(needed, 1)) {
    return {RestartVerdict::sign,
            std::to_string(answers.size()) + " witnesses and mirrors were asked, none saw more than we have",
            seen_size, seen_by};
  }
  return {RestartVerdict::ask,
          std::to_string(answers.size()) + " of the " + std::to_string(std::max<std::size_t>(needed, 1)) +
              " answers that are needed; nothing is signed until then",
          seen_size, seen_by};
}

std::size_t enough_answers(const Policy& policy) {
  const std::size_t witnesses = policy.witnesses.size();
  if (witnesses == 0) return 0;
  const std::size_t quorum = std::max<std::size_t>(1, smallest_quorum(policy, policy.quorum));
  return witnesses - std::min(quorum, witnesses) + 1;
}

std::string blackout_origin(const Checkpoint& head) {
  return head.origin + "/blackout/" + std::to_string(head.size) + "-" +
         crypto::to_hex(head.root).substr(0, 8);
}

base::Result<LogEngine> open_blackout_log(LogStore& store, const LogEngine& old_log,
                                          std::string_view mission) {
  const Checkpoint head = old_log.checkpoint();
  SignerKey key = old_log.key();
  key.name = blackout_origin(head);
  TRY_ASSIGN(LogEngine log, LogEngine::open(store, key));
  const std::string first = sign_record(head_record("continuation", mission, key.name, head), key);
  TRY(log.append({&first, 1}));
  return log;
}

base::Result<void> reconcile(LogEngine& main_log, LogStore& blackout_store, const LogEngine& blackout_log,
                             std::string_view mission) {
  TRY_ASSIGN(auto entries, blackout_store.entries(0, blackout_log.size()));
  entries.push_back(
      sign_record(head_record("reconciliation", mission, main_log.key().name, blackout_log.checkpoint()),
                  main_log.key()));
  return main_log.append(entries);
}

std::string closure_statement(const LogEngine& log, std::string_view mission, std::string_view reason) {
  RecordText text = head_record("closure", mission, log.key().name, log.checkpoint());
  text.lines.push_back({"reason", std::string(reason)});
  return sign_record(text, log.key());
}

}  // namespace tallyward::transparency
