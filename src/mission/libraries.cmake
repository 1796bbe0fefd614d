# Howard Hinnant's date library: time zones and their history (g++ 12 has no std::chrono::zoned_time).
find_package(date REQUIRED)
target_link_libraries(${floor_target} PRIVATE date::date-tz)
