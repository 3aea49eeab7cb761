#!/usr/bin/env python3
"""The fault table: what `media-benchmark follow` makes of broken streams.

Real parts: nginx with its rtmp module, ffmpeg as publisher, TCP proxies that stall and cut, and a paced HTTP-FLV
server for faults that no publisher makes on purpose. Every stream carries a click each second, so that each click's
stream time can be held against the moment at which it was sent.

    swift build --package-path Benchmarks -c release --product media-benchmark
    python3 Benchmarks/media_faults.py [CASE …]

Columns: seconds of audio truly missing, seconds stated as lost, seconds from the source's first audio after the fault
to ours, stream-time error of the clicks after the fault (worst, in ms).
"""
import http.server, json, os, random, signal, socket, struct, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
TOOL = os.path.join(HERE, ".build/release/media-benchmark")
WORK = tempfile.mkdtemp(prefix="media-faults-")
MODULE = "/usr/lib/nginx/modules/ngx_rtmp_module.so"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def tag(kind, timestamp, payload):
    t = timestamp & 0xFFFFFFFF
    head = bytes([kind]) + len(payload).to_bytes(3, "big") + (t & 0xFFFFFF).to_bytes(3, "big") + bytes([t >> 24, 0, 0, 0])
    return head + payload + (len(payload) + 11).to_bytes(4, "big")


FLV_HEADER = b"FLV\x01\x05\0\0\0\x09\0\0\0\0"


def packets(seconds, pcm=False):
    """(milliseconds, tag payload, holds a click) every 20 ms: mu-law at 8 kHz or PCM at 44.1 kHz."""
    for index in range(int(seconds * 50)):
        click = index % 50 == 25
        if pcm:
            data = bytearray(882 * 2)
            if click:
                data[0:2] = b"\xff\x7f"
            yield index * 20, b"\x3e" + bytes(data), click
        else:
            data = bytearray(b"\xff" * 160)
            if click:
                data[0] = 0x80
            yield index * 20, b"\x82" + bytes(data), click


def write_flv(name, seconds, pcm=False):
    path = os.path.join(WORK, name)
    with open(path, "wb") as f:
        f.write(FLV_HEADER)
        for timestamp, payload, _ in packets(seconds, pcm):
            f.write(tag(8, timestamp, payload))
    return path


class Proxy:
    """Forwards TCP; sees the clicks of a publisher; can stall, cut, and refuse."""

    def __init__(self, target):
        self.target, self.port = target, free_port()
        self.clicks, self.first_after, self.stalled = [], None, threading.Event()
        self.pairs = []
        self.server = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.server.accept()
            try:
                upstream = socket.create_connection(("127.0.0.1", self.target), timeout=5)
                upstream.settimeout(None)
            except OSError:
                client.close()
                continue
            self.pairs.append((client, upstream))
            threading.Thread(target=self.pump, args=(client, upstream, True), daemon=True).start()
            threading.Thread(target=self.pump, args=(upstream, client, False), daemon=True).start()

    def pump(self, source, sink, watch):
        try:
            while data := source.recv(65536):
                now = time.time()
                while self.stalled.is_set():
                    time.sleep(0.01)
                if watch:
                    if self.first_after is None and len(data) > 20 and data.count(b"\xff\xff\xff\xff") + data.count(b"\0\0\0\0") > 8:
                        self.first_after = now
                    self.clicks += [now] * (data.count(b"\x80\xff\xff\xff\xff") + data.count(b"\xff\x7f\0\0\0\0"))
                sink.sendall(data)
        except OSError:
            pass
        for s in (source, sink):
            try:
                s.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def cut(self):
        for pair in self.pairs:
            for s in pair:
                try:
                    s.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
        self.pairs = []


class Nginx:
    def __init__(self):
        self.port = free_port()
        self.folder = tempfile.mkdtemp(dir=WORK)
        self.config = os.path.join(self.folder, "nginx.conf")
        with open(self.config, "w") as f:
            f.write(f"""load_module {MODULE};
daemon off; master_process off; pid {self.folder}/pid; error_log {self.folder}/error.log;
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{self.port}; application live {{ live on; }} }} }}
""")
        self.start()

    def start(self):
        self.process = subprocess.Popen(["nginx", "-c", self.config, "-p", self.folder, "-e", f"{self.folder}/start.log"])
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise SystemExit("nginx does not start; see " + self.folder)

    def kill(self):
        self.process.kill()
        self.process.wait()


