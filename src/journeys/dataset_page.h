// The page that lies in a published dataset: what is in it, that copies cannot be recalled, what is withheld
// and why, and how to check it without trusting the mission. Static HTML without script, in every language.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dataset/manifest.h"
#include "locale/language.h"

namespace tallyward::journeys {

struct DatasetPage {
  dataset::Manifest manifest;  ///< With the files that are written before the pages.
  std::string log_key;
  std::uint64_t reports = 0;
  std::uint64_t withheld_cells = 0;
  std::uint64_t linked_reports = 0;  ///< Kept back because they would link stations.
};

/// "index.html" for English, "index-ru.html" for others.
std::string page_path(std::string_view language);
std::string dataset_page(const DatasetPage& page, const locale::Language& language);

}  // namespace tallyward::journeys
