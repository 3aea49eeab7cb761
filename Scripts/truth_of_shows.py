"""What really happened in a made-up show: its stock minute by minute, what was asked for, and what it refused.

Reads what the generator of shows left beside a recording: `truth.json` (`duration_s`, `segments`, `order_model.feed_outages`,
`stock.initial_stock`), `orders_truth.csv` (every order at its true stream time), `orders.csv` (whence an order came) and
`inventory.csv` (what is on its way).
"""
import collections
import csv
import json


class Truth:
    """Stock and demand of one show, by true stream time in seconds."""

    def __init__(self, folder):
        truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
        self.duration = truth["duration_s"]
        self.segments = truth["segments"]
        self.outages = truth["order_model"]["feed_outages"]
        self.opening = collections.defaultdict(dict)
        for cell, units in truth["stock"]["initial_stock"].items():
            sku, warehouse = cell.split("@")
            self.opening[sku][warehouse] = units
        self.in_transit = collections.Counter()
        with open(folder / "inventory.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                self.in_transit[row["sku"]] += int(row["in_transit"] or 0)
        regions, usual = {}, collections.defaultdict(collections.Counter)
        with open(folder / "orders.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                regions[row["event_id"]] = row["region"]
                usual[row["region"]][row["warehouse"]] += 1
        # The shop ships from elsewhere what a region's own warehouse lacks: what was wanted of it goes by the region.
        own = {region: places.most_common(1)[0][0] for region, places in usual.items()}
        self.changes = collections.defaultdict(list)
        self.asked = collections.defaultdict(list)
        seen = set()
        with open(folder / "orders_truth.csv", encoding="utf-8", newline="") as file:
            rows = sorted(csv.DictReader(file), key=lambda row: float(row["true_stream_t"]))
        for row in rows:
            if row["event_id"] in seen:
                continue
            seen.add(row["event_id"])
            time, units, kind = float(row["true_stream_t"]), int(row["qty"]), row["event_type"]
            if kind in ("created", "cancelled"):
                self.changes[row["sku"]].append((time, row["warehouse"], -units if kind == "created" else units))
            if kind in ("created", "rejected_oos"):
                segment = int(row["ref"]) if row["cause"] in ("presentation", "countdown") and row["ref"] else None
                self.asked[row["sku"]].append((time, own[regions[row["event_id"]]], units, kind == "rejected_oos", segment))

    def stock(self, sku, time):
        """Units by warehouse, below zero where more was promised than there was."""
        stock = dict(self.opening[sku])
        for moment, warehouse, change in self.changes[sku]:
            if moment > time:
                break
            stock[warehouse] = stock.get(warehouse, 0) + change
        return stock

    def sellable(self, sku, time):
        return sum(max(0, units) for units in self.stock(sku, time).values())

    def sold_out(self, sku, after):
        """The first time from `after` on at which nothing could be sold any more, or the shop refused an order; None: never."""
        if self.sellable(sku, after) <= 0:
            return after
        for moment, _, _ in self.changes[sku]:
            if moment >= after and self.sellable(sku, moment) <= 0:
                return moment
        return None

    def refused(self, sku, start, end):
        return sum(1 for time, _, _, is_refused, _ in self.asked[sku] if is_refused and start <= time < end)

    def demand(self, sku, start, end, warehouse=None):
        """Units that were asked for, had and refused."""
        return sum(units for time, place, units, _, _ in self.asked[sku]
                   if start <= time < end and warehouse in (None, place))

    def orders_of_segment(self, segment):
        return sum(1 for *_, number in self.asked[segment["sku"]] if number == segment["id"])
