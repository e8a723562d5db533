from pathlib import Path

import pytest

from sel.install import llama
from sel.install.__main__ import CONSTRAINTS, pinned


def build(**changes: object) -> llama.Build:
    whole = {"version": "1", "variant": "cpu", "cmake": (), "cpu": ("avx2",), "python": "cpython"}
    return llama.Build(**(whole | changes))  # type: ignore[arg-type]


def test_the_same_build_has_the_same_name_and_any_change_another() -> None:
    names = {
        build().name,
        build(version="2").name,
        build(cmake=("-DGGML_CUDA=on",)).name,
        build(cpu=("avx2", "amx_tile")).name,
        build(python="other").name,
    }
    assert len(names) == 5
    assert build().name == build().name


def test_a_wheel_of_this_build_is_used_again(tmp_path: Path) -> None:
    place = tmp_path / build().name
    place.mkdir()
    kept = place / "llama_cpp_python-1-py3-none-any.whl"
    kept.write_bytes(b"")
    assert llama.wheel(build(), tmp_path) == kept


def test_own_cmake_args_come_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_OPENMP=OFF")
    assert llama.build_here("1", "cuda").cmake[-2:] == ("-DGGML_CUDA=on", "-DGGML_OPENMP=OFF")


def test_what_the_installer_needs_is_pinned() -> None:
    text = CONSTRAINTS.read_text(encoding="utf-8")
    assert pinned("torch", text)
    assert pinned(llama.PACKAGE, text)
    with pytest.raises(LookupError):
        pinned("llama", text)
