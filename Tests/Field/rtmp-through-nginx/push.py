"""Pushes show.flv through an nginx of its own, and attaches to it."""
import os
import pathlib
import socket
import subprocess
import sys
import time

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    port = probe.getsockname()[1]
here = pathlib.Path.cwd()
(here / "nginx.conf").write_text(f"""load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
worker_processes 1;
error_log {here}/error.log;
pid {here}/nginx.pid;
daemon off;
master_process off;
events {{ worker_connections 64; }}
rtmp {{ server {{ listen 127.0.0.1:{port}; application live {{ live on; }} }} }}
""")
key = "stream-1?auth_key=17/00-0-0-ab/cd&t=1"
children = [subprocess.Popen(["nginx", "-p", str(here), "-c", str(here / "nginx.conf")])]
try:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    children.append(subprocess.Popen(["ffmpeg", "-v", "error", "-nostdin", "-re", "-i", "show.flv", "-c", "copy", "-f", "flv",
                                      "-rtmp_app", "live", "-rtmp_playpath", key, f"rtmp://127.0.0.1:{port}/live/"]))
    done = subprocess.run(["liveshelf", "attach", f"rtmp://127.0.0.1:{port}/live/{key}", "--catalog", sys.argv[1], "--duration", "5", "--first-wait", "30",
                           "--out", "show"], env=os.environ)
finally:
    for child in children:
        child.kill()
        child.wait()
sys.exit(done.returncode)
