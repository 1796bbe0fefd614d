#include "dataset/openings.h"

#include <algorithm>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "crypto/canonical_json.h"
#include "crypto/encoding.h"

namespace tallyward::dataset {

namespace {

auto order_of(const Opening& opening) {
  return std::tie(opening.index, opening.field.name);
}

base::Result<Opening> parse_line(std::string_view line) {
  try {
    const auto object = nlohmann::json::parse(line);
    Opening opening{object.at("index"), {object.at("name"), object.at("value"), {}}};
    TRY_ASSIGN(const std::string salt, crypto::from_base64(object.at("salt").get<std::string>()));
    TRY_ASSIGN(opening.field.salt, crypto::salt_from_bytes(salt));
    return opening;
  } catch (const nlohmann::json::exception& error) {
    return base::fail(base::ErrorCode::invalid_input, error.what());
  }
}

}  // namespace

std::string to_lines(std::vector<Opening> openings) {
  std::ranges::sort(openings, [](const Opening& a, const Opening& b) { return order_of(a) < order_of(b); });
  std::string text;
  for (const Opening& opening : openings) {
    text += "{\"index\":" + std::to_string(opening.index) +
            ",\"name\":" + crypto::json_string(opening.field.name) + ",\"salt\":\"" +
            crypto::base64(opening.field.salt.view()) +
            "\",\"value\":" + crypto::json_string(opening.field.value) + "}\n";
  }
  return text;
}

base::Result<std::vector<Opening>> parse_openings(std::string_view text) {
  std::vector<Opening> openings;
  std::size_t number = 0;
  for (const auto line : base::split(text, '\n')) {
    ++number;
    if (line.empty()) continue;
    TRY_ASSIGN(Opening opening,
               base::while_doing(parse_line(line), "reading opening " + std::to_string(number)));
    if (!openings.empty() && !(order_of(openings.back()) < order_of(opening))) {
      return base::fail(base::ErrorCode::invalid_input,
                        "openings are sorted by index and name; line " + std::to_string(number) + " is not");
    }
    openings.push_back(std::move(opening));
  }
  return openings;
}

}  // namespace tallyward::dataset
