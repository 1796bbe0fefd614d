# SQLite: the embedded store. One connection writes and checkpoints (trust.md 0.4 names the bug this avoids).
find_package(SQLite3 REQUIRED)
target_link_libraries(${floor_target} PRIVATE SQLite::SQLite3)
file(GLOB storage_migrations CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/sql/*.sql)
tallyward_embed(${floor_target} migrations ${CMAKE_CURRENT_LIST_DIR}/sql ${storage_migrations})
