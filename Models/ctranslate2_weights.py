"""Reads the weights of a CTranslate2 model file (its binary format, version 6)."""

import struct

import numpy as np

TYPES = {0: np.float32, 1: np.int8, 2: np.int16, 3: np.int32, 4: np.float16}


class _Reader:
    def __init__(self, data):
        self.data, self.position = data, 0

    def number(self, code):
        value = struct.unpack_from("<" + code, self.data, self.position)[0]
        self.position += struct.calcsize("<" + code)
        return value

    def text(self):
        length = self.number("H")  # counts the closing zero
        value = self.data[self.position : self.position + length - 1].decode()
        self.position += length
        return value

    def array(self):
        shape = [self.number("I") for _ in range(self.number("B"))]
        kind = np.dtype(TYPES[self.number("B")])
        size = self.number("I")
        value = np.frombuffer(self.data, kind, count=size // kind.itemsize, offset=self.position).reshape(shape)
        self.position += size
        return value


def read(data):
    """The variables of a model by name; integer weights are multiplied out with their scales."""
    reader = _Reader(data)
    reader.number("I")  # the format's version
    reader.text()  # the model's class
    reader.number("I")  # the revision of that class
    weights = {}
    for _ in range(reader.number("I")):
        name = reader.text()
        weights[name] = reader.array()
    for _ in range(reader.number("I")):
        alias = reader.text()
        weights[alias] = weights[reader.text()]
    if reader.position != len(data):
        raise ValueError(f"{len(data) - reader.position} bytes are left over: not a CTranslate2 model of version 6")
    return {name: _without_scale(name, value, weights) for name, value in weights.items()}


def _without_scale(name, value, weights):
    scale = weights.get(name + "_scale")
    if value.dtype != np.int8 or scale is None:
        return value
    return (value.astype(np.float32) / scale.reshape(-1, *[1] * (value.ndim - 1))).astype(np.float32)
