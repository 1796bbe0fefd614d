// link: expression
// Any bytes: parsing ends, a problem lies inside the text, and what parses evaluates without trouble.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "expression/evaluate.h"
#include "expression/kinds.h"
#include "expression/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tallyward::expression;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Answer<Expression> expression = parse(text);
  if (!expression) {
    if (expression.error().offset > size || show(expression.error(), text).empty()) std::abort();
    return 0;
  }
  const Lookup lookup = [](std::string_view name) -> std::optional<Value> {
    if (name == "votes") return Group{tallyward::base::Fraction(3), std::nullopt};
    if (name == "a") return Value(tallyward::base::Fraction(7));
    if (name == "t") return Value(std::string("x y"));
    return Unknown{};
  };
  const KindLookup kinds = [](std::string_view name) -> std::optional<ValueKind> {
    if (name == "votes") return ValueKind::group;
    if (name == "a") return ValueKind::number;
    if (name == "t") return ValueKind::text;
    return ValueKind::blank;
  };
  const Answer<Value> value = evaluate(*expression, lookup);
  const Answer<ValueKind> kind = kind_of(*expression, kinds);
  if (!value && value.error().offset > size) std::abort();
  if (!kind && kind.error().offset > size) std::abort();
  return 0;
}
