"""How a reply begins, where that is known before the model has said a word.

First what must not go wrong (somebody speaks of ending their life), then what must be true (what
SEL is), then, if the persona wishes it, what helps a small model along (small talk).
"""

from __future__ import annotations

from collections.abc import Sequence

from sel.prompt import identity, smalltalk
from sel.prompt.identity import Opening, asked, first

CRISIS = Opening(
    asked(
        r"(?:kill(?:ing)?|hurt(?:ing)?|harm(?:ing)?|cut(?:ting)?) myself\b",
        r"suicid(?:e|al)\b",
        r"(?:end|take|ending|taking) my (?:own )?life\b",
        r"(?:want|wish|going) to (?:die|be dead)\b",
        r"(?:don't|dont|do not) want to (?:live|be alive)\b",
    ),
    "I'm really sorry that you feel this way. I'm only a program, so please call somebody you "
    "trust, or your local emergency number, right now. You are not alone, and",
)
"""Said whoever asks and however long the message is: no model's luck may decide here."""


def first_words(
    text: str, *, name: str, mood: str, small_talk: bool, before: Sequence[str] = ()
) -> str:
    """How the reply to `text` should begin; "" leaves it to the model.

    `mood` is SEL's live mood in words, `before` are its last replies, whose beginnings are not
    used again. All openings end in the middle of a sentence, for the model to go on.
    """
    if words := first([CRISIS], text) or identity.opening(text, name):
        return words
    return smalltalk.opening(text, mood, before) if small_talk else ""
