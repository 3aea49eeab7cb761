"""What soak.py does besides killing processes: poison rows, hostile clients, clocks that step, networks that are cut."""

import ctypes
import json
import os
import random
import select
import socket
import subprocess
import threading
import time

CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>
static volatile const long *offset;
__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("SOAK_CLOCK");
  int file = path ? open(path, O_RDONLY) : -1;
  void *place = file >= 0 ? mmap(0, sizeof(long), PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  if (place != MAP_FAILED) offset = place;
}
int clock_gettime(clockid_t clock, struct timespec *now) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real(clock, now);
  if (!result && clock == CLOCK_REALTIME && offset) now->tv_sec += *offset;
  return result;
}
int gettimeofday(struct timeval *now, void *zone) {
  struct timespec time;
  int result = clock_gettime(CLOCK_REALTIME, &time);
  now->tv_sec = time.tv_sec;
  now->tv_usec = time.tv_nsec / 1000;
  return result;
}
"""


class Clock:
    """The wall clock of one process, which can be set while it runs; the others keep theirs."""

    library = None

    def __init__(self, folder, name):
        self.path = os.path.join(folder, f"clock-{name}")
        self.set(0)
        if Clock.library is None:
            source, made = os.path.join(folder, "clock.c"), os.path.join(folder, "clock.so")
            with open(source, "w", encoding="utf-8") as file:
                file.write(CLOCK)
            subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", made, source, "-ldl"], check=True)
            Clock.library = made

    def set(self, seconds):
        with open(self.path, "r+b" if os.path.exists(self.path) else "wb") as file:
            file.write(ctypes.c_long(seconds))

    def environment(self):
        return {"SOAK_CLOCK": self.path, "LD_PRELOAD": Clock.library}


class Network:
    """Between one process and the NATS servers: passes bytes on, and can be cut. What was sent meanwhile waits, as in a network
    whose packets are lost; then the connections are torn."""

    def __init__(self, servers):
        self.open = threading.Event()
        self.open.set()
        self.pairs = set()
        self.addresses = []
        for server in servers:
            listener = socket.create_server(("127.0.0.1", 0))
            self.addresses.append(f"nats://127.0.0.1:{listener.getsockname()[1]}")
            threading.Thread(target=self.accept, args=(listener, server), daemon=True).start()

    def accept(self, listener, server):
        while True:
            near, _ = listener.accept()
            if not self.open.is_set():
                near.close()
                continue
            try:
                far = socket.create_connection(server, timeout=5)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            self.pairs.add((near, far))
            threading.Thread(target=self.carry, args=(near, far), daemon=True).start()

    def carry(self, near, far):
        try:
            while True:
                ready, _, _ = select.select([near, far], [], [], 1)
                self.open.wait()
                for end in ready:
                    data = end.recv(1 << 16)
                    if not data:
                        return
                    (far if end is near else near).sendall(data)
        except (OSError, ValueError):
            return
        finally:
            self.pairs.discard((near, far))
            near.close()
            far.close()

    def cut(self, seconds, tears):
        self.open.clear()
        time.sleep(seconds)
        if tears:
            for pair in list(self.pairs):
                for end in pair:
                    try:
                        end.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass
        self.open.set()


def poison(random, number, sku, warehouse, moment):
    """A body that must not change a room's stock, and must not end anything; its type; and whether its rows are the room's."""
    row = {
        "event_id": f"poison-{number}", "order_id": f"poison-{number}", "event_type": "created", "sku": sku, "qty": 1,
        "unit_price": 59, "warehouse": warehouse, "event_time": moment.isoformat(timespec="milliseconds")}
    changes = [
        {"qty": 10**18}, {"qty": -(2**63)}, {"qty": 1e300}, {"qty": "NaN"}, {"qty": 0}, {"qty": None},
        {"qty": 999_999}, {"event_time": "2099-01-01T00:00:00+08:00"}, {"event_time": "9999-12-31T23:59:59Z"},
        {"event_time": "292277026596-01-01T00:00:00Z"}, {"event_time": -(2**62)}, {"event_type": "explode"},
        {"sku": "P" * 600_000}, {"event_id": "x" * 100_000}, {"warehouse": "W\u0000\u202e\n"}, {"unit_price": "-1e400"},
    ]
    kind = random.randrange(len(changes) + 6)
    if kind < len(changes):
        return json.dumps({**row, **changes[kind]}).encode(), "application/x-ndjson"
    kind -= len(changes)
    if kind == 0:
        return b"[" * 100_000, "application/json"
    if kind == 1:
        return random.randbytes(4000), "application/x-ndjson"
    if kind == 2:
        return b"event_id,order_id\r\n\"" + b"a" * 70_000, "text/csv"
    if kind == 3:
        return b"PK\x03\x04" + random.randbytes(2000), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if kind == 4:
        return b"\x1f\x8b\x08\x00" + random.randbytes(500), "application/gzip"
    return b"\xff\xfe" + random.randbytes(999), "text/csv"


class Clients:
    """Callers who want no good: headers that never end, bodies that never come, bytes without sense, many connections."""

    def __init__(self, port, streams, stopping):
        self.port, self.streams, self.stopping = port, streams, stopping
        self.random = random.Random(7)
        self.made = 0

    def start(self):
        for body in (self.drip, self.babble):
            threading.Thread(target=body, daemon=True).start()

    def connect(self, port):
        return socket.create_connection(("127.0.0.1", port), timeout=3)

    def drip(self):
        """Up to 40 connections which send a byte of a header now and then."""
        connections = []
        while not self.stopping.wait(0.5):
            try:
                if len(connections) < 40:
                    one = self.connect(self.port())
                    one.sendall(b"POST /v1/rooms/room-1/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ")
                    connections.append(one)
                    self.made += 1
                for one in connections:
                    one.sendall(b"a")
            except OSError:
                for one in connections:
                    one.close()
                connections = []

    def babble(self):
        bodies = [
            b"GET / HTTP/9.9\r\n\r\n", b"POST /v1/rooms/room-1/orders HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
            b"POST /v1/rooms/../../etc HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
            b"GET /v1/rooms/%00%ff HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0" * 50,
            b"DELETE /v1/rooms/room-1 HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n",
        ]
        while not self.stopping.wait(0.3):
            port = self.random.choice([self.port(), self.port(), *self.streams])
            text = self.random.choice([*bodies, self.random.randbytes(3000), b"\x03" + self.random.randbytes(1536)])
            try:
                with self.connect(port) as one:
                    one.sendall(text)
                    one.settimeout(0.2)
                    one.recv(1000)
            except OSError:
                pass
            self.made += 1
