# ripple_add_extension(<name> SOURCES <file>... [LINK <library>...])
#
# Builds lib<name>.so, which Main can load: it exports the one symbol ripple_extn_library, shares no
# symbol with any other library in the process, can be unloaded, and needs nothing that it does not
# link. <name> is also the name that the library tells Main.

function(ripple_add_extension name)
  cmake_parse_arguments(PARSE_ARGV 1 EXTENSION "" "" "SOURCES;LINK")
  if(NOT EXTENSION_SOURCES OR EXTENSION_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "ripple_add_extension(${name} ...): expected SOURCES with at least one "
      "file, and LINK; found: ${ARGN}")
  endif()
  set(exports ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/ripple_extension.map)
  add_library(${name} MODULE ${EXTENSION_SOURCES})
  set_target_properties(${name} PROPERTIES
    PREFIX lib
    C_VISIBILITY_PRESET hidden
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON
    LINK_DEPENDS ${exports})
  target_compile_definitions(${name} PRIVATE RIPPLE_LIBRARY_NAME="${name}")
  # GNU-unique symbols would keep the library mapped for ever and be shared in spite of RTLD_LOCAL.
  target_compile_options(${name} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_link_options(${name} PRIVATE -Wl,--version-script=${exports})
  if(NOT RIPPLE_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,--no-undefined)
  endif()
  target_link_libraries(${name} PRIVATE Ripple::sdk ${EXTENSION_LINK})
  if(TARGET ripple-options)
    target_link_libraries(${name} PRIVATE ripple-options)
  endif()
endfunction()
