# Boost.Math: distributions and quantiles (header only, BSL-1.0). Random123: random numbers by counter.
# nlohmann/json: only the tests read the oracle files with it.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} INTERFACE nlohmann_json::nlohmann_json)
