"""How long each phoneme lasts, asked of any VITS voice: a second output is added to its graph.

A voice's file gives sound only. Inside, the lengths are what its one `Ceil` node puts out. An ONNX
file is a protobuf message, and messages of that kind are joined by writing one behind the other:
a few bytes at the end name that node's output as an output of the graph. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator

_GRAPH, _NODE, _OUTPUT = 7, 1, 12
"""Fields of ONNX's ModelProto and GraphProto (onnx.proto, stable since 2017)."""
_NODE_OUTPUT, _NODE_KIND = 2, 4
"""Fields of NodeProto: names of its outputs, and its op_type."""
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5


def with_lengths(model: bytes) -> bytes:
    """The model with a second output; as it was, where it has not just one `Ceil`."""
    try:
        names = [name for graph in _fields(model, _GRAPH) for name in _lengths_in(model, graph)]
        outputs = sum(1 for graph in _fields(model, _GRAPH) for _ in _fields(model, _OUTPUT, graph))
    except (ValueError, IndexError):
        return model
    if len(names) != 1 or outputs != 1:
        return model
    return model + _field(_GRAPH, _field(_OUTPUT, _field(1, names[0])))


def _lengths_in(model: bytes, graph: range) -> Iterator[bytes]:
    for node in _fields(model, _NODE, graph):
        kinds = [model[one.start : one.stop] for one in _fields(model, _NODE_KIND, node)]
        if kinds == [b"Ceil"]:
            for name in _fields(model, _NODE_OUTPUT, node):
                yield model[name.start : name.stop]


def _fields(data: bytes, wanted: int, within: range | None = None) -> Iterator[range]:
    """Where the message's fields of that number lie, those with bytes. Raises `ValueError`."""
    at, stop = (within.start, within.stop) if within is not None else (0, len(data))
    while at < stop:
        tag, at = _varint(data, at)
        kind = tag & 7
        if kind == _VARINT:
            _, at = _varint(data, at)
        elif kind in (_EIGHT, _FOUR):
            at += 8 if kind == _EIGHT else 4
        elif kind == _BYTES:
            length, at = _varint(data, at)
            if at + length > stop:
                raise ValueError
            if tag >> 3 == wanted:
                yield range(at, at + length)
            at += length
        else:
            raise ValueError


def _varint(data: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if byte < 0x80:
            return number, at
        shift += 7


def _field(number: int, content: bytes) -> bytes:
    return bytes([number << 3 | _BYTES]) + _length(len(content)) + content


def _length(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])
