#!/usr/bin/env bash
# Installs what is missing, builds the platform, and starts it on manifests/linux.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

if [[ ${1-} == --help || ${1-} == -h ]]; then
  cat <<'HELP'
./run.sh [OPTION...]   Install what is missing, build build/release, start the platform.

Options go to `ripple run manifests/linux`, for example
  ./run.sh --app-port 0 --internal-port 0 --saved-dir /tmp/ripple
  ./run.sh --log-level debug
`build/release/ripple run --help` lists them all. Ctrl-C stops the platform.
HELP
  exit 0
fi

step() { printf -- '-- %s\n' "$*"; }

step 'Checking packages'
.ci/setup build

# A tree that ./test.sh has configured keeps its tests; here only the platform is built.
step 'Configuring build/release'
parts=()
[[ -f build/release/CMakeCache.txt ]] || parts=(-DRIPPLE_BUILD_TESTS=OFF -DRIPPLE_BUILD_BENCH=OFF)
cmake --preset release --log-level=WARNING "${parts[@]}" >/dev/null

step 'Building (the first time takes some minutes)'
cmake --build --preset release --target main/all extensions/all

step "build/release/ripple run manifests/linux${*:+ $*}"
exec build/release/ripple run manifests/linux "$@"
