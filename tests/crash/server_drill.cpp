// Phones against a server process, for tools/crash:
//   server_drill kill9 KILLS CLIENTS             kill -9 under load, again and again; nothing acknowledged is
//   lost server_drill prepare DIR CLIENTS             a mission with cards in DIR server_drill record DIR
//   REPORTS ACKS LOG   load; after each acknowledgement one line "ID BYTES-OF-LOG" server_drill check DIR
//   ACKS BYTES            opens the mission after a crash; which of the acknowledged are lost server_drill
//   fault DIR "SYSCALL:FAULT"       the server under strace with one injected fault; then check server_drill
//   full DIR                        fills the disk of DIR; 507, no acknowledgement, and on again
// Prints one JSON object; exit code 0 when nothing was lost, 1 when something was.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "crypto/random.h"
#include "http/phone_client.h"
#include "journeys/check_mission.h"
#include "journeys/enrol_phone.h"
#include "journeys/sample_mission.h"

namespace {

using namespace tallyward;
namespace fs = std::filesystem;
using nlohmann::json;
using Clock = std::chrono::steady_clock;

crypto::SystemRandomness randomness;
journeys::SystemClock wall;

/// The server in a process group of its own, so that a wrapper (strace) ends with it.
class Server {
 public:
  Server(const fs::path& folder, const std::vector<std::string>& wrapper = {}) {
    std::vector<std::string> words = wrapper;
    for (const std::string& word :
         {std::string(TALLYWARD_BINARY_DIR "/tallyward"), std::string("mission"), std::string("serve"),
          folder.string(), std::string("--port"), std::string("0"), std::string("--json")})
      words.push_back(word);
    int ends[2] = {};
    if (::pipe(ends) != 0) std::abort();
    pid_ = ::fork();
    if (pid_ == 0) {
      ::setpgid(0, 0);
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      ::close(ends[1]);
      if (const char* preload = std::getenv("DRILL_PRELOAD")) {
        ::setenv("LD_PRELOAD", preload, 1);
        ::setenv("ASAN_OPTIONS", "verify_asan_link_order=0", 1);  // The control is loaded first, on purpose.
      }
      std::vector<char*> pointers;
      for (std::string& word : words) pointers.push_back(word.data());
      pointers.push_back(nullptr);
      ::execvp(pointers[0], pointers.data());
      ::_exit(127);
    }
    ::setpgid(pid_, pid_);
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    const json ready = json::parse(line, nullptr, false);
    if (ready.is_object()) port_ = ready.value("port", std::uint16_t{0});
  }
  ~Server() { end(SIGKILL); }
  void end(int signal) {
    if (pid_ <= 0) return;
    ::kill(-pid_, signal);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  std::uint16_t port() const { return port_; }

 private:
  pid_t pid_ = -1;
  std::uint16_t port_ = 0;
};

void must(bool good, const std::string& what) {
  if (good) return;
  std::cerr << "server_drill: " << what << "\n";
  std::exit(2);
}

/// A new mission in `folder`; cards for the clients in cards.txt beside it.
void prepare(const fs::path& folder, int clients) {
  const journeys::MissionFolder mission{folder};
  const auto made = journeys::make_mission_folder(mission, journeys::sample_settings(), randomness);
  must(made.has_value(), "cannot make a mission");
  const auto open = journeys::OpenMission::open(mission, wall, randomness);
  must(open.has_value(), "cannot open the mission");
  must(journeys::load_sample(**open, journeys::make_sample(7, 48)).has_value(), "cannot load the sample");
  const auto cards = journeys::make_cards(**open, (*open)->keys().server.name, clients, "team-01");
  must(cards.has_value(), "cannot make cards");
  std::ofstream file(folder / "cards.txt");
  for (const auto& card : *cards) file << card.id << " " << card.secret << "\n";
}

std::vector<std::pair<std::string, std::string>> read_cards(const fs::path& folder) {
  std::vector<std::pair<std::string, std::string>> cards;
  std::ifstream file(folder / "cards.txt");
  std::string id;
  std::string secret;
  while (file >> id >> secret) cards.emplace_back(id, secret);
  return cards;
}

/// Which acknowledged records are not in the log, and what fsck says.
json check(const fs::path& folder, const std::vector<std::string>& acknowledged) {
  auto open = journeys::OpenMission::open({folder}, wall, randomness);
  for (int i = 0; i < 50 && !open && open.error().code == base::ErrorCode::conflict; ++i) {
    std::this_thread::sleep_for(
        std::chrono::milliseconds(100));  // A killed server behind strace ends a moment later.
    open = journeys::OpenMission::open({folder}, wall, randomness);
  }
  if (!open) return {{"opened", false}, {"why", base::to_text(open.error())}, {"lost", acknowledged.size()}};
  std::size_t lost = 0;
  for (const std::string& id : acknowledged) lost += (*open)->receipt(id) ? 0 : 1;
  const auto found = journeys::check_mission(**open);
  return {{"opened", true},
          {"acknowledged", acknowledged.size()},
          {"lost", lost},
          {"log_size", (*open)->log_size()},
          {"faults", found ? json(found->faults) : json(base::to_text(found.error()))}};
}

int verdict(const json& found) {
  std::cout << found.dump() << std::endl;
  const bool clean = found.value("opened", true) && found.value("faults", json::array()).empty();
  return found.at("lost") == 0 && clean ? 0 : 1;
}

/// A phone that keeps its report until it is acknowledged, as phones do.
struct Phone {
  std::unique_ptr<http::PhoneClient> client;
  std::optional<http::SignedReport> waiting;
  std::vector<std::string> acknowledged;
  std::uint64_t number = 0;

