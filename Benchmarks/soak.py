#!/usr/bin/env python3
"""Kills workers and NATS servers under load, and checks that nothing was lost, doubled or reordered.

Starts a cluster of three NATS nodes, three workers and a server on loopback, feeds rooms with a recording over RTMP, and
sends orders over HTTP until each is acknowledged, while processes are killed with kill -9 at random. At the end the rooms
are stopped, and a worker with an empty disk restores them from the backbone. Then

- the ledger must be that of the acknowledged orders, in every cell;
- the log must hold every acknowledged order event, and no other;
- the signals on the backbone, one of each id, must be those of an undisturbed fold over the log: none missing, none more,
  each with the same content.

    Benchmarks/soak.py --minutes 15 --rate 1000

With --hostile there are also poison rows, callers who want no good, workers whose clocks step by hours and workers that are
cut off from NATS (hostile.py); with --upgrade PROGRAM the workers go over to another program at half time, one after the other.

Needs the program (`swift build -c release --product liveshelf`), Scripts/setup.sh, and some GB in --folder. Ends with status
1 when a check failed. Python's standard library only.
"""

import argparse
import csv
import ctypes
import http.client
import json
import os
import queue
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.request
import hostile
from datetime import datetime, timedelta, timezone

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = os.path.join(ROOT, "Media/Samples/show")
WAREHOUSES = ["WH-HZ", "WH-GZ"]


