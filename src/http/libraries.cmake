# The web front ends inside the program (cmake/web.cmake).
tallyward_web(${floor_target})
# Boost.Beast and Asio (headers): HTTP/1.1 and sockets; two translation units include them. OpenSSL: TLS.
find_package(Boost 1.74 REQUIRED)
find_package(OpenSSL REQUIRED)
target_link_libraries(${floor_target} PRIVATE Boost::headers OpenSSL::SSL Threads::Threads)
# nlohmann/json: request and response bodies at the rim.
find_package(nlohmann_json REQUIRED)
target_link_libraries(${floor_target} PRIVATE nlohmann_json::nlohmann_json)
# libcurl: asks the mission's witnesses over HTTP and HTTPS.
find_package(CURL REQUIRED)
target_link_libraries(${floor_target} PRIVATE CURL::libcurl)
