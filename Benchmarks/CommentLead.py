"""Do comments tell orders beforehand? A Granger-style test and forecasts with and without comments.

    python3 Benchmarks/CommentLead.py RESULTS...      # folders that batch wrote; needs numpy

For each product and bin of 10 s, the orders of the next 30 s (square roots) are regressed on the orders of the last
minute, on whether the product was presented in the last two minutes, and on its rate before the show; then also on the
comments about it in the last minute. F tests the comments' coefficients in all shows together (Granger 1969); the
forecasts are made for each show with the coefficients of the others, and their loss is the mean Poisson deviance.
"""
import csv, sys
import numpy as np

LAGS, SHOWN, AHEAD = 6, 12, 3

def read(folder):
    rows = {}
    for r in csv.DictReader(open(f"{folder}/timeline.csv")):
        rows.setdefault(r["sku"], {})[round(float(r["stream_start"]) / 10)] = (
            int(r["orders_created"]), float(r["presenting"]), int(r["comments"]))
    y, base, extra = [], [], []
    end = max(t for own in rows.values() for t, v in own.items() if v[1] > 0) + 18
    for own in rows.values():
        before = [own.get(t, (0, 0, 0))[0] for t in range(-180, 0)]
        rate = np.sqrt(np.mean(before) * AHEAD)
        at = lambda t, k: own.get(t, (0, 0, 0))[k]
        for t in range(SHOWN, end):
            y.append(sum(at(t + k, 0) for k in range(AHEAD)))
            base.append([1, rate] + [np.sqrt(at(t - k, 0)) for k in range(1, LAGS + 1)]
                        + [at(t - k, 1) for k in range(1, SHOWN + 1)])
            extra.append([np.sqrt(at(t - k, 2)) for k in range(1, LAGS + 1)])
    return np.array(y, float), np.array(base, float), np.array(extra, float)

def fit(x, y): return np.linalg.lstsq(x, np.sqrt(y), rcond=None)[0]
def predict(x, w, spread): return np.maximum(x @ w, 0) ** 2 + spread + 1e-3
def loss(y, m): return float(np.mean(2 * (np.where(y > 0, y * np.log(np.maximum(y, 1) / m), 0) - (y - m))))

shows = [(f, *read(f)) for f in sys.argv[1:]]
x0 = np.vstack([b for _, _, b, _ in shows]); z0 = np.vstack([e for *_, e in shows]); y0 = np.hstack([y for _, y, _, _ in shows])
def rss(x): return float(np.sum((np.sqrt(y0) - x @ fit(x, y0)) ** 2))
small, large = rss(x0), rss(np.hstack([x0, z0]))
n = len(y0) / AHEAD   # the windows overlap: so many are independent
f = (small - large) / LAGS / (large / (n - x0.shape[1] - LAGS))
print(f"F({LAGS}, {n:.0f}) = {f:.2f} (5 % level: 2.10); the comments explain {1 - large / small:.2%} of what was left")
print("show, loss without comments, with, change")
for i, (name, y, b, e) in enumerate(shows):
    rest = [s for j, s in enumerate(shows) if j != i] or shows
    result = []
    for cols in (lambda b, e: b, lambda b, e: np.hstack([b, e])):
        x, t = np.vstack([cols(r[2], r[3]) for r in rest]), np.hstack([r[1] for r in rest])
        w = fit(x, t)
        spread = float(np.mean((np.sqrt(t) - x @ w) ** 2))
        result.append(loss(y, predict(cols(b, e), w, spread)))
    print(f"{name.rstrip('/').split('/')[-1]}, {result[0]:.4f}, {result[1]:.4f}, {result[1] / result[0] - 1:+.1%}")
