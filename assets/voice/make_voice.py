"""Make a Piper voice of real size that nobody taught to speak, for benches: noise, in real time.

    python assets/voice/make_voice.py FOLDER

writes FOLDER/untrained-medium.onnx (about 60 MB) and its .onnx.json. Needs `onnx` and `numpy`.

What a voice costs depends on its shape, not on its weights: these are random (the seed is fixed),
in the shape of VITS as Piper's "medium" voices have it: 22,050 Hz, a text encoder of 6 layers
(192 wide, 2 heads, 768 inside), 4 coupling flows of 4 gated layers, and a HiFi-GAN decoder that
makes 256 samples of each frame (8 x 8 x 4) through 256 channels. Left out, as they cost little: the
relative positions of the attention, and the stochastic part of the durations (a phoneme and its
pause take about 65 ms together).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HIDDEN, INNER, HEADS, LAYERS = 192, 768, 2, 6
FLOWS, FLOW_LAYERS, FLOW_KERNEL = 4, 4, 5
RATES, KERNELS, CHANNELS = (8, 8, 4), (16, 16, 8), 256
RESIDUALS = ((3, (1, 2)), (5, (2, 6)), (7, (3, 12)))
"""Kernel and dilations of the residual blocks behind each step of the decoder."""
SYMBOLS = 256
RATE = 22_050
FRAMES = 2.4
"""Frames of 11.6 ms that an id lasts; a phoneme is its own id and a pause's."""
SEED = 5


class Graph:
    """Nodes and weights as they are added; each call gives the name of what comes out."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._random = np.random.default_rng(SEED)
        self._count = 0

    def op(self, kind: str, *inputs: str, out: str = "", **attributes: Any) -> str:
        """One node."""
        self._count += 1
        name = out or f"{kind.lower()}_{self._count}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def split(self, x: str, axis: int = 1) -> tuple[str, str]:
        """Both halves of the channels."""
        self._count += 1
        names = (f"half_{self._count}_a", f"half_{self._count}_b")
        self.nodes.append(helper.make_node("Split", [x], list(names), axis=axis, num_outputs=2))
        return names

    def const(self, value: Any, kind: Any = np.float32) -> str:
        """A number, or several."""
        self._count += 1
        name = f"weight_{self._count}"
        self.weights.append(numpy_helper.from_array(np.asarray(value, dtype=kind), name))
        return name

    def random(self, *shape: int, spread: float) -> str:
        """Weights drawn from a normal distribution."""
        return self.const(self._random.normal(0.0, spread, shape))

    def conv(self, x: str, channels: tuple[int, int], kernel: int = 1, dilation: int = 1) -> str:
        """A convolution that keeps the length."""
        come, go = channels
        weight = self.random(go, come, kernel, spread=(come * kernel) ** -0.5)
        pad = (kernel - 1) * dilation // 2
        bias = self.const(np.zeros(go))
        return self.op("Conv", x, weight, bias, pads=[pad, pad], dilations=[dilation])

    def norm(self, x: str, channels: int) -> str:
        """Layer normalisation over the channels."""
        turned = self.op("Transpose", x, perm=[0, 2, 1])
        ones, zeros = self.const(np.ones(channels)), self.const(np.zeros(channels))
        normed = self.op("LayerNormalization", turned, ones, zeros, axis=-1)
        return self.op("Transpose", normed, perm=[0, 2, 1])


def attention(graph: Graph, x: str) -> str:
    """Every phoneme looks at every other."""
    size = HIDDEN // HEADS
    heads = graph.const([1, HEADS, size, -1], np.int64)
    query, key, value = (
        graph.op("Reshape", graph.conv(x, (HIDDEN, HIDDEN)), heads) for _ in range(3)
    )
    scaled = graph.op(
        "Mul", graph.op("Transpose", query, perm=[0, 1, 3, 2]), graph.const(size**-0.5)
    )
    weights = graph.op("Softmax", graph.op("MatMul", scaled, key), axis=-1)
    turned = graph.op("Transpose", value, perm=[0, 1, 3, 2])
    mixed = graph.op("Transpose", graph.op("MatMul", weights, turned), perm=[0, 1, 3, 2])
    flat = graph.op("Reshape", mixed, graph.const([1, HIDDEN, -1], np.int64))
    return graph.conv(flat, (HIDDEN, HIDDEN))


def encoder(graph: Graph) -> str:
    """The phonemes, each with its surroundings."""
    rows = graph.op("Gather", graph.random(SYMBOLS, HIDDEN, spread=1.0), "input", axis=0)
    x = graph.op("Transpose", rows, perm=[0, 2, 1])
    for _ in range(LAYERS):
        x = graph.norm(graph.op("Add", x, attention(graph, x)), HIDDEN)
        inner = graph.op("Relu", graph.conv(x, (HIDDEN, INNER), 3))
        x = graph.norm(graph.op("Add", x, graph.conv(inner, (INNER, HIDDEN), 3)), HIDDEN)
    return x


def durations(graph: Graph, x: str, length_scale: str) -> str:
    """Whole frames for each id; the graph's only `Ceil`, as in a real voice."""
    width = HIDDEN
    for _ in range(2):
        x = graph.norm(graph.op("Relu", graph.conv(x, (width, 256), 3)), 256)
        width = 256
    varied = graph.op("Sigmoid", graph.conv(x, (256, 1)))
    frames = graph.op("Mul", graph.op("Add", varied, graph.const(0.5)), graph.const(FRAMES))
    return graph.op("Ceil", graph.op("Mul", frames, length_scale), out="w_ceil")


