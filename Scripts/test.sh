#!/usr/bin/env bash
# Runs the tests that `swift build --build-tests` has built, side by side where they leave each other alone.
#
#   Scripts/test.sh fast    those without speech, browser, clusters and served programs
#   Scripts/test.sh slow    the others
#
# Of a run that passes the closing line is printed; of one that fails all of it, and the status is 1. CONFIGURATION is the
# build's (default: debug). To run one test by hand: swift test --skip-build --filter NAME
set -euo pipefail
cd "$(dirname "$0")/.."

configuration=${CONFIGURATION:-debug}
program=.build/$configuration/liveshelfPackageTests.xctest
logs=.build/test-logs
[[ -x $program ]] || { echo "test: $program is missing: swift build -c $configuration --build-tests" >&2; exit 2; }
mkdir -p "$logs"

# What hears speech, keeps a browser or a cluster busy, or is measured against a clock of the real world. A target that is
# named nowhere is fast.
speech='^(SpeechRecognition|Hearing|Shows)Tests\.'
clusters='^(Backbone|KafkaLink|Fleet)Tests\.'
media='^(MediaIngest|AudioMarkers|AudioBoundaries)Tests\.'
server='^(LiveshelfServer|RoomAPI)Tests\.'
programs='^liveshelfTests\.'
browser='^DashboardTests\.|ReportPageBrowserTests'

failed=()

# The process itself instead of `swift test`, of which only one runs at a time.
run() { # name, arguments
  local name=$1 log=$logs/$1.log start=$SECONDS
  shift
  # A filter that finds nothing is a mistake in it.
  if NO_COLOR=1 "$program" --testing-library swift-testing --no-parallel "$@" >"$log" 2>&1 \
    && ! grep --quiet 'Test run with 0 tests' "$log"; then
    # The line itself stands last in the log.
    printf '%s: %s (%d s in all)\n' "$name" "$(tail -n 1 "$log")" $((SECONDS - start))
  else
    cat "$log"
    # Once more what failed, for the end of a long log is often all that is seen of it.
    grep --extended-regexp '✘|^[^◇✔]*(Fatal error|Crash)' "$log" | tail -n 40 || true
    printf '%s: FAILED after %d s\n' "$name" $((SECONDS - start))
    return 1
  fi
}

# Runs given as functions, side by side; waits for all.
beside() {
  local name pids=() names=("$@")
  for name in "${names[@]}"; do
    "$name" &
    pids+=($!)
  done
  for name in "${!pids[@]}"; do
    wait "${pids[$name]}" || failed+=("${names[$name]}")
  done
}

engines() { run engines --skip "$speech" --skip "$clusters" --skip "$media" --skip "$server" --skip "$programs" --skip "$browser"; }
server() { run server --filter "$server"; }
media() { run media --filter "$media"; }
clusters() { run clusters --filter "$clusters"; }
programs() { run programs --filter "$programs"; }
speech() { run speech --filter "$speech"; }
memory() { LIVESHELF_TEST_ALONE=1 run memory --filter 'RobustnessTests/memory'; }
browser() { run browser --filter "$browser"; }

case "${1:-}" in
  fast) beside engines server ;;
  slow)
    beside media clusters
    for suite in programs memory speech browser; do beside "$suite"; done
    ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac

if (( ${#failed[@]} )); then
  echo "test: failed: ${failed[*]}"
  exit 1
fi
