"""Models that other programs keep are found by those programs' names, and nothing is touched."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from made_models import DIGEST, gguf, hub_cache, ollama, projector

from sel.models.found import FoundModel
from sel.models.places import walk
from sel.models.shelf import Where, locate, look


def by_name(found: Sequence[FoundModel]) -> dict[str, FoundModel]:
    return {one.name: one for one in found}


def seen(where: Where) -> dict[str, tuple[str, ...]]:
    return {one.name: one.places for one in look(where)}


def test_ollama(where: Where, user: Path) -> None:
    root = user / ".ollama" / "models"
    ollama(root, "registry", "library", "llama3.2", "3b", projector_too=True)
    (root / "blobs" / f"sha256-{'12' * 32}-partial").write_bytes(b"GGUF")
    (root / "manifests" / "registry" / "library" / "llama3.2" / "broken").write_text("{")
    found = by_name(look(where))
    model = found["llama3.2:3b"]
    assert model.places == ("Ollama",)
    assert model.licence == "MIT License"
    assert model.projector == root / "blobs" / f"sha256-{'ef' * 32}"
    assert model.info is not None
    assert "did not end" in found["121212121212"].problem
    assert len(found) == 2
    assert locate("llama3.2", where) == locate("LLAMA3.2:3B", where) == model.path


def test_ollama_elsewhere_under_another_space_and_without_its_file(
    where: Where, user: Path
) -> None:
    root = user / "disk"
    there = replace(where, environ={"OLLAMA_MODELS": str(root)})
    blob = ollama(root, "registry", "someone", "tiny", "latest")
    blob.write_bytes(blob.read_bytes()[:-64])
    assert "cut short" in by_name(look(there))["someone/tiny:latest"].problem
    blob.unlink()
    assert "pull it again" in by_name(look(there))["someone/tiny:latest"].problem


def test_a_manifest_names_nothing_outside_the_blobs(where: Where, user: Path) -> None:
    root = user / ".ollama" / "models"
    ollama(root, "r", "library", "m", "t")
    manifest = root / "manifests" / "r" / "library" / "m" / "t"
    manifest.write_text(manifest.read_text().replace(DIGEST, "../../../secret"))
    assert look(where) == ()


def test_lm_studio_where_its_settings_say(where: Where, user: Path) -> None:
    gguf(user / "disk" / "owner" / "repo" / "Tiny-Q8_0.gguf")
    settings = user / ".lmstudio" / "settings.json"
    settings.parent.mkdir()
    settings.write_text(json.dumps({"downloadsFolder": str(user / "disk")}))
    gguf(user / ".cache" / "lm-studio" / "models" / "o" / "r" / "Old-Q8_0.gguf")
    found = by_name(look(where))
    assert found["Tiny-Q8_0"].places == ("LM Studio",)
    assert found["Tiny-Q8_0"].origin == "owner/repo"
    assert set(found) == {"Tiny-Q8_0", "Old-Q8_0"}


@pytest.mark.parametrize(
    ("environ", "root"),
    [
        ({}, ".cache/huggingface/hub"),
        ({"HF_HOME": "~/hf"}, "hf/hub"),
        ({"HF_HUB_CACHE": "~/cache"}, "cache"),
        ({"XDG_CACHE_HOME": "~/xdg"}, "xdg/huggingface/hub"),
    ],
)
def test_the_hub_cache(where: Where, user: Path, environ: dict[str, str], root: str) -> None:
    named = {name: value.replace("~", str(user)) for name, value in environ.items()}
    link = hub_cache(user / root, "owner/repo-GGUF", "Tiny-Q8_0.gguf")
    old = link.parents[1] / "a0"
    old.mkdir()
    (old / "Tiny-old.gguf").symlink_to(link)
    (link.parents[2] / "blobs" / "cafe.incomplete").write_bytes(b"GG")
    outside = gguf(user / "elsewhere.gguf")
    (link.parent / "escape.gguf").symlink_to(outside)
    found = by_name(look(replace(where, environ=named)))
    assert found["Tiny-Q8_0"].names == ("Tiny-Q8_0", "Tiny-old")
    assert found["Tiny-Q8_0"].origin == "owner/repo-GGUF"
    assert "did not end" in found["repo-GGUF (cafe.inc)"].problem
    assert len(found) == 2
    assert locate("owner/repo-gguf", replace(where, environ=named)) == link


def test_llama_cpp(where: Where, user: Path) -> None:
    root = user / ".cache" / "llama.cpp"
    gguf(root / "owner_repo_Tiny-Q8_0.gguf")
    projector(root / "owner_repo_mmproj-f16.gguf")
    gguf(root / "other_repo_Plain.gguf")
    (root / "x_y_Half.gguf.downloadInProgress").write_bytes(bytes(3_000_000))
    manifest = {"mmprojFile": {"rfilename": "mmproj-f16.gguf"}}
    (root / "manifest=owner=repo=latest.json").write_text(json.dumps(manifest))
    found = by_name(look(where))
    assert found["Tiny-Q8_0"].origin == "owner/repo"
    assert found["Tiny-Q8_0"].projector == root / "owner_repo_mmproj-f16.gguf"
    assert found["mmproj-f16"].kind == "an image projector"
    assert found["other_repo_Plain"].projector is None
    assert "3 MB are there" in found["x_y_Half"].problem


def test_gpt4all(where: Where, user: Path) -> None:
    gguf(user / ".local" / "share" / "nomic.ai" / "GPT4All" / "Tiny.gguf")
    gguf(user / "disk" / "Other.gguf")
    (user / "disk" / "incomplete-Third.gguf").write_bytes(b"G")
    settings = user / ".config" / "nomic.ai" / "GPT4All.ini"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[General]\nmodelPath={user / 'disk'}\n")
    assert seen(where) == dict.fromkeys(["Other", "Tiny", "Third"], ("GPT4All",))


def test_jan_today_and_before(where: Where, user: Path) -> None:
    data = user / ".local" / "share" / "Jan" / "data"
    folder = data / "llamacpp" / "models" / "owner" / "tiny-it"
    gguf(folder / "model.gguf")
    projector(folder / "mmproj.gguf")
    (folder / "model.yml").write_text(
        "name: 'Tiny It'\nmodel_path: llamacpp/models/owner/tiny-it/model.gguf\n"
        "mmproj_path: llamacpp/models/owner/tiny-it/mmproj.gguf\nembedding: false\n"
    )
    before = user / "jan" / "models" / "older"
    gguf(before / "older.gguf")
    (before / "model.json").write_text(
        json.dumps({"id": "older-7b", "sources": [{"filename": "older.gguf"}, 3]})
    )
    found = by_name(look(where))
    assert found["Tiny It"].projector == folder / "mmproj.gguf"
    assert found["older-7b"].places == ("Jan",)
    assert set(found) == {"Tiny It", "older-7b", "mmproj"}


def test_one_file_known_to_several_is_one_row(where: Where, user: Path) -> None:
    blob = ollama(user / ".ollama" / "models", "r", "library", "tiny", "latest")
    os.link(blob, where.paths.models / "mine.gguf")
    (user / "named").mkdir()
    (user / "named" / "linked.gguf").symlink_to(blob)
    found = look(replace(where, folders=[user / "named"]))
    assert [one.names for one in found] == [("mine", "linked", "tiny:latest")]
    assert found[0].places == ("models folder", str(user / "named"), "Ollama")
    assert locate("tiny", where) == blob


def test_split_files_are_one_model(where: Where) -> None:
    folder = where.paths.models
    for part in (1, 2):
        gguf(folder / f"big-Q8_0-{part:05}-of-00002.gguf", split__count=2, split__no=part - 1)
    gguf(folder / "lone-00002-of-00002.gguf", split__count=2, split__no=1)
    found = by_name(look(where))
    assert found["big-Q8_0"].info is not None
    assert found["big-Q8_0"].info.parts == 2
    assert "first file" in found["lone-00002-of-00002"].problem
    (folder / "big-Q8_0-00002-of-00002.gguf").unlink()
    assert "does not exist" in by_name(look(where))["big-Q8_0"].problem


def test_what_cannot_talk_or_be_read_is_said(where: Where) -> None:
    folder = where.paths.models
    gguf(folder / "vectors.gguf", general__architecture="bert")
    gguf(folder / "lora.gguf", general__type="adapter")
    (folder / "page.gguf").write_text("<html>")
    (folder / "empty.gguf").write_text("")
    (folder / "mine.gguf.0123456789ab.part").write_bytes(b"GGUF")
    os.mkfifo(folder / "pipe.gguf")
    (folder / "nowhere.gguf").symlink_to(folder / "gone")
    found = by_name(look(where))
    assert found["vectors"].kind == "an embedding model"
    assert found["lora"].kind == "an adapter (LoRA)"
    assert "web page" in found["page"].problem
    assert "empty" in found["empty"].problem
    assert "did not end" in found["mine"].problem
    assert set(found) == {"vectors", "lora", "page", "empty", "mine"}
    assert not any(one.talks for one in found.values())


def test_a_projector_goes_with_the_model_it_is_named_like(where: Where) -> None:
    folder = where.paths.models
    gguf(folder / "See-2B-Q8_0.gguf")
    gguf(folder / "Other-1B-Q8_0.gguf", general__architecture="qwen2", qwen2__block_count=2)
    projector(folder / "mmproj-See-2B-f16.gguf")
    found = by_name(look(where))
    assert found["See-2B-Q8_0"].projector == folder / "mmproj-See-2B-f16.gguf"
    assert found["Other-1B-Q8_0"].projector is None


def test_links_lead_nobody_round_in_circles(tmp_path: Path) -> None:
    folder = tmp_path
    for name in ("a", "b"):
        folder = folder / name
        folder.mkdir()
        (folder / "round").symlink_to(tmp_path)
    (tmp_path / "a" / "real.gguf").write_bytes(b"GGUF")
    (tmp_path / "self.gguf").symlink_to(tmp_path / "self.gguf")
    assert list(walk.files(tmp_path)) == [tmp_path / "a" / "real.gguf"]
    assert len(list(walk.files(tmp_path, most=2))) <= 1


def test_a_header_is_read_once(where: Where, monkeypatch: pytest.MonkeyPatch) -> None:
    path = gguf(where.paths.models / "mine.gguf")
    first = look(where)[0]
    with monkeypatch.context() as patched:
        patched.setattr("sel.models.headers.describe", _never)
        again = look(where)[0]
    assert first.info is not None
    assert again.info == replace(first.info, chat_template="")
    kept = where.paths.cache / "model-headers.json"
    assert kept.stat().st_mode & 0o077 == 0
    path.write_bytes(b"GGUF")  # another file now
    assert look(where)[0].problem
    kept.write_text('{"format": 1, "headers": {"x": 3}}')
    assert look(where)[0].problem


def _never(path: Path) -> None:
    raise AssertionError(path)


def test_two_hundred_files_take_no_time(where: Where) -> None:
    model = gguf(where.paths.models / "0.gguf").read_bytes()
    for number in range(1, 200):
        (where.paths.models / f"{number}.gguf").write_bytes(model)
    best = min(_timed(lambda: look(where)) for _ in range(3))
    assert best < 0.2


def _timed(work: Callable[[], object]) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
