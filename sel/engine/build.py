"""How llama.cpp was built, seen from its files alone: the parent never loads it."""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import platform
from pathlib import Path

_GPU_BACKENDS = ("cuda", "metal", "vulkan", "hip", "sycl", "opencl", "musa")


def libraries() -> Path | None:
    """The folder of llama.cpp's libraries; None when it is not installed."""
    spec = importlib.util.find_spec("llama_cpp")
    return Path(spec.origin).parent / "lib" if spec and spec.origin else None


def can_use_gpu() -> bool:
    """Whether a GPU backend was compiled."""
    folder = libraries()
    if folder is None:
        return False
    return any(True for name in _GPU_BACKENDS for _ in folder.glob(f"*ggml-{name}*"))


def identity() -> str:
    """llama-cpp-python's version, and when each of its libraries was built."""
    try:
        version = importlib.metadata.version("llama-cpp-python")
    except importlib.metadata.PackageNotFoundError:
        return "none"
    folder = libraries()
    files = sorted(folder.iterdir()) if folder and folder.is_dir() else []
    return " ".join([version, *(f"{file.name}:{stamp(file)}" for file in files)])


def machine() -> str:
    """The processor, by which another machine is told from this one."""
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line
    return f"{platform.machine()}:{platform.processor()}"


def stamp(path: Path) -> str:
    """Size and time of a file, by which a change of it is seen without reading it."""
    try:
        found = path.stat()
    except OSError:
        return "missing"
    return f"{found.st_size}:{found.st_mtime_ns}"
