// The witness's store in files.
#include "base/file.h"
#include "transparency/witness.h"

namespace tallyward::transparency {

std::string FileWitnessStore::path_of(std::string_view origin) const {
  return folder_ + "/" + crypto::to_hex(crypto::sha256(origin)) + ".checkpoint";
}

base::Result<std::string> FileWitnessStore::last(std::string_view origin) {
  auto bytes = base::read_file(path_of(origin));
  if (!bytes && bytes.error().code == base::ErrorCode::not_found) return std::string();
  return bytes;
}

base::Result<void> FileWitnessStore::replace(std::string_view origin, std::string_view expected,
                                             std::string_view now) {
  TRY_ASSIGN(const std::string stored, last(origin));
  if (stored != expected) return base::fail(base::ErrorCode::conflict, "another head was stored meanwhile");
  return base::write_file(path_of(origin), now);
}

}  // namespace tallyward::transparency
