# What the extension libraries of this folder share in how they are built.
include(GNUInstallDirs)

# What device channels have in common; see device/.
set(RIPPLE_DEVICE_SOURCES
  ../device/date_time.cpp ../device/device_identity.cpp ../device/device_settings.cpp
  ../device/resolution.cpp ../device/sha256.cpp ../device/version_number.cpp)

# ripple_extension_parts(<name> SOURCES <file>... [LINK <library>...])
#
# <name>-parts: everything of an extension but its entry, for the extension itself and for its unit
# tests. Headers are included as "<name>/<header>".
function(ripple_extension_parts name)
  cmake_parse_arguments(PARSE_ARGV 1 PARTS "" "" "SOURCES;LINK")
  add_library(${name}-parts STATIC ${PARTS_SOURCES})
  set_target_properties(${name}-parts PROPERTIES
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON
    POSITION_INDEPENDENT_CODE ON)
  # As ripple_add_extension says: unique symbols would keep the library mapped for ever.
  target_compile_options(${name}-parts PRIVATE $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_include_directories(${name}-parts PUBLIC ${CMAKE_CURRENT_SOURCE_DIR}/..)
  target_link_libraries(${name}-parts PUBLIC Ripple::sdk PRIVATE ${PARTS_LINK})
  if(TARGET ripple-options)
    target_link_libraries(${name}-parts PRIVATE ripple-options)
  endif()
endfunction()

# ripple_shipped_extension(<name> SOURCES <file>...)
#
# lib<name>.so of <name>-parts, if there are any, where Main looks for it in the build and when it
# is installed.
function(ripple_shipped_extension name)
  cmake_parse_arguments(PARSE_ARGV 1 SHIPPED "" "" "SOURCES")
  set(parts)
  if(TARGET ${name}-parts)
    set(parts ${name}-parts)
  endif()
  ripple_add_extension(${name} SOURCES ${SHIPPED_SOURCES} LINK ${parts})
  set_target_properties(${name} PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/extensions)
  install(TARGETS ${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/ripple/extensions)
endfunction()
