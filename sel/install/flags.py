"""Chooses how llama.cpp is compiled for the CPU it finds: `python sel/install/flags.py` prints it.

llama.cpp compiled natively on a CPU with AMX crashes at its first decode (its issue 20824), and
without AMX it is faster here, too. So on such a CPU everything but AMX is named one by one; on any
other, `native` knows best. Knows nothing of pip or of SEL, and imports neither.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Set
from pathlib import Path

_CPUINFO = Path("/proc/cpuinfo")

_NEEDS: dict[str, frozenset[str]] = {
    "GGML_SSE42": frozenset({"sse4_2"}),
    "GGML_AVX": frozenset({"avx"}),
    "GGML_AVX2": frozenset({"avx2"}),
    "GGML_BMI2": frozenset({"bmi2"}),
    "GGML_FMA": frozenset({"fma"}),
    "GGML_F16C": frozenset({"f16c"}),
    "GGML_AVX_VNNI": frozenset({"avx_vnni"}),
    "GGML_AVX512": frozenset({"avx512f", "avx512cd", "avx512vl", "avx512dq", "avx512bw"}),
    "GGML_AVX512_VBMI": frozenset({"avx512vbmi"}),
    "GGML_AVX512_VNNI": frozenset({"avx512_vnni"}),
    "GGML_AVX512_BF16": frozenset({"avx512_bf16"}),
}
"""llama.cpp's options (ggml/CMakeLists.txt) → the names in /proc/cpuinfo each one needs."""

_AMX = ("GGML_AMX_TILE", "GGML_AMX_INT8", "GGML_AMX_BF16")
_X86 = ("x86_64", "amd64", "i686")


def features_in(cpuinfo: str) -> frozenset[str]:
    """The features of the first CPU in the text of /proc/cpuinfo; empty where none are listed."""
    found = re.search(r"^(?:flags|Features)\s*:\s*(.*)$", cpuinfo, re.MULTILINE)
    return frozenset(found[1].split()) if found else frozenset()


def this_cpu() -> frozenset[str]:
    """The features of the CPU this runs on; empty where Linux is not there to tell."""
    try:
        return features_in(_CPUINFO.read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return frozenset()


def has_amx(features: Set[str]) -> bool:
    """Whether the CPU has the instructions llama.cpp crashes with."""
    return any(name.startswith("amx_") for name in features)


def cmake_flags(features: Set[str], machine: str) -> tuple[str, ...]:
    """Options for cmake; none where the native build is right."""
    if machine.lower() not in _X86 or not has_amx(features):
        return ()
    named = [f"-D{option}={_word(needs <= features)}" for option, needs in _NEEDS.items()]
    return ("-DGGML_NATIVE=OFF", *named, *(f"-D{option}=OFF" for option in _AMX))


def build_features(features: Set[str]) -> tuple[str, ...]:
    """The features a build made here depends on, sorted: another set means another build."""
    wanted = frozenset().union(*_NEEDS.values())
    return tuple(sorted(name for name in features if name in wanted or name.startswith("amx_")))


def _word(on: bool) -> str:
    return "ON" if on else "OFF"


if __name__ == "__main__":
    print(" ".join(cmake_flags(this_cpu(), platform.machine())))
