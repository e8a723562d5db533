import subprocess
import sys
from pathlib import Path

from sel.install import flags

XEON = flags.features_in(
    "flags : sse4_2 avx avx2 bmi2 fma f16c avx_vnni avx512f avx512cd avx512vl avx512dq avx512bw"
    " avx512vbmi avx512_vnni avx512_bf16 amx_tile amx_int8 amx_bf16 aes"
)


def test_with_amx_everything_else_is_named_and_amx_is_off() -> None:
    made = flags.cmake_flags(XEON, "x86_64")
    assert made[0] == "-DGGML_NATIVE=OFF"
    assert "-DGGML_AVX512_VNNI=ON" in made
    assert "-DGGML_AMX_TILE=OFF" in made
    assert "-DGGML_AMX_INT8=OFF" in made


def test_what_the_cpu_lacks_is_off() -> None:
    made = flags.cmake_flags(XEON - {"avx512bw", "f16c"}, "x86_64")
    assert "-DGGML_AVX512=OFF" in made
    assert "-DGGML_F16C=OFF" in made
    assert "-DGGML_AVX2=ON" in made


def test_without_amx_native_knows_best() -> None:
    assert flags.cmake_flags(frozenset({"avx2", "fma"}), "x86_64") == ()
    assert flags.cmake_flags(XEON, "aarch64") == ()


def test_features_are_those_of_the_first_cpu() -> None:
    text = "processor : 0\nvendor_id : x\nflags\t\t: fpu avx2 amx_tile\n\nflags : other\n"
    assert flags.features_in(text) == {"fpu", "avx2", "amx_tile"}
    assert flags.features_in("Features : fp asimd\n") == {"fp", "asimd"}
    assert flags.features_in("") == frozenset()


def test_a_build_depends_on_amx_but_not_on_the_crypto_unit() -> None:
    assert "amx_tile" in flags.build_features(XEON)
    assert "aes" not in flags.build_features(XEON)


def test_it_runs_by_path_with_nothing_installed() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-S", flags.__file__], capture_output=True, text=True, check=True
    )
    assert Path(flags.__file__).name == "flags.py"
    assert done.stdout.count("\n") == 1
