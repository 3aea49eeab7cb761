#!/usr/bin/env bash
# Cuts one of two workers off from NATS with a network namespace, and says when it fell silent, when the other took its
# room, and what became of the writes that it tried when the network came back. Needs root.
#
#   Benchmarks/partition.sh [backbone-benchmark [seconds of a lease]]
set -euo pipefail
cd "$(dirname "$0")/.."
program=$(realpath "${1:-Benchmarks/.build/release/backbone-benchmark}")
lease=${2:-3}
server=$(Scripts/backbone.sh program)
folder=$(mktemp -d)
net=liveshelf-$$
(( EUID == 0 )) || { echo "partition: needs root for the network namespace" >&2; exit 1; }

cleanup() {
  kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  ip netns del "$net" 2>/dev/null || true
  rm -rf "$folder"
}
pids=()
trap cleanup EXIT

ip netns add "$net"
ip link add "lsh$$" type veth peer name "lsn$$"
ip link set "lsn$$" netns "$net"
ip addr add 10.213.77.1/30 dev "lsh$$"
ip link set "lsh$$" up
ip -n "$net" addr add 10.213.77.2/30 dev "lsn$$"
ip -n "$net" link set "lsn$$" up

"$server" -a 10.213.77.1 -p 14999 -js -sd "$folder/data" >/dev/null 2>&1 & pids+=($!)
export LIVESHELF_NATS_URL=nats://10.213.77.1:14999 LIVESHELF_NATS_REPLICAS=1
sleep 1
"$program" control --namespace cut --register 1
ip netns exec "$net" "$program" worker cut-off --namespace cut --lease "$lease" 2>"$folder/cut-off" & pids+=($!)
until grep -q STARTED "$folder/cut-off"; do sleep 0.1; done
"$program" worker other --namespace cut --lease "$lease" 2>"$folder/other" & pids+=($!)
sleep 3

milliseconds() { awk '{ printf "%d", $1 * 1000 }' /proc/uptime; }
first() { awk -v event="$1" '$2 == event { print $1; exit }' "$2"; }
cut=$(milliseconds)
ip link set "lsh$$" down
until grep -q STARTED "$folder/other"; do sleep 0.05; done
sleep 2
ip link set "lsh$$" up
until grep -q -E 'LOST' "$folder/cut-off"; do sleep 0.05; done
sleep 1
acquired=$(first ACQUIRED "$folder/other") started=$(first STARTED "$folder/other") lost=$(first LOST "$folder/cut-off")
# The last moment at which the holder could emit, as it found itself.
last=$(awk '$2 == "SILENT" { print $5; exit }' "$folder/cut-off")
echo "lease $lease s; after the network was cut: the holder could emit until $((last - cut)) ms, the other one had the lease at $((acquired - cut)) ms and started the room at $((started - cut)) ms, the holder heard of its loss at $((lost - cut)) ms"
if (( last <= acquired )); then echo "at no time could both emit"; else echo "BOTH COULD EMIT"; exit 1; fi
"$program" control --namespace cut --check room-0
