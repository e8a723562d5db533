"""Markdown inside a line as it is said: marks of emphasis and code gone, links by their text. Pure.

Everything works on one raw word at a time, so that speech need not wait for the end of a line;
only a link is taken whole (`is_open` says that it is not all there yet).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_OPEN = re.compile(r"\[[^\[\]`]*$|\]\((?:[^()`]|\([^()`]*\))*$")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\(((?:[^()]|\([^()]*\))*)\)|\[[^\[\]]*\])|\[\^[^\[\]\s]*\]")
_STARS = re.compile(r"(?<![\\])\*+")
_TIMES = re.compile(r"(?<=\d)\*(?=\d)")
_BARS = re.compile(r"(?<![\w\\])_+(?=\S)|(?<=[^\s\\_])_+(?!\w)")
_TAG = re.compile(
    r"</?(?:b|i|u|s|br|hr|em|strong|p|div|span|sub|sup|kbd|code|details|summary|center)\s*/?>",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TICKS = re.compile(r"(?<!\\)`+")
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\U0001fb00-\U0001fbff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u2190-\u2193"
    "\u200d\ufe0e\ufe0f\u20e3\U000e0020-\U000e007f]"
)
_ARROWS = frozenset("→←↑↓")


def is_open(raw: str) -> bool:
    """Whether a link may have begun in `raw` that is not all there."""
    return _OPEN.search(raw) is not None


def words_in(raw: str, start: int) -> Iterator[tuple[str, int]]:
    """The words of some raw text without line breaks, links resolved, each with its end.

    `start` is where `raw` begins in the reply. A word before or behind a link and without a space
    between is one word with it.
    """
    if "[" not in raw:
        for match in re.finditer(r"\S+", raw):
            yield match.group(), start + match.end()
        return
    marks = list(_shown(raw, start))
    word, end = "", start
    for char, at in marks:
        if char.isspace():
            if word:
                yield word, end
            word = ""
        else:
            word, end = word + char, at
    if word:
        yield word, end


def _shown(raw: str, start: int) -> Iterator[tuple[str, int]]:
    """The characters of `raw` that are seen, each with where it ends; links by their text."""
    at = 0
    for match in _LINK.finditer(raw):
        yield from ((raw[one], start + one + 1) for one in range(at, match.start()))
        text, first = match.group(1) or "", match.start(1)
        for index, char in enumerate(text):
            last = index == len(text) - 1
            yield char, start + (match.end() if last else first + index + 1)
        at = match.end()
    yield from ((raw[one], start + one + 1) for one in range(at, len(raw)))


class Code:
    """Whether we are inside of inline code, from word to word of a paragraph."""

    def __init__(self) -> None:
        self.inside = False

    def plain(self, word: str) -> str:
        """The word without marks, as it is read; "" where nothing is left."""
        parts, at = [], 0
        for ticks in _TICKS.finditer(word):
            parts.append(self._part(word[at : ticks.start()]))
            self.inside = not self.inside
            at = ticks.end()
        parts.append(self._part(word[at:]))
        return "".join(parts)

    def _part(self, text: str) -> str:
        return text if self.inside or not text else _unmarked(text)


def _unmarked(text: str) -> str:
    if "&" in text and ";" in text:
        text = html.unescape(text).replace("\xa0", " ")
    text = _TAG.sub(" ", text) if "<" in text else text
    if not text.isascii():
        text = without_pictures(text)
    if "://" not in text:
        text = _STARS.sub("", _TIMES.sub("×", text))
        text = _BARS.sub("", text.replace("~~", ""))
    return _ESCAPED.sub(r"\1", text)


def without_pictures(text: str) -> str:
    """The text without emoji, dingbats and what joins them; arrows are read."""
    return "".join(char for char in text if char in _ARROWS or not _PICTURES.match(char))


def pictures(text: str) -> str:
    """Only the emoji of a text, without what joins or colours them."""
    return "".join(char for char in text if char >= "\u2600" and without_pictures(char) == "")
