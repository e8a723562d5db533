"""Voices that cannot be used are told of in a sentence; and what the child keeps and measures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tones import VOICE

from sel.engine.workers.speak import graph, sound
from sel.engine.workers.speak.cache import Phrase, Phrases, key_of
from sel.engine.workers.speak.ends import word_ends
from sel.errors import VoiceError
from sel.voice.ports import Prosody, Segment
from sel.voice.saying.mouth import Mouth


async def refused(voice: Path, tmp_path: Path) -> str:
    mouth = Mouth(tmp_path / "speak.log", voice)
    try:
        with pytest.raises(VoiceError) as caught:
            await mouth.start()
    finally:
        await mouth.stop()
    assert (tmp_path / "speak.log").read_bytes() == b""
    return caught.value.sentence()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the tone voice to break."""
    for end in ("", ".json"):
        shutil.copy(f"{VOICE}{end}", tmp_path / f"mine.onnx{end}")
    return tmp_path / "mine.onnx"


CONFIG = json.loads(Path(f"{VOICE}.json").read_text())


def described(voice: Path, text: str | None) -> None:
    """Give the voice this description, or none."""
    beside = Path(f"{voice}.json")
    if text is None:
        beside.unlink()
    else:
        beside.write_text(text)


def overwritten(voice: Path, content: bytes) -> None:
    voice.write_bytes(content)


async def test_a_voice_that_is_not_there(tmp_path: Path) -> None:
    assert "There is no voice at" in await refused(tmp_path / "none.onnx", tmp_path)


async def test_a_voice_without_its_json(copied: Path, tmp_path: Path) -> None:
    described(copied, None)
    assert "has no mine.onnx.json beside it" in await refused(copied, tmp_path)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"num_symbols": 3}', "\x00"])
async def test_a_broken_json(copied: Path, tmp_path: Path, text: str) -> None:
    described(copied, text)
    assert "mine.onnx.json is no Piper voice's description" in await refused(copied, tmp_path)


async def test_a_voice_that_reads_in_another_way(copied: Path, tmp_path: Path) -> None:
    described(copied, json.dumps(CONFIG | {"phoneme_type": "pinyin"}))
    assert "a reader of pinyin text" in await refused(copied, tmp_path)


@pytest.mark.parametrize("length", [0, 20, 600_000])
async def test_a_voice_that_is_cut_short(copied: Path, tmp_path: Path, length: int) -> None:
    overwritten(copied, VOICE.read_bytes()[:length])
    assert "mine.onnx is no ONNX model, or is cut short" in await refused(copied, tmp_path)


async def test_what_is_no_onnx(copied: Path, tmp_path: Path) -> None:
    overwritten(copied, b"not a model at all")
    assert "mine.onnx is no ONNX model, or is cut short" in await refused(copied, tmp_path)


@pytest.fixture
def _without_piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "piper.py").write_text("raise ImportError('no such thing')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "lib"))


@pytest.mark.usefixtures("_without_piper")
async def test_a_missing_library(tmp_path: Path) -> None:
    assert "needs piper-tts" in await refused(VOICE, tmp_path)


async def test_a_sentence_that_the_model_refuses_costs_no_more_than_itself(
    copied: Path, tmp_path: Path
) -> None:
    table = CONFIG["phoneme_id_map"] | {"z": [99_999]}
    described(copied, json.dumps(CONFIG | {"phoneme_id_map": table}))
    mouth = Mouth(tmp_path / "speak.log", copied)
    await mouth.start()
    child = mouth.pid
    with pytest.raises(VoiceError, match="could not say a sentence"):
        await mouth.say(Segment("The quetzalwren zoo.", (), 0), Prosody())
    assert (await mouth.say(Segment("The garden.", (), 0), Prosody())).samples > 0
    assert mouth.pid == child
    await mouth.stop()
    assert b"zalwren" not in logged(tmp_path)


def logged(folder: Path) -> bytes:
    return (folder / "speak.log").read_bytes()


# ---------------------------------------------------------------- phrases


def phrase(size: int) -> Phrase:
    return Phrase(bytes(size), ())


def test_the_least_recently_used_give_way() -> None:
    phrases = Phrases(limit=3 * phrase(1_000).size)
    for name in (b"a", b"b", b"c"):
        phrases.put(name, phrase(1_000))
    assert phrases.get(b"a")
    phrases.put(b"d", phrase(1_000))
    assert [bool(phrases.get(name)) for name in (b"a", b"b", b"c", b"d")] == [
        True,
        False,
        True,
        True,
    ]


def test_greetings_stay_when_the_rest_is_forgotten() -> None:
    phrases = Phrases()
    phrases.put(b"a", phrase(10))
    phrases.put(b"a", phrase(10), keep=True)
    phrases.put(b"b", phrase(10))
    phrases.forget()
    assert phrases.get(b"a")
    assert not phrases.get(b"b")
    assert (len(phrases), phrases.size) == (1, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 400), st.booleans()), max_size=60))
def test_phrases_never_take_more_than_their_limit(puts: list[tuple[int, int, bool]]) -> None:
    phrases = Phrases(limit=2_000)
    for name, size, keep in puts:
        phrases.put(bytes([name]), phrase(size), keep=keep and name == 0)
        assert 0 <= phrases.size <= 2_000


def test_a_phrase_is_named_by_how_it_is_said_too() -> None:
    names = {
        key_of("a", 1.0, 1.0),
        key_of("a", 1.01, 1.0),
        key_of("a", 1.0, 1.01),
        key_of("b", 1.0, 1.0),
    }
    assert len(names) == 4


