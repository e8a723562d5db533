"""Any model may turn sentences into vectors: which one a setting names, and how long they are."""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from tiny_models import tiny_model

from sel.engine import embedder as module
from sel.engine.embedder import ChildEmbedder
from sel.engine.embedding import USUAL, EmbeddingModel, Forgetful
from sel.engine.workers.embed import refusal
from sel.errors import EngineCrashed, EngineGaveUp
from sel.memory.library import Library
from sel.memory.types import Memory, Source

NOW = 1_760_000_000.0
TOLD = ("I live in Lisbon.", "My sister Mara is a nurse.", "I'm allergic to peanuts.")


# ---------------------------------------------------------------- what a setting names


@pytest.mark.parametrize("setting", ["", USUAL, USUAL.lower(), f"sentence-transformers/{USUAL}"])
def test_the_usual_model_has_several_names(setting: str) -> None:
    model = EmbeddingModel.of(setting)
    assert (model.name, model.source, model.dimension) == ("all-MiniLM-L6-v2", "", 384)
    assert model.usual


def test_any_other_name_is_kept_as_it_is() -> None:
    model = EmbeddingModel.of("BAAI/bge-small-en-v1.5")
    assert (model.name, model.source, model.dimension) == (*["BAAI/bge-small-en-v1.5"] * 2, 0)
    assert not model.usual


def test_a_folder_whose_files_change_is_another_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tiny_model(tmp_path / "tiny", 32)
    before = EmbeddingModel.of(str(folder))
    assert before.source == str(folder)
    assert before.name.startswith("tiny ")
    monkeypatch.chdir(tmp_path)
    assert EmbeddingModel.of("./tiny") == before
    os.utime(folder / "model.safetensors", (1, 1))
    assert EmbeddingModel.of(str(folder)).name != before.name
    assert EmbeddingModel.of(str(folder)).source == before.source


# ---------------------------------------------------------------- over a child without a model


@pytest.fixture
async def make(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Callable[[str], ChildEmbedder]]:
    """Makes embedders over the child that needs no model."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent), prepend=os.pathsep)
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    made: list[ChildEmbedder] = []

    def one(model: str) -> ChildEmbedder:
        made.append(ChildEmbedder(tmp_path / "embed.log", model=model, module="fake_embed_worker"))
        return made[-1]

    yield one
    for embedder in made:
        await embedder.stop()


async def test_how_long_vectors_are_is_asked_of_the_child(
    make: Callable[[str], ChildEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_DIMENSION", "48")
    embedder = make("some/model")
    assert embedder.dimension == 0
    (vector,) = await embedder.embed(["a"])
    assert (len(vector), embedder.dimension) == (48, 48)
    assert embedder.model.name == "some/model"


@pytest.mark.parametrize(("model", "told"), [("some/model", "model: some/model"), ("", "model: ")])
async def test_the_child_is_told_which_model_to_load(
    make: Callable[[str], ChildEmbedder], tmp_path: Path, model: str, told: str
) -> None:
    await make(model).start()
    assert told in (tmp_path / "embed.log").read_text().splitlines()


async def test_a_model_that_changes_its_length_is_given_up(
    make: Callable[[str], ChildEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_DIMENSION", "48")
    embedder = make("some/model")
    await embedder.start()
    monkeypatch.setenv("SEL_TEST_DIMENSION", "32")
    with pytest.raises(EngineCrashed):
        await embedder.embed(["!"])
    with pytest.raises(EngineGaveUp, match="vectors of 32 numbers, and before 48"):
        await embedder.embed(["a"])


async def test_the_usual_model_must_have_its_length(
    make: Callable[[str], ChildEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_DIMENSION", "48")
    with pytest.raises(EngineGaveUp, match="48"):
        await make("").start()


async def test_what_is_forgotten_is_no_longer_kept_in_ram(
    make: Callable[[str], ChildEmbedder],
) -> None:
    embedder = make("")
    assert isinstance(embedder, Forgetful)
    await embedder.embed(["a", "b", "b"])
    cache = embedder._cache
    assert cache.get(module._key("a")) is not None
    assert embedder.forget() == 2
    assert cache.get(module._key("a")) is None
    assert (len(cache), embedder.forget()) == (0, 0)


async def test_vectors_on_their_way_are_forgotten_too(
    make: Callable[[str], ChildEmbedder], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = make("")
    asked = embedder._ask

    async def meanwhile(texts: list[str]) -> list[tuple[float, ...]]:
        found = await asked(texts)
        embedder.forget()
        return found

    monkeypatch.setattr(embedder, "_ask", meanwhile)
    assert len(await embedder.embed(["a"])) == 1
    assert len(embedder._cache) == 0


@pytest.mark.parametrize(
    ("source", "error", "said"),
    [
        ("", OSError(), "The embedder cannot be loaded (OSError)."),
        ("x/y", ImportError(), "The embedder cannot be loaded (ImportError)."),
        ("x/y", OSError(), "The embedding model x/y is not on this machine, or cannot be loaded."),
    ],
)
def test_what_cannot_be_loaded_is_said(source: str, error: Exception, said: str) -> None:
    told = refusal(source, error)
    assert (told["type"], told["title"]) == ("failed", said)
    assert "words alone" in told["hint"]


# ---------------------------------------------------------------- over real ones

BOTH = """
import json, sys
from sel.engine.workers.embed import load, rows_of
for folder in sys.argv[1:3]:
    print(json.dumps([row.tolist() for row in rows_of(load(folder), sys.argv[3:])]))
"""
"""As the child does it, for two models at once: what loads them takes seconds to load itself."""


@pytest.mark.real
def test_with_another_model_every_vector_is_made_anew(tmp_path: Path) -> None:
    lengths = (32, 48)
    folders = [str(tiny_model(tmp_path / f"tiny{length}", length)) for length in lengths]
    done = subprocess.run(
        [sys.executable, "-c", BOTH, *folders, *TOLD], capture_output=True, text=True, check=True
    )
    made = [json.loads(line) for line in done.stdout.splitlines()]
    assert [{len(vector) for vector in vectors} for vectors in made] == [{32}, {48}]
    for vectors, folder, length in zip(made, folders, lengths, strict=True):
        assert all(math.isclose(math.hypot(*one), 1.0, abs_tol=1e-4) for one in vectors)
        assert len(set(map(tuple, vectors))) == len(TOLD)
        name = EmbeddingModel.of(folder).name
        library = Library.open(tmp_path / "memory", model=name, dimension=length)
        if length == 32:
            _keep(library, vectors)
        missing = library.without_vectors()
        assert len(missing) == (0 if length == 32 else len(TOLD))
        by_text = dict(zip(TOLD, vectors, strict=True))
        library.set_vectors([(one.id, by_text[one.text]) for one in missing])
        best = library.search("?", by_text[TOLD[2]], person="you", k=1, now=NOW)[0]
        assert (best.memory.text, library.without_vectors()) == (TOLD[2], [])
        library.close()


def _keep(library: Library, vectors: list[list[float]]) -> None:
    library.answer("you", "yes", NOW)
    rows = [
        Memory(
            id=f"m{number}",
            person="you",
            scope="desk",
            text=text,
            kind="fact",
            source=Source(quote=text, at=NOW),
            at=NOW,
        )
        for number, text in enumerate(TOLD)
    ]
    library.add_many("you", rows, vectors)


async def test_a_folder_without_a_model_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    embedder = ChildEmbedder(tmp_path / "embed.log", model=str(tmp_path / "bare"))
    with pytest.raises(EngineGaveUp, match="There is no embedding model in"):
        await embedder.embed(["a"])
    await embedder.stop()
