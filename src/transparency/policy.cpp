#include "transparency/policy.h"

#include <algorithm>
#include <set>

#include "base/text.h"

namespace tallyward::transparency {

namespace {

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t i = 0; i < line.size();) {
    const std::size_t begin = line.find_first_not_of(" \t", i);
    if (begin == line.npos) break;
    const std::size_t end = std::min(line.find_first_of(" \t", begin), line.size());
    words.push_back(line.substr(begin, end - begin));
    i = end;
  }
  return words;
}

/// Reads the lines of one policy in order.
class PolicyReader {
 public:
  base::Result<void> read_line(std::span<const std::string_view> words) {
    if (!policy.quorum.empty()) return refuse("nothing may follow the quorum line");
    if (words[0] == "log") return read_log(words);
    if (words[0] == "witness") return read_witness(words);
    if (words[0] == "group") return read_group(words);
    if (words[0] == "quorum") return read_quorum(words);
    return refuse("found '" + std::string(words[0]) + "', expected log, witness, group or quorum");
  }

  Policy policy;

 private:
  static base::Result<void> refuse(std::string why) {
    return base::fail(base::ErrorCode::invalid_input, std::move(why));
  }

  base::Result<void> read_log(std::span<const std::string_view> words) {
    if (words.size() < 2 || words.size() > 3) return refuse("expected: log VKEY [URL]");
    TRY_ASSIGN(auto key, parse_verifier_key(words[1]));
    if (key.type != KeyType::ed25519) return refuse("a log's key has type 1");
    policy.logs.push_back({std::move(key), words.size() > 2 ? std::string(words[2]) : ""});
    return {};
  }

  base::Result<void> read_witness(std::span<const std::string_view> words) {
    if (words.size() < 3 || words.size() > 4) return refuse("expected: witness NAME VKEY [URL]");
    TRY(define(words[1]));
    TRY_ASSIGN(auto key, parse_verifier_key(words[2]));
    if (key.type != KeyType::cosignature) return refuse("a witness's key has type 4");
    policy.witnesses.push_back(
        {std::string(words[1]), std::move(key), words.size() > 3 ? std::string(words[3]) : ""});
    return {};
  }

  base::Result<void> read_group(std::span<const std::string_view> words) {
    if (words.size() < 4) return refuse("expected: group NAME K MEMBER...");
    PolicyGroup group{std::string(words[1]), 0, {}};
    for (const std::string_view member : words.subspan(3)) {
      if (!defined_.contains(member)) return refuse("'" + std::string(member) + "' is not defined above");
      if (!used_.insert(std::string(member)).second)
        return refuse("'" + std::string(member) + "' is in two groups");
      group.members.emplace_back(member);
    }
    if (words[2] == "any") {
      group.needed = 1;
    } else if (words[2] == "all") {
      group.needed = group.members.size();
    } else {
      TRY_ASSIGN(group.needed, parse_size(words[2]));
    }
    if (group.needed == 0 || group.needed > group.members.size()) {
      return refuse("a group needs between 1 and all of its members");
    }
    TRY(define(words[1]));
    policy.groups.push_back(std::move(group));
    return {};
  }

  base::Result<void> read_quorum(std::span<const std::string_view> words) {
    if (words.size() != 2) return refuse("expected: quorum NAME");
    if (words[1] != "none" && !defined_.contains(words[1])) {
      return refuse("'" + std::string(words[1]) + "' is not defined above");
    }
    policy.quorum = words[1];
    return {};
  }

  base::Result<void> define(std::string_view name) {
    if (name == "none" || !defined_.insert(std::string(name)).second) {
      return refuse("the name '" + std::string(name) + "' is taken");
    }
    return {};
  }

  std::set<std::string, std::less<>> defined_;
  std::set<std::string, std::less<>> used_;
};

}  // namespace

base::Result<Policy> parse_policy(std::string_view text) {
  PolicyReader reader;
  std::size_t number = 0;
  for (const auto& line : base::split(text, '\n')) {
    ++number;
    const auto words = words_of(line);
    if (words.empty() || words[0].starts_with('#')) continue;
    TRY(base::while_doing(reader.read_line(words),
                          "reading line " + std::to_string(number) + " of the policy"));
  }
  if (reader.policy.logs.empty())
    return base::fail(base::ErrorCode::invalid_input, "the policy names no log");
  if (reader.policy.quorum.empty())
    return base::fail(base::ErrorCode::invalid_input, "the policy has no quorum line");
  return std::move(reader.policy);
}

std::string to_text(const Policy& policy) {
  const auto with_url = [](std::string line, const std::string& url) {
    return line + (url.empty() ? "" : " " + url) + "\n";
  };
  std::string text;
  for (const PolicyLog& log : policy.logs) text += with_url("log " + to_text(log.key), log.url);
  for (const PolicyWitness& witness : policy.witnesses) {
    text += with_url("witness " + witness.name + " " + to_text(witness.key), witness.url);
  }
  for (const PolicyGroup& group : policy.groups) {
    text += "group " + group.name + " " + std::to_string(group.needed);
    for (const std::string& member : group.members) text += " " + member;
    text += "\n";
  }
  return text + "quorum " + policy.quorum + "\n";
}

Policy policy_of(const VerifierKey& log) {
  return {{{log, ""}}, {}, {}, "none"};
}

base::Result<CheckpointStanding> open_with_policy(const Note& note, const Policy& policy) {
  CheckpointStanding standing;
  TRY_ASSIGN(const Checkpoint claimed, parse_checkpoint(note.text));
  const auto log =
      std::ranges::find_if(policy.logs, [&](const PolicyLog& l) { return l.key.name == claimed.origin; });
  if (log == policy.logs.end()) {
    return base::fail(base::ErrorCode::conflict, "the policy does not know the log " + claimed.origin);
  }
  TRY_ASSIGN(standing.checkpoint, open_checkpoint(note, log->key));
  std::vector<VerifierKey> keys;
  for (const PolicyWitness& witness : policy.witnesses) keys.push_back(witness.key);
  TRY_ASSIGN(standing.cosignatures, verify_cosignatures(note, keys));

  std::set<std::string, std::less<>> satisfied{"none"};
  for (const PolicyWitness& witness : policy.witnesses) {
    const bool cosigned = std::ranges::any_of(
        standing.cosignatures, [&](const Cosignature& line) { return line.witness == witness.key.name; });
    if (cosigned) satisfied.insert(witness.name);
  }
  for (const PolicyGroup& group : policy.groups) {  // members stand above their group
    const auto count =
        std::ranges::count_if(group.members, [&](const auto& m) { return satisfied.contains(m); });
    if (static_cast<std::size_t>(count) >= group.needed) satisfied.insert(group.name);
  }
  standing.quorum = satisfied.contains(policy.quorum);
  return standing;
}

}  // namespace tallyward::transparency
