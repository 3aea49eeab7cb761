#!/usr/bin/env python3
"""Fit the coefficients of MentionConfidence, and of RescoredConfidence upon it.

  fit_confidence.py [--l2 X] FEATURES.tsv=TRUTH_DIR ...

FEATURES.tsv comes from `mention-benchmark find … --models DIR --features FEATURES.tsv`; TRUTH_DIR holds the truth.json of that
show, is `said` for what `mention-benchmark spot --features` writes, `-` for speech that names no product of the catalog, or `!TRUTH_DIR` for a show heard with a catalog of other
products: what it names is then left out, and the rest is false. Files of the same TRUTH_DIR are held out together.
Prints the coefficients for MentionConfidence.swift and MentionFinder+Rescoring.swift,
and for each file how well coefficients fitted without it predict it: log-loss, expected calibration error (10 bins),
and precision and recall at 0.5. Standard library only; deterministic.
"""
import argparse, csv, json, math

NAMES = ["intercept", "distance", "cost", "worst", "syllables", "exact", "shortInexact", "share", "logRatio", "lead",
         "everydayShare", "crossesWord", "everydayWord", "cue", "presence", "catalogSize"]
RESCORED = ["intercept", "before", "ratio", "whole", "against"]
DOUBTFUL = (0.03, 0.98)  # MentionFinder.Options.doubtful
NEAR = 1.0  # s between a candidate and the true mention


def features(row):
    """The inputs of MentionConfidence.probability."""
    columns = ("distance", "worst", "syllables", "exact_first", "exact_other", "share", "log_ratio", "lead", "everyday", "crosses", "everyday_word",
               "cue", "presence", "catalog_size")
    distance, worst, syllables, first, other, share, ratio, *rest = (float(row[column]) for column in columns)
    exact = max(first, other)
    return [1.0, distance, distance * syllables, worst, min(syllables, 6.0) - 2, exact, (1 - exact) * (syllables < 2.5), share,
            exact * ratio, *rest]


def rescored(row):
    """The recogniser's ratio and the syllables that it is weighed by; None when it was not asked."""
    return (float(row["rescored"]), min(float(row["syllables"]), 6.0)) if row["rescored"] else None


