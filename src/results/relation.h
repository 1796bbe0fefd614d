// A relation of the expression language as a function that loops can be built around.
#pragma once

#include "expression/syntax.h"

namespace tallyward::results {

/// Calls `with` with the relation as a function of (left, right), of any type that has the operators.
template <typename With>
auto with_relation(expression::Operator relation, With with) {
  switch (relation) {
    case expression::Operator::equal:
      return with([](auto a, auto b) { return a == b; });
    case expression::Operator::not_equal:
      return with([](auto a, auto b) { return a != b; });
    case expression::Operator::less:
      return with([](auto a, auto b) { return a < b; });
    case expression::Operator::less_equal:
      return with([](auto a, auto b) { return a <= b; });
    case expression::Operator::greater:
      return with([](auto a, auto b) { return a > b; });
    default:
      return with([](auto a, auto b) { return a >= b; });
  }
}

}  // namespace tallyward::results
