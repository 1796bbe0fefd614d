#include "seats/lots.h"

#include <fmt/format.h>
#include <toml++/toml.h>

namespace tallyward::seats {
namespace {

base::Result<RecordedLot> read_lot(const toml::table& table, std::string_view file) {
  const base::Place place{std::string(file), table.source().begin.line, table.source().begin.column};
  RecordedLot lot;
  for (const auto& [key, node] : table) {
    const auto* text = node.as_string();
    const auto* list = node.as_array();
    if (key.str() == "question" && text != nullptr) {
      lot.question = text->get();
    } else if (key.str() == "drawn_on" && text != nullptr) {
      lot.drawn_on = text->get();
    } else if (key.str() == "drawn" && list != nullptr) {
      for (const toml::node& entry : *list) {
        const auto* id = entry.as_string();
        if (id == nullptr)
          return base::fail(base::unexpected_input(place, "something else", "ids of contestants in 'drawn'"));
        lot.drawn.push_back(id->get());
      }
    } else {
      return base::fail(
          base::unexpected_input(place, fmt::format("'{}'", key.str()),
                                 "question and drawn_on as text, drawn as a list of contestant ids"));
    }
  }
  if (lot.question.empty() || lot.drawn.empty()) {
    return base::fail(base::unexpected_input(place, "a lot without them", "question and drawn"));
  }
  return lot;
}

}  // namespace

base::Result<std::vector<RecordedLot>> read_lots(std::string_view toml, std::string_view file) {
  try {
    const toml::table top = toml::parse(toml, std::string(file));
    std::vector<RecordedLot> lots;
    for (const auto& [key, node] : top) {
      const auto* list = node.as_array();
      const base::Place place{std::string(file), node.source().begin.line, node.source().begin.column};
      if (key.str() != "lot" || list == nullptr)
        return base::fail(base::unexpected_input(place, fmt::format("'{}'", key.str()), "[[lot]]"));
      for (const toml::node& entry : *list) {
        if (!entry.is_table()) return base::fail(base::unexpected_input(place, "something else", "[[lot]]"));
        TRY_ASSIGN(RecordedLot lot, read_lot(*entry.as_table(), file));
        lots.push_back(std::move(lot));
      }
    }
    return lots;
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    return base::fail(
        base::unexpected_input({std::string(file), begin.line, begin.column}, error.description(), "TOML"));
  }
}

}  // namespace tallyward::seats