def spread(graph: Graph, x: str, frames: str) -> str:
    """Each id's column as often as it lasts."""
    flat = graph.op("Reshape", frames, graph.const([-1, 1], np.int64))
    reached = graph.op("CumSum", flat, graph.const(0, np.int64))
    total = graph.op("Cast", graph.op("ReduceSum", flat, keepdims=0), to=TensorProto.INT64)
    steps = graph.op("Range", graph.const(0, np.int64), total, graph.const(1, np.int64))
    times = graph.op("Cast", steps, to=TensorProto.FLOAT)
    passed = graph.op("LessOrEqual", reached, times)
    counted = graph.op("Cast", passed, to=TensorProto.INT64)
    which = graph.op("ReduceSum", counted, graph.const([0], np.int64), keepdims=0)
    return graph.op("Gather", x, which, axis=2)


def coupling(graph: Graph, x: str) -> str:
    """One flow: half of the channels moved by what the other half says."""
    kept, moved = graph.split(x)
    half = HIDDEN // 2
    inner, total = graph.conv(kept, (half, HIDDEN)), ""
    for layer in range(FLOW_LAYERS):
        a, b = graph.split(graph.conv(inner, (HIDDEN, 2 * HIDDEN), FLOW_KERNEL))
        gated = graph.op("Mul", graph.op("Tanh", a), graph.op("Sigmoid", b))
        if layer < FLOW_LAYERS - 1:
            rest, skip = graph.split(graph.conv(gated, (HIDDEN, 2 * HIDDEN)))
            inner = graph.op("Add", inner, rest)
        else:
            skip = graph.conv(gated, (HIDDEN, HIDDEN))
        total = graph.op("Add", total, skip) if total else skip
    moved = graph.op("Sub", moved, graph.conv(total, (HIDDEN, half)))
    return graph.op("Concat", moved, kept, axis=1)  # the halves change places for the next


def decoder(graph: Graph, x: str) -> str:
    """256 samples of each frame."""
    x, width = graph.conv(x, (HIDDEN, CHANNELS), 7), CHANNELS
    for rate, kernel in zip(RATES, KERNELS, strict=True):
        half = width // 2
        weight = graph.random(width, half, kernel, spread=(width * kernel / rate) ** -0.5)
        pad = (kernel - rate) // 2
        x = graph.op("LeakyRelu", x, alpha=0.1)
        x = graph.op("ConvTranspose", x, weight, strides=[rate], pads=[pad, pad])
        x, width = residuals(graph, x, half), half
    x = graph.conv(graph.op("LeakyRelu", x, alpha=0.01), (width, 1), 7)
    return graph.op("Tanh", graph.op("Mul", x, graph.const(0.3)))


def residuals(graph: Graph, x: str, width: int) -> str:
    """The mean of three views with ever wider kernels."""
    total = ""
    for kernel, dilations in RESIDUALS:
        y = x
        for dilation in dilations:
            bent = graph.op("LeakyRelu", y, alpha=0.1)
            y = graph.op("Add", y, graph.conv(bent, (width, width), kernel, dilation))
        total = graph.op("Add", total, y) if total else y
    return graph.op("Mul", total, graph.const(1 / len(RESIDUALS)))


def model() -> Any:
    """The whole voice, with the inputs and the output that Piper knows."""
    graph = Graph()
    noise, length = (
        graph.op("Gather", "scales", graph.const(index, np.int64), axis=0) for index in (0, 1)
    )
    hidden = encoder(graph)
    frames = durations(graph, hidden, length)
    mean, logs = graph.split(spread(graph, graph.conv(hidden, (HIDDEN, 2 * HIDDEN)), frames))
    drawn = graph.op("RandomNormalLike", mean, dtype=TensorProto.FLOAT)
    wide = graph.op("Mul", graph.op("Exp", graph.op("Mul", logs, graph.const(0.1))), noise)
    x = graph.op("Add", mean, graph.op("Mul", drawn, wide))
    for _ in range(FLOWS):
        x = coupling(graph, x)
    graph.op("Unsqueeze", decoder(graph, x), graph.const([1], np.int64), out="output")
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, ["batch", "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, ["batch"]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, ["batch", 1, 1, "time"])
    whole = helper.make_graph(graph.nodes, "untrained", inputs, [output], graph.weights)
    return helper.make_model(whole, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)


def description(like: Path) -> dict[str, Any]:
    """The .onnx.json, with the phonemes of another voice."""
    config: dict[str, Any] = json.loads(like.read_text("utf-8"))
    audio = {"sample_rate": RATE, "quality": "medium"}
    return config | {"audio": audio, "num_symbols": SYMBOLS, "hop_length": 256}


def main() -> int:
    """Write both files; what they are called is printed."""
    parser = argparse.ArgumentParser(description="A Piper voice of real size, untrained.")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    like = Path(__file__).parents[2] / "tests/data/voice/tone_voice.onnx.json"
    voice = folder / "untrained-medium.onnx"
    onnx.save(model(), str(voice))
    Path(f"{voice}.json").write_text(json.dumps(description(like)), "utf-8")
    print(f"{voice} ({voice.stat().st_size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
