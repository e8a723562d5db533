"""Routing and the embedder's client load nothing heavy."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("numpy", "torch", "sentence_transformers", "transformers", "llama_cpp", "textual")


def test_nothing_heavy_in_a_clean_interpreter() -> None:
    code = (
        "import sys, sel.routing.router, sel.routing.priority, sel.engine.embedder;"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
