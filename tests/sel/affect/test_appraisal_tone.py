"""The lexicon's format, and what little words do to words with feeling."""

from __future__ import annotations

import pytest

from sel import paths
from sel.affect.appraisal.feelings import STIR
from sel.affect.appraisal.lexicon import Lexicon
from sel.affect.appraisal.reading import read
from sel.affect.appraisal.tone import PLAIN, SHOWN_AS, Tone, weigh

SMALL = Lexicon.from_toml(
    """
    [joy]
    "0.8" = "happy, great, can't wait"
    "0.6" = "enjoy~, try~, kiss~, smile~"
    [sadness]
    "-0.8" = "sad, crash~"
    [glad_marks]
    "0.6" = ":)"
    [plain]
    "0.0" = "happy path"
    [little]
    most = "never been so, couldn't be"
    ended = "gone, is over"
    very = "very, so"
    little = "slightly, not very"
    no = "not, never, don't, no one"
    but = "but"
    if = "if, would"
    irony = "/s, oh great"
    urgent = "now"
    joke = "haha"
    meme = "doge"
    conflict = "fight"
    hurt = "sad"
    success = "it works"
    """
)


def tone(text: str) -> Tone:
    return weigh(read(text), SMALL)


def valence(text: str) -> float:
    return tone(text).valence


def test_words_without_feeling_are_neutral() -> None:
    assert valence("the train leaves at nine") == 0
    assert valence("the happy path returns 200") == 0


@pytest.mark.parametrize(
    "text", ["happy", "i enjoyed it", "enjoying", "tries", "kisses", "smiling"]
)
def test_regular_forms_are_known(text: str) -> None:
    assert valence(text) > 0.3


def test_drawn_out_words_are_known() -> None:
    assert valence("happpppy") == valence("happy")
    assert valence("saaaad") == valence("sad")


def test_negation_turns_and_weakens() -> None:
    assert -valence("happy") < valence("not happy") < -0.15
    assert 0.15 < valence("not sad") < valence("happy")
    assert tone("not happy").hits[0].negated


def test_negation_stays_in_its_clause() -> None:
    assert valence("no one called, happy") > 0
    assert valence("not now. happy") > 0
    assert valence("not what one two three four happy") > 0


def test_two_negations_cancel() -> None:
    assert valence("never not happy") > 0.3


def test_two_words_of_one_negation_negate_once() -> None:
    assert valence("no one was happy") < 0


def test_a_phrase_is_one_word() -> None:
    assert valence("i can't wait") > 0.3


def test_what_could_not_be_more_is_more() -> None:
    assert valence("i've never been so happy") > valence("happy")
    assert valence("never been so sad") < valence("sad")


def test_something_bad_that_is_over_is_good() -> None:
    assert valence("the sad time is over") > 0.15
    assert valence("it is gone. sad") < 0
    assert valence("sad, not gone") < 0


def test_emphasis_and_softening() -> None:
    assert valence("so happy") > valence("happy") > valence("slightly happy") > 0
    assert valence("not happy") < valence("not very happy") < 0


def test_after_but_weighs_more() -> None:
    assert valence("happy but sad") < -0.15
    assert valence("sad but happy") > 0.15


def test_imagined_feelings_count_less() -> None:
    assert 0 < valence("if you were happy") < valence("happy")


def test_irony_turns_kind_words() -> None:
    assert valence("oh great, it crashed") < valence("it crashed")
    assert valence("happy /s") < -0.3
    assert "irony" in tone("happy /s").signs


def test_faces_are_not_negated() -> None:
    assert valence("not now :)") > 0.3


def test_another_file_is_refused() -> None:
    with pytest.raises(ValueError, match="lexicon"):
        Lexicon.from_toml('[joy]\n"0.5" = "happy"')
    with pytest.raises(ValueError, match="lexicon"):
        Lexicon.from_toml('little = "no table"')


def test_every_emotion_of_the_lexicon_is_known() -> None:
    lexicon = Lexicon.from_toml((paths.assets() / "appraisal" / "lexicon.toml").read_text("utf-8"))
    emotions = {feeling.emotion for _, feeling in lexicon.feelings}
    assert emotions <= STIR.keys() | SHOWN_AS.keys() | {PLAIN}
    assert len(list(lexicon.feelings)) > 1500
    assert all(-1 <= feeling.valence <= 1 for _, feeling in lexicon.feelings)
