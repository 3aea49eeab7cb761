"""Builds the two ONNX graphs of a Whisper model, encoder and decoder, with weights of 8 bits.

The decoder also returns the cross-attention of the alignment heads, from which the times of words are found, and
takes its key/value cache as an input, so that the caller owns the search.
"""

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Graph:
    """An ONNX graph under construction."""

    def __init__(self):
        self.nodes, self.constants, self.count = [], {}, 0

    def name(self, prefix):
        self.count += 1
        return f"{prefix}_{self.count}"

    def constant(self, array, name=None):
        name = name or self.name("constant")
        if name not in self.constants:
            self.constants[name] = numpy_helper.from_array(np.array(array, order="C"), name)
        return name

    def integers(self, *values):
        return self.constant(np.array(values, np.int64), "integers_" + "_".join(map(str, values)))

    def add(self, operator, inputs, outputs=1, out=None, **attributes):
        names = [out] if out else [self.name(operator) for _ in range(outputs)]
        self.nodes.append(helper.make_node(operator, inputs, names, name=self.name("node"), **attributes))
        return names[0] if outputs == 1 else names

    def quantized(self, x):
        return self.add("DynamicQuantizeLinear", [x], 3)

    def quantized_by_row(self, x):
        """8-bit values with a scale for each row, around 128: one loud frame does not coarsen the others."""
        top = self.add("ReduceMax", [self.add("Abs", [x])], axes=[-1], keepdims=1)
        floor, step = self.constant(np.float32(1e-8), "least"), self.constant(np.float32(1 / 127), "step")
        scale = self.add("Mul", [self.add("Max", [top, floor]), step])
        # The cast cuts off, so that half a step more makes it round.
        shifted = self.add("Add", [self.add("Div", [x, scale]), self.constant(np.float32(128.5), "middle")])
        return self.add("Cast", [shifted], to=TensorProto.UINT8), scale, self.constant(np.uint8(128), "zero")

    def linear(self, x, weight, bias=None, quantized=None, out=None):
        """x @ weight.T + bias with weights of 8 bits, one scale per column; activations are quantised as they come,
        or come quantised."""
        values, scale = eight_bits(weight.astype(np.float32).T)
        data, data_scale, data_zero = quantized or self.quantized(x)
        zeros = self.constant(np.zeros(values.shape[1], np.int8))
        y = self.add("MatMulInteger", [data, self.constant(values), data_zero, zeros])
        y = self.add("Cast", [y], to=TensorProto.FLOAT)
        y = self.add("Mul", [self.add("Mul", [y, self.constant(scale)]), data_scale], out=None if bias is not None else out)
        return y if bias is None else self.add("Add", [y, self.constant(bias.astype(np.float32))], out=out)

    def layer_norm(self, x, weights, prefix):
        gamma, beta = (self.constant(weights[f"{prefix}/{k}"].astype(np.float32)) for k in ("gamma", "beta"))
        return self.add("LayerNormalization", [x, gamma, beta], axis=-1, epsilon=1e-5)

    def gelu(self, x):
        error = self.add("Erf", [self.add("Div", [x, self.constant(np.float32(np.sqrt(2)), "sqrt_2")])])
        one, half = self.constant(np.float32(1), "one"), self.constant(np.float32(0.5), "half")
        return self.add("Mul", [self.add("Mul", [x, self.add("Add", [error, one])]), half])

    def heads(self, x, count, width, order):
        return self.add("Transpose", [self.add("Reshape", [x, self.integers(0, -1, count, width)])], perm=order)

    def attention(self, q, k, v, count, width, mask=None):
        """The attended values and the attention weights [batch, head, query, key]."""
        k, v = self.heads(k, count, width, [0, 2, 3, 1]), self.heads(v, count, width, [0, 2, 1, 3])
        return self.attention_by_heads(q, k, v, count, width, mask)

    def attention_by_heads(self, q, k, v, count, width, mask=None):
        """The same with keys [batch, head, width, key] and values [batch, head, key, width]."""
        q = self.heads(self.add("Mul", [q, self.constant(np.float32(width**-0.5), "query_scale")]), count, width, [0, 2, 1, 3])
        scores = self.add("MatMul", [q, k])
        if mask:
            scores = self.add("Add", [scores, mask])
        shares = self.add("Softmax", [scores], axis=-1)
        mixed = self.add("MatMul", [shares, v])
        flat = self.add("Reshape", [self.add("Transpose", [mixed], perm=[0, 2, 1, 3]), self.integers(0, -1, count * width)])
        return flat, shares

    def feed_forward(self, x, weights, prefix, quantized):
        """`quantized` is the way to quantise activations."""
        y = quantized(self.layer_norm(x, weights, prefix + "/layer_norm"))
        y = self.gelu(self.linear(None, weights[prefix + "/linear_0/weight"], weights[prefix + "/linear_0/bias"], y))
        y = self.linear(None, weights[prefix + "/linear_1/weight"], weights[prefix + "/linear_1/bias"], quantized(y))
        return self.add("Add", [x, y])

    def save(self, inputs, outputs, path):
        graph = helper.make_graph(self.nodes, "whisper", inputs, outputs, list(self.constants.values()))
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.checker.check_model(model)
        onnx.save(model, path)


