#!/usr/bin/env python3
"""Serves a room for each show, sends the beginning of its recording and its orders as they come in, and compares all that then tells of it.

  Scripts/served.py PROGRAM SECONDS MODELS SHOW_FOLDER...

Each SHOW_FOLDER holds broadcast.flv, catalog.csv, orders.csv, inventory.csv and start.txt; SECONDS of the recording are sent, in real
time. Compared are the API's rooms, views, shows, products and history, the files that it gives out, the report, `query`, `history` and
`turnover` of the program, and the raw orders (consistency.py). Exit status 1: two places differ."""
import csv, io, json, re, signal, socket, subprocess, sys, tempfile, time, urllib.error, urllib.request
from datetime import datetime, timezone
from pathlib import Path

from consistency import problems_of, rows

program, seconds, models, folders = sys.argv[1], float(sys.argv[2]), sys.argv[3], [Path(p) for p in sys.argv[4:]]
problems, base = [], ""


def call(method, path, body=None, kind="application/json"):
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    request = urllib.request.Request(base + path, data=data, method=method, headers={"Content-Type": kind})
    try:
        with urllib.request.urlopen(request, timeout=300) as answer:
            return answer.read()
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {path}: {error.code} {error.read().decode()[:500]}")


def get(path):
    return json.loads(call("GET", path))


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def moment(text):
    return datetime.fromisoformat(text).timestamp()


def start(room, folder, inputs):
    """Makes a room that waits for its stream, starts it, and sends the recording."""
    inputs.mkdir()
    url = f"rtmp://127.0.0.1:{free_port()}/live/{room}"
    catalog = (folder / "catalog.csv").read_text(encoding="utf-8-sig")
    (inputs / "catalog.csv").write_text(catalog)
    call("POST", "/v1/rooms", {"name": room, "url": url, "listen": True, "catalog": catalog})
    call("POST", f"/v1/rooms/{room}/start")
    return subprocess.Popen([program, "publish", str(folder / "broadcast.flv"), url], stdout=subprocess.DEVNULL)


class Feed:
    """Rows of a show as they come in, with the clocks moved to the room's show; what was sent is kept as CSV."""

    def __init__(self, room, folder, inputs):
        self.room, self.inputs, self.sent = room, inputs, []
        while not (began := get(f"/v1/rooms/{room}")["started_at"]):
            time.sleep(0.2)
        self.shift = moment(began) - moment((folder / "start.txt").read_text().strip())
        stock = [self.moved(row) for row in rows(folder / "inventory.csv")]
        self.waiting = sorted(map(self.moved, rows(folder / "orders.csv")), key=lambda row: moment(row["ingest_time"]))
        call("POST", f"/v1/rooms/{room}/stock", self.csv(stock, "inventory.csv"), "text/csv")

    def moved(self, row):
        for name in ("event_time", "ingest_time", "snapshot_time"):
            if row.get(name):
                row[name] = datetime.fromtimestamp(moment(row[name]) + self.shift, timezone.utc).isoformat(timespec="milliseconds")
        return row

    def csv(self, kept, name):
        text = io.StringIO()
        writer = csv.DictWriter(text, kept[0].keys())
        writer.writeheader()
        writer.writerows(kept)
        (self.inputs / name).write_text(text.getvalue())
        return text.getvalue().encode()

    def step(self):
        """Sends what has come in by now."""
        due = [row for row in self.waiting if moment(row["ingest_time"]) <= time.time()]
        if not due:
            return
        self.waiting = self.waiting[len(due):]
        self.sent += due
        call("POST", f"/v1/rooms/{self.room}/orders", self.csv(due, "orders.csv"), "text/csv")

    def end(self):
        self.csv(self.sent, "orders.csv")


def same(place, name, told, expected, slack=0.011):
    if told is None or expected is None or abs(told - expected) > slack:
        problems.append(f"{place}: {name} {told}, and {expected} in figures.json")


