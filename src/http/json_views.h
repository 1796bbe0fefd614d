// Domain values as the JSON that api.md promises.
#pragma once

#include <string>

#include "observation/checklist.h"

namespace tallyward::http {

std::string checklist_json(const observation::Checklist& checklist,
                           const std::vector<std::string>& languages);

}  // namespace tallyward::http
