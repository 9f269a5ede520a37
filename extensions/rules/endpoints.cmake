# rules-endpoints: the HTTP and WebSocket endpoints of rules, for the extension and for its tests.
add_library(rules-endpoints STATIC
  ${CMAKE_CURRENT_LIST_DIR}/http_connection.cpp
  ${CMAKE_CURRENT_LIST_DIR}/http_endpoint.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_rpc_endpoint.cpp
  ${CMAKE_CURRENT_LIST_DIR}/json_rpc_message.cpp
  ${CMAKE_CURRENT_LIST_DIR}/lasting_socket.cpp
  ${CMAKE_CURRENT_LIST_DIR}/socket.cpp
  ${CMAKE_CURRENT_LIST_DIR}/socket_endpoint.cpp
  ${CMAKE_CURRENT_LIST_DIR}/url.cpp
  ${CMAKE_CURRENT_LIST_DIR}/websocket_endpoint.cpp)
set_target_properties(rules-endpoints PROPERTIES
  CXX_VISIBILITY_PRESET hidden
  VISIBILITY_INLINES_HIDDEN ON
  POSITION_INDEPENDENT_CODE ON)
# GCC 12 takes Asio's allocator of coroutine frames for a mismatch wherever it inlines one half of it.
target_compile_options(rules-endpoints PRIVATE
  $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique -Wno-mismatched-new-delete>)
target_include_directories(rules-endpoints PUBLIC ${CMAKE_CURRENT_LIST_DIR}/..)
target_link_libraries(rules-endpoints PUBLIC Ripple::sdk RippleThunder::thunder)
if(TARGET ripple-options)
  target_link_libraries(rules-endpoints PRIVATE ripple-options)
endif()
