"""What Whisper makes up is told from what people say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.voice.hearing.phantoms import Evidence, Understood, judge, repeats, spoken
from sel.voice.hearing.words import words_of

CLEAR = Evidence(seconds=1.0, over_noise=30.0)
SHORT = Evidence(seconds=0.16, over_noise=20.0)


def sure(text: str) -> Understood:
    return Understood(text, no_speech=0.02, logprob=-0.2, compression=1.1)


def unsure(text: str) -> Understood:
    return Understood(text, no_speech=0.5, logprob=-0.9, compression=1.1)


@pytest.mark.parametrize(
    "text", ["Yes, please.", "Stop!", "Thank you.", "No, no, no.", "Bye.", "Ja", "停", "stop stop"]
)
def test_short_answers_said_clearly_are_believed(text: str) -> None:
    assert judge(sure(text), Evidence(0.35, 25.0)).text == text


@pytest.mark.parametrize(
    ("understood", "evidence", "reason"),
    [
        (sure(""), CLEAR, "no words"),
        (sure(" ... "), CLEAR, "no words"),
        (sure("[Music]"), CLEAR, "no words"),
        (sure("♪♪♪"), CLEAR, "no words"),
        (sure("*sighs* (laughter)"), CLEAR, "no words"),
        (sure("hello sel"), Evidence(1.0, 4.0), "too quiet"),
        (Understood("so", 0.7, -1.2), CLEAR, "no speech"),
        (Understood("la la", 0.0, -0.2, 2.6), CLEAR, "repeats itself"),
        (sure("thank you thank you thank you"), Evidence(3.0, 30.0), "repeats itself"),
        (sure("I would like to tell you a long story"), SHORT, "more words than time"),
        (sure("谢谢大家收看我们下次再见"), Evidence(0.3, 30.0), "more words than time"),
        (sure("Subtitles by the Amara.org community"), Evidence(3.0, 30.0), "credits"),
        (sure("Untertitel im Auftrag des ZDF"), Evidence(3.0, 30.0), "credits"),
        (sure("Sous-titrage ST' 501"), Evidence(3.0, 30.0), "credits"),
        (unsure("Thanks for watching!"), CLEAR, "made up"),
        (unsure("Thank you."), CLEAR, "made up"),
        (sure("you"), SHORT, "made up"),
        (unsure("Vielen Dank fürs Zuschauen."), CLEAR, "made up"),
    ],
)
def test_what_is_made_up_is_dropped_with_its_reason(
    understood: Understood, evidence: Evidence, reason: str
) -> None:
    verdict = judge(understood, evidence)
    assert (verdict.text, verdict.reason) == ("", reason)


def test_what_is_no_speech_is_taken_out_of_what_is() -> None:
    assert spoken("[Music] Hello ♪ (coughs) Sel.") == "Hello Sel."


def test_people_repeat_themselves_a_little() -> None:
    assert not repeats(words_of("no no no no no"))
    assert not repeats(words_of("stop it stop it"))
    assert repeats(words_of("and stop it stop it stop it now"))
    assert repeats(words_of("no no no no no no"))
    assert not repeats(words_of("he said and said again that it was far and far and far and"))


@given(st.text(), st.floats(0, 1), st.floats(-5, 0), st.floats(0, 30), st.floats(0, 60))
def test_a_verdict_is_a_text_or_a_reason(
    text: str, no_speech: float, logprob: float, seconds: float, over_noise: float
) -> None:
    verdict = judge(Understood(text, no_speech, logprob), Evidence(seconds, over_noise))
    assert bool(verdict.text) != bool(verdict.reason)
    assert verdict.text == verdict.text.strip()
