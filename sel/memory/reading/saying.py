"""A statement taken apart: who, does what, when, and what else is said."""

from __future__ import annotations

from typing import Literal, NamedTuple

from sel.memory.reading.tokens import Token

Who = Literal["self", "person", "pet", "thing"]
Tense = Literal["now", "past", "perfect", "going_on", "doing", "will", "used", "can", "may"]
"""`perfect` "have moved", `going_on` "have been living", `doing` "am living"."""


class Saying(NamedTuple):
    """One statement. `whose` is the relation, animal or thing ("sister", "dog", "favourite colour")
    of `who`, `name` what they are called; `rest` follows the verb, in plain words, and its first
    word is `tokens[at]`."""

    who: Who
    whose: str
    name: str
    verb: str
    tense: Tense
    negative: bool
    adverbs: tuple[str, ...]
    rest: str
    at: int
    tokens: list[Token]
    begin: int
    """The token where the statement begins: small words before it are dropped."""
    text: str = ""

    def spelling(self, place: int) -> str:
        """The word at character `place` of `rest`, as the person wrote it."""
        at = self.at + self.rest.count(" ", 0, place)
        return (
            self.text[self.tokens[at].start : self.tokens[at].end] if at < len(self.tokens) else ""
        )

    def is_lower(self) -> bool:
        """Whether the person writes without capitals: then a name cannot be told by them."""
        return self.text == self.text.lower()