def now():
    return time.monotonic()


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def die_with_parent():
    """A child is killed when this program is, however it ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Program:
    """A process whose standard error is read line by line, with the moment at which each line came."""

    def __init__(self, name, arguments, environment, on_line):
        self.name = name
        self.log = open(os.path.join(options.folder, f"{name}.log"), "a", encoding="utf-8")
        self.process = subprocess.Popen(
            arguments, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", preexec_fn=die_with_parent)
        self.reader = threading.Thread(target=self.read, args=(on_line,), daemon=True)
        self.reader.start()

    def read(self, on_line):
        for line in self.process.stdout:
            self.log.write(line)
            self.log.flush()
            on_line(line, now())

    @property
    def is_alive(self):
        return self.process.poll() is None

    def kill(self):
        self.process.kill()
        self.process.wait()

    def stop(self, seconds=90):
        self.process.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise SystemExit(f"soak: {self.name} did not end on SIGTERM within {seconds} s")


class Takeovers:
    """From the kill of a room's worker to the room's start on another one."""

    def __init__(self):
        self.lock = threading.Lock()
        self.holder = {}
        self.open = {}
        self.done = []
        self.server_faults = []

    def line(self, worker, line, moment):
        found = re.search(r"\b(started|released|lost)\((room-\d+)", line)
        if not found:
            return
        event, room = found.groups()
        with self.lock:
            if event == "started":
                self.holder[room] = worker
                if room in self.open:
                    self.done.append((room, self.open[room], moment))
                    del self.open[room]
            elif self.holder.get(room) == worker:
                del self.holder[room]

    def killed(self, worker, moment):
        with self.lock:
            rooms = [room for room, holder in self.holder.items() if holder == worker]
            for room in rooms:
                del self.holder[room]
                self.open.setdefault(room, moment)
            return rooms

    def servers_were_killed(self, begin, end):
        with self.lock:
            self.server_faults.append((begin, end))

    def report(self):
        with self.lock:
            def is_quiet(start, end):
                return all(end < begin or start > finish for begin, finish in self.server_faults)
            every = [end - start for _, start, end in self.done]
            quiet = [end - start for _, start, end in self.done if is_quiet(start, end)]
        return f"takeovers: {spread(every)}; with all servers up: {spread(quiet)}", quiet


def spread(values):
    if not values:
        return "none"
    values = sorted(values)
    at = lambda share: values[min(len(values) - 1, int(len(values) * share))]
    return f"{len(values)}, p50 {at(0.5):.2f} s, p95 {at(0.95):.2f} s, longest {values[-1]:.2f} s"


class Cluster:
    def __init__(self):
        self.port = options.port
        self.environment = dict(
            os.environ, LIVESHELF_BACKBONE=os.path.join(options.folder, "nats"), LIVESHELF_BACKBONE_PORT=str(self.port))
        self.lock = threading.Lock()

    def script(self, *arguments):
        return subprocess.run(
            [os.path.join(ROOT, "Scripts/backbone.sh"), *arguments], env=self.environment, check=True, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout.strip()

    def start(self):
        with self.lock:
            return self.script("start", "--cluster")

    def stop(self):
        with self.lock:
            self.script("stop")

    def kill(self, node):
        try:
            with open(os.path.join(options.folder, f"nats/node-{node}/pid"), encoding="utf-8") as file:
                pid = int(file.read())
            if "nats-server" in os.readlink(f"/proc/{pid}/exe"):
                os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError):
            pass

    def leader(self):
        """The node that leads the stream of the logs; None while there is none."""
        for node in (1, 2, 3):
            try:
                with urllib.request.urlopen(
                    f"http://127.0.0.1:{self.port + 999 + node}/jsz?streams=true&accounts=true", timeout=2
                ) as answer:
                    account = json.load(answer)
            except OSError:
                continue
            for detail in account.get("account_details", []):
                for stream in detail.get("stream_detail", []):
                    leader = stream.get("cluster", {}).get("leader")
                    if stream["name"].endswith("-log") and leader:
                        return int(leader.rsplit("-", 1)[1])
        return None


class Nats:
    """As much of NATS's protocol as reading a stream takes."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.file = self.socket.makefile("rb")
        self.file.readline()
        self.send(b'CONNECT {"verbose":false,"headers":true,"no_responders":true}\r\nPING\r\n')
        while self.file.readline().strip() != b"PONG":
            pass

    def send(self, data):
        self.socket.sendall(data)

    def message(self):
        """The subject, the headers as text, and the body of the next message."""
        while True:
            line = self.file.readline().split()
            if not line:
                raise OSError("the NATS server closed the connection")
            if line[0] == b"PING":
                self.send(b"PONG\r\n")
            elif line[0] == b"MSG":
                body = self.file.read(int(line[-1]) + 2)[:-2]
                return line[1].decode(), "", body
            elif line[0] == b"HMSG":
                header, total = int(line[-2]), int(line[-1])
                data = self.file.read(total + 2)[:-2]
                return line[1].decode(), data[:header].decode(), data[header:]
            elif line[0] == b"-ERR":
                raise OSError(b" ".join(line).decode())

    def request(self, subject, body):
        inbox = f"_INBOX.soak.{random.getrandbits(64):x}"
        self.send(f"SUB {inbox} r\r\nUNSUB r 1\r\n".encode())
        self.send(f"PUB {subject} {inbox} {len(body)}\r\n".encode() + body + b"\r\n")
        return json.loads(self.message()[2])

    def stream(self, name):
        """All messages of a stream, oldest first."""
        count = self.request(f"$JS.API.STREAM.INFO.{name}", b"")["state"]["messages"]
        inbox = f"_INBOX.soak.{random.getrandbits(64):x}"
        self.send(f"SUB {inbox} s\r\n".encode())
        consumer = {
            "stream_name": name,
            "config": {"deliver_subject": inbox, "ack_policy": "none", "deliver_policy": "all", "replay_policy": "instant"}}
        self.send(
            f"PUB $JS.API.CONSUMER.CREATE.{name} _INBOX.soak.none {len(json.dumps(consumer))}\r\n{json.dumps(consumer)}\r\n"
            .encode())
        for _ in range(count):
            yield self.message()


