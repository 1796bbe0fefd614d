# toml++: rule files are TOML, written by hand, and name the place of a mistake.
pkg_check_modules(TOMLPLUSPLUS REQUIRED IMPORTED_TARGET tomlplusplus)
target_link_libraries(${floor_target} PRIVATE PkgConfig::TOMLPLUSPLUS)
# The loops over columns are written for the vectoriser, which -O2 of g++ 12 uses only where it costs nothing.
if(CMAKE_CXX_FLAGS MATCHES "-O2")
  set_source_files_properties(${PROJECT_SOURCE_DIR}/src/results/rule_program.cpp
    ${PROJECT_SOURCE_DIR}/src/results/check_table.cpp PROPERTIES COMPILE_OPTIONS -O3)
endif()
