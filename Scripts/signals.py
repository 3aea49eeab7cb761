#!/usr/bin/env python3
"""Judges the signals of shows: whether any contradict each other, and how much they ask of people.

  Scripts/signals.py [--most N] FOLDER…

FOLDER: what `batch` or `attach` wrote (`signals.jsonl`). Signals of one moment count together: what is taken back in it is gone.
Fails when two open signals of one product contradict each other, or when more than N (3) products begin to ask for something
within a minute: a product that asks already has its card, and more about it changes that.
"""
import argparse
import collections
import json
import pathlib
import sys

ASKING = {"stock.oversold", "stock.depleted", "stock.stockout_predicted", "stock.warehouse_low", "stock.slow_moving",
          "replenishment.recommended", "price.review_recommended", "feed.degraded"}
BRINK = 900
GONE = {"stock.stockout_predicted", "stock.depleted", "stock.oversold"}
CONTRADICTIONS = [
    *[("stock.slow_moving", other) for other in [*GONE, "demand.surge", "replenishment.recommended"]],
    *[("price.review_recommended", other) for other in [*GONE, "demand.surge", "replenishment.recommended"]],
    ("stock.stockout_predicted", "stock.depleted"), ("demand.surge", "stock.depleted"),
    ("stock.warehouse_low", "stock.depleted"), ("next_product.recommended", "stock.depleted"),
    ("next_product.recommended", "stock.oversold"), ("next_product.recommended", "price.review_recommended"),
]


def asks(kind, data):
    if data.get("phase") not in (None, "raised") or kind not in ASKING:
        return False
    return kind != "stock.stockout_predicted" or data["eta_s"] <= BRINK


def judge(folder):
    """Contradictions; what was asked, when, and whether by a product that did not ask yet; how many signals there were."""
    events = [json.loads(line) for line in (folder / "signals.jsonl").read_text(encoding="utf-8").splitlines()]
    by_moment = collections.defaultdict(list)
    for event in events:
        by_moment[event["data"]["detected_at"]].append(event)
    open_kinds, asking = collections.defaultdict(set), collections.defaultdict(set)
    faults, asked, reported = [], [], set()
    for moment in sorted(by_moment):
        for event in by_moment[moment]:
            kind, data = event["type"].removeprefix("liveshelf."), event["data"]
            subject = event.get("subject")
            if data.get("phase") == "resolved":
                asking[subject].discard(data["situation"])
            if asks(kind, data):
                asked.append((moment, kind, not asking[subject]))
                if "situation" in data:
                    asking[subject].add(data["situation"])
            if "situation" not in data:
                continue
            if kind == "next_product.recommended":
                for kinds in open_kinds.values():
                    kinds.discard(kind)
            if data["phase"] == "resolved":
                open_kinds[data["sku"]].discard(kind)
            else:
                open_kinds[data["sku"]].add(kind)
        for sku, kinds in open_kinds.items():
            for one, other in CONTRADICTIONS:
                if one in kinds and other in kinds and (sku, one, other) not in reported:
                    reported.add((sku, one, other))
                    faults.append(f"{moment:.1f} s {sku}: {one} and {other}")
    return faults, asked, len(events)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=3)
    options = parser.parse_args()
    failed = False
    for folder in options.folders:
        faults, asked, total = judge(folder)
        times = [moment for moment, _, is_new in asked if is_new]
        most = max((sum(1 for time in times if start <= time < start + 60) for start in times), default=0)
        kinds = collections.Counter(kind for _, kind, _ in asked)
        print(f"{folder.name}: {total} signals, {len(asked)} ask on {len(times)} cards, at most {most} new a minute, {len(faults)} contradictions; "
              + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
        for fault in faults:
            print("  " + fault)
        failed |= bool(faults) or most > options.most
    sys.exit(failed)


if __name__ == "__main__":
    main()
