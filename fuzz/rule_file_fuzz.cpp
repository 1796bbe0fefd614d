// link: exchange
// Any bytes: a rule set whose examples can be run and whose page can be written, or an error with a message.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "exchange/rule_library.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto rules = tallyward::results::read_rule_set(text, "fuzz.toml");
  if (!rules) {
    if (rules.error().message.empty()) std::abort();
    return 0;
  }
  (void)tallyward::exchange::run_examples(*rules);
  if (tallyward::exchange::rule_set_page(*rules).empty()) std::abort();
  return 0;
}
