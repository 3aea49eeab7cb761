#!/usr/bin/env python3
"""Fetches uPlot, which draws the dashboard's charts, and puts it where the build embeds it.

Nothing is done when it is there and whole. The package comes from the Python index, with a pinned sha256; comment lines
and indentation are taken out of the script, its licence's head stays. LIVESHELF_CACHE moves the downloads' folder."""

import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "Sources/LiveshelfServer/Dashboard/Resources/vendor"
PACKAGE, VERSION = "uplot-python", "1.1.1"  # carries uPlot 1.6.16 (MIT)
WHEEL = "uplot_python-1.1.1-py3-none-any.whl"
WHEEL_SHA256 = "07c96cc34ff9107c3751fc31dfad48ccd6e86c6deebb8b41d7ec7d9811722208"
FILES = {
    "uPlot.iife.js": "b961d512a3af658c3484620763e113e32fa82dd85de3f31a4640867af94dd6bb",
    "uPlot.min.css": "3f121cd4a997b634e07a887658850018e475c26f0bddd874109a8d382c19de87",
}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def is_whole(path, wanted):
    return path.is_file() and sha256(path.read_bytes()) == wanted


def compact(script):
    """Without indentation, empty lines and comment lines. The script has no text that spans lines."""
    lines = (line.strip() for line in script.decode().splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")).encode() + b"\n"


def wheel():
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    cache = Path(os.environ.get("LIVESHELF_CACHE") or Path(home) / "liveshelf") / "packages"
    path = cache / WHEEL
    if not is_whole(path, WHEEL_SHA256):
        path.unlink(missing_ok=True)
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps",
                   "--only-binary=:all:", "--dest", str(cache), f"{PACKAGE}=={VERSION}"]
        if subprocess.run(command, stdout=sys.stderr).returncode != 0:
            sys.exit("setup: error: uPlot could not be fetched, see above. Is the package index reachable?")
    if not is_whole(path, WHEEL_SHA256):
        sys.exit(f"setup: error: {WHEEL} came with another sha256 than Scripts/vendor.py states. Nothing was installed.")
    return path


def main():
    if all(is_whole(TARGET / name, wanted) for name, wanted in FILES.items()):
        return
    TARGET.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel()) as archive:
        for name, wanted in FILES.items():
            data = archive.read(f"uplot/static/{name}")
            data = compact(data) if name.endswith(".js") else data
            if sha256(data) != wanted:
                sys.exit(f"setup: error: {name} is not what Scripts/vendor.py expects: sha256 {sha256(data)}")
            (TARGET / name).write_bytes(data)


if __name__ == "__main__":
    main()
