#include "transparency/witness.h"

#include <algorithm>

#include "base/text.h"
#include "crypto/encoding.h"

namespace tallyward::transparency {

namespace {

constexpr std::size_t kMostProofLines = 63;
constexpr std::string_view kSizeType = "text/x.tlog.size";

WitnessAnswer say(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", std::move(body) + "\n"};
}

std::uint64_t posix_seconds(base::Time time) {
  return static_cast<std::uint64_t>(
      std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

}  // namespace

std::string to_text(const WitnessRequest& request) {
  std::string body = "old " + std::to_string(request.old_size) + "\n";
  for (const Hash& hash : request.proof) body += crypto::to_base64(hash) + "\n";
  return body + "\n" + format_note(request.checkpoint);
}

base::Result<WitnessRequest> parse_witness_request(std::string_view body) {
  const std::size_t gap = body.find("\n\n");
  if (gap == body.npos)
    return base::fail(base::ErrorCode::invalid_input, "no empty line before the checkpoint");
  const auto lines = base::split(body.substr(0, gap), '\n');
  if (!lines[0].starts_with("old ")) return base::fail(base::ErrorCode::invalid_input, "no line 'old SIZE'");
  WitnessRequest request;
  TRY_ASSIGN(request.old_size, parse_size(lines[0].substr(4)));
  for (std::size_t i = 1; i < lines.size(); ++i) {
    TRY_ASSIGN(const Hash hash, crypto::hash_from_base64(lines[i]));
    request.proof.push_back(hash);
    if (i > kMostProofLines) return base::fail(base::ErrorCode::invalid_input, "more than 63 proof lines");
  }
  TRY_ASSIGN(request.checkpoint, parse_note(body.substr(gap + 2)));
  return request;
}

base::Result<std::string> MemoryWitnessStore::last(std::string_view origin) {
  const auto found = heads_.find(origin);
  return found == heads_.end() ? std::string() : found->second;
}

base::Result<void> MemoryWitnessStore::replace(std::string_view origin, std::string_view expected,
                                               std::string_view now) {
  std::string& head = heads_[std::string(origin)];
  if (head != expected) return base::fail(base::ErrorCode::conflict, "another head was stored meanwhile");
  head = now;
  return {};
}

WitnessAnswer Witness::add_checkpoint(std::string_view body) {
  const auto request = parse_witness_request(body);
  if (!request) return say(400, request.error().message);
  const auto claimed = parse_checkpoint(request->checkpoint.text);
  if (!claimed) return say(400, claimed.error().message);
  const auto log =
      std::ranges::find_if(logs_, [&](const VerifierKey& key) { return key.name == claimed->origin; });
  if (log == logs_.end()) return say(404, "this witness does not follow " + claimed->origin);
  const auto checkpoint = open_checkpoint(request->checkpoint, *log);
  if (!checkpoint) return say(403, checkpoint.error().message);
  if (request->old_size > checkpoint->size) return say(400, "the old size is above the new one");

  const auto stored = store_->last(checkpoint->origin);
  if (!stored) return say(500, stored.error().message);
  Checkpoint last{checkpoint->origin, 0, empty_root(), {}};
  if (!stored->empty()) {
    const auto note = parse_note(*stored);
    const auto opened =
        note ? open_checkpoint(*note, *log) : base::Result<Checkpoint>(std::unexpected(note.error()));
    if (!opened) return say(500, "the stored head cannot be read");
    last = *opened;
  }
  if (request->old_size != last.size) return {409, std::string(kSizeType), std::to_string(last.size) + "\n"};
  if (last.size == 0) {
    if (!request->proof.empty()) return say(422, "the first proof is empty");
  } else if (const auto proved =
                 verify_consistency(last.size, checkpoint->size, request->proof, last.root, checkpoint->root);
             !proved) {
    return say(422, proved.error().message);
  }
  // Persist before answering, and only if nobody else moved the head meanwhile.
  const auto replaced = store_->replace(checkpoint->origin, *stored, format_note(request->checkpoint));
  if (!replaced) {
    if (replaced.error().code == base::ErrorCode::conflict) {
      return {409, std::string(kSizeType), std::to_string(last.size) + "\n"};
    }
    return say(500, replaced.error().message);
  }
  const NoteSignature line = cosign(request->checkpoint.text, posix_seconds(clock_->now()), key_);
  const std::string note = format_note({"", {line}});
  return {200, "text/plain; charset=utf-8", note.substr(1)};
}

WitnessAnswer Witness::checkpoint(std::string_view origin_hash_hex) {
  for (const VerifierKey& log : logs_) {
    if (crypto::to_hex(crypto::sha256(log.name)) != origin_hash_hex) continue;
    const auto stored = store_->last(log.name);
    if (!stored) return say(500, stored.error().message);
    if (stored->empty()) break;
    return {200, "text/plain; charset=utf-8", *stored};
  }
  return say(404, "no head of that log");
}

namespace {

/// The cosignature lines of a 200, read as the signatures of an empty note.
base::Result<std::vector<NoteSignature>> read_lines(std::string_view body) {
  TRY_ASSIGN(const Note note, parse_note("-\n\n" + std::string(body)));
  return note.signatures;
}

std::string url_of(const std::string& prefix, std::string_view rest) {
  return (prefix.ends_with('/') ? prefix : prefix + "/") + std::string(rest);
}

/// One witness: asks, corrects the old size once when told to.
void ask_one(const Tree& tree, const Note& head, const PolicyWitness& witness, WitnessTransport& transport,
             std::uint64_t& last_size, CosigningRound& round) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    WitnessRequest request{last_size, {}, head};
    if (last_size > 0 && last_size <= tree.size()) {
      if (auto proof = tree.consistency_proof(last_size, tree.size())) request.proof = std::move(*proof);
    }
    const auto answer = transport.post(url_of(witness.url, "add-checkpoint"), to_text(request));
    if (!answer) {
      round.unreachable.push_back(witness.name);
      return;
    }
    if (answer->status == 409) {
      const auto theirs = parse_size(base::trim(answer->body));
      if (!theirs) break;
      if (*theirs > tree.size()) {
        round.ahead = SeenHead{witness.name, *theirs, std::nullopt};
        return;
      }
      last_size = *theirs;
      continue;
    }
    if (answer->status != 200) {
      round.refused.push_back(witness.name + ": " + std::to_string(answer->status) + " " +
                              std::string(base::trim(answer->body)));
      return;
    }
    const auto lines = read_lines(answer->body);
    if (!lines) break;
    Note cosigned{head.text, *lines};
    const auto good = verify_cosignatures(cosigned, {&witness.key, 1});
    if (!good || good->empty()) break;
    for (const NoteSignature& line : cosigned.signatures) {
      if (line.name == witness.key.name) round.checkpoint.signatures.push_back(line);
    }
    round.cosigned.push_back(witness.name);
    last_size = tree.size();
    return;
  }
  round.refused.push_back(witness.name + ": an answer that is no cosignature of this head");
}

}  // namespace

CosigningRound collect_cosignatures(const Tree& tree, const Note& head, const Policy& policy,
                                    WitnessTransport& transport,
                                    std::map<std::string, std::uint64_t>& last_sizes) {
  CosigningRound round{head, {}, {}, {}, std::nullopt};
  for (const PolicyWitness& witness : policy.witnesses) {
    if (witness.url.empty()) {
      round.unreachable.push_back(witness.name);
      continue;
    }
    ask_one(tree, head, witness, transport, last_sizes[witness.name], round);
  }
  return round;
}

std::vector<SeenHead> ask_last_heads(const VerifierKey& log, std::span<const std::string> urls,
                                     WitnessTransport& transport) {
  const std::string path = crypto::to_hex(crypto::sha256(log.name)) + "/checkpoint";
  std::vector<SeenHead> heads;
  for (const std::string& url : urls) {
    const auto answer = transport.get(url_of(url, path));
    if (!answer) continue;
    if (answer->status == 404) {
      heads.push_back({url, 0, std::nullopt});
      continue;
    }
    const auto note = parse_note(answer->body);
    if (answer->status != 200 || !note) continue;
    // Only heads that this log signed count: anybody can invent a larger one.
    const auto head = open_checkpoint(*note, log);
    if (head) heads.push_back({url, head->size, head->root});
  }
  return heads;
}

}  // namespace tallyward::transparency
