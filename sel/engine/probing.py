"""Asks llama.cpp about itself in a child, which may die of it."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from typing import Any

_PROBE = "sel.engine.workers.probe"
_SECONDS = 30.0


def probe() -> dict[str, Any]:
    """What llama.cpp says of itself (see the worker `probe`); `error` where it cannot."""
    if importlib.util.find_spec("llama_cpp") is None:
        return {"error": "llama-cpp-python is not installed"}
    command = [sys.executable, "-m", _PROBE]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return {"error": f"it could not be asked ({type(error).__name__})"}
    if done.returncode < 0:
        return {"error": f"it dies when loaded (signal {-done.returncode})"}
    try:
        found = json.loads(done.stdout.splitlines()[-1])
    except (ValueError, IndexError):
        return {"error": "it cannot be loaded"}
    return found if isinstance(found, dict) else {}