def publish(path, port):
    return subprocess.Popen(
        ["ffmpeg", "-v", "error", "-re", "-i", path, "-c", "copy", "-f", "flv", f"rtmp://127.0.0.1:{port}/live/room"],
        stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Follower:
    def __init__(self, url, seconds):
        self.lines = []
        self.process = subprocess.Popen([TOOL, "follow", url, str(seconds)], stdout=subprocess.PIPE, text=True)
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append(json.loads(line))

    def first(self, key, after=0):
        return next((line for line in self.lines if key in line and line["wall"] > after), None)

    def wait(self, key, seconds=20, after=0):
        end = time.time() + seconds
        while time.time() < end:
            if found := self.first(key, after):
                return found
            time.sleep(0.02)
        return None

    def stop(self):
        self.process.terminate()
        self.process.wait()


def report(name, follower, sent, fault, back, missing):
    """sent: moments at which clicks left; fault, back: when it broke and when audio came again; missing: seconds."""
    heard = [line for line in follower.lines if "click" in line]
    pairs, used = [], set()
    for line in heard:
        # A click is matched with the last one that was sent before it was heard.
        candidates = [i for i, moment in enumerate(sent) if moment <= line["wall"] and i not in used]
        before = [p for p in pairs]
        reference = sorted(s - w for s, w in before)[len(before) // 2] if before else None
        if not candidates:
            continue
        best = candidates[-1] if reference is None else min(candidates, key=lambda i: abs(line["click"] - sent[i] - reference))
        used.add(best)
        pairs.append((line["click"], sent[best]))
    offsets = sorted(s - w for s, w in pairs if w < fault)
    reference = offsets[len(offsets) // 2] if offsets else None
    errors = [abs(s - w - reference) for s, w in pairs if w > back] if reference is not None else []
    stated = sum(line["lost"] for line in follower.lines if "discontinuity" in line)
    heard_again = follower.first("audio", back)
    recovery = heard_again["wall"] - back if heard_again else float("nan")
    states = [line["state"] for line in follower.lines if "state" in line]
    kinds = [line["discontinuity"] for line in follower.lines if "discontinuity" in line]
    worst = max(errors) * 1000 if errors else float("nan")
    summary = {k: kinds.count(k) for k in dict.fromkeys(kinds)}
    print(f"| {name} | {missing:.2f} | {stated:.2f} | {recovery:.2f} | {worst:.0f} | {len(errors)} | {' '.join(states)} | {summary} |", flush=True)


def rtmp_case(name, act, first="mulaw", second=None, run=10, tail=10):
    nginx = Nginx()
    reader_proxy, publisher_proxy = Proxy(nginx.port), Proxy(nginx.port)
    paths = {"mulaw": write_flv("mulaw.flv", 300), "pcm": write_flv("pcm.flv", 300, pcm=True)}
    follower = Follower(f"rtmp://127.0.0.1:{reader_proxy.port}/live/room", 400)
    publisher = publish(paths[first], publisher_proxy.port)
    try:
        follower.wait("click")
        time.sleep(run)
        fault = time.time()
        clicks_before = len(publisher_proxy.clicks)
        publisher_proxy.first_after = None
        publisher, missing = act(nginx, reader_proxy, publisher_proxy, publisher, paths[second or first])
        if missing is None:
            end = time.time() + 15
            while publisher_proxy.first_after is None and time.time() < end:
                time.sleep(0.01)
            back = publisher_proxy.first_after or time.time()
            missing = back - fault
        else:
            back = time.time()
        time.sleep(tail)
        report(name, follower, publisher_proxy.clicks, fault, back, missing)
    finally:
        follower.stop()
        publisher.kill()
        nginx.kill()


def publisher_killed(seconds):
    def act(nginx, reader, publisher_proxy, publisher, path):
        publisher.kill()
        publisher.wait()
        time.sleep(seconds)
        publisher_proxy.first_after = None
        return publish(path, publisher_proxy.port), None
    return act


def server_killed(nginx, reader, publisher_proxy, publisher, path):
    nginx.kill()
    publisher.kill()
    time.sleep(5)
    nginx.start()
    publisher_proxy.first_after = None
    return publish(path, publisher_proxy.port), None


def stall(nginx, reader, publisher_proxy, publisher, path):
    reader.stalled.set()
    time.sleep(10)
    reader.stalled.clear()
    return publisher, 0.0


def cut(nginx, reader, publisher_proxy, publisher, path):
    """The reader's connection breaks in the middle of a tag; what comes until it is back is missing."""
    reader.cut()
    return publisher, 0.0


class Paced(http.server.BaseHTTPRequestHandler):
    """Serves FLV over HTTP at the pace of its packets, with the faults of `mutate`."""
    plan, sent, log_message = None, None, lambda *a: None

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "video/x-flv")
        self.end_headers()
        start = time.time()
        try:
            self.wfile.write(FLV_HEADER)
            for moment, data, click in self.plan():
                rest = start + moment - time.time()
                if rest > 0:
                    time.sleep(rest)
                if click:
                    self.sent.append(time.time())
                self.wfile.write(data)
        except OSError:
            pass


def http_case(name, plan, fault_after, missing, seconds):
    sent = []
    handler = type("Handler", (Paced,), {"plan": staticmethod(plan), "sent": sent})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start = time.time()
    follower = Follower(f"http://127.0.0.1:{server.server_port}/live/room.flv", 400)
    time.sleep(seconds)
    report(name, follower, sent, start + fault_after, start + fault_after + 0.3, missing)
    follower.stop()
    server.shutdown()


def jump(step):
    def plan():
        for timestamp, payload, click in packets(30):
            yield timestamp / 1000, tag(8, 10_000_000 + timestamp + (step if timestamp >= 10_000 else 0), payload), click
    return plan


def wrap():
    for timestamp, payload, click in packets(30):
        yield timestamp / 1000, tag(8, (1 << 32) - 10_000 + timestamp, payload), click


def late_audio():
    for timestamp, payload, click in packets(45):
        if timestamp % 40 == 0:
            yield timestamp / 1000, tag(9, timestamp, b"\x17\x01\0\0\0\0"), False
        if timestamp >= 20_000:
            yield timestamp / 1000, tag(8, timestamp, payload), click


def corrupt(burst):
    """2 % of the bytes after the fifth second are noise, in bursts of `burst` bytes."""
    def plan():
        noise = random.Random(7)
        for timestamp, payload, click in packets(45):
            data = bytearray(tag(8, timestamp, payload))
            if timestamp >= 5_000:
                for index in range(0, len(data), burst):
                    if noise.random() < 0.02:
                        data[index:index + burst] = noise.randbytes(len(data[index:index + burst]))
            yield timestamp / 1000, bytes(data), click
    return plan


CASES = {
    "publisher-5s": lambda: rtmp_case("publisher killed, back after 5 s", publisher_killed(5)),
    "publisher-60s": lambda: rtmp_case("publisher killed, back after 60 s", publisher_killed(60)),
    "server": lambda: rtmp_case("server and publisher killed, back after 5 s", server_killed),
    "stall": lambda: rtmp_case("network stalls for 10 s", stall),
    "cut": lambda: rtmp_case("connection cut mid-tag", cut),
    "codec": lambda: rtmp_case("other codec on re-publish (mu-law 8 kHz, PCM 44.1 kHz)", publisher_killed(5), second="pcm"),
    "jump": lambda: http_case("time stamps jump +1 h", jump(3_600_000), 10, 0, 20),
    "jump-back": lambda: http_case("time stamps jump -1 h", jump(-3_600_000), 10, 0, 20),
    "wrap": lambda: http_case("time stamps pass 2^32 ms", wrap, 10, 0, 20),
    "late-audio": lambda: http_case("audio starts 20 s after video", late_audio, 30, 0, 40),
    "corrupt": lambda: http_case("2 % of bytes corrupted, bursts of 200", corrupt(200), 5, 0, 30),
    "corrupt-single": lambda: http_case("2 % of bytes corrupted, single bytes", corrupt(1), 5, 0, 30),
}

if __name__ == "__main__":
    print("| fault | missing s | stated lost s | recovery s | worst error ms | clicks | states | discontinuities |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for case in sys.argv[1:] or CASES:
        CASES[case]()
