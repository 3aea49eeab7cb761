#!/usr/bin/env python3
"""What a room costs: CPU of one process with 1 to 6 rooms that hear the sample over RTMP, and take orders.

    Benchmarks/room_cost.py [--rooms 1 2 4 6] [--seconds 60]

Starts `liveshelf serve` for each count, waits until every room hears its stream and the first words have come, and reads the
process's CPU time from /proc over the given seconds. What is printed is CPU seconds per second of stream and room: it should
be the same for every count, and does not depend on what else the machine does, as long as the rooms keep up (the recognition
lag, printed beside it, says whether they did). Python's standard library only.
"""

import argparse
import ctypes
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = os.path.join(ROOT, "Media/Samples/show")


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(count, seconds, folder):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    port, done = free_port(), threading.Event()
    log = open(os.path.join(folder, "log"), "w", encoding="utf-8")
    server = subprocess.Popen(
        [options.program, "serve", "--data", os.path.join(folder, "data"), "--port", str(port)],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, preexec_fn=die_with_parent)

    def call(method, path, body=b"", content_type="application/json"):
        request = urllib.request.Request(
            f"http://127.0.0.1:{port}/v1{path}", data=body, method=method, headers={"Content-Type": content_type})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read() or b"null")

    def publish(address):
        while not done.is_set():
            child = subprocess.Popen(
                [options.program, "publish", os.path.join(SAMPLE, "broadcast.flv"), address], stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, preexec_fn=die_with_parent)
            while child.poll() is None:
                if done.wait(0.2):
                    child.kill()
                    child.wait()
            done.wait(0.2)

    def order():
        number = 0
        while not done.wait(1):
            moment = datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="milliseconds")
            for room in rooms:
                rows = []
                for _ in range(options.rate):
                    number += 1
                    rows.append(json.dumps({
                        "event_id": f"e{number}", "order_id": f"o{number}", "event_type": "created", "sku": "SKU007",
                        "qty": 1, "unit_price": 59, "warehouse": "WH-HZ", "event_time": moment}))
                try:
                    call("POST", f"/rooms/{room}/orders", "\n".join(rows).encode(), "application/x-ndjson")
                except (OSError, http.client.HTTPException):
                    # The server is killed in the middle of a request at the end of a measurement.
                    if not done.is_set():
                        raise

    try:
        for attempt in range(300):
            try:
                call("GET", "/rooms", None)
                break
            except OSError:
                time.sleep(0.1)
        with open(os.path.join(SAMPLE, "catalog.csv"), encoding="utf-8") as file:
            catalog = file.read()
        rooms = [f"room-{number}" for number in range(1, count + 1)]
        for room in rooms:
            address = f"rtmp://127.0.0.1:{free_port()}/live/{room}"
            call("POST", "/rooms", json.dumps(
                {"name": room, "url": address, "listen": True, "catalog": catalog}).encode())
            call("POST", f"/rooms/{room}/start")
            threading.Thread(target=publish, args=(address,), daemon=True).start()
        deadline = time.monotonic() + 120
        while any(call("GET", f"/rooms/{room}", None)["links"]["recognition_lag_s"] is None for room in rooms):
            if time.monotonic() > deadline:
                raise SystemExit("room_cost: not every room has heard words within 120 s")
            time.sleep(0.5)
        threading.Thread(target=order, daemon=True).start()
        time.sleep(5)
        begun, used = time.monotonic(), cpu_seconds(server.pid)
        heard = {room: call("GET", f"/rooms/{room}", None)["stream_time"] for room in rooms}
        time.sleep(seconds)
        used = cpu_seconds(server.pid) - used
        views = {room: call("GET", f"/rooms/{room}", None) for room in rooms}
        elapsed = time.monotonic() - begun
        listened = sum(views[room]["stream_time"] - heard[room] for room in rooms)
        lag = max(views[room]["links"]["recognition_lag_s"] for room in rooms)
        return used / listened, used / elapsed, lag
    finally:
        done.set()
        server.kill()
        server.wait()


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--rooms", type=int, nargs="+", default=[1, 2, 4, 6])
parser.add_argument("--seconds", type=float, default=60)
parser.add_argument("--rate", type=int, default=5, help="orders a second for each room")
parser.add_argument("--folder", default=f"/tmp/liveshelf-room-cost-{os.getpid()}")
parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/liveshelf"))
options = parser.parse_args()
signal.signal(signal.SIGTERM, lambda *_: os._exit(130))
first = None
for count in options.rooms:
    room, all_rooms, lag = measure(count, options.seconds, options.folder)
    first = first or room
    print(f"{count} rooms: {room:.3f} CPU s per stream second and room ({room / first - 1:+.0%} of the first), "
          f"{all_rooms:.2f} cores together, recognition lag {lag:.1f} s", flush=True)
shutil.rmtree(options.folder, ignore_errors=True)
