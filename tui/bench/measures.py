"""The figures: first frame against a bare app, frames and CPU while streaming, key to echo."""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tui.bench.children import MARK
from tui.bench.terminal import Terminal

KEYS = "абвгдежзийклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψω"
"""Letters the streamed text does not hold, so that an echo cannot be mistaken."""
BETWEEN_KEYS = 0.3
PATIENCE = 20.0


def _child(*words: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tui.bench", "--child", *words])


def first_frame(kind: str) -> float:
    """Seconds from starting the process to its first words on the screen."""
    terminal = _child(kind)
    try:
        seen = terminal.until(MARK.encode(), PATIENCE)
    finally:
        terminal.close()
    return (seen or float("inf")) - terminal.started


def first_frames(rounds: int) -> dict[str, float]:
    """Medians in milliseconds, bare and face in turn, and the face's over the bare one's."""
    first_frame("bare"), first_frame("face")  # byte-code and disk caches warm
    bare, face = [], []
    for _ in range(rounds):
        bare.append(first_frame("bare"))
        face.append(first_frame("face"))
    low, high = statistics.median(bare), statistics.median(face)
    return {
        "first_frame_bare_ms": low * 1000,
        "first_frame_ms": high * 1000,
        "first_frame_ratio": high / low,
    }


def streaming(seconds: float, *, aloud: bool = False) -> dict[str, float]:
    """Frames a second, share of a core, and the 95th percentile of key to echo in milliseconds.

    `aloud`: what a voice tells while SEL speaks comes on top."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "figures.json"
        terminal = _child("aloud" if aloud else "stream", str(seconds), str(report))
        try:
            terminal.until(MARK.encode(), PATIENCE)
            _wait(terminal, 1.0)
            began = time.perf_counter()
            echoes = list(_echoes(terminal, began + seconds - 1.5))
            lasted = time.perf_counter() - began
            frames = sum(began <= at <= began + lasted for at in terminal.frames)
            while not report.exists():
                _wait(terminal, 0.2)
            _wait(terminal, 0.2)
            figures = json.loads(report.read_text())
        finally:
            terminal.close()
    return {
        "stream_tokens_per_second": figures["tokens"] / figures["seconds"],
        "frames_per_second": frames / lasted,
        "cpu_share": figures["cpu_seconds"] / figures["seconds"],
        "key_to_echo_p50_ms": statistics.median(echoes) * 1000,
        "key_to_echo_p95_ms": sorted(echoes)[int(len(echoes) * 0.95)] * 1000,
    }


def _echoes(terminal: Terminal, end: float) -> Iterator[float]:
    """Press keys until `end`; how long each took to be seen (a lost key counts as one second)."""
    for key in KEYS:
        if time.perf_counter() > end:
            return
        since = len(terminal.output)
        pressed = time.perf_counter()
        terminal.write(key.encode())
        seen = terminal.until(key.encode(), 1.0, since)
        yield (seen or pressed + 1.0) - pressed
        _wait(terminal, BETWEEN_KEYS)


def _wait(terminal: Terminal, seconds: float) -> None:
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        terminal.read(left)
