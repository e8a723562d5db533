"""Text that Whisper made up: on silence, noise and music it writes what it has read most often.

First what holds for every language: how much speech there was, how sure Whisper is, repetition,
more words than anybody could have said in the time. Then the sentences it is known to make up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sel.voice.hearing.words import words_of

NOT_SPEECH = 0.6
UNSURE = -1.0
"""Silence by Whisper's own rule (its paper, 4.5): not speech by this probability, and unsure."""
REPEATED = 2.4
"""Text that deflates by this factor repeats itself; Whisper's own default."""
FASTEST = 30.0
"""Letters a second; quick speakers reach 20. An ideograph counts as three."""
SLACK = 0.3
"""Seconds of a word that the detector may have missed at both ends."""
CLEAR_SECONDS = 0.25
CLEAR_SURE = -0.7
CLEAR_SPEECH = 0.4
"""What is said this long, with so sure a text, is believed even where Whisper often makes it up."""
STAND_OUT = 6.0
"""Decibels over the room's noise that the loudest frame of something said reaches."""

_ASIDES = re.compile(r"\[[^\]]*\]|\([^)]*\)|\{[^}]*\}|<[^>]*>|\*[^*]*\*|【[^】]*】|（[^）]*）")
_NOTES = re.compile(r"[♪♫♬♩🎵🎶]+")

CREDITS = re.compile(
    r"amara\.?org|sub(title|titl)(s|ed)? by|captions? by|transcri(bed|ption) by|translated by"
    r"|untertitel|sous-?titr|subt[íi]tulos|sottotitoli|legendas|ondertiteling|napisy|titulky"
    r"|субтитры|редактор субтитров|字幕|자막|www\.|\.com\b",
    re.IGNORECASE,
)
"""Credits of films: nobody says them to a companion."""
USUAL = re.compile(
    r"(thanks?|thank you)( (so|very) much)?( (all|everyone|guys))?( for (watching|listening).*)?"
    r"|you|bye|bye[ -]bye|so|the|oh|i|please subscribe.*|(like|subscribe) (and|to) .*"
    r"|(don't forget to|please) (like|subscribe).*|see you (in the )?next (time|video|one)"
    r"|vielen dank( fürs zuschauen.*)?|bis zum nächsten mal|tschüss|das war's"
    r"|merci( d'avoir regardé.*)?|à bientôt|gracias( por ver.*)?|suscríbete.*"
    r"|grazie( a tutti| per .*)?|bedankt( voor .*)?|obrigad[oa]|продолжение следует"
    r"|спасибо( за просмотр)?|dziękuję.*|ご視聴ありがとうございました"
    r"|시청해주셔서 감사합니다|谢谢观看",
    re.IGNORECASE,
)
"""What is made up most often, and is said by people, too: believed where it is clear."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What Whisper made of a span, and how sure it is (its own measures)."""

    text: str
    no_speech: float = 0.0
    logprob: float = 0.0
    compression: float = 1.0
    language: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """The speech there was: so long in seconds, its loudest frame so many dB above the noise."""

    seconds: float
    over_noise: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The text that is believed; "" with the reason where none is."""

    text: str
    reason: str = ""


def judge(understood: Understood, evidence: Evidence) -> Verdict:
    """What of it somebody said."""
    text = spoken(understood.text)
    words = words_of(text)
    if not words:
        return Verdict("", "no words")
    for reason, holds in _DOUBTS:
        if holds(understood, evidence, text, words):
            return Verdict("", reason)
    return Verdict(text)


def spoken(text: str) -> str:
    """The text without what is no speech: [Music], (laughs), notes."""
    return " ".join(_NOTES.sub(" ", _ASIDES.sub(" ", text)).split())


def repeats(words: list[str]) -> bool:
    """Whether half of it or more is words that follow themselves three times over, or one word that
    does so six times.

    "No, no, no" is said by people; "thank you thank you thank you" is not.
    """
    for length in range(1, len(words) // 3 + 1):
        least = 6 if length == 1 else 3
        for start in range(len(words) - least * length + 1):
            times = _times(words, start, length)
            if times >= least and 2 * times * length >= len(words):
                return True
    return False


def _times(words: list[str], start: int, length: int) -> int:
    """How often the words from there on follow themselves."""
    piece, times = words[start : start + length], 1
    while words[start + times * length : start + (times + 1) * length] == piece:
        times += 1
    return times


def letters(words: list[str]) -> int:
    """Their length as spoken: ideographs and syllable signs take the time of three letters."""
    return sum(3 if ord(sign) >= 0x2E80 else 1 for word in words for sign in word)


def _too_quiet(_u: Understood, evidence: Evidence, _text: str, _words: list[str]) -> bool:
    return evidence.over_noise < STAND_OUT


def _silence(understood: Understood, _e: Evidence, _text: str, _words: list[str]) -> bool:
    return understood.no_speech > NOT_SPEECH and understood.logprob < UNSURE


def _repeated(understood: Understood, _e: Evidence, _text: str, words: list[str]) -> bool:
    return understood.compression > REPEATED or repeats(words)


def _too_fast(_u: Understood, evidence: Evidence, _text: str, words: list[str]) -> bool:
    return letters(words) > FASTEST * (evidence.seconds + SLACK)


def _credits(_u: Understood, _e: Evidence, text: str, _words: list[str]) -> bool:
    return CREDITS.search(text) is not None


def _usual(understood: Understood, evidence: Evidence, _text: str, words: list[str]) -> bool:
    clear = (
        evidence.seconds >= CLEAR_SECONDS
        and understood.logprob >= CLEAR_SURE
        and understood.no_speech <= CLEAR_SPEECH
    )
    return not clear and USUAL.fullmatch(" ".join(words)) is not None


_DOUBTS = (
    ("too quiet", _too_quiet),
    ("no speech", _silence),
    ("repeats itself", _repeated),
    ("more words than time", _too_fast),
    ("credits", _credits),
    ("made up", _usual),
)
"""In order; the first that holds is the reason."""
