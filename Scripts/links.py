#!/usr/bin/env python3
"""Fails when a document of the project links to a file or heading that is not there."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s]+)\)")


def prose(path):
    """The text without its code, in which brackets mean other things."""
    text = re.sub(r"^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def headings(path):
    """The anchors that the common renderers make of a file's headings."""
    lines = re.findall(r"^#+ +(.+)$", path.read_text(encoding="utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", line.lower()).strip().replace(" ", "-") for line in lines}


wrong = []
listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.md"], cwd=ROOT, check=True, capture_output=True, text=True)
for name in sorted(set(listed.stdout.splitlines())):
    path = ROOT / name
    if not path.is_file():
        continue  # removed, and not committed yet
    for link in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, heading = link.partition("#")
        file = (path.parent / target) if target else path
        if not file.exists():
            wrong.append(f"{name}: there is no {link}")
        elif heading and heading not in headings(file):
            wrong.append(f"{name}: {link}: no such heading")
if wrong:
    sys.exit("\n".join(["links: error: documents link to what is not there:", *wrong]))
