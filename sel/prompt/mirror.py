"""The last touch on what people see: case, exclamation and emoji, never inside code.

Works on the stream, a word behind it at most. Knows nothing of moods: whoever builds a `Mirror`
says how often to exclaim. The model's own text, which stays in the history, is not changed by it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sel.prompt.codescan import CodeScanner
from sel.prompt.style import EMOJI, Style

SELDOM = 0.02
"""Rates below this mean never: such marks are taken out where the model made them itself."""

PLAIN = 0.10
"""Below this rate of exclamation the model's own exclamation marks become full stops."""

GRAVE = re.compile(
    r"\b(sorry|sad|died|death|loss|hurt|grief|tough|hard|difficult)\b", re.IGNORECASE
)
"""Sentences with such words get no exclamation mark and replies with them no emoji."""

_WORD_BORDER = re.compile(r"(\s+)")
_PLAIN_WORD = re.compile(r"\W*(?:[A-Z][a-z]*(?:['’][a-z]+)?|I['’][a-z]+)\W*\Z")
_ENDS = re.compile(r"([A-Za-z]{2,}[)\"'’]?)([.!]+)\Z")
_ABBREVIATED = re.compile(r"\b(?:dr|mr|mrs|ms|prof|st|vs|etc|e\.g|i\.e|no)\.\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What to aim for: rates 0..1 as in `Style`; `faces` are the emoji to choose from."""

    lower: bool = False
    exclaim: float = 0.15
    emoji: float = 0.0
    faces: Sequence[str] = ("🙂",)


def manner(
    person: Style,
    *,
    exclaim: float,
    emoji: float,
    dial: float = 0.5,
    faces: Sequence[str] = ("🙂",),
) -> Manner:
    """Between the person's style and the mood's rates, half each.

    `dial` is the persona's for emoji: 0 never, 0.5 as they come, 1 twice as often. A mood that
    wants none at all (rate 0) gets none, whatever the person does.
    """
    wanted = (emoji + person.emoji) / 2 if emoji >= SELDOM else 0.0
    return Manner(
        lower=person.lower,
        exclaim=(exclaim + person.exclaim) / 2 if exclaim >= SELDOM else 0.0,
        emoji=min(1.0, wanted * 2 * dial),
        faces=faces,
    )


class Mirror:
    """Gives a streamed reply its manner. Feed pieces, show what comes back, then `close`.

    `seed` makes the choices of one reply repeatable (the turn's id will do).
    """

    def __init__(self, wanted: Manner, seed: str = "") -> None:
        self._wanted = wanted
        self._dice = random.Random(seed)  # noqa: S311 - ornaments, nothing secret
        self._scanner = CodeScanner()
        self._word = ""
        self._sentence = ""
        self._grave = False
        self._ornamented = False
        self._last_code = False
        self._drawn = False
        self._bare = True  # nothing stands on this line yet
        self._joint = False  # code stands right before
        self._taken = ""  # emoji taken from where nothing else stands between code and code

    def feed(self, piece: str) -> str:
        """What can be shown by now; the last, unfinished word is held back."""
        return "".join(self._part(text, code) for text, code in self._scanner.feed(piece))

    def close(self) -> str:
        """What was held back, and perhaps an emoji."""
        rest = "".join(self._part(text, code) for text, code in self._scanner.close())
        return rest + self._flush() + self._ornament()

    def _part(self, text: str, code: bool) -> str:
        if code:
            shown = self._flush() + self._given_back() + text
            self._last_code, self._joint, self._bare = True, True, text.endswith("\n")
            return shown
        shown = ""
        for token in _WORD_BORDER.split(text):
            if token.isspace():
                shown += self._flush() + token
                self._joint, self._bare = False, self._bare or "\n" in token
                if "\n" in token or not self._bare:
                    self._taken = ""
            else:
                self._word += token
        return shown

    def _flush(self) -> str:
        """The held word in the wanted manner."""
        word, self._word = self._word, ""
        if not word:
            return ""
        self._drawn, self._last_code = True, False
        self._sentence += " " + word
        self._grave = self._grave or bool(GRAVE.search(word))
        if self._wanted.emoji < SELDOM:
            word = self._plain(word)
        elif EMOJI.search(word):
            self._ornamented = True
        self._bare, self._joint = self._bare and not word, self._joint and not word
        return self._cased(self._ended(word))

    def _plain(self, word: str) -> str:
        """The word without emoji, unless "~~~" or "```" behind them would then begin the line."""
        plain = EMOJI.sub("", word)
        if plain.startswith(("`", "~")):
            return self._given_back() + word
        if not plain and (self._bare or self._joint):
            self._taken += word
        elif plain:
            self._taken = ""
        return plain

    def _given_back(self) -> str:
        taken, self._taken = self._taken, ""
        return taken

    def _cased(self, word: str) -> str:
        """Lower case for ordinary words; names in capitals, code words and links stay."""
        return word.lower() if self._wanted.lower and _PLAIN_WORD.match(word) else word

    def _ended(self, word: str) -> str:
        """The word with the sentence's end as wanted, if it ends one."""
        found = _ENDS.search(word)
        if found is None or _ABBREVIATED.search(word) or found.group(2).startswith(".."):
            if word.endswith("?"):
                self._sentence = ""
            return word
        grave = bool(GRAVE.search(self._sentence))
        self._sentence = ""
        body, end = word[: found.start(2)], found.group(2)
        if end == "." and not grave and self._dice.random() < self._wanted.exclaim:
            return body + "!"
        if end != "." and (grave or self._wanted.exclaim < PLAIN):
            return body + "."
        return word

    def _ornament(self) -> str:
        silent = self._ornamented or self._grave or self._last_code or not self._drawn
        if silent or self._dice.random() >= self._wanted.emoji:
            return ""
        return " " + self._dice.choice(self._wanted.faces)
