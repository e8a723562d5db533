"""Nothing heavy is loaded by the parts that read and speak until somebody sends or wants sound."""

from __future__ import annotations

import subprocess
import sys

HEAVY = {"discord", "numpy", "aiohttp", "av", "nacl", "sel.voice"}
PARTS = ("reading", "voice", "voice_note", "room", "samples", "progress", "opus_worker")


def test_the_parts_load_nothing_heavy() -> None:
    names = ", ".join(f"bridge.media.{part}" for part in PARTS)
    script = f"import sys, {names}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stdout.split())
