// Names of what a law file may say, shares as text, and the laws inside the program.
#include "seats/law.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "embedded/laws.h"

namespace tallyward::seats {
namespace {

constexpr std::array<std::string_view, 12> kSystems{
    "list",           "list_by_district", "list_national_remainders", "list_with_levelling",
    "mixed_overhang", "mixed_levelling",  "biproportional",           "dutch",
    "plurality",      "two_round",        "single_transferable_vote", "instant_runoff"};
constexpr std::array<std::string_view, 4> kBases{"contest_votes", "valid_votes", "votes_cast", "took_part"};

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 1'000'000'000) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::string_view to_text(System system) {
  return kSystems[static_cast<std::size_t>(system)];
}
std::string_view to_text(ThresholdBase base) {
  return kBases[static_cast<std::size_t>(base)];
}

std::string StepLaw::caveat_in(std::string_view language) const {
  auto found = caveats.find(std::string(language));
  if (found == caveats.end()) found = caveats.find("en");
  return found == caveats.end() ? std::string{} : found->second;
}

base::Result<Share> parse_share(std::string_view text) {
  const auto refuse = [&] {
    return base::fail(
        base::ErrorCode::invalid_input,
        fmt::format("found '{}', expected a share such as \"7 %\", \"3.25 %\" or \"7/100\"", text));
  };
  std::string_view number = base::trim(text);
  Share share{0, 1};
  if (number.ends_with('%')) {
    share.denominator = 100;
    number = base::trim(number.substr(0, number.size() - 1));
  } else if (const auto slash = number.find('/'); slash != std::string_view::npos) {
    const auto below = whole_number(base::trim(number.substr(slash + 1)));
    if (!below || *below == 0 || *below > 1'000'000) return refuse();
    share.denominator = *below;
    number = base::trim(number.substr(0, slash));
  }
  const auto dot = number.find('.');
  const std::string_view decimals = dot == std::string_view::npos ? "" : number.substr(dot + 1);
  if (number.empty() || (dot != std::string_view::npos && (decimals.empty() || decimals.size() > 4)))
    return refuse();
  const auto digits = whole_number(std::string(number.substr(0, dot)) + std::string(decimals));
  if (!digits) return refuse();
  share.numerator = *digits;
  for (std::size_t i = 0; i < decimals.size(); ++i) share.denominator *= 10;
  if (share.numerator > share.denominator) return refuse();
  return share;
}

std::string to_text(const Share& share) {
  const std::int64_t hundred_thousandths = share.numerator * 100'000 / share.denominator;
  if (hundred_thousandths * share.denominator != share.numerator * 100'000) {
    return fmt::format("{}/{}", share.numerator, share.denominator);
  }
  std::string text = fmt::format("{}.{:03}", hundred_thousandths / 1000, hundred_thousandths % 1000);
  while (text.ends_with('0')) text.pop_back();
  if (text.ends_with('.')) text.pop_back();
  return text + " %";
}

std::span<const AllocationLaw> laws() {
  // A law inside the program that cannot be read is a defect of the build; a test reads each of them.
  static const std::vector<AllocationLaw> all = [] {
    std::vector<AllocationLaw> read;
    for (const base::EmbeddedFile& file : embedded::laws()) {
      if (auto law = read_law(file.bytes, fmt::format("laws/{}", file.path))) read.push_back(std::move(*law));
    }
    std::sort(read.begin(), read.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return read;
  }();
  return all;
}

base::Result<const AllocationLaw*> find_law(std::string_view id) {
  std::vector<std::string_view> names;
  for (const AllocationLaw& law : laws()) {
    if (law.id == id) return &law;
    names.push_back(law.id);
  }
  std::string message = fmt::format("no allocation law named '{}'", id);
  std::string_view near = base::nearest_name(id, names);
  if (near.empty()) {
    // "kz-2012": another year of the same country is nearer to what was meant than nothing.
    const std::string_view country = id.substr(0, id.find('-'));
    const auto same = std::find_if(names.rbegin(), names.rend(), [&](std::string_view name) {
      return name.substr(0, name.find('-')) == country;
    });
    if (same != names.rend()) near = *same;
  }
  if (!near.empty()) message += fmt::format("; did you mean '{}'?", near);
  return base::fail(base::ErrorCode::not_found, std::move(message));
}

}  // namespace tallyward::seats
