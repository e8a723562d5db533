"""How long a silence must be before somebody is done, by what they have said so far.

The text is what Whisper made of it, which puts a full stop after anything: "Remind me to." hangs.
"""

from __future__ import annotations

from sel.voice.hearing.words import words_of

HANGING = 1.7
"""Times the usual wait after what cannot be the end, or is a thought under way."""
ASKED = 0.65
"""Times the usual wait after a clear question or a whole short command."""
LEAST_MS = 300
"""No wait is shorter: pauses between words reach 250 ms."""
SHORT = 6
"""A text without punctuation that begins like a question must have more than half as many words."""

_OPEN_ENDS = (",", ";", ":", "-", "–", "—", "…", "...", "、", "，", "،")
_QUESTIONS = ("?", "？", "؟", ";?")
_FULL_STOPS = frozenset(".!?。！？؟…,;:")

_HANGING_WORDS = """
    um uhm uh er erm hmm and or but so because if when while than the a an my your our their
    of to with from for into i we
    äh ähm hm und oder aber weil dass wenn als ob der den dem ein eine einen mein meine
    mit von für zu zum zur im
    euh et ou mais donc parce que quand si le les un une des de du mon ma mes avec pour dans
    este y o pero porque cuando el los las una mi con para en por
    ehm e ma perché che quando il lo gli di con per
    of maar omdat dat het een mijn met van voor
    hã mas quando os as uma meu minha com por
"""
HANGING_WORDS = frozenset(_HANGING_WORDS.split())
"""Hesitations, conjunctions, articles and prepositions, which end few sentences."""
HESITATIONS = frozenset(("um", "uhm", "er", "erm", "äh", "ähm", "euh", "ehm", "and", "und", "et"))
"""Those that hang even where they are all there is."""
_ASKING_WORDS = """
    what where when who whom whose why which how can could would will do does did is are am
    was wo wann wer wen wem warum wieso welche wie kannst könntest ist sind hast
    qu'est-ce où quand qui pourquoi comment combien peux est-ce qué dónde cuándo quién
    cómo puedes che dove chi come puoi wat waar wie waarom hoe kun
"""
ASKING_WORDS = frozenset(_ASKING_WORDS.split())
COMMANDS = frozenset(
    (
        "stop",
        "stop it",
        "be quiet",
        "be quiet now",
        "quiet",
        "pause",
        "go on",
        "continue",
        "wait",
        "cancel",
        "never mind",
        "yes please",
        "no thank you",
        "no thanks",
        "thank you",
        "halt",
        "stopp",
        "sei still",
        "weiter",
        "ja bitte",
        "nein danke",
        "arrête",
        "tais-toi",
        "oui merci",
        "non merci",
        "para",
        "basta",
        "sí por favor",
        "no gracias",
        "genoeg",
        "ja graag",
    )
)
"""What is whole as it stands."""


def patience_ms(text: str, end_ms: int) -> int:
    """The silence after which somebody who said this is done, at `end_ms` for the usual sentence.

    Never under 300 ms, or under `end_ms` where that is less.
    """
    if hangs(text):
        return round(end_ms * HANGING)
    if is_whole(text):
        return max(round(end_ms * ASKED), min(LEAST_MS, end_ms))
    return end_ms


def longest_ms(end_ms: int) -> int:
    """The longest of these waits."""
    return round(end_ms * HANGING)


def hangs(text: str) -> bool:
    """Whether more must come: an open end, or a last word that ends no sentence."""
    stripped = text.strip()
    words = words_of(stripped)
    if not words:
        return False
    if stripped.endswith(_OPEN_ENDS):
        return True
    if words[-1] in HESITATIONS:
        return True
    if stripped.endswith(_QUESTIONS) or words[0] in ASKING_WORDS:
        return False  # "what is it for"
    return len(words) > 1 and words[-1] in HANGING_WORDS


def is_whole(text: str) -> bool:
    """Whether it is clearly a question, or one of the short commands."""
    stripped = text.strip()
    words = words_of(stripped)
    if not words or hangs(stripped):
        return False
    if stripped.endswith(_QUESTIONS):
        return True
    if " ".join(words) in COMMANDS:
        return True
    plain = not _FULL_STOPS & set(stripped)  # a model that writes no punctuation at all
    return plain and words[0] in ASKING_WORDS and 2 * len(words) > SHORT
