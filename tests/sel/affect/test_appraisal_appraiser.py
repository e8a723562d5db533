"""What messages mean, by the weights that ship, by words alone and with the sentence's vector."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lent import LentEmbedder

from sel import paths
from sel.affect.appraisal.appraiser import INSIDE, NEUTRAL, OUTSIDE, Appraiser, valence_of
from sel.affect.appraisal.feelings import STIR
from sel.affect.appraisal_types import SIGNALS, Appraisal
from sel.engine.embedding import Vector

WEIGHTS = paths.assets() / "appraisal" / "weights.json"
APPRAISER = Appraiser.from_file(WEIGHTS)
SOME_VECTOR: Vector = (384**-0.5,) * 384


def appraise(text: str) -> Appraisal:
    return APPRAISER.appraise(text)


def sign(appraisal: Appraisal) -> int:
    return 0 if abs(appraisal.valence) < NEUTRAL else (1 if appraisal.valence > 0 else -1)


GOOD = [
    "thank you so much, that helped",
    "i'm so happy today",
    "not bad at all",
    "i've never been happier",
    "can't complain",
    "it works!",
    "i got the job",
    "can't wait for the weekend",
    "i love you",
    "😊",
    "it was hard but i loved it",
]
BAD = [
    "i'm not happy",
    "you're useless",
    "my dog died yesterday",
    "i can't do this anymore",
    "oh wonderful, it crashed again",
    "great, just great",
    "thanks a lot for breaking it",
    "yeah right",
    "i feel so lonely",
    "😢",
    "the food was good but the service was terrible",
]
NEITHER = [
    "hello",
    "the train leaves at nine",
    "how do i kill a process?",
    "what does sad mean in french",
    "the war ended in 1945",
    "the happy path returns 200",
    "write a poem about loss",
    "```\nraise Error('bad')\n```",
    "",
    "...",
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [*((t, 1) for t in GOOD), *((t, -1) for t in BAD), *((t, 0) for t in NEITHER)],
)
def test_sign_by_words_alone(text: str, expected: int) -> None:
    assert sign(appraise(text)) == expected


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("WHY IS THIS BROKEN AGAIN", "shouting"),
        ("we won!!!", "exclaiming"),
        ("thanks, that helped", "thanks"),
        ("it works now", "success"),
        ("haha that cracked me up", "joke"),
        ("sel, are you there", "mention"),
        ("shut up, you idiot", "conflict"),
        ("i want to disappear", "hurt"),
        ("i can't do this anymore", "hurt"),
        ("my mother died last week", "hurt"),
        ("help me, it's urgent", "urgent"),
        ("what time is it", "question"),
        ("is it raining?", "question"),
    ],
)
def test_signals(text: str, signal: str) -> None:
    assert signal in appraise(text).signals


@pytest.mark.parametrize(
    ("text", "signal"),
    [
        ("thanks a lot for breaking it", "thanks"),
        ("thanks for nothing", "thanks"),
        ("it works like a queue", "hurt"),
        ("the soldiers fought for ten years", "hurt"),
        ("who died in the last episode", "hurt"),
        ("OK", "shouting"),
        ("you are useless", "hurt"),
    ],
)
def test_signals_that_are_not_there(text: str, signal: str) -> None:
    assert signal not in appraise(text).signals


def test_reasons_are_words() -> None:
    assert appraise("thank you so much").reasons[0] == "thanks"
    assert '"not happy" (negated)' in appraise("i'm not happy").reasons
    assert "irony" in appraise("thanks a lot for breaking it").reasons
    assert "shouting" in appraise("WHY IS THIS BROKEN").reasons
    assert appraise("the train leaves at nine").reasons == ()


def test_emotions_are_those_of_the_words() -> None:
    assert max(appraise("thank you").emotions.items(), key=lambda item: item[1])[0] == "gratitude"
    assert "anger" in appraise("i'm so angry").emotions
    assert "loneliness" in appraise("i feel so lonely").emotions
    assert "sadness" in appraise("i'm not happy").emotions


def test_shouting_and_marks_stir() -> None:
    calm, loud = appraise("it is broken"), appraise("IT IS BROKEN!!!")
    assert loud.arousal > calm.arousal > appraise("the door is open").arousal


def test_a_vector_counts() -> None:
    text = "she finally picked up the phone"
    assert APPRAISER.appraise(text, vector=SOME_VECTOR) != appraise(text)


@given(st.text(max_size=300), st.booleans())
def test_any_text_is_appraised_within_bounds(text: str, with_vector: bool) -> None:
    found = APPRAISER.appraise(text, vector=SOME_VECTOR if with_vector else None)
    assert -1 <= found.valence <= 1
    assert 0 <= found.arousal <= 1
    assert found.emotions.keys() <= STIR.keys()
    assert all(0 <= weight <= 1 for weight in found.emotions.values())
    assert found.signals <= SIGNALS
    assert len(found.reasons) <= 4


@given(st.lists(st.floats(-20, 20), min_size=4, max_size=4))
def test_valence_takes_the_most_probable_sign(outputs: list[float]) -> None:
    bad, plain, good, _ = outputs
    assume(len({round(output, 6) for output in outputs[:3]}) == 3)
    valence = valence_of(outputs)
    if plain >= max(bad, good):
        assert abs(valence) <= INSIDE < NEUTRAL
    else:
        assert OUTSIDE <= abs(valence) <= 1
        assert (valence > 0) == (good > bad)


@pytest.mark.parametrize("text", ["a" * 1_000_000, "happy " * 200_000, "😀" * 10_000, "\x00" * 99])
def test_large_and_odd_text_is_taken(text: str) -> None:
    assert -1 <= appraise(text).valence <= 1


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"meaning sign": 1}'])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own message where it is no JSON
        Appraiser.from_json(text, "")


def test_a_missing_lexicon_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_bytes(WEIGHTS.read_bytes())
    with pytest.raises(OSError, match=r"lexicon\.toml"):
        Appraiser.from_file(tmp_path / "weights.json")


@pytest.mark.real
@pytest.mark.asyncio(loop_scope="session")
async def test_sign_with_the_vector(lent_embedder: LentEmbedder) -> None:
    implied = {"my grandson took his first steps": 1, "he left without a word": -1}
    expected = dict.fromkeys(GOOD, 1) | dict.fromkeys(BAD, -1) | dict.fromkeys(NEITHER, 0) | implied

    pairs = zip(expected, await lent_embedder.embed(list(expected)), strict=True)
    got = {text: sign(APPRAISER.appraise(text, vector=vector)) for text, vector in pairs}
    assert got == expected