class Sender(threading.Thread):
    """Sends one room's orders at a steady rate, each batch until it is acknowledged."""

    def __init__(self, room, rate, products, stock, stopping):
        super().__init__(daemon=True)
        self.room, self.rate, self.products, self.stopping = room, rate, products, stopping
        self.random = random.Random(f"{options.seed}/{room}")
        self.available = dict(stock)
        self.events = {}
        self.accepted = self.batches = self.retries = 0
        self.waits = []
        self.problem = None
        self.live = {}
        self.number = 0

    def batch(self, count):
        rows = []
        moment = datetime.now(timezone(timedelta(hours=8)))
        for _ in range(count):
            kind = self.random.random()
            if kind < 0.05 and self.live:
                # A cancellation of an order that was sent before.
                order = self.random.choice(list(self.live)[-200:])
                sku, warehouse, quantity = self.live.pop(order)
                rows.append(self.row(f"{order}-x", order, "cancelled", sku, warehouse, quantity, moment))
            elif kind < 0.07 and rows:
                rows.append(dict(self.random.choice(rows)))  # the shop sends an event twice
            else:
                self.number += 1
                order = f"{self.room}-{self.number}"
                sku, warehouse = self.random.choice(self.products), self.random.choice(WAREHOUSES)
                quantity = self.random.choice([1, 1, 1, 2, 3])
                self.live[order] = (sku, warehouse, quantity)
                late = timedelta(seconds=self.random.choice([0, 0, 0.4, 2, 20]))
                rows.append(self.row(f"{order}-c", order, "created", sku, warehouse, quantity, moment - late))
        return rows

    @staticmethod
    def row(event, order, kind, sku, warehouse, quantity, moment):
        return {
            "event_id": event, "order_id": order, "event_type": kind, "sku": sku, "qty": quantity, "unit_price": 59,
            "warehouse": warehouse, "event_time": moment.isoformat(timespec="milliseconds")}

    def run(self):
        begun, sent = now(), 0
        while not self.stopping.is_set():
            due = int((now() - begun) * self.rate) - sent
            if due < max(1, self.rate * 0.1):
                time.sleep(0.05)
                continue
            rows = self.batch(min(due, 500))
            sent += len(rows)
            self.deliver(rows)

    def deliver(self, rows):
        body = "\n".join(json.dumps(row) for row in rows).encode()
        self.batches += 1
        key = f"{self.room}-{self.batches}"
        begun = now()
        while True:
            try:
                status = post(f"/v1/rooms/{self.room}/orders", body, "application/x-ndjson", key)[0]
            except (OSError, http.client.HTTPException):
                status = 0
            if status == 202:
                break
            if status not in (0, 409, 429, 503):
                self.problem = f"orders of {self.room} were answered with {status}"
                raise RuntimeError(self.problem)
            self.retries += 1
            time.sleep(0.25)
        self.waits.append(now() - begun)
        for row in rows:
            if row["event_id"] in self.events:
                continue
            self.events[row["event_id"]] = row
            sign = 1 if row["event_type"] == "cancelled" else -1
            self.available[row["sku"], row["warehouse"]] += sign * row["qty"]
        self.accepted += len(rows)


connections = threading.local()


def call(method, path, body=b"", content_type="application/json", key=None):
    connection = getattr(connections, "value", None)
    if connection is None:
        connection = connections.value = http.client.HTTPConnection("127.0.0.1", server_port, timeout=30)
    headers = {"Content-Type": content_type}
    if key:
        headers["Idempotency-Key"] = key
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        connections.value = None
        raise


def post(path, body=b"", content_type="application/json", key=None):
    return call("POST", path, body, content_type, key)


def insist(method, path, body=b"", content_type="application/json", key=None, seconds=60):
    """Until it succeeds."""
    deadline = now() + seconds
    while True:
        try:
            status, answer = call(method, path, body, content_type, key)
            if status < 300:
                return answer
            problem = f"{status} {answer[:300]}"
        except (OSError, http.client.HTTPException) as error:
            problem = str(error)
        if now() > deadline:
            raise SystemExit(f"soak: {method} {path}: {problem}")
        time.sleep(0.3)


