#include <filesystem>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "embedded/profiles.h"
#include "exchange/results_profile.h"

namespace tallyward::exchange {

namespace {

constexpr std::size_t kLargestProfile = std::size_t{1} << 20;

std::string stem(std::string_view path) {
  return std::filesystem::path(path).stem().string();
}

}  // namespace

std::vector<std::string> shipped_results_profiles() {
  std::vector<std::string> names;
  for (const base::EmbeddedFile& file : embedded::profiles()) names.push_back(stem(file.path));
  return names;
}

base::Result<ResultsProfile> find_results_profile(std::string_view name_or_path) {
  for (const base::EmbeddedFile& file : embedded::profiles()) {
    if (stem(file.path) != name_or_path) continue;
    TRY_ASSIGN(ResultsProfile profile, parse_results_profile(file.bytes, file.path));
    profile.name = stem(file.path);
    return profile;
  }
  if (!name_or_path.ends_with(".toml")) {
    const std::vector<std::string> names = shipped_results_profiles();
    const std::vector<std::string_view> views(names.begin(), names.end());
    const std::string_view near = base::nearest_name(name_or_path, views);
    return base::fail(base::ErrorCode::not_found,
                      near.empty()
                          ? fmt::format("no profile named '{}'; shipped are: {}; a path ends in .toml",
                                        name_or_path, fmt::join(names, ", "))
                          : fmt::format("no profile named '{}'; did you mean '{}'?", name_or_path, near));
  }
  TRY_ASSIGN(const std::string text, base::read_file(std::filesystem::path(name_or_path), kLargestProfile));
  TRY_ASSIGN(ResultsProfile profile, parse_results_profile(text, name_or_path));
  profile.name = stem(name_or_path);
  return profile;
}

}  // namespace tallyward::exchange
