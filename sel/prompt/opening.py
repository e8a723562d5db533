"""How a reply begins, where that is known before the model has said a word.

First what must be true (what SEL is), then, if the persona wishes it, what helps a small model
along (small talk). Who speaks of ending their life is answered before that, by `sel.safety`.
"""

from __future__ import annotations

from collections.abc import Sequence

from sel.prompt import identity, smalltalk

UNSEEN = (
    "I can't see pictures with the models I have. `/model vision FILE` gives me one that can; "
    "docs/vision.md says which."
)
"""Said by SEL itself: a small model that is told so describes the picture all the same."""
FEW_WORDS = 12
"""Words with a picture that are likely to be about it, and nothing else to be answered."""
MOST_NAMED = 3
"""People who are named one by one."""


def first_words(  # noqa: PLR0913 - what a beginning depends on, each named at the call
    text: str,
    *,
    name: str,
    mood: str,
    small_talk: bool,
    before: Sequence[str] = (),
    to: Sequence[str] = (),
    unseen: bool = False,
) -> str:
    """How the reply to `text` should begin; "" leaves it to the model.

    `mood` is SEL's live mood in words, `before` are its last replies, whose beginnings are not
    used again; `to` are the names of those it answers, who are called where they are several;
    `unseen`: there are pictures, and no model that sees. Openings that are no whole sentence end in
    the middle of one, for the model to go on.
    """
    if words := identity.opening(text, name):
        return words
    if unseen:
        return UNSEEN
    if len(to) > 1:
        return called(to)
    return smalltalk.opening(text, mood, before) if small_talk else ""


def says_all(opening: str, text: str) -> bool:
    """Whether a beginning is all that is to be said: what a small model added would be made up."""
    return opening == UNSEEN and len(text.split()) <= FEW_WORDS


def called(people: Sequence[str]) -> str:
    """Several people, addressed: "Ada and Ben,"."""
    named = list(people[:MOST_NAMED])
    if len(people) > MOST_NAMED:
        named = [*named[:-1], "others"]
    *first_ones, last = named
    return f"{', '.join(first_ones)} and {last},"
