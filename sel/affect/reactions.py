"""Emoji as feedback, and as an answer. Pure.

An emoji that is not in the table means nothing: the predecessor took every reaction it did not know
for a hostile one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sel.affect.appraisal_types import Appraisal

_KIND = Appraisal(valence=0.4, arousal=0.3, reasons=("a kind reaction",))
_LOVED = Appraisal(valence=0.7, arousal=0.5, reasons=("a warm reaction",))
_THANKED = Appraisal(valence=0.4, arousal=0.3, reasons=("thanks",), signals=frozenset({"thanks"}))
_FUNNY = Appraisal(valence=0.4, arousal=0.5, reasons=("laughter",), signals=frozenset({"joke"}))
_COLD = Appraisal(valence=-0.3, arousal=0.3, reasons=("a cold reaction",))
_ANGRY = Appraisal(
    valence=-0.6, arousal=0.6, reasons=("an angry reaction",), signals=frozenset({"conflict"})
)
_SAD = Appraisal(
    valence=-0.25, arousal=0.2, reasons=("a sad reaction",), signals=frozenset({"hurt"})
)

_MEANINGS: Mapping[str, Appraisal] = {
    **dict.fromkeys("👍👌🙂☺😊😀😃😄😁👏💯✨🔥🎉🥳🙌✅🫡🤝⭐🌟", _KIND),
    **dict.fromkeys("❤🧡💛💚💙💜🤍🤎🖤💖💕💗💓💞😍🥰🤗😻🫶😘", _LOVED),
    **dict.fromkeys("🙏", _THANKED),
    **dict.fromkeys("😂🤣😆😹😝😜", _FUNNY),
    **dict.fromkeys("👎😒🙄😐😑🥱🤨", _COLD),
    **dict.fromkeys("😠😡🤬🖕💢👿", _ANGRY),
    **dict.fromkeys("😢😭💔😿😞😔☹🙁", _SAD),
}
_ORNAMENT = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")
"""Which picture is drawn, and in which colour of skin: it changes no meaning."""

SHORT = 4
"""Words up to which a message can be answered with an emoji alone."""
OFTEN = 3
"""One in so many of the messages that could be answered so is."""
PAUSE = 600.0
"""Seconds in which a channel gets one such answer at most."""
_ANSWERS: tuple[tuple[str, str], ...] = (
    ("joke", "😄"),
    ("meme", "😄"),
    ("thanks", "💛"),
    ("success", "🎉"),
)


def meaning(emoji: str) -> Appraisal | None:
    """What a reaction to SEL means for the hormones; None for one that is not known."""
    return _MEANINGS.get(_ORNAMENT.sub("", emoji))


def fitting(text: str, appraisal: Appraisal, chance: int) -> str:
    """The emoji that says all there is to say to a message, "" where words are better.

    `chance` is any number; the same one always decides the same.
    """
    told = appraisal.signals
    plain = not told & {"question", "urgent", "hurt", "conflict"} and appraisal.valence >= 0
    if not plain or len(text.split()) > SHORT or chance % OFTEN:
        return ""
    return next((emoji for signal, emoji in _ANSWERS if signal in told), "")
