# nlohmann/json: settings, opened bodies and views are JSON.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PUBLIC nlohmann_json::nlohmann_json Threads::Threads)
# libsodium: sealed boxes for the roster vault and the contact book.
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
target_link_libraries(${floor_target} PRIVATE PkgConfig::SODIUM)
# The shipped library of checklists: 181 questions, and the forms for incidents, protocols, practice and the long term.
tallyward_embed(${floor_target} forms ${CMAKE_CURRENT_LIST_DIR}/forms ${CMAKE_CURRENT_LIST_DIR}/forms/library.csv ${CMAKE_CURRENT_LIST_DIR}/forms/more.csv)
