"""Logistic regression on sparse binary features with numpy alone: full-batch Adam, L2, fixed order, no randomness."""
import collections

import numpy as np


class Rows:
    """Documents as lists of feature numbers, flattened."""

    def __init__(self, documents, numbers):
        feature, row = [], []
        for index, names in enumerate(documents):
            for name in sorted(set(names)):
                number = numbers.get(name)
                if number is not None:
                    feature.append(number)
                    row.append(index)
        self.feature = np.array(feature, dtype=np.int64)
        self.row = np.array(row, dtype=np.int64)
        self.count = len(documents)
        self.width = len(numbers)
        lengths = np.bincount(self.row, minlength=self.count).astype(np.float64)
        self.scale = 1 / np.sqrt(np.maximum(1, lengths))

    def times(self, weights):
        return np.bincount(self.row, weights=weights[self.feature], minlength=self.count) * self.scale

    def transposed_times(self, values):
        return np.bincount(self.feature, weights=(values * self.scale)[self.row], minlength=self.width)


def vocabulary(documents, least):
    """Features that at least `least` documents have, numbered in alphabetical order."""
    counts = collections.Counter(name for names in documents for name in set(names))
    return {name: number for number, name in enumerate(sorted(n for n, c in counts.items() if c >= least))}


def softmax(scores):
    scores = scores - scores.max(axis=1, keepdims=True)
    exponentials = np.exp(scores)
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def train(rows, labels, classes, penalty, rounds=150, rate=0.3, weights=None):
    """Multinomial weights (features × classes) and biases."""
    target = np.zeros((rows.count, classes))
    target[np.arange(rows.count), labels] = 1
    sample = np.ones(rows.count) if weights is None else weights
    sample = sample / sample.sum()
    matrix, bias = np.zeros((rows.width, classes)), np.zeros(classes)
    moments = [[np.zeros_like(matrix), np.zeros_like(matrix)], [np.zeros_like(bias), np.zeros_like(bias)]]
    for step in range(1, rounds + 1):
        scores = np.stack([rows.times(matrix[:, k]) for k in range(classes)], axis=1) + bias
        error = (softmax(scores) - target) * sample[:, None]
        gradients = [
            np.stack([rows.transposed_times(error[:, k]) for k in range(classes)], axis=1) + penalty * matrix,
            error.sum(axis=0),
        ]
        pace = rate * (1 - step / (rounds + 1)) + 0.01
        for parameter, gradient, (first, second) in zip((matrix, bias), gradients, moments):
            first *= 0.9
            first += 0.1 * gradient
            second *= 0.99
            second += 0.01 * gradient**2
            parameter -= pace * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-10)
    return matrix, bias
