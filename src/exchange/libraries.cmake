# toml++: results profiles are TOML, with comments and with places for error messages.
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
target_link_libraries(${floor_target} PRIVATE PkgConfig::TOMLPLUSPLUS)
# Results profiles travel in the binary, so that a shipped one is named without a path.
file(GLOB profiles CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/profiles/*.toml)
tallyward_embed(${floor_target} profiles ${PROJECT_SOURCE_DIR}/profiles ${profiles})
# nlohmann/json: manifests of snapshots.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
# utf8proc: lower case of headings in any script, when a profile is guessed.
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
target_link_libraries(${floor_target} PRIVATE PkgConfig::UTF8PROC)
# Rule sets travel in the binary too.
file(GLOB rule_sets CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*.toml)
tallyward_embed(${floor_target} rules ${PROJECT_SOURCE_DIR}/rules ${rule_sets})
# simdjson: NIST SP 1500-100 JSON; pugixml: EML_NL XML.
find_package(simdjson REQUIRED)
pkg_check_modules(PUGIXML REQUIRED IMPORTED_TARGET pugixml)
target_link_libraries(${floor_target} PRIVATE simdjson::simdjson PkgConfig::PUGIXML)
