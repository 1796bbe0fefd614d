// Live events for the situation room: a short memory of what happened, and those who listen. Events carry
// ids, states and counts of arrival only: no votes, no turnout, no answers (the embargo holds here as well).
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace tallyward::http {

/// One event as it stands on the wire, shared by all who get it.
using EventText = std::shared_ptr<const std::string>;
/// Called from any thread; must not block.
using Listener = std::function<void(EventText)>;

class EventHub {
 public:
  /// `region` limits who sees it; "" is for everyone.
  void publish(std::string_view kind, std::string_view json, std::string_view region = "");
  /// A line that keeps connections open.
  void ping();
  /// Sends what is remembered after event `after`, then everything new. Returns the number to unsubscribe
  /// with.
  std::uint64_t subscribe(std::uint64_t after, std::string scope, Listener listener);
  void unsubscribe(std::uint64_t number);
  std::size_t listeners() const;
  std::uint64_t last_id() const;

 private:
  struct Remembered {
    std::uint64_t id = 0;
    std::string region;
    EventText text;
  };
  struct Subscriber {
    std::string scope;
    Listener listener;
  };
  mutable std::mutex mutex_;
  std::uint64_t last_id_ = 0;
  std::uint64_t last_subscriber_ = 0;
  std::deque<Remembered> remembered_;
  std::map<std::uint64_t, Subscriber> subscribers_;
};

}  // namespace tallyward::http
