"""llama-cpp-python, compiled once for this machine and kept as a wheel under build/.

pip's own cache of wheels does not know how a wheel was compiled, so it would hand a CPU build to
someone who asks for CUDA, or a build with AMX to a CPU it crashes on. The wheels kept here are
filed by everything that matters.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from sel.install import flags, progress

PACKAGE = "llama-cpp-python"
VARIANTS = {
    "cpu": (),
    "cuda": ("-DGGML_CUDA=on",),
    "metal": ("-DGGML_METAL=on",),
    "vulkan": ("-DGGML_VULKAN=on",),
}
"""What a build can run on → the options of cmake that make it so."""


@dataclass(frozen=True, slots=True)
class Build:
    """All that decides what comes out of the compiler."""

    version: str
    variant: str
    cmake: tuple[str, ...]
    cpu: tuple[str, ...]
    python: str

    @property
    def name(self) -> str:
        """A short name for the folder of its wheel; the same build has the same name."""
        whole = json.dumps(dataclasses.asdict(self), sort_keys=True)
        return f"{self.variant}-{hashlib.sha256(whole.encode()).hexdigest()[:12]}"


def build_here(version: str, variant: str) -> Build:
    """The build for this machine; what stands in CMAKE_ARGS is added last, so it wins."""
    features = flags.this_cpu()
    own = tuple(os.environ.get("CMAKE_ARGS", "").split())
    cmake = (*flags.cmake_flags(features, platform.machine()), *VARIANTS[variant], *own)
    return Build(
        version=version,
        variant=variant,
        cmake=cmake,
        cpu=flags.build_features(features),
        python=f"{sys.implementation.cache_tag}-{platform.machine()}",
    )


def wheel(build: Build, folder: Path) -> Path | None:
    """The wheel of this build, kept from before or compiled now (minutes). None on failure."""
    place = folder / build.name
    if not (kept := sorted(place.glob("*.whl"))):
        if _compile(build, place, folder / "build.log") != 0:
            return None
        kept = sorted(place.glob("*.whl"))
    return kept[-1]


def _compile(build: Build, place: Path, log: Path) -> int:
    command = [
        *(sys.executable, "-m", "pip", "wheel", "-v", "--no-deps", "--no-cache-dir"),
        *("--no-binary", PACKAGE, "--wheel-dir", str(place)),
        f"{PACKAGE}=={build.version}",
    ]
    environ = {**os.environ, "CMAKE_ARGS": " ".join(build.cmake)}
    title = f"Compiling llama.cpp for this machine ({build.variant}, about 4 minutes)"
    code = progress.run(title, command, log, environ)
    if code != 0:
        print("It needs a C++ compiler (g++ or clang). cmake comes by itself.", file=sys.stderr)
    return code
