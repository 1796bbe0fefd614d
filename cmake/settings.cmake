# One INTERFACE target that every target of ours links: language, warnings, sanitizers, linker.
set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(tallyward_settings INTERFACE)
target_include_directories(tallyward_settings INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_BINARY_DIR}/generated)
target_compile_options(tallyward_settings INTERFACE
  # Floating-point results are part of what we publish: no fused multiply-add unless we ask for it.
  $<$<COMPILE_LANGUAGE:CXX>:-ffp-contract=off -Wall -Wextra -Wshadow -Wconversion -Wnon-virtual-dtor -Werror>)
target_compile_definitions(tallyward_settings INTERFACE TALLYWARD_VERSION="${PROJECT_VERSION}")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # g++ 12 reports these two on correct code of the standard library and of Boost once optimised.
  target_compile_options(tallyward_settings INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-Wno-maybe-uninitialized -Wno-restrict -Wno-stringop-overflow -Wno-array-bounds -Wno-dangling-pointer>)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # libstdc++ 12 uses the deprecated get_temporary_buffer inside std::stable_sort; clang 19 blames our call of it.
  # `#pragma GCC optimize` is for g++ alone.
  target_compile_options(tallyward_settings INTERFACE $<$<COMPILE_LANGUAGE:CXX>:-Wno-deprecated-declarations -Wno-unknown-pragmas>)
endif()
if(TALLYWARD_SANITIZE)
  target_compile_options(tallyward_settings INTERFACE -fsanitize=${TALLYWARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(tallyward_settings INTERFACE -fsanitize=${TALLYWARD_SANITIZE})
endif()
include(CheckLinkerFlag)
check_linker_flag(CXX -fuse-ld=mold TALLYWARD_HAS_MOLD)
if(TALLYWARD_HAS_MOLD)
  target_link_options(tallyward_settings INTERFACE -fuse-ld=mold)
endif()
# A program names only the libraries it really calls: tallyward-verify must not need a reader of foreign files.
target_link_options(tallyward_settings INTERFACE -Wl,--as-needed)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(fmt REQUIRED)