# ---------------------------------------------------------------- sound


def tone(seconds: float, hertz: float = 440.0, rate: int = 22_050) -> np.ndarray:
    return np.sin(np.arange(int(seconds * rate)) * 2 * np.pi * hertz / rate) * 0.3


@pytest.mark.parametrize(("before", "after"), [(0.0, 0.0), (0.3, 0.5), (0.004, 0.02)])
def test_every_sound_has_the_same_silence_around_it(before: float, after: float) -> None:
    rate = 22_050
    voiced = np.concatenate([np.zeros(int(before * rate)), tone(0.5), np.zeros(int(after * rate))])
    cut, gone = sound.trimmed(voiced, rate)
    assert abs(len(cut) / rate - 0.5 - sound.LEAD - sound.TAIL) < 0.012
    assert abs(gone / rate - before + sound.LEAD) < 0.006


def test_silence_is_no_sound() -> None:
    assert len(sound.trimmed(np.zeros(1_000), 22_050)[0]) == 0
    assert len(sound.trimmed(np.zeros(0), 22_050)[0]) == 0


@pytest.mark.parametrize("gain", [0.001, 0.1, 1.0, 3.0])
def test_all_sentences_are_equally_loud(gain: float) -> None:
    made = sound.levelled(np.concatenate([tone(0.5), np.zeros(20_000)]) * gain, 22_050)
    assert abs(np.sqrt(np.mean(made[:11_000] ** 2)) - sound.LOUD) < 0.005
    assert np.abs(made).max() <= sound.PEAK


@given(st.floats(0.5, 2.0))
def test_a_stretched_tone_is_as_much_higher_as_it_is_shorter(factor: float) -> None:
    made = sound.stretched(tone(0.25), factor)
    spectrum = np.abs(np.fft.rfft(made))
    assert abs(len(made) - int(0.25 * 22_050) / factor) <= 33
    assert abs(spectrum.argmax() * 22_050 / len(made) - 440 * factor) <= 9
    assert 0.2 < np.abs(made).max() < 0.4


# ---------------------------------------------------------------- words and graphs


def test_words_end_where_the_sentence_and_they_agree() -> None:
    whole = list("ðə kˈæt, ənd ɐ dˈɔɡ.")
    alone = [list(word) for word in ("ðʌ", "kæt", "ænd", "eɪ", "dɔɡ")]
    assert [("".join(whole[:end])) for end in word_ends(whole, alone)] == [
        "ðə", "ðə kˈæt", "ðə kˈæt, ənd", "ðə kˈæt, ənd ɐ", "ðə kˈæt, ənd ɐ dˈɔɡ",
    ]  # fmt: skip


@given(
    st.text(alphabet="abc .", max_size=40),
    st.lists(st.text(alphabet="abc", max_size=4), max_size=12),
)
def test_words_never_end_before_the_word_before(whole: str, alone: list[str]) -> None:
    ends = word_ends(list(whole), [list(word) for word in alone])
    assert len(ends) == len(alone)
    assert ends == sorted(ends)
    assert all(0 <= end <= len(whole) for end in ends)


@given(st.binary(max_size=60))
def test_what_is_no_graph_is_left_as_it_was(data: bytes) -> None:
    assert graph.with_lengths(data) == data


def test_a_voice_without_a_ceil_node_is_left_as_it_was() -> None:
    data = VOICE.read_bytes()
    assert graph.with_lengths(data) == data


def field(number: int, content: bytes | int) -> bytes:
    """A field of a protobuf message, short enough for one byte of length."""
    if isinstance(content, int):
        return bytes([number << 3, content])
    return bytes([number << 3 | 2, len(content)]) + content


def little_model(*kinds: str) -> bytes:
    """An ONNX model that hands three numbers through these operations, one after another."""
    names = [f"n{index}".encode() for index in range(len(kinds) + 1)]
    tensor = field(2, field(1, field(1, 1) + field(2, field(1, field(1, 3)))))
    content = b"".join(
        field(1, field(1, come) + field(2, go) + field(4, kind.encode()))
        for kind, come, go in zip(kinds, names, names[1:], strict=False)
    )
    content += field(2, b"g") + field(11, field(1, names[0]) + tensor)
    content += field(12, field(1, names[-1]) + tensor)
    return field(1, 8) + field(8, field(2, 13)) + field(7, content)


def test_a_voices_lengths_come_out_beside_its_sound() -> None:
    import onnxruntime  # type: ignore[import-untyped]

    session = onnxruntime.InferenceSession(graph.with_lengths(little_model("Ceil", "Neg")))
    made, lengths = session.run(None, {"n0": np.array([1.2, 2.0, 2.7], np.float32)})
    assert list(made) == [-2.0, -2.0, -3.0]
    assert list(lengths) == [2.0, 2.0, 3.0]


@pytest.mark.parametrize("kinds", [("Neg",), ("Ceil", "Neg", "Ceil", "Neg")])
def test_without_just_one_ceil_nothing_is_added(kinds: tuple[str, ...]) -> None:
    model = little_model(*kinds)
    assert graph.with_lengths(model) == model


def test_words_end_by_the_lengths_that_the_voice_tells() -> None:
    from sel.engine.workers.speak.voice import phoneme_ends

    lengths = np.array([1, 1, 5, 1, 2, 2, 8])  # the beginning, its pause, two phonemes, the end
    assert phoneme_ends([1, 1], lengths, 7, 2_000) == [800, 1_200]
    assert phoneme_ends([1, 0, 1], None, 7, 2_000) == [1_000, 1_000, 1_500]
