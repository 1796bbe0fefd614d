// Which kinds of value an expression works with, found before any value is there: the mistakes that an
// evaluator would meet only in a branch it does not take every day.
#pragma once

#include <functional>
#include <optional>

#include "expression/syntax.h"

namespace tallyward::expression {

enum class ValueKind : std::uint8_t { number, truth, text, group, blank };

/// The kind of ${name}; none when there is no such name.
using KindLookup = std::function<std::optional<ValueKind>(std::string_view name)>;

/// The kind of the whole expression, or the first type_mismatch, unknown_name, group_as_value or not_a_group,
/// with the evaluator's positions.
Answer<ValueKind> kind_of(const Expression& expression, const KindLookup& lookup);

}  // namespace tallyward::expression
