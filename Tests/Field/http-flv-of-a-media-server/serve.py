"""Serves show.flv as live HTTP-FLV, tag by tag at its own pace after a burst of two seconds, and attaches to it."""
import http.server
import os
import subprocess
import sys
import threading
import time

data = open("show.flv", "rb").read()


class Live(http.server.BaseHTTPRequestHandler):
    def log_message(self, *ignored):
        pass

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "video/x-flv")
        self.send_header("Content-Length", str(1 << 40))
        self.end_headers()
        place, first, begun = 13, None, time.monotonic()
        try:
            self.wfile.write(data[:13])
            while place < len(data):
                size = int.from_bytes(data[place + 1:place + 4], "big")
                stamp = int.from_bytes(data[place + 7:place + 8] + data[place + 4:place + 7], "big") / 1000
                if data[place] != 18:
                    first = stamp if first is None and stamp > 0 else first
                    time.sleep(max(0, stamp - (first or stamp) - 2 - (time.monotonic() - begun)))
                self.wfile.write(data[place:place + size + 15])
                place += size + 15
            time.sleep(60)
        except OSError:
            pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Live)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
done = subprocess.run(["liveshelf", "attach", f"http://127.0.0.1:{server.server_port}/live/stream-1.flv", "--catalog", sys.argv[1],
                       "--duration", "5", "--first-wait", "30", "--out", "show"], env=os.environ)
os._exit(done.returncode)
