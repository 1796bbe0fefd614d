# toml++: allocation laws are TOML files, and name the place of a mistake. One translation unit includes it.
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
target_link_libraries(${floor_target} PRIVATE PkgConfig::TOMLPLUSPLUS)
# The laws travel inside the program.
file(GLOB laws CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/laws/*.toml)
tallyward_embed(${floor_target} laws ${PROJECT_SOURCE_DIR}/laws ${laws})
