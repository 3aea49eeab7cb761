#!/usr/bin/env python3
"""Judges the signals of shows: whether any contradict each other, how much they ask of people, and how much of that was right.

  Scripts/signals.py [--most N] [--truth SHOWS [--share S] [--wrong]] FOLDER…

FOLDER: what `batch` or `attach` wrote (`signals.jsonl`). Signals of one moment count together: what is taken back in it is gone.
Fails when two open signals of one product contradict each other, or when more than N (3) products begin to ask for something
within a minute: a product that asks already has its card, and more about it changes that. A stock-out asks from the first time that
it is told to come within a quarter of an hour.

SHOWS: a folder of made-up shows with their truth. A FOLDER named as a show of it, or NAME-something, is judged by that: fails also
when less than S (0.8) of all that was asked came true (`came_true`). `--wrong` names what did not.
"""
import argparse
import collections
import json
import pathlib
import statistics
import sys

from truth_of_shows import Truth

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


# Seconds that clocks, late orders and viewers' delay may shift a fact by.
TOLERANCE = 60
# A short warehouse and a slow product are judged by the half hour that follows.
HORIZON = 1800
# What sells less than this share of its stock in that time did not move.
MOVES = 0.1


def asks(kind, data, asked_before):
    if kind not in ASKING or data.get("phase") == "resolved" or asked_before:
        return False
    if kind == "stock.stockout_predicted":
        return data["eta_s"] <= BRINK
    return data.get("phase") in (None, "raised")


def came_true(kind, data, sku, truth):
    """Whether what somebody was asked to do was worth doing, by what really happened afterwards."""
    time = data["detected_at"]
    if kind == "stock.oversold":  # Buyers are still owed a minute later: it has not settled itself.
        return any(units < 0 for units in truth.stock(sku, time + TOLERANCE).values())
    if kind == "stock.depleted":  # Nothing can be sold, somebody still wants it, and it is not back a minute later.
        is_gone = truth.sellable(sku, time) <= 0 or truth.refused(sku, time - TOLERANCE, time + TOLERANCE) > 0
        is_back = truth.sellable(sku, time + TOLERANCE) > max(3, sum(truth.opening[sku].values()) / 20)
        return is_gone and not is_back and truth.demand(sku, time, time + BRINK) > 0
    if kind == "stock.stockout_predicted":  # It was gone before the end of the told interval, and while that was pressing.
        gone = truth.sold_out(sku, time - TOLERANCE)
        return gone is not None and gone - time <= min(data["eta_hi_s"], 1.25 * BRINK) + TOLERANCE
    if kind == "stock.warehouse_low":  # Its region wanted more than it had, and the other one could give what was told.
        stock = truth.stock(sku, time)
        short = truth.demand(sku, time, time + HORIZON, data["warehouse"]) - max(0, stock[data["warehouse"]])
        return short > 0 and stock[data["transfer_from"]] >= data["transfer_qty"]
    if kind in ("stock.slow_moving", "price.review_recommended"):  # The stock really did not move.
        return truth.demand(sku, time, time + HORIZON) < MOVES * truth.sellable(sku, time)
    if kind == "replenishment.recommended":  # One more show like this asks for more than is left and on its way.
        left = truth.sellable(sku, truth.duration) + truth.in_transit[sku]
        return truth.demand(sku, 0, truth.duration) > left
    # A source was really away.
    return any(outage["start"] <= time <= outage["end"] + TOLERANCE for outage in truth.outages)


def next_had_stock(data, truth):
    """Whether the first product of a ranking had something to sell in the next presentation's usual length."""
    time = data["detected_at"]
    length = statistics.median(segment["end"] - segment["start"] for segment in truth.segments)
    return truth.sellable(data["ranking"][0], time + length) > 0


def judge(folder):
    """Contradictions; what was asked, when, and whether by a product that did not ask yet; how many signals there were."""
    events = [json.loads(line) for line in (folder / "signals.jsonl").read_text(encoding="utf-8").splitlines()]
    by_moment = collections.defaultdict(list)
    for event in events:
        by_moment[event["data"]["detected_at"]].append(event)
    open_kinds, asking = collections.defaultdict(set), collections.defaultdict(set)
    faults, asked, reported, asked_before = [], [], set(), set()
    for moment in sorted(by_moment):
        for event in by_moment[moment]:
            kind, data = event["type"].removeprefix("liveshelf."), event["data"]
            subject = event.get("subject")
            if data.get("phase") == "resolved":
                asking[subject].discard(data["situation"])
            if asks(kind, data, data.get("situation") in asked_before):
                asked.append((moment, kind, not asking[subject], event))
                if "situation" in data:
                    asking[subject].add(data["situation"])
                    asked_before.add(data["situation"])
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
    return faults, asked, events


def judge_by_truth(asked, events, truth, names_wrong):
    """Prints what came true of what was asked, by kind; returns (right, all)."""
    counts = collections.defaultdict(collections.Counter)
    for moment, kind, _, event in asked:
        data, sku = event["data"], event.get("subject")
        is_right = came_true(kind, data, sku, truth)
        counts[kind][is_right] += 1
        if names_wrong and not is_right:
            print(f"    {moment:.0f} s {sku} {kind}: {data['reason']}")
    right, total = sum(count[True] for count in counts.values()), len(asked)
    text = ", ".join(f"{kind} {count[True]}/{count.total()}" for kind, count in sorted(counts.items()))
    following = [event["data"] for event in events
                 if event["type"].endswith(".next_product.recommended") and event["data"]["phase"] == "raised"]
    had = sum(next_had_stock(data, truth) for data in following)
    print(f"  came true: {right} of {total}: {text}; next products that had stock {had}/{len(following)}")
    return right, total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=3)
    parser.add_argument("--truth", type=pathlib.Path)
    parser.add_argument("--share", type=float, default=0.8)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    failed = False
    right = total = 0
    for folder in options.folders:
        faults, asked, events = judge(folder)
        times = [moment for moment, _, is_new, _ in asked if is_new]
        most = max((sum(1 for time in times if start <= time < start + 60) for start in times), default=0)
        kinds = collections.Counter(kind for _, kind, _, _ in asked)
        print(f"{folder.name}: {len(events)} signals, {len(asked)} ask on {len(times)} cards, at most {most} new a minute, "
              f"{len(faults)} contradictions; " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
        for fault in faults:
            print("  " + fault)
        failed |= bool(faults) or most > options.most
        if options.truth:
            names = [show for show in options.truth.iterdir() if f"{folder.name}-".startswith(f"{show.name}-")]
            if not (names and (names[0] / "truth.json").exists()):
                parser.error(f"{options.truth} has no show for {folder.name}")
            came, of = judge_by_truth(asked, events, Truth(names[0]), options.wrong)
            right, total = right + came, total + of
    if options.truth:
        share = right / total if total else 1
        print(f"{right} of {total} that ask came true: {share:.0%}")
        failed |= share < options.share
    sys.exit(failed)


if __name__ == "__main__":
    main()
