#!/usr/bin/env python3
"""The media module beside ffmpeg's command line, in the same run.

    swift build --package-path Benchmarks -c release --product media-benchmark
    python3 Benchmarks/media.py decode FILE…       throughput and peak memory, median of 5
    python3 Benchmarks/media.py first-audio [N]    seconds from start to the first PCM by kind of source, median of N (10)

Without a FILE the sample broadcast is read.
"""
import http.server, json, os, re, resource, socketserver, statistics, subprocess, sys, tempfile, threading, time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import media_faults as faults

SAMPLE = os.path.join(HERE, "../Media/Samples/show/broadcast.flv")
WORK = faults.WORK


def ours(mode, source):
    out = subprocess.run([faults.TOOL, mode, source], capture_output=True, text=True, timeout=120)
    return json.loads(out.stdout) if out.returncode == 0 else {"error": out.stdout.strip()}


def decode(paths):
    print("| file | ours × real time | ffmpeg × real time | ratio | our peak MiB | ffmpeg's peak MiB |\n| --- | --- | --- | --- | --- | --- |")
    for path in paths:
        mine, theirs, memory = [], [], []
        for _ in range(5):
            result = ours("decode", path)
            mine.append(result)
            start = time.monotonic()
            run = subprocess.run(
                ["/usr/bin/time", "-f", "%M", "ffmpeg", "-v", "quiet", "-y", "-i", path, "-vn", "-ar", "16000", "-ac", "1",
                 "-f", "s16le", "/dev/null"], capture_output=True, text=True)
            theirs.append(time.monotonic() - start)
            memory.append(int(run.stderr.split()[-1]) / 1024)
        audio = mine[0]["audio_seconds"]
        speed = statistics.median(r["times_real_time"] for r in mine)
        other = audio / statistics.median(theirs)
        print(f"| {os.path.basename(path)} | {speed:.0f} | {other:.0f} | {speed / other:.2f} | "
              f"{max(r['peak_memory_mib'] for r in mine):.0f} | {max(memory):.0f} |", flush=True)


def tags(path):
    data = open(path, "rb").read()
    at = 13
    while at + 15 <= len(data):
        size = int.from_bytes(data[at + 1:at + 4], "big")
        yield data[at], int.from_bytes(data[at + 4:at + 7], "big") | data[at + 7] << 24, data[at + 11:at + 11 + size]
        at += size + 15


def hevc_like(path):
    """The recording with its pictures declared as the unofficial codec 12, which demuxers without HEVC must pass over."""
    out = bytearray(faults.FLV_HEADER)
    for kind, timestamp, payload in tags(path):
        if kind == 9:
            payload = bytes([payload[0] & 0xF0 | 12]) + payload[1:]
        out += faults.tag(kind, timestamp, payload)
    target = os.path.join(WORK, "hevc.flv")
    open(target, "wb").write(out)
    return target


class Live(http.server.BaseHTTPRequestHandler):
    """Serves recordings as live streams: FLV at the pace of its tags, TS at a constant byte rate."""
    log_message = lambda *a: None

    def do_GET(self):
        path = os.path.join(WORK, self.path.lstrip("/"))
        self.send_response(200)
        self.end_headers()
        try:
            if path.endswith(".flv"):
                self.wfile.write(faults.FLV_HEADER)
                start = time.time()
                for kind, timestamp, payload in tags(path):
                    if (rest := start + timestamp / 1000 - time.time()) > 0:
                        time.sleep(rest)
                    self.wfile.write(faults.tag(kind, timestamp, payload))
            else:
                data = open(path, "rb").read()
                rate = max(len(data) / 60, 20_000)
                for at in range(0, len(data), int(rate / 20)):
                    self.wfile.write(data[at:at + int(rate / 20)])
                    time.sleep(0.05)
        except OSError:
            pass


def ffmpeg_first_audio(source, limit=60):
    start = time.monotonic()
    process = subprocess.Popen(
        ["ffmpeg", "-v", "quiet", "-nostdin", "-i", source, "-vn", "-ar", "16000", "-ac", "1", "-f", "s16le",
         "-flush_packets", "1", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    timer = threading.Timer(limit, process.kill)
    timer.start()
    byte = process.stdout.read(1)
    elapsed = time.monotonic() - start
    timer.cancel()
    process.kill()
    process.wait()
    return elapsed if byte else None


def first_audio(count):
    def ffmpeg(*arguments):
        subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], check=True, stdin=subprocess.DEVNULL)
    minute = os.path.join(WORK, "minute.flv")
    ffmpeg("-stream_loop", "3", "-i", SAMPLE, "-t", "600", "-c", "copy", minute)
    only = os.path.join(WORK, "audio.flv")
    ffmpeg("-i", minute, "-vn", "-c", "copy", only)
    ffmpeg("-i", SAMPLE, "-t", "60", "-c", "copy", os.path.join(WORK, "minute.ts"))
    ffmpeg("-i", SAMPLE, "-t", "60", "-c", "copy", "-f", "hls", "-hls_time", "4", "-hls_list_size", "0", os.path.join(WORK, "hls.m3u8"))
    hevc_like(minute)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Live)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    http_base = f"http://127.0.0.1:{server.server_port}"
    files = http.server.ThreadingHTTPServer(("127.0.0.1", 0), lambda *a: Quiet(*a, directory=WORK))
    threading.Thread(target=files.serve_forever, daemon=True).start()
    nginx = faults.Nginx()
    publishers = [
        subprocess.Popen(["ffmpeg", "-v", "quiet", "-nostdin", "-re", "-i", path, "-c", "copy", "-f", "flv",
                          f"rtmp://127.0.0.1:{nginx.port}/live/{name}"]) for name, path in (("av", minute), ("audio", only))]
    time.sleep(2)
    sources = [
        ("file, FLV", SAMPLE, count),
        ("RTMP, H.264 and AAC", f"rtmp://127.0.0.1:{nginx.port}/live/av", count),
        ("RTMP, AAC only", f"rtmp://127.0.0.1:{nginx.port}/live/audio", count),
        ("HTTP-FLV, H.264 and AAC", http_base + "/minute.flv", count),
        ("HTTP-FLV, AAC only", http_base + "/audio.flv", count),
        ("HTTP-FLV, HEVC as codec 12", http_base + "/hevc.flv", min(count, 2)),
        ("HTTP-TS", http_base + "/minute.ts", count),
        ("HLS", f"http://127.0.0.1:{files.server_port}/hls.m3u8", count),
    ]
    print("| source | ours s | ffmpeg s |\n| --- | --- | --- |")
    try:
        for name, source, runs in sources:
            mine, theirs = [], []
            for index in range(count):
                result = ours("first-audio", source)
                mine.append(result.get("seconds", float("inf")))
                if index < runs:
                    theirs.append(ffmpeg_first_audio(source) or float("inf"))
            print(f"| {name} | {statistics.median(mine):.3f} | {statistics.median(theirs):.3f} |", flush=True)
    finally:
        for publisher in publishers:
            publisher.kill()
        nginx.kill()


class Quiet(http.server.SimpleHTTPRequestHandler):
    log_message = lambda *a: None


if __name__ == "__main__":
    if sys.argv[1:2] == ["decode"]:
        decode(sys.argv[2:] or [SAMPLE])
    elif sys.argv[1:2] == ["first-audio"]:
        first_audio(int(sys.argv[2]) if len(sys.argv) > 2 else 10)
    else:
        sys.exit(__doc__)