class Soak:
    def __init__(self):
        self.takeovers = Takeovers()
        self.cluster = Cluster()
        self.workers = {}
        self.failures = []
        self.kills = {}
        self.random = random.Random(options.seed)
        self.stopping = threading.Event()
        self.rooms = [f"room-{number}" for number in range(1, options.rooms + 1)]
        self.ports = {room: free_port() for room in self.rooms}
        self.clocks, self.networks, self.program = {}, {}, options.program
        self.poisoned = {}
        with open(os.path.join(SAMPLE, "catalog.csv"), encoding="utf-8") as file:
            self.catalog = file.read()
        self.products = [row["sku"] for row in csv.DictReader(self.catalog.splitlines())]

    def check(self, is_fine, text):
        say(("right: " if is_fine else "WRONG: ") + text)
        if not is_fine:
            self.failures.append(text)

    # Processes

    def start_worker(self, name, data=None):
        folder = data or os.path.join(options.folder, name)
        environment = dict(self.environment)
        if options.hostile and not data:
            if name not in self.clocks:
                self.clocks[name] = hostile.Clock(options.folder, name)
                self.networks[name] = hostile.Network([
                    (server.rsplit("/", 1)[1].split(":")[0], int(server.rsplit(":", 1)[1]))
                    for server in self.addresses.split(",")])
            environment |= self.clocks[name].environment()
            environment["LIVESHELF_NATS_URL"] = ",".join(self.networks[name].addresses)
        self.workers[name] = Program(
            name, [self.program, "worker", "--data", folder, "--lease", str(options.lease)], environment,
            lambda line, moment: self.takeovers.line(name, line, moment))

    def start_server(self):
        global server_port
        server_port = server_port or free_port()
        self.server = Program(
            "serve",
            [options.program, "serve", "--backbone", self.addresses, "--data",
             os.path.join(options.folder, "serve"), "--port", str(server_port)], self.environment, lambda *_: None)

    def publish(self, room):
        """A broadcaster that comes back whenever it lost the room."""
        address = f"rtmp://127.0.0.1:{self.ports[room]}/live/{room}"
        while not self.stopping.is_set():
            with open(os.path.join(options.folder, "publish.log"), "a", encoding="utf-8") as log:
                child = subprocess.Popen(
                    [options.program, "publish", options.recording, address], stdin=subprocess.DEVNULL, stdout=log,
                    stderr=log, preexec_fn=die_with_parent)
                while child.poll() is None:
                    if self.stopping.wait(0.5):
                        child.kill()
                        child.wait()
                        return
            # As encoders do: each attempt is a process of its own, and costs processor time that the rooms need.
            self.stopping.wait(2)

    def start(self):
        shutil.rmtree(options.folder, ignore_errors=True)
        os.makedirs(options.folder)
        self.addresses = self.cluster.start()
        self.environment = dict(
            os.environ, LIVESHELF_NATS_URL=self.addresses, LIVESHELF_NATS_REPLICAS="3", LIVESHELF_NATS_NAMESPACE="soak",
            LIVESHELF_NATS_TIMEOUT_S="5")
        self.start_server()
        for number in (1, 2, 3):
            self.start_worker(f"worker-{number}")
        stock = {(sku, place): options.stock for sku in self.products for place in WAREHOUSES}
        # Before all orders, also those with a late clock: the count would contain them otherwise.
        counted = datetime.now(timezone(timedelta(hours=8))) - timedelta(minutes=10)
        moment = counted.isoformat(timespec="milliseconds")
        lines = ["snapshot_time,sku,warehouse,on_hand,reserved,in_transit,eta,safety_stock"]
        lines += [f"{moment},{sku},{place},{count},0,0,,10" for (sku, place), count in stock.items()]
        self.senders = []
        for room in self.rooms:
            definition = {
                "name": room, "url": f"rtmp://127.0.0.1:{self.ports[room]}/live/{room}", "listen": True,
                "catalog": self.catalog}
            insist("POST", "/v1/rooms", json.dumps(definition).encode())
            markers = os.path.join(SAMPLE, "markers")
            for name in sorted(os.listdir(markers)):
                with open(os.path.join(markers, name), "rb") as file:
                    insist("PUT", f"/v1/rooms/{room}/markers/{name}", file.read(), "audio/wav")
            insist("POST", f"/v1/rooms/{room}/start")
            insist("POST", f"/v1/rooms/{room}/stock", "\n".join(lines).encode(), "text/csv", key=f"{room}-stock")
            self.senders.append(Sender(room, options.rate / options.rooms, self.products, stock, self.stopping))
            threading.Thread(target=self.publish, args=(room,), daemon=True).start()
        if options.hostile:
            self.clients = hostile.Clients(lambda: server_port, list(self.ports.values()), self.stopping)
            self.clients.start()
            threading.Thread(target=self.poison, daemon=True).start()
        say(f"{options.rooms} rooms, 3 workers, 3 servers, {options.rate} orders/s")

    # Faults

    def fault(self):
        kinds, weights = ["worker", "leader", "servers", "serve"], list(options.weights)
        if options.hostile:
            kinds, weights = kinds + ["clock", "network"], weights + [2, 2]
        kind = self.random.choices(kinds, weights)[0]
        self.kills[kind] = self.kills.get(kind, 0) + 1
        if kind == "worker":
            self.kill_worker()
        elif kind == "clock":
            name, seconds = self.random.choice(list(self.clocks)), self.random.choice([-7200, -90, 0, 45, 3600, 86_400])
            say(f"the clock of {name} is set to {seconds:+} s")
            self.clocks[name].set(seconds)
        elif kind == "network":
            name, seconds = self.random.choice(list(self.networks)), self.random.uniform(1, 12)
            rooms = [room for room, holder in self.takeovers.holder.items() if holder == name]
            say(f"{name} with {', '.join(rooms) or 'no rooms'} is cut off for {seconds:.1f} s")
            self.networks[name].cut(seconds, self.random.random() < 0.7)
        elif kind == "serve":
            say("kill -9 of the HTTP server")
            self.server.kill()
            self.start_server()
        else:
            nodes = [1, 2, 3] if kind == "servers" else [self.cluster.leader() or 1]
            say(f"kill -9 of {'all NATS servers' if kind == 'servers' else f'the stream leader, node {nodes[0]}'}")
            begun = now()
            for node in nodes:
                self.cluster.kill(node)
            time.sleep(self.random.uniform(0.5, 4))
            self.cluster.start()
            # Elections go on for a while after the servers answer.
            self.takeovers.servers_were_killed(begun, now() + 10)

    def poison(self):
        """Rows that must not count, one body after the other, into all rooms; each answer must be one."""
        number = 0
        chance = random.Random(options.seed + 1)
        while not self.stopping.wait(0.2):
            number += 1
            room = chance.choice(self.rooms)
            moment = datetime.now(timezone(timedelta(hours=8)))
            body, kind = hostile.poison(chance, number, chance.choice(self.products), WAREHOUSES[0], moment)
            try:
                status = post(f"/v1/rooms/{room}/orders", body, kind)[0]
            except (OSError, http.client.HTTPException):
                status = 0
            self.poisoned[status] = self.poisoned.get(status, 0) + 1

    def upgrade(self):
        """The workers are restarted with the other program, one after the other, as docs/guide/operations.md says."""
        say("upgrade: the workers are restarted with the other program")
        self.program = options.upgrade
        for name in list(self.workers):
            self.workers[name].stop()
            self.start_worker(name)
            time.sleep(2)

    def kill_worker(self):
        name = self.random.choice([name for name, worker in self.workers.items() if worker.is_alive])
        self.workers[name].kill()
        rooms = self.takeovers.killed(name, now())
        say(f"kill -9 of {name} with {', '.join(rooms) or 'no rooms'}")
        if self.random.random() < 0.3:
            # A machine that comes back without its disk.
            shutil.rmtree(os.path.join(options.folder, name), ignore_errors=True)
        time.sleep(self.random.uniform(0, 3))
        self.start_worker(name)

    def disturb(self):
        begun = now()
        for sender in self.senders:
            sender.start()
        shown = now()
        pause = now() + 15
        old = bool(options.upgrade)
        while now() - begun < options.minutes * 60:
            time.sleep(0.5)
            for name, worker in list(self.workers.items()):
                if not worker.is_alive:
                    self.check(False, f"{name} ended by itself with status {worker.process.returncode}")
                    self.start_worker(name)
            problems = [sender.problem for sender in self.senders if sender.problem]
            if problems:
                raise SystemExit(f"soak: {problems[0]}")
            if old and now() - begun > options.minutes * 30:
                old = False
                self.upgrade()
            if now() > pause and not options.calm:
                self.fault()
                pause = now() + self.random.uniform(*options.pause)
            if now() - shown > 30:
                shown = now()
                accepted = sum(sender.accepted for sender in self.senders)
                say(f"{accepted} orders acknowledged, {accepted / (now() - begun):.0f}/s")
        self.elapsed = now() - begun

    # Checks

    def settle(self):
        self.stopping.set()
        for sender in self.senders:
            sender.join()
        accepted = sum(sender.accepted for sender in self.senders)
        retries = sum(sender.retries for sender in self.senders)
        say(f"{accepted} rows acknowledged ({accepted / self.elapsed:.0f}/s), {retries} sent again; killed: {self.kills}")
        if options.hostile:
            faults = {status: count for status, count in self.poisoned.items() if status >= 500 and status != 503}
            self.check(not faults, f"poison was answered with {dict(sorted(self.poisoned.items()))}; callers who want no good "
                       f"came {self.clients.made} times")
        say("acknowledgement: " + spread([wait for sender in self.senders for wait in sender.waits]))
        deadline = now() + options.settle
        for sender in self.senders:
            # What is acknowledged is on its way to the room's worker; the ledger says when it has come.
            while self.shown_available(sender.room) != sum(sender.available.values()):
                if now() > deadline:
                    shown, expected = self.shown_available(sender.room), sum(sender.available.values())
                    say(f"{sender.room} shows {shown} units, and should have {expected}")
                    self.check(False, f"{sender.room} has not worked off its orders in time")
                    break
                time.sleep(1)
            insist("POST", f"/v1/rooms/{sender.room}/stop")
        for room in self.rooms:
            while json.loads(insist("GET", f"/v1/rooms/{room}"))["state"] != "idle":
                if now() > deadline:
                    raise SystemExit(f"soak: {room} does not stop")
                time.sleep(0.5)
        time.sleep(3)
        for worker in self.workers.values():
            worker.stop()
        say("stopped the workers")

    def shown_available(self, room):
        view = json.loads(insist("GET", f"/v1/rooms/{room}"))
        return sum(product["available"] or 0 for product in view["products"])

    def restore(self):
        """A worker with an empty disk takes all rooms and restores them from the backbone."""
        self.fresh = os.path.join(options.folder, "fresh")
        begun = now()
        self.start_worker("fresh", os.path.join(self.fresh, "rooms"))
        while sum(1 for holder in self.takeovers.holder.values() if holder == "fresh") < options.rooms:
            if now() - begun > 600:
                raise SystemExit("soak: the fresh worker did not restore all rooms within 600 s")
            time.sleep(0.2)
        say(f"a fresh worker restored {options.rooms} rooms in {now() - begun:.1f} s")
        time.sleep(3)
        self.workers["fresh"].stop()

    def compare(self):
        port = int(self.addresses.split(",")[0].rsplit(":", 1)[1])
        sent, repeats = {room: {} for room in self.rooms}, 0
        for subject, _, body in Nats(port).stream("soak-signals"):
            room = subject.rsplit(".", 1)[1]
            event = json.loads(body)
            if event["id"] in sent[room]:
                repeats += 1
                if sent[room][event["id"]] != event:
                    self.check(False, f"{room}: the signal {event['id']} came twice with different contents")
            sent[room][event["id"]] = event
        say(f"{sum(map(len, sent.values()))} signals on the backbone, {repeats} of them stored again under the same id")
        for sender in self.senders:
            room = sender.room
            output = os.path.join(options.folder, "export", room)
            subprocess.run(
                [self.program, "export", "--data", self.fresh, "--room", room, "--out", output], check=True,
                stdout=subprocess.DEVNULL)
            with open(os.path.join(output, "inventory_final.csv"), encoding="utf-8") as file:
                ledger = {(row["sku"], row["warehouse"]): int(row["available"]) for row in csv.DictReader(file)}
            wrong = [cell for cell in sender.available.keys() | ledger.keys()
                     if ledger.get(cell) != sender.available.get(cell)]
            self.check(not wrong, f"{room}: the ledger's {len(ledger)} cells are those of {len(sender.events)} events"
                       + (f"; not {wrong[:3]}" if wrong else ""))
            with open(os.path.join(output, "signals.jsonl"), encoding="utf-8") as file:
                replayed = {event["id"]: event for event in map(json.loads, file)}
            missing, more = replayed.keys() - sent[room].keys(), sent[room].keys() - replayed.keys()
            different = [id for id in replayed.keys() & sent[room].keys() if replayed[id] != sent[room][id]]
            self.check(
                not missing and not more and not different,
                f"{room}: {len(replayed)} signals of the undisturbed fold; {len(missing)} missing, {len(more)} more, "
                f"{len(different)} different")
            for id in list(missing)[:2] + list(different)[:2]:
                say(f"  replayed {json.dumps(replayed[id], ensure_ascii=False)[:400]}")
            for id in list(more)[:2] + different[:2]:
                say(f"  sent     {json.dumps(sent[room][id], ensure_ascii=False)[:400]}")
            with sqlite3.connect(os.path.join(self.fresh, "rooms", room, "room.sqlite")) as database:
                stored = [row[0] for row in database.execute("SELECT id FROM outbox")]
                causes = {row[0] for row in database.execute("SELECT cause FROM movement WHERE kind IN (?, ?)",
                                                             ("reservation", "release"))}
            self.check(set(stored) == set(sent[room]) and len(stored) == len(set(stored)),
                       f"{room}: the outbox's {len(stored)} signals are those that left")
            kinds = {}
            for event in replayed.values():
                kinds[event["type"]] = kinds.get(event["type"], 0) + 1
            say(f"  {room}: {dict(sorted(kinds.items()))}, {len(causes)} causes of movements")

    def run(self):
        try:
            self.start()
            self.disturb()
            self.settle()
            self.restore()
            self.compare()
            text, quiet = self.takeovers.report()
            say(text)
            if quiet:
                p95 = sorted(quiet)[min(len(quiet) - 1, int(len(quiet) * 0.95))]
                self.check(p95 <= 5, f"takeover p95 of {p95:.2f} s, with all servers up, is at most 5 s")
        finally:
            self.stopping.set()
            for worker in self.workers.values():
                if worker.is_alive:
                    worker.kill()
            if hasattr(self, "server"):
                self.server.kill()
            self.cluster.stop()
        say("FAILED: " + "; ".join(self.failures) if self.failures else "nothing was lost, doubled or changed")
        return 1 if self.failures else 0


parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("--minutes", type=float, default=15)
parser.add_argument("--rate", type=float, default=1000, help="orders a second, of all rooms together")
parser.add_argument("--rooms", type=int, default=6)
parser.add_argument("--lease", type=float, default=3, help="seconds")
parser.add_argument("--pause", type=float, nargs=2, default=[8, 25], help="seconds between faults, from and to")
parser.add_argument(
    "--weights", type=int, nargs=4, default=[5, 2, 1, 1], metavar=("WORKER", "LEADER", "SERVERS", "HTTP"),
    help="how often each kind of process is killed, against the others")
parser.add_argument("--hostile", action="store_true", help="poison rows, bad callers, clocks that step, cut networks as well")
parser.add_argument("--upgrade", metavar="PROGRAM", help="the program to which the workers go over at half time")
parser.add_argument("--calm", action="store_true", help="kill nothing")
parser.add_argument("--settle", type=float, default=600, help="seconds that the rooms get to work off what is left")
parser.add_argument("--stock", type=int, default=4000, help="opening units of each product in each warehouse")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--port", type=int, default=14500, help="first of the servers' ports; +1000 and +2000 are used too")
parser.add_argument("--recording", default=os.path.join(SAMPLE, "broadcast.flv"))
parser.add_argument("--folder", default=os.path.join("/tmp", f"liveshelf-soak-{os.getpid()}"))
parser.add_argument("--program", default=os.path.join(ROOT, ".build/release/liveshelf"))
options = parser.parse_args()
server_port = 0
signal.signal(signal.SIGTERM, lambda *_: sys.exit(130))
sys.exit(Soak().run())