def compare_room(room, inputs, results, history, queried):
    shows = get(f"/v1/rooms/{room}/shows")["shows"]
    if len(shows) != 1:
        return problems.append(f"{room}: {len(shows)} shows")
    show = shows[0]["show"]
    results.mkdir()
    place = f"/v1/rooms/{room}/shows/{show}"
    for file in get(place + "/files")["files"]:
        (results / file["name"]).write_bytes(call("GET", f"{place}/files/{file['name']}"))
    found, summary = problems_of(program, inputs, results)
    problems.extend(f"{room}: {problem}" for problem in found)
    figures = json.loads((results / "figures.json").read_text())
    total, sold = figures["total"], figures["total"]["sold"]
    told = {
        "rooms": next(one for one in get("/v1/rooms")["rooms"] if one["name"] == room)["totals"],
        "screen": get(f"/v1/rooms/{room}")["totals"],
        "shows": shows[0]["totals"],
        "show": get(place)["summary"]["totals"],
    }
    for name, totals in told.items():
        for theirs, ours in (("orders", "orders"), ("units", "units"), ("gmv", "sales")):
            same(f"{room}: {name}", theirs, totals[theirs], sold[ours], 0.02)
        for state in ("paid", "cancelled", "refunded"):
            same(f"{room}: {name}", state, totals[state], total[state])
    for name, length in (("shows", shows[0]["duration_s"]), ("show", get(place)["summary"]["duration_s"])):
        same(f"{room}: {name}", "length", length, figures["length_s"], 0.06)
    listed = {p["sku"]: p for p in get(f"/v1/rooms/{room}/products")["products"]}
    for product in figures["products"]:
        one = listed.get(product["sku"], {})
        for theirs in ("orders", "units"):
            if theirs in one:
                same(f"{room}: product {product['sku']}", theirs, one[theirs], product["figures"]["sold"][theirs])
    for name, source in (("history of the API", history["api"]), ("history of the program", history["program"]), ("query", queried)):
        row = next((r for r in source if r["room"] == room), None)
        if row is None:
            problems.append(f"{room}: {name} does not have it")
            continue
        for column in ("orders", "units", "sales", "kept_sales"):
            same(f"{room}: {name}", column, row[column], sold[column], 0.02)
        for column in ("lost_sales", "lost_units", "stockout_minutes", "uplift_orders", "uplift_sales", "presented_s", "refused_units"):
            same(f"{room}: {name}", column, row[column], total[column], 0.06)
    turned = {by: get(f"/v1/rooms/{room}/turnover?by={by}")["turnover"] for by in ("sku", "category", "warehouse", "all")}
    for by, groups in turned.items():
        for column in ("opening_units", "received_units", "sold_units", "closing_units", "rejected_units"):
            told, whole = (sum(group[column] for group in list_) for list_ in (groups, turned["all"]))
            if told != whole:
                problems.append(f"{room}: turnover by {by}: {column} {told}, and {whole} in all")
    print(f"{room} ({inputs.name}): {summary}; {len(figures['products'])} products, {total['presentations']} presentations", flush=True)


with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    server = subprocess.Popen(
        [program, "serve", "--data", str(work / "data"), "--port", "0", "--models", models], stdout=subprocess.PIPE, text=True)
    publishers = []
    try:
        base = re.search(r"http://[^ ]+:\d+", server.stdout.readline()).group(0)
        rooms = {f"room-{n + 1}": folder for n, folder in enumerate(folders)}
        publishers = [start(room, folder, work / f"in-{room}") for room, folder in rooms.items()]
        feeds = [Feed(room, folder, work / f"in-{room}") for room, folder in rooms.items()]
        until = time.time() + seconds
        while time.time() < until:
            for feed in feeds:
                feed.step()
            time.sleep(1)
        for publisher in publishers:
            publisher.send_signal(signal.SIGINT)
            publisher.wait()
        for feed in feeds:
            feed.end()
        for room in rooms:
            view = get(f"/v1/rooms/{room}")
            print(f"{room}: {view['stream_time']:.0f} s heard, {view['totals']['orders']} orders while it runs", flush=True)
            call("POST", f"/v1/rooms/{room}/stop")
        reports = {"api": get("/v1/history")["shows"]}
        data = ["--data", str(work / "data")]
        ask = lambda *words: json.loads(subprocess.run([program, *words, *data], check=True, capture_output=True, text=True).stdout)
        reports["program"] = ask("history", "--json")["shows"]
        queried = ask("query", "SELECT * FROM shows", "--format", "json")
        for room in rooms:
            compare_room(room, work / f"in-{room}", work / f"out-{room}", reports, queried)
    finally:
        for publisher in publishers:
            publisher.kill()
        server.send_signal(signal.SIGINT)
        try:
            server.wait(60)
        except subprocess.TimeoutExpired:
            server.kill()
for problem in problems:
    print(problem)
print(f"{len(folders)} served rooms: {len(problems)} differences")
sys.exit(1 if problems else 0)
