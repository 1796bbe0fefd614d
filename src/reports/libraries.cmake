# nlohmann/json writes report.json. One translation unit includes it.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
tallyward_embed(${floor_target} report_styles ${PROJECT_SOURCE_DIR}/src/reports src/reports/page.css)
