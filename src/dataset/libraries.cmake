# nlohmann-json: reading the manifest, the openings and the seats file; only in .cpp files.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
