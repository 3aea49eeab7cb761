#!/usr/bin/env python3
"""Write tiny-sense-voice/: a model of SenseVoice's interface that knows two words, to run sherpa-onnx in tests.

It says 响 for loud frames and nothing for quiet ones: the sum of a frame's features against a threshold. Needs the
packages onnx and numpy (Models/requirements.txt).
"""
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent / "tiny-sense-voice"
TOKENS = ["<blk>", "<s>", "</s>", "响", "<unk>"]
WIDTH = 560  # 7 frames of 80 features


def main():
    weights = np.zeros((WIDTH, len(TOKENS)), np.float32)
    weights[:, 3] = 1 / WIDTH
    bias = np.array([0, -50, -50, -2.0, -50], np.float32)
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["sums"]),
        helper.make_node("Add", ["sums", "b"], ["scores"]),
        helper.make_node("Concat", ["control", "scores"], ["logits"], axis=1),
        # Inputs that the interface has and this model does not need.
        helper.make_node("Identity", ["language"], ["unused_language"]),
        helper.make_node("Identity", ["text_norm"], ["unused_norm"]),
        helper.make_node("Identity", ["x_length"], ["unused_length"]),
    ]
    # Language, mood, sound and writing stand before the text.
    control = np.full((1, 4, len(TOKENS)), -50, np.float32)
    for place, token in enumerate((1, 2, 4, 1)):
        control[0, place, token] = 0
    constants = [numpy_helper.from_array(a, n) for a, n in (
        (weights, "w"), (bias, "b"), (control, "control"))]
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "tiny", [
            value("x", TensorProto.FLOAT, [1, "T", WIDTH]), value("x_length", TensorProto.INT32, [1]),
            value("language", TensorProto.INT32, [1]), value("text_norm", TensorProto.INT32, [1]),
        ], [value("logits", TensorProto.FLOAT, [1, "L", len(TOKENS)])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    metadata = {
        "model_type": "sense_voice_ctc", "lfr_window_size": 7, "lfr_window_shift": 6, "normalize_samples": 0,
        "with_itn": 14, "without_itn": 15, "lang_auto": 0, "lang_zh": 3, "lang_en": 4, "lang_yue": 7, "lang_ja": 11,
        "lang_ko": 12, "lang_nospeech": 13, "vocab_size": len(TOKENS),
        "neg_mean": ",".join(["0"] * WIDTH), "inv_stddev": ",".join(["1"] * WIDTH), "comment": "tiny", "maintainer": "tests",
    }
    helper.set_model_props(model, {key: str(text) for key, text in metadata.items()})
    HERE.mkdir(exist_ok=True)
    onnx.save(model, HERE / "model.onnx")
    (HERE / "tokens.txt").write_text("".join(f"{t} {i}\n" for i, t in enumerate(TOKENS)), encoding="utf-8")


if __name__ == "__main__":
    main()