def eight_bits(weight):
    """Symmetric 8-bit values of a matrix and the scale of each column."""
    scale = np.maximum(np.abs(weight).max(0), 1e-8) / 127
    return np.clip(np.rint(weight / scale), -127, 127).astype(np.int8), scale.astype(np.float32)


def tensor(name, shape, kind=TensorProto.FLOAT):
    return helper.make_tensor_value_info(name, kind, shape)


class Whisper:
    """The sizes of a model, read off its weights."""

    def __init__(self, weights, alignment_heads):
        self.weights, self.alignment_heads = weights, [tuple(h) for h in alignment_heads]
        self.state = weights["encoder/position_encodings/encodings"].shape[1]
        self.audio_context = weights["encoder/position_encodings/encodings"].shape[0]
        self.heads = int(weights["encoder/num_heads"])
        self.width = self.state // self.heads
        self.encoder_layers, self.layers = self._layers("encoder"), self._layers("decoder")
        self.vocabulary = weights["decoder/embeddings/weight"].shape[0]
        self.text_context = weights["decoder/position_encodings/encodings"].shape[0]
        self.mel_bins = weights["encoder/conv1/weight"].shape[1]

    def _layers(self, part):
        parts = (k.split("/")[1] for k in self.weights if k.startswith(part + "/layer_"))
        return 1 + max(int(p[6:]) for p in parts if p[6:].isdigit())

    def save_encoder(self, path):
        """mel [1, mel bin, frame] -> for each decoder layer the cross-attention keys [1, head, width, audio position] and
        values [1, head, audio position, width]: laid out as every step of the decoder multiplies them."""
        g, w = Graph(), self.weights

        def f(key):
            return g.constant(w[key].astype(np.float32))

        x = g.gelu(g.add("Conv", ["mel", f("encoder/conv1/weight"), f("encoder/conv1/bias")], kernel_shape=[3], pads=[1, 1]))
        x = g.gelu(g.add("Conv", [x, f("encoder/conv2/weight"), f("encoder/conv2/bias")], kernel_shape=[3], pads=[1, 1], strides=[2]))
        x = g.add("Transpose", [x], perm=[0, 2, 1])
        length = g.add("Shape", [x], start=1, end=2)
        positions = g.add("Slice", [f("encoder/position_encodings/encodings"), g.integers(0), length, g.integers(0)])
        x = g.add("Add", [x, positions])
        for i in range(self.encoder_layers):
            p = f"encoder/layer_{i}/self_attention"
            y = g.layer_norm(x, w, p + "/layer_norm")
            qkv = g.linear(None, w[p + "/linear_0/weight"], w[p + "/linear_0/bias"], g.quantized_by_row(y))
            q, k, v = g.add("Split", [qkv, g.integers(*[self.state] * 3)], 3, axis=-1)
            y, _ = g.attention(q, k, v, self.heads, self.width)
            y = g.linear(None, w[p + "/linear_1/weight"], w[p + "/linear_1/bias"], g.quantized_by_row(y))
            x = g.add("Add", [x, y])
            x = g.feed_forward(x, w, f"encoder/layer_{i}/ffn", g.quantized_by_row)
        x = g.layer_norm(x, w, "encoder/layer_norm")
        quantized = g.quantized_by_row(x)
        for i in range(self.layers):
            p = f"decoder/layer_{i}/attention/linear_1"
            kv = g.linear(None, w[p + "/weight"], w[p + "/bias"], quantized)
            k, v = g.add("Split", [kv, g.integers(self.state, self.state)], 2, axis=-1)
            k, v = g.heads(k, self.heads, self.width, [0, 2, 3, 1]), g.heads(v, self.heads, self.width, [0, 2, 1, 3])
            g.add("Identity", [k], out=f"cross_k_{i}")
            g.add("Identity", [v], out=f"cross_v_{i}")
        g.save([tensor("mel", [1, self.mel_bins, "T"])], self.cross(), path)

    def cross(self):
        """What the encoder gives and the decoder takes; a batch of 1 serves every hypothesis of a beam."""
        return [
            described for i in range(self.layers) for described in (
                tensor(f"cross_k_{i}", [1, self.heads, self.width, "Ta"]), tensor(f"cross_v_{i}", [1, self.heads, "Ta", self.width]))]

    def save_decoder(self, path):
        """One step of the text decoder; see the inputs and outputs at the end."""
        g, w = Graph(), self.weights
        embeddings = w["decoder/embeddings/weight"].astype(np.float32)
        projection = w.get("decoder/projection/weight", w["decoder/embeddings/weight"])
        length = g.add("Shape", ["tokens"], start=1, end=2)
        end = g.add("Add", ["offset", length])
        values, scale = eight_bits(embeddings.T)
        x = g.add("Cast", [g.add("Gather", [g.constant(values.T), "tokens"], axis=0)], to=TensorProto.FLOAT)
        x = g.add("Mul", [x, g.add("Gather", [g.constant(scale[:, None]), "tokens"], axis=0)])
        positions = g.constant(w["decoder/position_encodings/encodings"].astype(np.float32))
        x = g.add("Add", [x, g.add("Slice", [positions, "offset", end, g.integers(0)])])
        causal = g.constant(np.triu(np.full((self.text_context, self.text_context), -1e9, np.float32), 1))
        from_here = g.add("Concat", ["offset", g.integers(0)], axis=0)
        mask = g.add("Slice", [causal, from_here, g.add("Concat", [end, end], axis=0), g.integers(0, 1)])
        keys, all_values, alignments = [], [], []
        for i in range(self.layers):
            layer = g.constant(np.int64(i), f"layer_{i}")

            def extended(cache, new):
                past = g.add("Slice", [g.add("Gather", [cache, layer], axis=0), g.integers(0), "offset", g.integers(1)])
                return g.add("Concat", [past, new], axis=1)

            p = f"decoder/layer_{i}/self_attention"
            y = g.layer_norm(x, w, p + "/layer_norm")
            qkv = g.linear(y, w[p + "/linear_0/weight"], w[p + "/linear_0/bias"])
            q, k, v = g.add("Split", [qkv, g.integers(*[self.state] * 3)], 3, axis=-1)
            k, v = extended("in_n_layer_self_k_cache", k), extended("in_n_layer_self_v_cache", v)
            keys.append(g.add("Unsqueeze", [k, g.integers(0)]))
            all_values.append(g.add("Unsqueeze", [v, g.integers(0)]))
            y, _ = g.attention(q, k, v, self.heads, self.width, mask)
            x = g.add("Add", [x, g.linear(y, w[p + "/linear_1/weight"], w[p + "/linear_1/bias"])])

            p = f"decoder/layer_{i}/attention"
            y = g.layer_norm(x, w, p + "/layer_norm")
            q = g.linear(y, w[p + "/linear_0/weight"], w[p + "/linear_0/bias"])
            y, shares = g.attention_by_heads(q, f"cross_k_{i}", f"cross_v_{i}", self.heads, self.width)
            heads = [head for of_layer, head in self.alignment_heads if of_layer == i]
            if heads:
                alignments.append(g.add("Gather", [shares, g.constant(np.array(heads, np.int64))], axis=1))
            x = g.add("Add", [x, g.linear(y, w[p + "/linear_2/weight"], w[p + "/linear_2/bias"])])
            x = g.feed_forward(x, w, f"decoder/layer_{i}/ffn", g.quantized)
        g.add("Concat", alignments, out="align", axis=1)
        x = g.layer_norm(g.add("Gather", [x, "sel"], axis=1), w, "decoder/layer_norm")
        g.linear(x, projection, out="logits")
        g.add("Concat", keys, out="out_n_layer_self_k_cache", axis=0)
        g.add("Concat", all_values, out="out_n_layer_self_v_cache", axis=0)
        past, longer = [self.layers, "N", "C", self.state], [self.layers, "N", "C2", self.state]
        g.save(
            [
                tensor("tokens", ["N", "n"], TensorProto.INT64),
                tensor("in_n_layer_self_k_cache", past), tensor("in_n_layer_self_v_cache", past),
                tensor("offset", [1], TensorProto.INT64),  # tokens already in the cache
                tensor("sel", ["m"], TensorProto.INT64),  # the positions among `tokens` whose logits are wanted
                *self.cross(),
            ],
            [
                tensor("logits", ["N", "m", self.vocabulary]),
                tensor("align", ["N", len(self.alignment_heads), "n", "Ta"]),
                tensor("out_n_layer_self_k_cache", longer), tensor("out_n_layer_self_v_cache", longer),
            ], path)
