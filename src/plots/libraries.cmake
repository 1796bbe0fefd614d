# nlohmann/json reads TopoJSON. One translation unit includes it.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
# Maps of others, each with its credit line beside it (assets/maps/README.md).
file(GLOB map_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/assets/maps/*.topo.json ${PROJECT_SOURCE_DIR}/assets/maps/*.credit.txt)
tallyward_embed(${floor_target} maps ${PROJECT_SOURCE_DIR}/assets/maps ${map_files})
