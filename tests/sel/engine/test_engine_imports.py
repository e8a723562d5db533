"""What the face's process imports of the engines stays light: proven in a clean interpreter."""

import subprocess
import sys

MODULES = (
    "sel.engine.scripted",
    "sel.engine.gguf",
    "sel.engine.fit",
    "sel.engine.machine",
    "sel.engine.messages",
    "sel.engine.remote.engine",
)
HEAVY = {"httpx", "numpy", "torch", "llama_cpp", "textual", "jinja2", "platformdirs"}


def test_nothing_heavy_is_imported() -> None:
    code = f"import sys, {', '.join(MODULES)}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert "sel" in loaded
    assert loaded & HEAVY == set()
