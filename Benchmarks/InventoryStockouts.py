#!/usr/bin/env python3
"""What the stock signals of a replay were worth, beyond tools that only count them.

  InventoryStockouts.py OUT SHOW

Per product that ran out: the first prediction's lead, how long its stock-out could be seen coming (from the start of
the presentation that emptied it, when one did), and the error of the moment that stood predicted 300, 120 and 60 s before.
Then how many predictions and warehouse warnings came true within the data, and signals by type and state.
"""
import json, sys
from collections import Counter, defaultdict
from pathlib import Path

out, show = Path(sys.argv[1]), Path(sys.argv[2])
truth = json.loads((show / "truth.json").read_text())
first, cells = truth["stock"]["first_stockout_s"], truth["stock"]["first_stockout_by_warehouse_s"]
signals = [json.loads(line) for line in open(out / "signals.jsonl")]
predicted, low = defaultdict(list), {}
for s in signals:
    d = s["data"]
    if s["type"].endswith("stockout_predicted") and d["state"] != "resolved":
        predicted[d["sku"]].append((d["detected_at"], d["eta_s"]))
    if s["type"].endswith("warehouse_low") and d["state"] == "raised":
        low.setdefault(f"{d['sku']}@{d['warehouse']}", d["detected_at"])
print(f"{out.name}: product  ran out  lead  seen coming for | error of the standing prediction 300, 120, 60 s before")
for sku, t in sorted(first.items(), key=lambda x: x[1]):
    if t <= 0: continue
    starts = [s["start"] for s in truth["segments"] if s["sku"] == sku and s["start"] < t <= s["end"] + 180]
    chances = t - max(starts) if starts else float("inf")
    told = [p for p in predicted[sku] if p[0] <= t]
    def error(before):
        standing = [p for p in told if p[0] <= t - before]
        return f"{(sum(standing[-1]) - t) / before:+7.0%}" if standing else "      -"
    lead = f"{t - told[0][0]:7.0f}" if told else " missed"
    print(f"  {sku:8} {t:7.0f} {lead} {chances:7.0f} | {error(300)} {error(120)} {error(60)}")
true = sum(k in first for k in predicted)
print(f"  predicted products {len(predicted)}, of which ran out {true}")
print(f"  warehouses warned {len(low)}, of which ran out later {sum(cells.get(k, -1e9) >= t for k, t in low.items())}, "
      f"had run out {sum(k in cells and cells[k] < t for k, t in low.items())}")
print("  " + ", ".join(f"{k} {n}" for k, n in sorted(Counter(
    f"{s['type'].removeprefix('liveshelf.')}/{s['data']['state']}" for s in signals).items())))
