#!/usr/bin/env python3
"""Compares every place that tells a figure of a show with the figure computed here, from its raw orders.

  Scripts/consistency.py PROGRAM SHOW_FOLDER RESULTS_FOLDER

SHOW_FOLDER holds catalog.csv, orders.csv and inventory.csv; RESULTS_FOLDER what `batch` made of them. Exit status 1: two places differ.
Orders within two seconds of an edge of the show's window may lie on either side of it, for clocks are known no better.
"""
import csv, json, re, sqlite3, subprocess, sys, tempfile
from datetime import datetime
from pathlib import Path

EDGE = 2.0  # s


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def problems_of(program, inputs, results):
    """What two places tell differently, and the figures by the raw orders."""
    show = json.loads((results / "show.json").read_text())
    start = datetime.fromisoformat(show["start"]).timestamp()
    end = -(-(show["duration_s"] + 300) // 10) * 10
    price = {p["sku"]: p.get("live_price") or p.get("list_price") or 0 for p in rows(inputs / "catalog.csv")}
    offsets = {}
    if (results / "alignment.json").is_file():
        offsets = {s["source"]: s["offset_s"] for s in json.loads((results / "alignment.json").read_text())["sources"]}

    # The raw orders: each event once, at its true time.
    seen, orders, units, sales, refused, near = set(), 0, 0, 0.0, 0, 0
    for row in rows(inputs / "orders.csv"):
        key = (row.get("source", ""), row["event_id"])
        if key in seen or row["event_type"] not in ("created", "rejected_oos"):
            continue
        seen.add(key)
        time = datetime.fromisoformat(row["event_time"]).timestamp() - offsets.get(row["warehouse"], 0)
        if row.get("ingest_time"):
            time = min(time, datetime.fromisoformat(row["ingest_time"]).timestamp())
        time -= start
        if min(abs(time), abs(time - end)) < EDGE:
            near += 1
        if not 0 <= time < end:
            continue
        if row["event_type"] == "rejected_oos":
            refused += int(row["qty"])
            continue
        orders, units = orders + 1, units + int(row["qty"])
        sales += int(row["qty"]) * float(row["unit_price"] or price.get(row["sku"], 0)) - float(row.get("discount") or 0)

    problems = []

    def compare(place, name, told, expected, slack=0.011):
        slack += near * (1 if name != "sales" else 5000)
        if told is None or abs(told - expected) > slack:
            problems.append(f"{place}: {name} {told}, and {expected} by the raw orders")

    figures = json.loads((results / "figures.json").read_text())["total"]
    sold = figures["sold"]
    for name, expected in (("orders", orders), ("units", units), ("sales", round(sales, 2))):
        compare("figures.json", name, sold[name], expected)
    compare("figures.json", "refused units", figures["refused_units"], refused)

    def same(place, name, told, expected, slack=0.011):
        if told is None or abs(told - expected) > slack:
            problems.append(f"{place}: {name} {told}, and {expected} in figures.json")

    timeline = [r for r in rows(results / "timeline.csv") if 0 <= float(r["stream_start"]) < end]
    same("timeline.csv", "orders", sum(int(r["orders_created"]) for r in timeline), sold["orders"])
    same("timeline.csv", "units", sum(int(r["units"]) for r in timeline), sold["units"])
    listed = [r for r in rows(results / "orders.csv") if r["in_show"] == "1" and r["event_type"] == "created"]
    same("orders.csv", "orders", len(listed), sold["orders"])
    same("orders.csv", "sales", sum(float(r["sales"] or 0) for r in listed), sold["sales"], 0.05)
    page = (results / "report.html").read_text()
    data = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S).group(1))
    same("report.html", "orders", sum(p["orders"] for p in data["products"]), sold["orders"])
    same("report.html", "sales", sum(p["sales"] for p in data["products"]), sold["sales"], 0.5)
    same("report.html", "lost money", sum(p["lost"] for p in data["products"]), figures["lost_sales"], 0.5)
    same("report.html", "length", data["show"]["duration"], show["duration_s"], 0.06)
    presentations = [json.loads(line) for line in (results / "presentations.jsonl").read_text().splitlines()]
    stood = {p["id"] for p in presentations if p.get("withdrawn_at") is None}
    same("presentations.jsonl", "presentations", len(stood), figures["presentations"])
    same("report.html", "presentations", len(data["talks"]), len(stood))
    signalled = {
        s["data"]["presentation_id"]
        for s in map(json.loads, (results / "signals.jsonl").read_text().splitlines())
        if s["type"] == "liveshelf.presentation.started"
    }
    unfiled = signalled - {p["id"] for p in presentations}
    if unfiled:
        problems.append(f"presentations.jsonl: signalled and not filed: {', '.join(sorted(unfiled))}")
    late = [p["id"] for p in presentations if p["end"] > show["duration_s"] + 0.01]
    if late:
        problems.append(f"presentations.jsonl: they end after the sound: {', '.join(late)}")
    for row in rows(results / "uplift.csv"):
        if float(row["uplift_orders"]) > float(row["orders"]) + 0.01 or float(row["uplift_hi"]) > float(row["orders"]) + 0.01:
            problems.append(f"uplift.csv: {row['presentation_id']} has more uplift than orders")

    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/shows.sqlite"
        subprocess.run([program, "query", "SELECT 1", "--shows", str(results), "--database", path], check=True, stdout=subprocess.DEVNULL)
        database = sqlite3.connect(path)
        for view in ("shows", "products"):
            row = database.execute(f"SELECT sum(orders), sum(units), sum(sales), sum(lost_sales), sum(stockout_minutes) FROM {view}").fetchone()
            for name, told in zip(("orders", "units", "sales"), row):
                same(f"view {view}", name, told, sold[name], 0.05)
            same(f"view {view}", "lost money", row[3], figures["lost_sales"], 0.5)
            same(f"view {view}", "stock-out minutes", row[4], figures["stockout_minutes"], 0.05)

    columns = ("opening", "received", "sold", "closing", "rejected_units", "lost_units", "lost_sales", "dead_stock", "empty_cell_minutes", "stockout_minutes")
    totals = {}
    for by in ("sku", "category", "warehouse", "all"):
        text = subprocess.run(
            [program, "turnover", "--catalog", str(inputs / "catalog.csv"), "--orders", str(inputs / "orders.csv"), "--inventory",
             str(inputs / "inventory.csv"), "--by", by, "--format", "csv"], check=True, capture_output=True, text=True).stdout
        table = list(csv.DictReader(text.splitlines()))
        totals[by] = {c: sum(float(r[c]) for r in table) for c in columns if all(r[c] != "" for r in table)}
    for by, total in totals.items():
        for column, value in total.items():
            # Rows are rounded to a tenth each.
            if abs(value - totals["all"].get(column, value)) > 0.06 * 60:
                problems.append(f"turnover by {by}: {column} {value:.1f}, and {totals['all'][column]:.1f} in all")
    summary = f"{orders} orders, {units} units, {sales:.2f}, {refused} refused, {near} near an edge"
    return problems, summary


def main():
    program, inputs, results = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    problems, summary = problems_of(program, inputs, results)
    for problem in problems:
        print(f"{inputs.name}: {problem}")
    print(f"{inputs.name}: {summary}: {len(problems)} differences")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
