#include "main/manifest/default_paths.hpp"

#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <system_error>

namespace ripple::manifest {
namespace {

namespace fs = std::filesystem;

/// The directory that an environment variable names, empty when it names none.
fs::path directory_from(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && value[0] == '/' ? fs::path(value) : fs::path();
}

fs::path executable_directory() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path();
}

}  // namespace

fs::path default_saved_dir() {
  const fs::path state = directory_from("XDG_STATE_HOME");
  if (!state.empty()) return state / "ripple";
  if (geteuid() == 0) return "/var/lib/ripple";
  const fs::path home = directory_from("HOME");
  if (!home.empty()) return home / ".local" / "state" / "ripple";
  return "/opt/persistent/ripple";
}

fs::path default_control_socket() {
  const fs::path runtime = directory_from("XDG_RUNTIME_DIR");
  const fs::path name = "ripple-control.sock";
  if (!runtime.empty()) return runtime / name;
  return (geteuid() == 0 ? fs::path("/run") : default_saved_dir()) / name;
}

fs::path find_extension_directory(const fs::path& default_path,
                                  const fs::path& manifest_directory) {
  const fs::path beside_manifest = manifest_directory / default_path;
  if (default_path.is_absolute()) return default_path;
  const fs::path executable = executable_directory();
  for (const fs::path& place :
       {beside_manifest, executable / default_path, executable.parent_path() / default_path,
        executable.parent_path() / RIPPLE_INSTALL_LIBDIR / "ripple" / default_path}) {
    std::error_code error;
    if (fs::is_directory(place, error)) return place;
  }
  return beside_manifest;
}

}  // namespace ripple::manifest
