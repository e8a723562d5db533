"""Ears and mouth are found where people put them; where they are not, the way to them is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from sel import paths as places
from sel.errors import VoiceError
from sel.paths import Paths
from sel.voice import known
from sel.voice.models import find_ears, find_mouth

DATA = Path(__file__).resolve().parents[2] / "data" / "voice"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HF_HUB_CACHE", "HF_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def paths() -> Paths:
    return places.find().ready()


def put(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


def refusal_of(name: str, paths: Paths, *, ears: bool) -> str:
    with pytest.raises(VoiceError) as caught:
        (find_ears if ears else find_mouth)(name, paths)
    assert caught.value.hint
    return caught.value.sentence()


def test_a_folder_of_the_persons_own(paths: Paths, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_ears(str(DATA / "micro-whisper"), paths) == DATA / "micro-whisper"
    monkeypatch.chdir(DATA.parent)
    assert find_ears("voice/micro-whisper", paths) == DATA / "micro-whisper"
    monkeypatch.chdir(DATA)
    assert find_ears("./micro-whisper", paths) == DATA / "micro-whisper"


def test_a_size_is_found_among_the_models(paths: Paths) -> None:
    folder = put(paths.models / "whisper" / "base.en", *known.EARS_FILES)
    assert find_ears("base.en", paths) == folder
    other = put(paths.models / "whisper" / "own--ears", *known.EARS_FILES)
    assert find_ears("own/ears", paths) == other


@pytest.mark.parametrize("where", ["XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE"])
def test_what_other_programs_fetched_is_used(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.setenv(where, str(tmp_path / "theirs"))
    below = {"XDG_CACHE_HOME": "huggingface/hub", "HF_HOME": "hub", "HF_HUB_CACHE": "."}[where]
    cache = tmp_path / "theirs" / below / "models--Systran--faster-whisper-tiny"
    put(cache / "refs").joinpath("main").write_text("abc\n")
    snapshot = put(cache / "snapshots" / "abc", *known.EARS_FILES)
    assert find_ears("tiny", paths) == snapshot
    (cache / "refs" / "main").write_text("../../elsewhere")
    assert "sel voice pull" in refusal_of("tiny", paths, ears=True)


def test_missing_ears_say_where_and_how(paths: Paths) -> None:
    said = refusal_of("base.en", paths, ears=True)
    assert str(paths.models / "whisper" / "base.en") in said
    assert "`sel voice pull ears` fetches it (about 148 MB)" in said
    assert "Did you mean base.en?" in refusal_of("baseen", paths, ears=True)
    assert "does not exist" in refusal_of("/nowhere/at/all", paths, ears=True)


@pytest.mark.parametrize("lost", known.EARS_FILES[1:])
def test_a_folder_that_lacks_a_file(paths: Paths, lost: str) -> None:
    put(paths.models / "whisper" / "small", *(one for one in known.EARS_FILES if one != lost))
    assert f"lacks {lost}" in refusal_of("small", paths, ears=True)


def test_a_voice_by_file_and_by_name(paths: Paths) -> None:
    assert find_mouth(str(DATA / "tone_voice.onnx"), paths) == DATA / "tone_voice.onnx"
    folder = put(paths.models / "piper", "en_US-kristin-medium.onnx", "mine.onnx")
    put(folder, "en_US-kristin-medium.onnx.json", "mine.onnx.json")
    assert find_mouth("en_US-kristin-medium", paths) == folder / "en_US-kristin-medium.onnx"
    assert find_mouth("mine", paths) == folder / "mine.onnx"


def test_a_missing_mouth_says_where_and_how(paths: Paths) -> None:
    said = refusal_of("en_US-kristin-medium", paths, ears=False)
    assert str(paths.models / "piper" / "en_US-kristin-medium.onnx") in said
    assert "`sel voice pull mouth` fetches it (about 63 MB)" in said
    assert "Did you mean en_US-kristin" in refusal_of("en_US-kristen", paths, ears=False)
    assert "does not exist" in refusal_of("gone.onnx", paths, ears=False)


def test_a_voice_without_its_json(paths: Paths) -> None:
    put(paths.models / "piper", "en_US-norman-medium.onnx")
    said = refusal_of("en_US-norman-medium", paths, ears=False)
    assert "lacks its en_US-norman-medium.onnx.json" in said


@pytest.mark.parametrize(
    ("name", "under"),
    [
        ("en_US-kristin-medium", "en/en_US/kristin/medium"),
        ("en_GB-southern_english_female-low", "en/en_GB/southern_english_female/low"),
        ("de_DE-thorsten-x_low", "de/de_DE/thorsten/x_low"),
    ],
)
def test_a_voice_is_found_on_the_hub_by_its_name(name: str, under: str) -> None:
    source = known.mouth(name)
    assert source is not None
    assert source.under == under
    assert source.wants(f"{under}/{name}.onnx.json")
    assert not source.wants(f"{under}/MODEL_CARD")


@pytest.mark.parametrize("name", ["", "kristin", "en_US-kristin", "en_US-../x-low", "en-a-high"])
def test_what_is_no_voice(name: str) -> None:
    assert known.mouth(name) is None


def test_only_what_is_known_to_be_free_is_called_free() -> None:
    free = {name: known.mouth(name) for name in ("en_US-kristin-medium", "en_US-norman-medium")}
    assert all(source and source.free for source in free.values())
    lessac, other = known.mouth("en_US-lessac-high"), known.mouth("en_US-amy-low")
    assert lessac
    assert other
    assert (lessac.free, other.free) == (False, False)
    assert "research only" in lessac.licence
    assert "MODEL_CARD" in other.licence
