# nlohmann/json reads the catalogues and tables once, at the first use of a language. One translation unit includes it.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
# utf8proc: NFC, so that a name typed in two ways sorts in one place.
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
target_link_libraries(${floor_target} PRIVATE PkgConfig::UTF8PROC)
# Catalogues (locales/LANGUAGE/TOPIC.json) and tables made from CLDR (locales/data/LANGUAGE.json) travel with the program.
file(GLOB locale_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/locales/*/*.json)
tallyward_embed(${floor_target} locales ${PROJECT_SOURCE_DIR}/locales ${locale_files})
