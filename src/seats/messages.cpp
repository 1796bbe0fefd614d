#include "seats/messages.h"

#include <algorithm>

namespace tallyward::seats {

std::span<const Message> messages(std::string_view language) {
  if (language == "ru") return russian_messages();
  if (language == "kk") return kazakh_messages();
  return english_messages();
}

std::string sentence(std::string_view key, std::span<const std::pair<std::string, std::string>> values,
                     std::string_view language) {
  const std::span<const Message> all = messages(language);
  const auto found =
      std::lower_bound(all.begin(), all.end(), key,
                       [](const Message& message, std::string_view k) { return message.key < k; });
  if (found == all.end() || found->key != key) return std::string(key);
  std::string text;
  std::string_view rest = found->text;
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
