# The web front ends, as one file web.pack inside the binary (web/build/pack.ts says what it holds).
#   TALLYWARD_WEB=ON   builds web/ with Node when a source changed; where only web/dist is there (a release
#                      tarball), takes web/dist/web.pack as it is.
#   TALLYWARD_WEB=OFF  an empty pack: the server then answers 404 for the front ends. For work on the C++ alone.
option(TALLYWARD_WEB "Build and embed the web front ends" ON)

function(tallyward_web target)
  set(web ${PROJECT_SOURCE_DIR}/web)
  set(out ${PROJECT_BINARY_DIR}/web)
  if(TALLYWARD_WEB AND EXISTS ${web}/package.json)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${web}/src/* ${web}/messages/* ${web}/public/* ${web}/build/*
         ${PROJECT_SOURCE_DIR}/locales/data/*.json)
    add_custom_command(OUTPUT ${out}/web.pack
      COMMAND ${PROJECT_SOURCE_DIR}/tools/web-build --out ${out}
      DEPENDS ${sources} ${web}/package.json ${web}/package-lock.json ${web}/tsconfig.json ${web}/vite.config.ts ${PROJECT_SOURCE_DIR}/tools/web-build
      COMMENT "Building the web front ends" VERBATIM)
  elseif(TALLYWARD_WEB AND EXISTS ${web}/dist/web.pack)
    configure_file(${web}/dist/web.pack ${out}/web.pack COPYONLY)
  elseif(TALLYWARD_WEB)
    message(FATAL_ERROR "Neither the sources of web/ nor web/dist/web.pack are there. -DTALLYWARD_WEB=OFF builds without front ends.")
  else()
    file(MAKE_DIRECTORY ${out})
    file(WRITE ${out}/web.pack "tallyward-web-pack 1\n\n")
  endif()
  tallyward_embed(${target} web_pack ${out} ${out}/web.pack)
endfunction()
