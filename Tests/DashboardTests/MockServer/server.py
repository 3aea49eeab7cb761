#!/usr/bin/env python3
"""Serves the dashboard's files and a show that goes on by itself, in the shapes of the server's API.

  server.py [--port N] [--frozen] [--minutes N]

Prints `listening on PORT`. `--frozen`: nothing happens but what POST /mock/… asks for. `--minutes`: how long the shows
have been going on at the start. Needs nothing but Python 3.11."""

import argparse
import hashlib
import json
import queue
import threading
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from history import history, hits
from settings import THRESHOLDS, refusal
from show import CATALOG, CHINA, Show, clock

RESOURCES = Path(__file__).resolve().parents[3] / "Sources/LiveshelfServer/Dashboard/Resources"
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
         ".svg": "image/svg+xml"}
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
          "connect-src 'self'; media-src 'self' data:; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
          "frame-ancestors 'none'")


class Studio:
    """All rooms, who listens to them, and what tests ask for."""

    def __init__(self, options):
        self.lock, self.options = threading.RLock(), options
        opening = datetime.now(CHINA) - timedelta(minutes=options.minutes)
        self.rooms = {"main": Show("main", scale=2.6, opening=opening), "beauty": Show("beauty", CATALOG[1:9], 1.2, seed=3, opening=opening),
                      "trouble": Show("trouble", CATALOG[3:8], 1.6, "stalled", seed=5, opening=opening),
                      "empty": Show("empty", [], state="idle")}
        self.rooms["trouble"].audio_state = "stalled"
        for show in self.rooms.values():
            for _ in range(options.minutes * 60):
                show.step(1.0)
        yesterday = Show("main", CATALOG[:14], 0.9, "ended", seed=11, opening=opening - timedelta(days=1))
        for _ in range(45 * 60):
            yesterday.step(1.0)
        yesterday.end()
        self.past = {"main": [yesterday]}
        self.trouble(self.rooms["trouble"])
        self.listeners, self.down_until, self.settings = [], 0.0, json.loads(json.dumps(THRESHOLDS))
        for show in self.rooms.values():
            show.update()

    def trouble(self, show):
        """Where ledger and warehouses do not fit together."""
        shoes, mask, fryer = show.products[:3]
        show.ledger.differ(shoes, "广州仓", 9, clock(show.wall(300)), is_standing=True)
        show.ledger.differ(fryer, "杭州仓", 41, clock(show.wall(310)))
        show.ledger.differ(mask, "成都仓", 1204, clock(show.wall(320)), is_standing=True)
        show.ledger.remark(95, 1, "shipment_overdue", mask.sku, "天津仓")
        show.ledger.remark(214, 12, "release_beyond_order", shoes.sku, "广州仓", "TB20260410-77120934")
        show.ledger.remark(260, 3, "unknown_cell", "SKU999", "昆明仓", "r-20260410-9")
        show.ledger.remark(301, 1, "hand_written", fryer.sku, "成都仓", "t-14")

    def run(self):
        last = time.monotonic()
        while True:
            time.sleep(0.2)
            with self.lock:
                moment, seconds = time.monotonic(), 0.0
                seconds, last = moment - last, moment
                for show in self.rooms.values():
                    if not self.options.frozen and show.state == "live":
                        show.step(seconds)
                        self.publish(show)

    def publish(self, show):
        message = f"id: {show.sequence + 1}\nevent: update\ndata: {json.dumps(show.update(), ensure_ascii=False)}\n\n"
        for room, box in self.listeners:
            if room == show.room:
                box.put(message)

    def command(self, name, body):
        """What a test asks for."""
        show = self.rooms[body.get("room", "main")]
        product = next((p for p in show.products if p.sku == body.get("sku")), None)
        if name == "order":
            for _ in range(body.get("count", 1)):
                show.order(product, body.get("qty", 1))
        elif name == "difference":
            show.ledger.differ(product, body["warehouse"], body["counted"], clock(show.wall()), is_standing=body["standing"])
        elif name == "present":
            show.present(product, 1e9)
        elif name == "signal":
            show.signal(body["type"], product, **body.get("data", {}))
        elif name == "step":
            for _ in range(int(body["seconds"])):
                show.step(1.0)
        elif name == "state":
            show.state = body["state"]
        elif name == "drop":
            self.down_until = time.monotonic() + body.get("seconds", 0)
            for _, box in self.listeners:
                box.put(None)
            self.listeners.clear()
            return
        self.publish(show)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, body, kind="application/json", **headers):
        data = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(data)), "Content-Security-Policy": POLICY,
                   "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-cache",
                   **{k.replace("_", "-"): v for k, v in headers.items()}}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def fail(self, status, code, message, field=None):
        self.send(status, {"error": {"code": code, "message": message, **({"field": field} if field else {})}})

    def body(self):
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def do_GET(self):
        path = unquote(urlsplit(self.path).path)
        if path == "/" or path.startswith("/assets/"):
            return self.file("index.html" if path == "/" else path.removeprefix("/assets/"))
        self.api("GET", path)

    def do_POST(self):
        self.api("POST", unquote(urlsplit(self.path).path))

    def do_PUT(self):
        self.api("PUT", unquote(urlsplit(self.path).path))

    def do_DELETE(self):
        self.api("DELETE", unquote(urlsplit(self.path).path))

    def file(self, name):
        path = (RESOURCES / name).resolve()
        if not path.is_relative_to(RESOURCES) or not path.is_file():
            return self.fail(404, "not_found", "no such file")
        data = path.read_bytes()
        etag = '"' + hashlib.sha256(data).hexdigest()[:32] + '"'
        if self.headers.get("If-None-Match") == etag:
            return self.send(304, b"", ETag=etag)
        self.send(200, data, TYPES.get(path.suffix, "application/octet-stream"), ETag=etag)

    def api(self, method, path):
        studio, parts = self.server.studio, path.strip("/").split("/")
        raw = self.body()
        if parts[0] == "mock":
            with studio.lock:
                studio.command(parts[1], json.loads(raw or b"{}"))
            return self.send(200, {})
        if time.monotonic() < studio.down_until:
            self.close_connection = True
            return self.connection.close()
        if path == "/v1/session":
            return self.session()
        if method != "GET" and self.headers.get("X-Liveshelf-CSRF") != "mock-csrf":
            return self.fail(403, "csrf", "the X-Liveshelf-CSRF header is missing")
        if parts[:3] == ["v1", "settings", "thresholds"]:
            return self.thresholds(method, raw)
        if path.startswith("/v1/history"):
            asked = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            return self.send(200, hits(asked["text"]) if path.endswith("/find") else history(asked.get("sku")))
        if path.startswith("/v1/connectors"):
            return self.connectors(path.split("/")[3:], json.loads(raw or b"{}"))
        if path == "/v1/rooms":
            with studio.lock:
                return self.send(200, {"rooms": [show.summary() for show in studio.rooms.values()]})
        show = studio.rooms.get(parts[2]) if len(parts) > 2 else None
        if not show:
            return self.fail(404, "room_not_found", f"there is no such room: {path}")
        if parts[3:] == ["events"]:
            return self.events(show)
        with studio.lock:
            self.room(method, show, parts[3:], json.loads(raw or b"{}"))

    def connectors(self, rest, body):
        """One that fares well and takes purchases, and one whose token is not valid any more."""
        if rest[1:] == ["purchases"]:
            how = "would be" if body["dry_run"] else "is"
            return self.send(200, {"dry_run": body["dry_run"],
                                   "message": f"a draft of {body['quantity']} × {body['sku']} {how} made"})
        now = clock(datetime.now(CHINA))

        def one(name, kind, state, reason, **more):
            return {"name": name, "kind": kind, "room": "main", "state": state, "reason": reason,
                    "path": f"/v1/connectors/{name}", "rows_waiting": 0, "takes_purchases": False,
                    "messages": {"waiting": 0, "done": 812, "unknown": 0, "quarantined": 0},
                    "last_message_at": now, "last_poll_at": now, "backfill_from": None, **more}

        self.send(200, {"connectors": [
            one("erp", "tryton", "ok", "", takes_purchases=True),
            one("douyin", "doudian", "unauthorized", "the platform answers 401",
                messages={"waiting": 3, "done": 90, "unknown": 1, "quarantined": 2})]})

    def room(self, method, show, rest, body):
        studio = self.server.studio
        if not rest:
            return self.send(200, show.view())
        if rest[0] == "products" and rest[-1] == "timeline":
            timeline = show.timeline(rest[1])
            return self.send(200, timeline) if timeline else self.fail(404, "product_not_found", f"no product {rest[1]}")
        if rest == ["presentations", "correct"]:
            product = next((p for p in show.products if p.sku == body.get("sku")), None)
            show.present(product) if product else show.end()
            studio.publish(show)
            return self.send(200, {"presentation": None})
        if rest == ["stock", "correct"] and method == "POST":
            status, answer = show.ledger.correct(show.products, body if isinstance(body, list) else [body], clock(show.wall()))
            show.dirty.update(product.sku for product in show.products)
            self.send(status, answer)
            return studio.publish(show)
        if rest[0] == "signals" and method == "POST":
            entry = next((s for s in show.signals if s["cloudevent"]["id"] == rest[1]), None)
            if not entry:
                return self.fail(404, "signal_not_found", f"no signal {rest[1]}")
            if rest[2] == "acknowledge":
                entry.update(state="acknowledged", acknowledged_by="operator")
            elif rest[2] == "reopen":
                entry.update(state="open", acknowledged_by=None, muted_until=None)
            elif rest[2] == "mute":
                until = datetime.now(CHINA) + timedelta(minutes=body["minutes"])
                entry.update(state="muted" if body["minutes"] else "open",
                             muted_until=until.isoformat(timespec="milliseconds") if body["minutes"] else None)
            else:
                entry.update(assigned_to=body["to"])
            show.fresh.append(entry)
            studio.publish(show)
            return self.send(200, entry)
        if rest[0] in ("start", "stop"):
            show.state = "live" if rest[0] == "start" else "ended"
            studio.publish(show)
            return self.send(200, show.summary())
        if rest == ["running_order"]:
            return self.send(200, show.running_order())
        if rest == ["turnover"]:
            return self.send(200, {"turnover": []})
        shows = studio.past.get(show.room, []) + ([show] if show.products else [])
        if rest == ["shows"]:
            return self.send(200, {"shows": [s.show_summary() for s in reversed(shows)]})
        if rest[0] == "shows":
            found = next((s for s in shows if s.name == rest[1]), None)
            return self.send(200, found.show_timeline()) if found else self.fail(404, "show_not_found", "no such show")
        self.fail(404, "not_found", "no such resource")

    def session(self):
        self.send(200, {"role": "operator", "csrf": "mock-csrf"})

    def thresholds(self, method, raw):
        studio = self.server.studio
        if method == "GET":
            return self.send(200, studio.settings)
        settings = json.loads(raw)
        if wrong := refusal(settings):
            return self.fail(422, "invalid_settings", wrong[1], wrong[0])
        studio.settings = settings
        self.send(200, settings)

    def events(self, show):
        studio, box = self.server.studio, queue.Queue()
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        with studio.lock:
            studio.listeners.append((show.room, box))
            first = f"id: {show.sequence}\nevent: snapshot\ndata: {json.dumps(show.view(), ensure_ascii=False)}\n\n"
        try:
            while first is not None:
                self.wfile.write(first.encode())
                self.wfile.flush()
                try:
                    first = box.get(timeout=10)
                except queue.Empty:
                    first = ": keep-alive\n\n"
        except OSError:
            self.close_connection = True


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--frozen", action="store_true")
    parser.add_argument("--minutes", type=int, default=25)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler, bind_and_activate=False)
    options = parser.parse_args()
    server.server_address, server.daemon_threads = ("127.0.0.1", options.port), True
    server.request_queue_size = 128
    server.server_bind()
    server.server_activate()
    server.studio = Studio(options)
    threading.Thread(target=server.studio.run, daemon=True).start()
    print(f"listening on {server.server_address[1]}", flush=True)
    server.serve_forever()