def load(features_file, truth):
    if truth == "said":
        rows = csv.DictReader(open(features_file, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)
        examples = [(features(row), row["said"] == "1", rescored(row)) for row in rows]
        return examples, sum(y for _, y, _ in examples)
    other = truth.startswith("!")
    truth = truth.removeprefix("!")
    mentions = [] if truth == "-" else json.load(open(f"{truth}/truth.json", encoding="utf-8"))["mentions"]
    rows = []
    for row in csv.DictReader(open(features_file, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        start, end = float(row["start"]), float(row["end"])
        near = [i for i, m in enumerate(mentions) if max(m["start"], start) - min(m["end"], end) <= NEAR]
        if row["basis"] == "name" and not (other and near):
            rows.append((row, (start + end) / 2, near))
    # One to one, the nearest first, as the scorer does: a second candidate for a mention is a repeat, and false.
    pairs = sorted((abs(middle - (mentions[i]["start"] + mentions[i]["end"]) / 2), j, i)
                   for j, (row, middle, near) in enumerate(rows) for i in near if mentions[i]["sku"] == row["sku"])
    taken, true = set(), set()
    for _, j, i in pairs:
        if i not in taken and j not in true:
            taken.add(i)
            true.add(j)
    examples = [(features(row), j in true, rescored(row)) for j, (row, _, _) in enumerate(rows)]
    return examples, 0 if other else len(mentions)


def group(source): return source.split("=", 1)[1].removeprefix("!")
def sigmoid(z): return 1 / (1 + math.exp(-max(-40.0, min(40.0, z))))
def predict(w, x): return sigmoid(sum(a * b for a, b in zip(w, x)))


def solve(matrix, right):
    n = len(right)
    rows = [list(matrix[i]) + [right[i]] for i in range(n)]
    for i in range(n):
        pivot = max(range(i, n), key=lambda r: abs(rows[r][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for r in range(n):
            if r != i:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][n] / rows[i][i] for i in range(n)]


def second(p, ratio):
    """The inputs of RescoredConfidence.probability."""
    p = min(1 - 1e-6, max(1e-6, p))
    value, syllables = ratio
    return [1.0, math.log(p / (1 - p)), value, value * syllables, min(0.0, value)]


def fit_both(examples, l2):
    """Both regressions; the second one on the candidates that the recogniser was asked about."""
    w = fit([(x, y) for x, y, _ in examples], l2, len(NAMES))
    asked = [(second(predict(w, x), r), y) for x, y, r in examples if r and in_doubt(predict(w, x))]
    return w, fit(asked, l2, len(RESCORED))


def in_doubt(p): return DOUBTFUL[0] <= p <= DOUBTFUL[1]


def predict_both(w, v, x, r):
    p = predict(w, x)
    return predict(v, second(p, r)) if r and in_doubt(p) else p


def fit(examples, l2, n):
    """Newton's method for logistic regression with a ridge on all but the intercept."""
    scale = [max(1e-9, max(abs(x[i]) for x, _ in examples)) for i in range(n)]
    data = [([a / s for a, s in zip(x, scale)], y) for x, y in examples]
    w = [0.0] * n
    for _ in range(50):
        gradient = [-l2 * w[i] * (i > 0) for i in range(n)]
        hessian = [[(l2 * (i > 0) + 1e-9) * (i == j) for j in range(n)] for i in range(n)]
        for x, y in data:
            p = predict(w, x)
            for i in range(n):
                gradient[i] += (y - p) * x[i]
                for j in range(n):
                    hessian[i][j] += p * (1 - p) * x[i] * x[j]
        step = solve(hessian, gradient)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-9:
            break
    return [a / s for a, s in zip(w, scale)]


def calibration(pairs):
    bins = [[] for _ in range(10)]
    for p, y in pairs:
        bins[min(9, int(p * 10))].append((p, y))
    total = len(pairs)
    return sum(len(b) / total * abs(sum(p for p, _ in b) / len(b) - sum(y for _, y in b) / len(b)) for b in bins if b)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--l2", type=float, default=0.3)
    parser.add_argument("sources", nargs="+", metavar="FEATURES.tsv=TRUTH_DIR")
    args = parser.parse_args()
    sets = [(source, *load(*source.split("=", 1))) for source in args.sources]
    for (source, examples, total) in sets:
        others = [e for s in sets if group(s[0]) != group(source) for e in s[1]]
        if not examples or not any(y for _, y, _ in others):
            continue
        w, v = fit_both(others, args.l2)
        pairs = [(predict_both(w, v, x, r), y) for x, y, r in examples]
        loss = -sum(math.log(max(1e-9, p if y else 1 - p)) for p, y in pairs) / len(pairs)
        shown = [(p, y) for p, y in pairs if p >= 0.5]
        hits = sum(y for _, y in shown)
        print(f"{source}: {len(pairs)} candidates, held out: log-loss {loss:.3f}, calibration error "
              f"{calibration(pairs):.3f} (shown: {calibration(shown) if shown else 0:.3f}), at 0.5 precision "
              f"{hits / max(1, len(shown)):.3f} recall {hits / max(1, total):.3f}")
    w, v = fit_both([e for s in sets for e in s[1]], args.l2)
    for kind, names, values in (("MentionConfidence", NAMES, w), ("RescoredConfidence", RESCORED, v)):
        print(f"  static let fitted = {kind}(")
        terms = [f"{name}: {value:.3f}" for name, value in zip(names, values)]
        print("    " + ",\n    ".join(", ".join(terms[i:i + 5]) for i in range(0, len(terms), 5)) + ")")


if __name__ == "__main__":
    main()
