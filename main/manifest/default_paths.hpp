/// Where things are when neither the manifest nor the command line says so.
#pragma once

#include <filesystem>

namespace ripple::manifest {

/// $XDG_STATE_HOME/ripple; for root /var/lib/ripple; else $HOME/.local/state/ripple; without a home
/// /opt/persistent/ripple, which is Ripple's own default.
std::filesystem::path default_saved_dir();

/// $XDG_RUNTIME_DIR/ripple-control.sock, or /run/ripple-control.sock for root, or that
/// name in default_saved_dir().
std::filesystem::path default_control_socket();

/// The directory that a `default_path` means. A relative one is looked for beside the manifest,
/// beside the executable, one level above it, and in the library directory of an installation; the
/// first that exists wins, and when none does the place beside the manifest is meant.
std::filesystem::path find_extension_directory(const std::filesystem::path& default_path,
                                               const std::filesystem::path& manifest_directory);

}  // namespace ripple::manifest
