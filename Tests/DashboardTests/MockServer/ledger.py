"""Where counts differ from the ledger, and what an operator books, in the shapes of the server's API."""

MESSAGES = {
    "unknown_cell": "no stock has been told for this place; send its stock first, then this again",
    "id_reused": "the id was used for another transaction; send this one under an id of its own",
    "below_zero": "more left than there was; count the place and send the count",
    "shipment_overdue": "60 units in transit were due before the snapshot; send their receipt when they are there",
    "hand_written": "a kind of remark that this screen does not know; it says what the server says",
    "release_beyond_order": "2 more units were cancelled than the order had; they were not given back",
}
LARGEST = 1_000_000_000


def notice(code, sku=None, warehouse=None, identity=None):
    return {"code": code, "id": identity, "sku": sku, "warehouse": warehouse, "message": MESSAGES.get(code, code)}


class Ledger:
    def __init__(self):
        self.differences, self.remarks, self.booked = {}, [], {}

    def view(self):
        return {"differences": [self.differences[place] for place in sorted(self.differences)], "remarks": self.remarks}

    def differ(self, product, warehouse, counted, time, is_standing=False):
        """A snapshot that says something else."""
        expected = product.house(warehouse)["available"]
        self.differences[product.sku, warehouse] = {
            "sku": product.sku, "product": product.name, "warehouse": warehouse, "time": time, "counted": counted,
            "expected": expected, "standing": counted - expected if is_standing else 0}

    def remark(self, at, count, *what):
        self.remarks.insert(0, {"notice": notice(*what), "count": count, "at": at})

    def correct(self, products, rows, now):
        """Status and answer of a request that books rows."""
        answer = {"accepted": 0, "repeated": 0, "rejected_count": 0, "rejected": [], "notices": [], "received_at": now,
                  "durable_at": now}
        for line, row in enumerate(rows, 1):
            lowest = 0 if row["type"] == "count" else 1
            if not lowest <= row["qty"] <= LARGEST:
                answer["rejected"].append({"line": line, "field": "qty", "message": f"is {row['qty']}: write {lowest} to {LARGEST}"})
            elif self.booked.get(row["id"]) == row:
                answer["repeated"] += 1
            else:
                answer["accepted"] += 1
                answer["notices"] += self.book({product.sku: product for product in products}, row)
        answer["rejected_count"] = len(answer["rejected"])
        if answer["rejected"] and not answer["accepted"] + answer["repeated"]:
            count = answer["rejected_count"]
            return 422, {**answer, "error": {"code": "no_usable_row", "message": f"none of the {count} rows can be used; see rejected"}}
        return 202, answer

    def book(self, products, row):
        sku, warehouse, quantity = row["sku"], row["warehouse"], row["qty"]
        names = [warehouse] + ([row["to_warehouse"]] if row["type"] == "transfer" else [])
        houses = [products[sku].house(name) if sku in products else None for name in names]
        if row["id"] in self.booked:
            return [notice("id_reused", identity=row["id"])]
        if None in houses:
            return [notice("unknown_cell", sku, names[houses.index(None)], row["id"])]
        self.booked[row["id"]] = row
        for house, change in zip(houses, (-quantity, quantity) if len(houses) == 2 else
                                 (quantity - (houses[0]["available"] if row["type"] == "count" else 0),)):
            house["available"] += change
            house["on_hand"] += change
        if row["type"] == "count":
            self.differences.pop((sku, warehouse), None)
        return [notice("below_zero", sku, warehouse, row["id"])] if houses[0]["available"] < 0 else []
