// An allocation of seats as a file of a dataset: the law as text, the contest, the lots that were drawn, and
// the seats. Whoever verifies allocates again. seats/NAME.json, canonical JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "seats/seats.h"

namespace tallyward::dataset {

struct SeatsFile {
  std::string law;            ///< TOML text of the law file.
  std::string law_name;       ///< Its name, for messages.
  election::Contest contest;  ///< One constituency or districts; votes by contestant.
  std::vector<seats::RecordedLot> lots;
  std::vector<std::int64_t>
      seats;  ///< As published, by contestant; with open questions those that are certain.
  std::string
      source;  ///< The source of the protocols whose sums the votes are; "" when they are not in the dataset.
};

std::string to_json(const SeatsFile& file);
base::Result<SeatsFile> parse_seats_file(std::string_view json);

/// The seats that the law gives for the contest. Errors: those of read_law and allocate_seats.
base::Result<std::vector<std::int64_t>> allocate_again(const SeatsFile& file);

}  // namespace tallyward::dataset
