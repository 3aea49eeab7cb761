#!/usr/bin/env python3
"""Compare the forecasts of `inventory-benchmark forecast` with other methods on the same bins.

  InventoryForecasts.py OUT...

Reads forecasts.csv and demand_by_minute.csv of each folder and prints, by horizon and method, the pinball loss (mean
over the quantiles 0.05 0.1 0.25 0.5 0.75 0.9 0.95, in units) and the coverage of the 90 % and 80 % intervals.
The other methods see the minutes before the origin, per product:
  naive   the last five minutes go on;  mean: the mean of all minutes;  ses: exponential smoothing, alpha by least squares;
  AutoETS, Croston: statsforecast (when installed). Their minutes are summed; spread: compound Poisson from the mean and
  the size of orders (naive, mean, ses, Croston), or the method's own (AutoETS).
"""
import csv, math, sys
from collections import defaultdict
from pathlib import Path

try:
    import numpy as np
    from statsforecast.models import AutoETS, CrostonClassic
except ImportError:
    AutoETS = None

QUANTILES = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95]
Z = [-1.6449, -1.2816, -0.6745, 0, 0.6745, 1.2816, 1.6449]

def nb_quantiles(mean, variance):
    """Quantiles of a negative binomial by its moments."""
    mean = max(mean, 1e-9)
    variance = max(variance, mean * 1.0001)
    r, p = mean * mean / (variance - mean), mean / variance
    out, k, log_pmf, cdf = [], 0, r * math.log(p), 0.0
    cdf = math.exp(log_pmf)
    for q in QUANTILES:
        while cdf < q and k < 100_000:
            k += 1
            log_pmf += math.log((k + r - 1) / k) + math.log1p(-p)
            cdf += math.exp(log_pmf)
        out.append(k)
    return out

def ses(series):
    best = None
    for alpha in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8):
        level, error = sum(series[:5]) / len(series[:5]), 0.0
        for x in series:
            error += (x - level) ** 2
            level += alpha * (x - level)
        if best is None or error < best[0]:
            best = (error, level)
    return best[1]

def pinball(actual, values):
    return sum(max(q * (actual - v), (q - 1) * (actual - v)) for q, v in zip(QUANTILES, values)) / len(QUANTILES)

def main():
    for folder in map(Path, sys.argv[1:]):
        series = defaultdict(dict)
        orders, units, squares = 0, 0, 0
        for row in csv.DictReader(open(folder / "demand_by_minute.csv")):
            series[row["sku"]][int(row["minute"])] = int(row["units"])
        first = {sku: min(s) for sku, s in series.items()}
        results, cache = defaultdict(list), {}
        for row in csv.DictReader(open(folder / "forecasts.csv")):
            minute, horizon, actual = int(float(row["origin"]) // 60), float(row["horizon"]), int(row["actual"])
            n = int(horizon // 60)
            key = (row["sku"], minute)
            if key not in cache:
                past = [series[row["sku"]].get(m, 0) for m in range(first[row["sku"]], minute)]
                dispersion = 1.7
                cache[key] = {"naive": sum(past[-5:]) / 5, "mean": sum(past) / len(past), "ses": ses(past)}
                if AutoETS is not None:
                    y = np.array(past, dtype=float)
                    ets = AutoETS(season_length=1).forecast(y, h=60, level=[68.27])
                    cache[key]["ets"] = (ets["mean"], (ets["hi-68.27"] - ets["lo-68.27"]) / 2)
                    cache[key]["croston"] = float(CrostonClassic().forecast(y, h=1)["mean"][0])
            methods = {"liveshelf": [float(row[f"q{q}"]) for q in QUANTILES]}
            for name in ("naive", "mean", "ses", "croston"):
                if name in cache[key]:
                    m = max(cache[key][name], 0) * n
                    methods[name] = nb_quantiles(m, m * 1.7)
            if "ets" in cache[key]:
                mean, sd = cache[key]["ets"]
                m, s = float(mean[:n].sum()), math.sqrt(float((sd[:n] ** 2).sum()))
                methods["AutoETS"] = [max(0.0, m + z * s) for z in Z]
            for name, values in methods.items():
                results[horizon, name].append(
                    (pinball(actual, values), values[0] <= actual <= values[-1], values[1] <= actual <= values[-2]))
        print(folder)
        for (horizon, name), rows in sorted(results.items()):
            n = len(rows)
            print(f"  {horizon / 60:3.0f} min  {name:10} pinball {sum(r[0] for r in rows) / n:7.3f}  "
                  f"in 90 % {sum(r[1] for r in rows) / n:5.3f}  in 80 % {sum(r[2] for r in rows) / n:5.3f}  n {n}")

main()
