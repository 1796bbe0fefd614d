// The mission server against the two limits of the same machine and run: Ed25519 verification on all cores,
// and SQLite FULL group commit of such records with the server's own batch size. The load generator runs
// beside the server; its processor time is told. Then receipt latency at 500 reports a second, listeners to
// events, and recovery of a large log.
//   server_bench TALLYWARD [REPORTS [RECORDS-OF-THE-LARGE-LOG]]

// link: cli

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/enrol_phone.h"
#include "journeys/log_in.h"
#include "journeys/sample_mission.h"
#include "storage/record_log.h"
#include "transparency/log_engine.h"

using namespace tallyward;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;
crypto::SystemRandomness randomness;
journeys::SystemClock wall;
constexpr int kClients = 16;
constexpr const char* kPassword = "synthetic bench password";

double since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double cpu(int who) {
  rusage used{};
  getrusage(who, &used);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) * 1e-6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

struct Server {
  pid_t pid = -1;
  std::uint16_t port = 0;

  Server(const std::string& program, const fs::path& folder) {
    int ends[2] = {};
    if (::pipe(ends) != 0) std::abort();
    pid = ::fork();
    if (pid == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(program.c_str(), "tallyward", "mission", "serve", folder.c_str(), "--port", "0", "--json",
              static_cast<char*>(nullptr));
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    const json ready = json::parse(line, nullptr, false);
    if (!ready.is_object()) {
      std::fprintf(stderr, "server_bench: the server does not start\n");
      std::exit(2);
    }
    port = ready.at("port");
  }
  ~Server() {
    ::kill(pid, SIGTERM);
    ::waitpid(pid, nullptr, 0);
  }
  double cpu_seconds() const {
    std::ifstream file(fmt::format("/proc/{}/stat", pid));
    std::string text((std::istreambuf_iterator<char>(file)), {});
    std::istringstream rest(text.substr(text.rfind(')') + 2));
    std::string word;
    double ticks = 0;
    for (int i = 3; rest >> word && i <= 15; ++i) {
      if (i == 14 || i == 15) ticks += std::stod(word);
    }
    return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  }
  long memory_kib() const {
    std::ifstream file(fmt::format("/proc/{}/status", pid));
    std::string word;
    while (file >> word) {
      if (word == "VmRSS:") {
        long kib = 0;
        file >> kib;
        return kib;
      }
    }
    return 0;
  }
};

std::vector<transparency::Field> thirty_fields(std::uint64_t number) {
  auto fields = http::sample_report(std::to_string(1001 + number % 48), number);
  fields.resize(std::min<std::size_t>(fields.size(), 30));
  return fields;
}

double verifications_per_second(const http::SignedReport& report, const transparency::VerifierKey& key) {
  const auto note = transparency::parse_note(report.note).value();
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  const auto begin = Clock::now();
  for (unsigned i = 0; i < std::thread::hardware_concurrency(); ++i) {
    threads.emplace_back([&] {
      while (!stop) done += transparency::verify_signed_by(note, key).has_value() ? 1 : 0;
    });
  }
  std::this_thread::sleep_for(std::chrono::seconds(1));
  stop = true;
  for (auto& thread : threads) thread.join();
  return static_cast<double>(done) / since(begin);
}

/// Records as large as the server's, in transactions of `batch`, synced at each commit.
double commits_per_second(const fs::path& folder, const std::string& entry, std::size_t body,
                          std::size_t batch) {
  const auto store = storage::open_sqlite_store((folder / "limit.sqlite").string()).value();
  const auto begin = Clock::now();
  std::uint64_t number = 0;
  while (since(begin) < 2) {
    if (!store->begin()) return 0;
    for (std::size_t i = 0; i < batch; ++i) {
      storage::Record record;
      record.id = crypto::to_hex(crypto::sha256(std::to_string(number++)));
      record.kind = "report/v1";
      record.author = "demo-2026/abc";
      record.sequence = static_cast<std::int64_t>(number);
      record.entry = entry;
      record.body.assign(body, 'x');
      record.channel = "app";
      if (!store->append(record, std::string(72, 'k'))) return 0;
    }
    if (!store->commit()) return 0;
  }
  return static_cast<double>(number) / since(begin);
}

std::uint64_t metric(http::HttpClient& client, const std::string& name) {
  const auto answered = client.send("GET", "/metrics");
  if (!answered) return 0;
  const std::size_t at = answered->body.find("\ntallyward_" + name + " ");
  return at == std::string::npos ? 0 : std::stoull(answered->body.substr(at + name.size() + 12));
}

void throughput(Server& server, std::vector<std::unique_ptr<http::PhoneClient>>& phones, int reports,
                const fs::path& folder, const transparency::VerifierKey& key) {
  std::vector<std::vector<http::SignedReport>> ready(phones.size());
  for (int i = 0; i < reports; ++i) {
    auto& list = ready[static_cast<std::size_t>(i) % phones.size()];
    list.push_back(phones[static_cast<std::size_t>(i) % phones.size()]
                       ->sign(thirty_fields(static_cast<std::uint64_t>(i)))
                       .value());
  }
  http::HttpClient watcher(server.port);
  const std::uint64_t batches = metric(watcher, "log_batches_total");
  const double generator = cpu(RUSAGE_SELF);
  const double serving = server.cpu_seconds();
  std::atomic<int> accepted = 0;
  const auto begin = Clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < phones.size(); ++i) {
    threads.emplace_back([&, i] {
      for (const auto& report : ready[i]) {
        const auto answered = phones[i]->send(report);
        accepted += answered && answered->status == 202 ? 1 : 0;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  const double seconds = since(begin);
  const double rate = accepted / seconds;
  const std::uint64_t made = std::max<std::uint64_t>(1, metric(watcher, "log_batches_total") - batches);
  const double batch = static_cast<double>(accepted.load()) / static_cast<double>(made);
  const double verified = verifications_per_second(ready[0][0], key);
  const double committed = commits_per_second(folder, ready[0][0].note, ready[0][0].json.size() / 2,
                                              static_cast<std::size_t>(std::max(1.0, batch + 0.5)));
  fmt::print("{} of {} reports of 30 fields accepted durably in {:.2f} s: {:.0f}/s, {:.1f} a batch\n",
             accepted.load(), reports, seconds, rate, batch);
  fmt::print("  processor: generator {:.2f} s, server {:.2f} s of {} cores\n", cpu(RUSAGE_SELF) - generator,
             server.cpu_seconds() - serving, std::thread::hardware_concurrency());
  fmt::print(
      "  limit 1: Ed25519 verification on all cores {:.0f}/s; limit 2: SQLite FULL, {:.0f} a commit: "
      "{:.0f}/s\n",
      verified, batch, committed);
  fmt::print("  share of the lower limit: {:.0f} per cent\n", 100 * rate / std::min(verified, committed));
}

void latency(std::vector<std::unique_ptr<http::PhoneClient>>& phones, const std::string& vkey) {
  constexpr int kRate = 500;
  constexpr int kSeconds = 5;
  std::vector<std::vector<double>> times(phones.size());
  std::vector<std::vector<http::SignedReport>> ready(phones.size());
  for (int i = 0; i < kRate * kSeconds; ++i) {
    const auto p = static_cast<std::size_t>(i) % phones.size();
    ready[p].push_back(phones[p]->sign(thirty_fields(static_cast<std::uint64_t>(i))).value());
  }
  std::atomic<int> bad = 0;
  const auto begin = Clock::now() + std::chrono::milliseconds(100);
  std::vector<std::thread> threads;
  for (std::size_t p = 0; p < phones.size(); ++p) {
    threads.emplace_back([&, p] {
      for (std::size_t k = 0; k < ready[p].size(); ++k) {
        // When it was to be sent, whether or not an earlier one was slow: waiting in line counts.
        const auto due = begin + std::chrono::microseconds(1'000'000 / kRate * (k * phones.size() + p));
        std::this_thread::sleep_until(due);
        const auto answered = phones[p]->send(ready[p][k]);
        const bool good = answered && answered->status == 202 && phones[p]->verify_receipt(ready[p][k], vkey);
        bad += good ? 0 : 1;
        times[p].push_back(since(due));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::vector<double> all;
  for (const auto& list : times) all.insert(all.end(), list.begin(), list.end());
  std::ranges::sort(all);
  fmt::print(
      "receipt fetched and verified under {} reports/s for {} s: p50 {:.1f} ms, p99 {:.1f} ms, {} not "
      "received\n",
      kRate, kSeconds, 1000 * all[all.size() / 2], 1000 * all[all.size() * 99 / 100], bad.load());
}

void listeners(Server& server, int wanted) {
  http::HttpClient client(server.port);
  const auto in =
      client.send("POST", "/api/v1/login", json{{"login", "head"}, {"password", kPassword}}.dump());
  if (!in || in->status != 200) {
    fmt::print("listeners: cannot log in: {}\n", in ? in->body : "no answer");
    return;
  }
  const std::string cookie = in->headers.at("set-cookie").substr(0, in->headers.at("set-cookie").find(';'));
  const std::string request = fmt::format(
      "GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nCookie: {}\r\nAccept: text/event-stream\r\n\r\n",
      server.port, cookie);
  const long before = server.memory_kib();
  std::vector<int> sockets;
  int open = 0;
  for (int i = 0; i < wanted; ++i) {
    const int s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(server.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (s < 0 || ::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) break;
    (void)!::write(s, request.data(), request.size());
    sockets.push_back(s);
  }
  for (const int s : sockets) {
    char piece[64] = {};
    open += ::recv(s, piece, sizeof piece - 1, 0) > 12 && std::string_view(piece).starts_with("HTTP/1.1 200")
                ? 1
                : 0;
  }
  const long after = server.memory_kib();
  fmt::print("{} of {} listeners to events open in one process; {:.1f} KiB each ({} to {} KiB)\n", open,
             wanted, open == 0 ? 0.0 : static_cast<double>(after - before) / open, before, after);
  for (const int s : sockets) ::close(s);
}

void recovery(const fs::path& top, std::uint64_t records) {
  const journeys::MissionFolder folder{top / "large"};
  (void)journeys::make_mission_folder(folder, journeys::sample_settings(), randomness).value();
  const auto keys = journeys::read_keys(folder).value();
  {
    const auto store = storage::open_sqlite_store(folder.store_file().string()).value();
    storage::RecordLog log_store(*store, keys.log.name);
    auto log = transparency::LogEngine::open(log_store, keys.log).value();
    constexpr std::uint64_t kAtOnce = 20'000;
    for (std::uint64_t begin = 0; begin < records; begin += kAtOnce) {
      std::vector<std::string> entries;
      for (std::uint64_t i = begin; i < std::min(records, begin + kAtOnce); ++i) {
        // As long as a report of 32 commitments; the tree is rebuilt from leaf hashes whatever an entry says.
        entries.push_back(fmt::format("bench/entry/v1\nnumber {}\n{}", i, std::string(1900, 'f')));
      }
      (void)log.append(entries).value();
    }
    (void)store->checkpoint();
    std::ofstream(folder.head_note()) << log.head().text;
  }
  const auto begin = Clock::now();
  const auto mission = journeys::OpenMission::open(folder, wall, randomness);
  fmt::print("recovery of a log of {} records, until it may take reports: {:.2f} s ({})\n", records,
             since(begin),
             mission ? fmt::format("size {}", (*mission)->log_size()) : base::to_text(mission.error()));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "server_bench TALLYWARD [REPORTS [RECORDS]]\n");
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  std::string pattern = (fs::temp_directory_path() / "tallyward-bench-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) return 2;
  const fs::path top = pattern;
  const journeys::MissionFolder folder{top / "mission"};
  std::vector<journeys::Card> cards;
  std::string vkey;
  {
    (void)journeys::make_mission_folder(folder, journeys::sample_settings(), randomness).value();
    const auto mission = journeys::OpenMission::open(folder, wall, randomness).value();
    (void)journeys::load_sample(*mission, journeys::make_sample(7, 48)).value();
    cards = journeys::make_cards(*mission, mission->keys().server.name, kClients, "team-01").value();
    journeys::Account head;
    head.login = "head";
    head.name = "Head (SYNTHETIC)";
    head.roles = {accounts::Role::head_of_mission};
    head.second_factor = false;
    (void)journeys::add_account(*mission, mission->keys().server.name, head, kPassword).value();
    vkey = mission->log_vkey();
  }
  {
    Server server(argv[1], folder.path);
    std::vector<std::unique_ptr<http::PhoneClient>> phones;
    for (const auto& card : cards) {
      phones.push_back(std::make_unique<http::PhoneClient>(server.port, randomness));
      (void)phones.back()->join(card.id, card.secret).value();
    }
    throughput(server, phones, argc > 2 ? std::stoi(argv[2]) : 20'000, top, phones[0]->key().verifier());
    latency(phones, vkey);
    listeners(server, 1000);
  }
  recovery(top, argc > 3 ? std::stoull(argv[3]) : 1'000'000);
  fs::remove_all(top);
  return 0;
}
