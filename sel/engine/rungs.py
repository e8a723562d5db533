"""The ladder: what to try when a model cannot be loaded as asked, and which rung worked before.

llama.cpp can die natively (on CPUs with AMX it does, at its first decode). Each rung gives up a
little speed or room for a better chance. The rung that worked is remembered per model, build and
machine, so that a crash is paid for once.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import json
import os
import platform
from dataclasses import dataclass, replace
from pathlib import Path

from sel.engine.build import libraries
from sel.engine.llm_config import LlmConfig
from sel.paths import PRIVATE_FILE

SMALL_CONTEXT = 2048
"""The smallest context worth talking in, in tokens."""


@dataclass(frozen=True, slots=True)
class Rung:
    """One way to load a model."""

    name: str
    config: LlmConfig


def ladder(asked: LlmConfig) -> list[Rung]:
    """The rungs from the best to the safest; the first is what was asked for."""
    plain = replace(asked, extra_buffers=False)
    rungs = [Rung("as asked", asked), Rung("without extra buffers", plain)]
    if asked.gpu_layers != 0:
        rungs.append(Rung("half the layers on the GPU", replace(plain, gpu_share=0.5)))
        rungs.append(Rung("on the CPU", replace(plain, gpu_layers=0)))
    safe = replace(plain, gpu_layers=0)
    if asked.context > SMALL_CONTEXT:
        smaller = max(asked.context // 2, SMALL_CONTEXT)
        rungs.append(Rung("half the context", replace(safe, context=smaller)))
    least = replace(
        safe, context=min(asked.context, SMALL_CONTEXT), flash_attention=False, batch=128
    )
    rungs.append(Rung("smallest and plainest", least))
    return rungs


class RungMemory:
    """Which rung worked, in a small JSON file. An unreadable file is an empty memory."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def recall(self, asked: LlmConfig) -> str:
        """The name of the rung that worked for this model, build and machine; "" for none."""
        return self._read().get(_key(asked), "")

    def remember(self, asked: LlmConfig, name: str) -> None:
        """Keep the rung; a disk that refuses only costs another try next time."""
        known = self._read()
        if known.get(_key(asked)) == name:
            return
        known[_key(asked)] = name
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            beside = self._path.with_suffix(".new")
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "w"
            ) as file:
                json.dump(known, file, indent=1)
            beside.replace(self._path)

    def _read(self) -> dict[str, str]:
        try:
            data = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return (
            {str(key): str(value) for key, value in data.items()} if isinstance(data, dict) else {}
        )


def _key(asked: LlmConfig) -> str:
    """Model name (to be read by people) and a hash of model, build, machine and settings."""
    parts = [_stamp(Path(asked.path)), _build(), _machine(), repr(asked)]
    return f"{Path(asked.path).name}:{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:16]}"


def _stamp(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "missing"
    return f"{found.st_size}:{found.st_mtime_ns}"


def _build() -> str:
    """llama-cpp-python's version and when its library was built, found without importing it."""
    try:
        version = importlib.metadata.version("llama-cpp-python")
    except importlib.metadata.PackageNotFoundError:
        return "none"
    return f"{version}:{_stamp(libraries() or Path())}"


def _machine() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line
    return f"{platform.machine()}:{platform.processor()}"
