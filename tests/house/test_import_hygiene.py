"""What a process loads, asked of a clean interpreter: linters cannot see it."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "torch",
    "numpy",
    "llama_cpp",
    "sentence_transformers",
    "transformers",
    "discord",
    "sounddevice",
    "faster_whisper",
    "ctranslate2",
    "onnxruntime",
    "av",
    "piper",
    "livekit",
)
"""None of these may be loaded before the first frame, the last two never in a face's process."""


def loaded_by(module: str) -> set[str]:
    script = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "module",
    [
        "sel.cli.main",
        "sel.cli.app",
        "sel.cli.chat",
        "sel.cli.doctor",
        "sel.cli.models",
        "sel.cli.assemble",
        "sel.brain.mixture",
        "sel.voice.conversation",
        "sel.engine.local",
        "sel.engine.scripted",
        "tui.app",
        "bridge.bridge",
        "sel.cli.bridge",
        "sel.cli.bridge_parts",
    ],
)
def test_nothing_heavy_is_loaded(module: str) -> None:
    assert not loaded_by(module) & set(HEAVY)


def test_the_command_line_starts_without_the_screen_and_the_brain() -> None:
    loaded = loaded_by("sel.cli.main")
    assert not loaded & {"textual", "rich", "asyncio", "httpx", "jinja2", "dotenv", "tomllib"}
    assert not {name for name in loaded if name.startswith(("sel.brain", "sel.engine", "tui"))}


def test_package_roots_import_nothing() -> None:
    for package in ("sel", "tui", "bridge"):
        for root in (ROOT / package).rglob("__init__.py"):
            body = ast.parse(root.read_text(encoding="utf-8")).body
            assert len(body) == 1, f"{root.relative_to(ROOT)} holds more than a docstring"
            assert isinstance(body[0], ast.Expr)
