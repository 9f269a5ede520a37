#!/usr/bin/env bash
# Installs what is missing, builds the platform, and starts it on manifests/linux; or, with an emulated
# Thunder server, on manifests/thunder.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

if [[ ${1-} == --help || ${1-} == -h ]]; then
  cat <<'HELP'
./run.sh [OPTION...]              Install what is missing, build build/release, start the platform.
./run.sh --emulator [OPTION...]   The same on manifests/thunder, with thunder-emulator for a device.

Options go to `ripple run manifests/linux` or `ripple run manifests/thunder`, for example
  ./run.sh --app-port 0 --internal-port 0 --saved-dir /tmp/ripple
  ./run.sh --log-level debug
`build/release/ripple run --help` lists them all. Ctrl-C stops the platform, and the emulator with it.
The emulator listens on port 9998, or on $THUNDER_PORT.
HELP
  exit 0
fi

manifest=linux
if [[ ${1-} == --emulator ]]; then
  shift
  manifest=thunder
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
cmake --build --preset release --target main/all extensions/all thunder/all

if [[ $manifest == linux ]]; then
  step "build/release/ripple run manifests/linux${*:+ $*}"
  exec build/release/ripple run manifests/linux "$@"
fi

# The emulator says in one line where it listens, or on standard error why it does not.
port=${THUNDER_PORT:-9998}
pipe=$(mktemp -u)
mkfifo -m 600 "$pipe"
build/release/thunder-emulator --port "$port" >"$pipe" &
emulator=$!
trap 'kill "$emulator" 2>/dev/null || true; rm -f "$pipe"' EXIT
line=
read -r line <"$pipe" || true
if [[ -z $line ]]; then
  code=0
  wait "$emulator" || code=$?
  printf 'run.sh: thunder-emulator did not start (exit code %d); THUNDER_PORT names another port\n' "$code" >&2
  exit $((code == 0 ? 1 : code))
fi
url=$(sed -E 's/.*"url":"([^"]*)".*/\1/' <<<"$line")
step "thunder-emulator (process $emulator) listens on $url"
step "build/release/ripple run manifests/thunder --thunder $url${*:+ $*}"

build/release/ripple run manifests/thunder --thunder "$url" "$@" &
platform=$!
# Ctrl-C reaches all three; a signal to this script alone is handed on.
is_stopping=
trap 'is_stopping=1' INT
trap 'is_stopping=1; kill -TERM "$platform" 2>/dev/null || true' TERM
code=0
wait -n "$platform" "$emulator" || code=$?
if [[ -z $is_stopping ]] && kill -0 "$platform" 2>/dev/null; then
  printf 'run.sh: thunder-emulator has ended (exit code %d); the platform ends, too\n' "$code" >&2
  kill -TERM "$platform"
  wait "$platform" || true
  exit $((code == 0 ? 1 : code))
fi
# The signal may have ended the wait, and the emulator first.
while kill -0 "$platform" 2>/dev/null; do wait "$platform" || true; done
code=0
wait "$platform" || code=$?
exit "$code"