  /// One attempt; true when a report was acknowledged.
  bool send_one() {
    if (!waiting) {
      const auto report = client->sign(http::sample_report(std::to_string(1001 + number % 48), number));
      if (!report) return false;
      waiting = *report;
      ++number;
    }
    const auto answered = client->send(*waiting);
    if (!answered || (answered->status != 202 && answered->status != 200)) return false;
    acknowledged.push_back(waiting->id);
    waiting.reset();
    return true;
  }
};

std::vector<Phone> join_all(const fs::path& folder, std::uint16_t port) {
  std::vector<Phone> phones;
  for (const auto& [id, secret] : read_cards(folder)) {
    phones.push_back(
        {std::make_unique<http::PhoneClient>(port, randomness), std::nullopt, {}, phones.size() * 1000});
    const auto joined = phones.back().client->join(id, secret);
    must(joined.has_value(), "a phone cannot join");
  }
  return phones;
}

int kill9(int kills, int clients) {
  std::string pattern = (fs::temp_directory_path() / "tallyward-kill9-XXXXXX").string();
  must(::mkdtemp(pattern.data()) != nullptr, "no folder");
  const fs::path folder = fs::path(pattern) / "mission";
  prepare(folder, clients);
  std::mt19937 random(7);
  auto server = std::make_unique<Server>(folder);
  must(server->port() != 0, "the server does not start");
  std::vector<Phone> phones = join_all(folder, server->port());
  int done = 0;
  double longest_start = 0;
  for (; done < kills; ++done) {
    std::atomic<bool> stop = false;
    std::atomic<unsigned> received = 0;
    std::vector<std::thread> threads;
    for (Phone& phone : phones) {
      threads.emplace_back([&phone, &stop, &received] {
        while (!stop && phone.send_one()) ++received;
      });
    }
    // In the middle of the load, however fast this machine is: after 1 to 24 acknowledgements and a little
    // more.
    const auto enough = 1 + static_cast<unsigned>(random() % 24);
    const auto patience = Clock::now() + std::chrono::seconds(5);
    while (received < enough && Clock::now() < patience)
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3'000));
    server->end(SIGKILL);
    stop = true;
    for (std::thread& thread : threads) thread.join();
    const auto begin = Clock::now();
    server = std::make_unique<Server>(folder);
    longest_start = std::max(longest_start, std::chrono::duration<double>(Clock::now() - begin).count());
    must(server->port() != 0, "the server does not start after a kill");
    for (Phone& phone : phones) phone.client->connect_to(server->port());
  }
  for (Phone& phone : phones) (void)phone.send_one();  // What was not acknowledged is sent again.
  server->end(SIGTERM);
  std::vector<std::string> all;
  for (const Phone& phone : phones)
    all.insert(all.end(), phone.acknowledged.begin(), phone.acknowledged.end());
  json found = check(folder, all);
  found["kills"] = done;
  found["longest_start_seconds"] = longest_start;
  std::sort(all.begin(), all.end());
  found["twice"] = all.end() - std::unique(all.begin(), all.end());
  fs::remove_all(pattern);
  return verdict(found);
}

int record(const fs::path& folder, int reports, const fs::path& acks, const fs::path& log) {
  Server server(folder);
  must(server.port() != 0, "the server does not start");
  std::vector<Phone> phones = join_all(folder, server.port());
  std::ofstream file(acks);
  std::mutex mutex;
  std::atomic<int> left = reports;
  std::vector<std::thread> threads;
  for (Phone& phone : phones) {
    threads.emplace_back([&] {
      while (left-- > 0 && phone.send_one()) {
        const std::lock_guard lock(mutex);
        file << phone.acknowledged.back() << " " << fs::file_size(log) << std::endl;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  server.end(SIGKILL);
  std::cout << json{{"reports", reports}}.dump() << std::endl;
  return 0;
}

std::vector<std::string> acknowledged_before(const fs::path& acks, std::uint64_t bytes) {
  std::vector<std::string> ids;
  std::ifstream file(acks);
  std::string id;
  std::uint64_t at = 0;
  while (file >> id >> at) {
    if (at <= bytes) ids.push_back(id);
  }
  return ids;
}

int fault(const fs::path& folder, const std::string& what) {
  const std::string call = what.substr(0, what.find(':'));
  std::vector<std::string> all;
  std::size_t refused = 0;
  {
    Server first(folder);  // Joining is not what is tested here.
    must(first.port() != 0, "the server does not start");
    std::vector<Phone> phones = join_all(folder, first.port());
    first.end(SIGTERM);
    Server server(folder,
                  {"strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e", "inject=" + what});
    for (Phone& phone : phones) {
      phone.client->connect_to(server.port());
      for (int i = 0; server.port() != 0 && i < 6; ++i) refused += phone.send_one() ? 0 : 1;
      all.insert(all.end(), phone.acknowledged.begin(), phone.acknowledged.end());
    }
  }
  json found = check(folder, all);
  found["fault"] = what;
  found["refused"] = refused;
  return verdict(found);
}

int full(const fs::path& folder) {
  std::vector<std::string> all;
  int status = 0;
  bool on_again = false;
  {
    Server server(folder);
    must(server.port() != 0, "the server does not start");
    std::vector<Phone> phones = join_all(folder, server.port());
    Phone& phone = phones[0];
    for (int i = 0; i < 5; ++i) (void)phone.send_one();
    const fs::path ballast = folder / "ballast";
    {
      std::ofstream file(ballast, std::ios::binary);
      const std::string piece(65536, 'x');
      while (file.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
      }
    }
    for (int i = 0; i < 2000 && phone.send_one(); ++i) {
    }
    const auto answered = phone.client->send(*phone.waiting);
    status = answered ? answered->status : 0;
    fs::remove(ballast);
    for (int i = 0; i < 50 && !on_again; ++i) {
      on_again = phone.send_one();
      if (!on_again) std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    all = phone.acknowledged;
    server.end(SIGTERM);
  }
  json found = check(folder, all);
  found["status_when_full"] = status;
  found["on_again"] = on_again;
  const int code = verdict(found);
  return status == 507 && on_again ? code : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto is = [&](const char* name, std::size_t count) {
    return words.size() == count && words[0] == name;
  };
  if (is("kill9", 3)) return kill9(std::stoi(words[1]), std::stoi(words[2]));
  if (is("prepare", 3)) return prepare(words[1], std::stoi(words[2])), 0;
  if (is("record", 5)) return record(words[1], std::stoi(words[2]), words[3], words[4]);
  if (is("check", 4)) return verdict(check(words[1], acknowledged_before(words[2], std::stoull(words[3]))));
  if (is("fault", 3)) return fault(words[1], words[2]);
  if (is("full", 2)) return full(words[1]);
  std::cerr << "server_drill: see the head of tests/crash/server_drill.cpp\n";
  return 2;
}
