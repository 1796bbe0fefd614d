#include "http/event_hub.h"

#include <fmt/format.h>

#include "base/text.h"

namespace tallyward::http {

namespace {

constexpr std::size_t kRemembered = 2000;

bool in_scope(std::string_view scope, std::string_view region) {
  if (scope.empty() || region.empty()) return true;
  for (const std::string_view one : base::split(scope, ' ')) {
    if (one == region) return true;
  }
  return false;
}

}  // namespace

void EventHub::publish(std::string_view kind, std::string_view json, std::string_view region) {
  const std::lock_guard lock(mutex_);
  const std::uint64_t id = ++last_id_;
  const auto text =
      std::make_shared<const std::string>(fmt::format("id: {}\nevent: {}\ndata: {}\n\n", id, kind, json));
  remembered_.push_back({id, std::string(region), text});
  if (remembered_.size() > kRemembered) remembered_.pop_front();
  for (const auto& [number, subscriber] : subscribers_) {
    if (in_scope(subscriber.scope, region)) subscriber.listener(text);
  }
}

void EventHub::ping() {
  const std::lock_guard lock(mutex_);
  static const auto text = std::make_shared<const std::string>("event: ping\ndata: {}\n\n");
  for (const auto& [number, subscriber] : subscribers_) subscriber.listener(text);
}

std::uint64_t EventHub::subscribe(std::uint64_t after, std::string scope, Listener listener) {
  const std::lock_guard lock(mutex_);
  for (const Remembered& event : remembered_) {
    if (event.id > after && in_scope(scope, event.region)) listener(event.text);
  }
  subscribers_.emplace(++last_subscriber_, Subscriber{std::move(scope), std::move(listener)});
  return last_subscriber_;
}

void EventHub::unsubscribe(std::uint64_t number) {
  const std::lock_guard lock(mutex_);
  subscribers_.erase(number);
}

std::size_t EventHub::listeners() const {
  const std::lock_guard lock(mutex_);
  return subscribers_.size();
}

std::uint64_t EventHub::last_id() const {
  const std::lock_guard lock(mutex_);
  return last_id_;
}

}  // namespace tallyward::http
