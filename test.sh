#!/usr/bin/env bash
# Installs what is missing, builds the platform and its tests, and runs them all.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")"

if [[ ${1-} == --help || ${1-} == -h ]]; then
  cat <<'HELP'
./test.sh [OPTION...]   Install what is missing, build build/release with tests, run them.

Options go to ctest, for example
  ./test.sh -R Router          tests whose name matches
  ./test.sh --rerun-failed
HELP
  exit 0
fi

step() { printf -- '-- %s\n' "$*"; }

step 'Checking packages'
.ci/setup build test

if [[ tests/package-lock.json -nt tests/node_modules/.package-lock.json ]]; then
  step 'Installing the official clients (npm ci in tests/)'
  npm ci --prefix tests --no-audit --no-fund
fi

step 'Configuring build/release'
cmake --preset release --log-level=WARNING -DRIPPLE_BUILD_TESTS=ON -DRIPPLE_BUILD_BENCH=ON >/dev/null

step 'Building'
cmake --build --preset release

step 'Testing'
exec ctest --preset release "$@"
