# nlohmann/json writes the views' JSON. One translation unit includes it.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
# utf8proc: lower case of names in any script, so that spellings meet.
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
target_link_libraries(${floor_target} PRIVATE PkgConfig::UTF8PROC)
