#!/usr/bin/env bash
# Sends a server many right and wrong requests made from its OpenAPI document, and holds its answers against it: no failure of
# the server, no answer that is not documented.
#
#   Tests/api_fuzz.sh URL [EXAMPLES] [SEED]     such as http://127.0.0.1:8750 50 1
#
# `make test` runs it from LiveshelfServerTests; Scripts/setup.sh --tests installs schemathesis.
set -euo pipefail
cd "$(dirname "$0")/.."

url=${1:?"usage: Tests/api_fuzz.sh URL [EXAMPLES] [SEED]"}
tool=.build/test-tools/bin/schemathesis
[[ -x $tool ]] || { echo "api_fuzz: schemathesis is missing; run Scripts/setup.sh --tests" >&2; exit 2; }

# The event stream has no end, and is tested for itself.
checks=not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance
checks+=,response_schema_conformance,unsupported_method,allow_header_conformance
exec "$tool" run "$url/v1/openapi.json" --url "$url" --exclude-operation-id events \
  --checks "$checks" --phases examples,coverage,fuzzing --max-examples "${2:-50}" --seed "${3:-1}" \
  --request-timeout 20 --generation-database none --suppress-health-check all --no-color --warnings off
