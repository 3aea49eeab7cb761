#!/usr/bin/env bash
# Format, lint and types: what needs no build. Scripts/setup.sh --tests installs the tools.
set -euo pipefail
cd "$(dirname "$0")/.."

swift format lint --strict --recursive --parallel Package.swift Sources Media Tests Benchmarks
Scripts/packages.py check
python3 Scripts/links.py
