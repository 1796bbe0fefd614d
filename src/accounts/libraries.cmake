# libsodium: Argon2id for passwords.
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
target_link_libraries(${floor_target} PRIVATE PkgConfig::SODIUM)
# OpenSSL: HMAC-SHA-1, which TOTP (RFC 6238) needs and libsodium does not have.
find_package(OpenSSL REQUIRED)
target_link_libraries(${floor_target} PRIVATE OpenSSL::Crypto)
