# libsodium: Ed25519, SHA-256, HMAC, sealed boxes and secret boxes, constant-time comparison, the system's randomness.
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
# nlohmann-json: only its event parser, behind crypto/canonical_json.cpp.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE PkgConfig::SODIUM nlohmann_json::nlohmann_json)
