# toml++: results profiles are TOML, with comments and with places for error messages.
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
target_link_libraries(${floor_target} PRIVATE PkgConfig::TOMLPLUSPLUS)
# Results profiles travel in the binary, so that a shipped one is named without a path.
file(GLOB profiles CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/profiles/*.toml)
tallyward_embed(${floor_target} profiles ${PROJECT_SOURCE_DIR}/profiles ${profiles})
