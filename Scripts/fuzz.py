#!/usr/bin/env python3
"""Feeds mutations to every parser of what comes from outside, and says what they took.

  Scripts/fuzz.py [TOTAL] [--seed N] [--only NAME …]

TOTAL (default 1,000,000) is shared out among the parsers, the quick ones getting more. Each runs in a process of its own, with the
tests that `swift build --build-tests` has built. An input that ends the process, takes more than a second of the processor, or brings
the process above 512 MB is a failure; it is in .build/fuzz/NAME.input or NAME.slowest and belongs into the corpus beside the parser's test
(Tests/*/Corpus). Exit status 1 when one failed.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUT = ROOT / ".build/fuzz"
# What is parsed, its corpus, the test, and its share.
PARSERS = [
    ("FLV", "flv", "MediaIngestTests.FuzzTests/flvStreams", 16),
    ("FLV", "tags", "MediaIngestTests.FuzzTests/audioAndVideoTags", 12),
    ("AMF", "script-tags", "MediaIngestTests.FuzzTests/scriptTags", 16),
    ("RTMP", "rtmp-chunks", "MediaIngestTests.FuzzTests/chunksOfPublishers", 10),
    ("ID3, SEI", "side-data", "MediaIngestTests.FuzzTests/sideData", 8),
    ("playlists", "playlists", "MediaIngestTests.FuzzTests/playlists", 14),
    ("signatures", "webhook-signatures", "SignatureCorpusTests/ofWebhooks", 6),
    ("signatures", "intake-signatures", "IntakeSignatureCorpusTests/ofRequests", 5),
    ("YAML", "thresholds", "CorpusTests/thresholds", 3),
    ("YAML", "configuration", "ConfigurationCorpusTests/anythingIsReadOrRefusedByName", 2),
    ("CSV, JSON Lines", "orders", "CorpusTests/orders", 2),
    ("CSV, JSON Lines", "catalog", "CorpusTests/catalogs", 1),
    ("CSV", "stock", "CorpusTests/stock", 1),
    ("CSV", "transactions", "CorpusTests/transactions", 1),
    ("CSV, JSON Lines", "comments", "CorpusTests/comments", 1),
    ("CSV, JSON Lines", "clicks", "MappingFuzzTests/clicks", 1),
    ("JSON", "json-arrays", "CorpusTests/jsonArrays", 1),
    ("xlsx", "workbooks", "CorpusTests/workbooks", 1),
    ("HTML, XML", "web-pages", "CorpusTests/webPages", 1),
]


def main():
    parser = argparse.ArgumentParser(description="Feeds mutations to every parser.")
    parser.add_argument("total", nargs="?", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20260410)
    parser.add_argument("--only", nargs="*", help="names of corpora")
    parser.add_argument("--program", default=str(ROOT / ".build/debug/liveshelfPackageTests.xctest"))
    options = parser.parse_args()
    if not os.access(options.program, os.X_OK):
        sys.exit(f"fuzz: {options.program} is missing: swift build --build-tests")
    OUT.mkdir(parents=True, exist_ok=True)
    report = OUT / "report.tsv"
    report.unlink(missing_ok=True)
    shares, failed = sum(p[3] for p in PARSERS), []
    print(f"{'parser':18} {'corpus':20} {'inputs':>10} {'slowest s':>10} {'MB':>5}", flush=True)
    counted = 0
    for kind, name, test, share in PARSERS:
        if options.only and name not in options.only:
            continue
        count = max(4001, -(-options.total * share // shares))
        environment = dict(os.environ, LIVESHELF_FUZZ=str(count), LIVESHELF_FUZZ_SEED=str(options.seed), NO_COLOR="1")
        before, start = report.read_text() if report.exists() else "", time.monotonic()
        done = subprocess.run([options.program, "--testing-library", "swift-testing", "--no-parallel", "--filter", test],
                              cwd=ROOT, env=environment, text=True, errors="replace", stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        line = (report.read_text() if report.exists() else "")[len(before):].strip().split("\t")
        (OUT / f"{name}.log").write_text(done.stdout)
        if len(line) == 4:
            counted += int(line[1])
            print(f"{kind:18} {name:20} {int(line[1]):>10,} {line[2]:>10} {line[3]:>5}  ({time.monotonic() - start:.0f} s)", flush=True)
        if done.returncode or len(line) != 4:
            failed.append(name)
            print(f"{kind:18} {name:20} FAILED: .build/fuzz/{name}.log, .build/fuzz/{name}.input", flush=True)
    print(f"{counted:,} inputs; " + (f"failed: {', '.join(failed)}" if failed else "no crash, none over 1 s, none over 512 MB"))
    sys.exit(1 if failed else 0)


main()
