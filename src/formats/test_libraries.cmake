# libcsv has no part in the program: it is the oracle of our tokeniser. libzip: workbooks made by hand.
find_library(LIBCSV_LIBRARY csv REQUIRED)
target_link_libraries(${test_target} PRIVATE ${LIBCSV_LIBRARY} PkgConfig::LIBZIP)
