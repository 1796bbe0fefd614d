// A program of this build as a process of its own: started, asked for its port, ended by a signal.
#pragma once

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace tallyward::tests {

/// `tallyward WORDS... --json`, which prints one line of JSON when it is ready.
class ToolProcess {
 public:
  explicit ToolProcess(std::vector<std::string> words) {
    words.insert(words.begin(), "tallyward");
    words.push_back("--json");
    int ends[2] = {};
    EXPECT_EQ(::pipe(ends), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::close(ends[0]);
      std::vector<char*> pointers;
      for (std::string& word : words) pointers.push_back(word.data());
      pointers.push_back(nullptr);
      ::execv(TALLYWARD_BINARY_DIR "/tallyward", pointers.data());
      ::_exit(127);
    }
    ::close(ends[1]);
    std::string line;
    char c = 0;
    while (::read(ends[0], &c, 1) == 1 && c != '\n') line += c;
    ::close(ends[0]);
    if (!line.empty()) ready_ = nlohmann::json::parse(line, nullptr, false);
  }
  ~ToolProcess() { end(SIGTERM); }
  ToolProcess(const ToolProcess&) = delete;
  ToolProcess& operator=(const ToolProcess&) = delete;

  /// Ends it and returns the status of waitpid.
  int end(int signal) {
    if (pid_ <= 0) return -1;
    ::kill(pid_, signal);
    return wait();
  }
  /// Waits until it ends by itself.
  int wait() {
    int status = 0;
    ::waitpid(pid_, &status, 0);
    pid_ = -1;
    return status;
  }
  std::uint16_t port() const { return ready_.value("port", std::uint16_t{0}); }
  const nlohmann::json& ready() const { return ready_; }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
  nlohmann::json ready_ = nlohmann::json::object();
};

inline ToolProcess serve_mission(const std::filesystem::path& folder, std::vector<std::string> more = {}) {
  std::vector<std::string> words = {"mission", "serve", folder.string(), "--port", "0"};
  words.insert(words.end(), more.begin(), more.end());
  return ToolProcess(words);
}

/// Runs a command to its end; its exit code.
inline int run_tool(std::vector<std::string> words) {
  ToolProcess process(std::move(words));
  const int status = process.wait();
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace tallyward::tests
