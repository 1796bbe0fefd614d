# CLI11: parsing of words, quoting, help on mistakes. One translation unit includes it.
find_package(CLI11 REQUIRED)
target_link_libraries(${floor_target} PRIVATE CLI11::CLI11)
# nlohmann/json: the --json output of every command.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PUBLIC nlohmann_json::nlohmann_json)
# Boost.Beast (headers): the witness's small HTTP server, in one file.
find_package(Boost REQUIRED)
target_link_libraries(${floor_target} PRIVATE Boost::headers Threads::Threads)
