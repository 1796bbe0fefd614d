# libzip and expat: XLSX read as a stream; libxlsxwriter: XLSX written in constant memory.
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
# simdjson: JSON tables of many megabytes.
find_package(simdjson REQUIRED)
target_link_libraries(${floor_target} PRIVATE PkgConfig::LIBZIP PkgConfig::EXPAT PkgConfig::XLSXWRITER simdjson::simdjson)
