#include "seats/messages.h"

#include <algorithm>
#include <array>

namespace tallyward::seats {
namespace {

constexpr auto kMessages = std::to_array<Message>({
    {"averages.order", "{seats} seats go one by one to the highest average: votes divided by {divisor}."},
    {"averages.seat", "Seat {seat} goes to {list}, whose average {average} is the highest."},
    {"averages.several",
     "Seats {seat} to {last} go to {lists}: their average {average} is equal, and the seats suffice."},
    {"bloc", "The lists of {bloc} share their {seats} seats among themselves."},
    {"lot.drawn", "A lot was drawn between {lists} for {count} of the places: {drawn}. Record: {record}."},
    {"lot.needed",
     "{lists} stand equal for {count} of the places. The law leaves this to a lot, and no lot is recorded."},
    {"quota", "The quota ({kind}) is {votes} votes and {seats} seats: {quota} votes for a seat."},
    {"quota.remainder", "Seat {seat} goes to {list}, whose remainder {remainder} is the largest left."},
    {"quota.taken_back",
     "One seat is taken back from {list}, whose remainder {remainder} is the smallest: whole quotas gave "
     "more seats than there are."},
    {"quota.unassigned",
     "{seats} seats stay unassigned: every list has received one for its remainder, and the law as seen "
     "names no further rule."},
    {"quota.whole",
     "Each list receives a seat for each whole quota in its votes: {given} of {seats} seats. {left} are "
     "left."},
    {"second_list.admitted",
     "{list} alone passes the threshold. {second}, next in votes, is admitted beside it; its quotient is "
     "multiplied by {index}."},
    {"second_list.least", "{second} has fewer than {least} seats by its quotient and receives {least}."},
    {"second_list.none",
     "{list} alone passes the threshold and there is no other list: it receives all {seats} seats."},
    {"threshold",
     "Lists take part that have {at_least} {share} of {base_name}, {base}: at least {bar} votes. {passed} of "
     "{all} do: {lists}."},
    {"threshold.none",
     "No list reaches the threshold of {share} of {base_name}, {base}. No seat is allocated."},
    {"threshold.own", "{list} needs {share}, being {reason}."},
    {"ties.earlier_registered", "{lists} stand equal. {first} was registered earlier and goes before."},
    {"ties.more_votes", "{lists} stand equal. {first} has more votes and goes before."},
    {"total", "Seats: {lists}."},
});

}  // namespace

std::span<const Message> messages() {
  return kMessages;
}

std::string sentence(std::string_view key, std::span<const std::pair<std::string, std::string>> values) {
  const auto* found =
      std::lower_bound(kMessages.begin(), kMessages.end(), key,
                       [](const Message& message, std::string_view k) { return message.key < k; });
  if (found == kMessages.end() || found->key != key) return std::string(key);
  std::string text;
  std::string_view rest = found->english;
  while (true) {
    const auto open = rest.find('{');
    text += rest.substr(0, open);
    if (open == std::string_view::npos) return text;
    const auto close = rest.find('}', open);
    const std::string_view name = rest.substr(open + 1, close - open - 1);
    const auto value =
        std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
    text += value == values.end() ? std::string(rest.substr(open, close - open + 1)) : value->second;
    rest.remove_prefix(close + 1);
  }
}

}  // namespace tallyward::seats
