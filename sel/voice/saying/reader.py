"""A reply's characters to the words that are said of it, with where the paragraphs end. Pure.

What comes out depends on the characters alone, never on how they were handed in: every decision is
made at a space, at a line's end or after a fixed number of characters.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import Literal

from sel.voice.saying import inline
from sel.voice.saying.stops import WIDE_STOPS

Kind = Literal["paragraph", "heading", "item", "named"]

LONGEST_RAW = 200
"""Characters without a space that are taken for one word; an address or a link may be longer."""
LONGEST_LINK = 2_000
HELD_LINK = 300
"""Characters for which "[" is waited on to become a link."""

_FENCE = re.compile(r"^(`{3,}|~{3,})\s*([^`]*)$")
_RULE = re.compile(r"^([-*_=])\1{2,}$")
_HEADING = re.compile(r"^#{1,6}$")
_BULLET = re.compile(r"^[-*+•–]$")
_NUMBERED = re.compile(r"^\d{1,3}[.)]$")
_BOX = re.compile(r"^\[([ xX])\]$")
_QUOTE = re.compile(r"^>+")
_ADDRESS = re.compile(r"https?://|www\.|\]\(", re.IGNORECASE)
_LANGUAGES = {
    "py": "Python", "python": "Python", "js": "JavaScript", "javascript": "JavaScript",
    "ts": "TypeScript", "typescript": "TypeScript", "sh": "shell", "bash": "shell", "zsh": "shell",
    "shell": "shell", "console": "shell", "c": "C", "cpp": "C++", "c++": "C++", "cs": "C sharp",
    "csharp": "C sharp", "java": "Java", "go": "Go", "rust": "Rust", "rs": "Rust", "sql": "SQL",
    "html": "HTML", "css": "CSS", "json": "JSON", "yaml": "YAML", "yml": "YAML", "toml": "TOML",
    "xml": "XML", "ruby": "Ruby", "rb": "Ruby", "php": "PHP", "kotlin": "Kotlin", "swift": "Swift",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word without marks (it may hold spaces) and where it ends in the reply; "" for one that is
    seen only, such as a picture, `shown` then."""

    text: str
    end: int
    shown: str = ""
    begins: bool = False
    """It is the first word of a line."""


@dataclass(frozen=True, slots=True)
class Break:
    """Here a block ends, and one of this kind begins."""

    kind: Kind


class Reader:
    """Characters in, words and breaks out."""

    def __init__(self) -> None:
        self._at = 0
        self._raw = ""
        self._line = ""
        """A line that is read whole: one that may open a code block, or belong to a table."""
        self._line_at = 0
        self._holds = False
        self._fence = ""
        self._table = False
        self._fresh = True
        """At the start of a line: what comes may be a mark of it."""
        self._heading = False
        self._code = inline.Code()

    @property
    def at(self) -> int:
        """Characters taken."""
        return self._at

    def take(self, char: str) -> Iterator[Word | Break]:
        """The next character; what that completes."""
        self._at += 1
        if self._fence or self._holds:
            if char == "\n":
                yield from self._whole_line()
            else:
                self._line += char
        elif char == "\n":
            yield from self._word()
            yield from self._line_end()
        elif char.isspace():
            yield from self._space(char)
        else:
            yield from self._letter(char)

    def end(self) -> Iterator[Word | Break]:
        """There is no more."""
        if self._fence:
            return
        if self._holds:
            yield from self._whole_line()
        yield from self._word(self._at)

    # ------------------------------------------------------------ inside a line

    def _letter(self, char: str) -> Iterator[Word | Break]:
        self._raw += char
        if self._fresh and self._raw in {"```", "~~~", "|"}:
            self._line, self._raw, self._holds = self._raw, "", True
            self._line_at = self._at - len(self._line)
            return
        wide = char in WIDE_STOPS and "[" not in self._raw
        if wide or (len(self._raw) >= LONGEST_RAW and len(self._raw) >= self._limit()):
            yield from self._word(self._at)

    def _limit(self) -> int:
        if _ADDRESS.search(self._raw[:HELD_LINK]):
            return LONGEST_LINK
        return HELD_LINK if "[" in self._raw else LONGEST_RAW

    def _space(self, char: str) -> Iterator[Word | Break]:
        raw = self._raw
        if not raw:
            return
        if "[" in raw and len(raw) < HELD_LINK and not self._code.inside and inline.is_open(raw):
            self._raw += char
            return
        yield from self._word()

    def _word(self, upto: int = 0) -> Iterator[Word | Break]:
        """The raw word is complete; it ends at `upto`, or before the character just taken."""
        raw, self._raw = self._raw, ""
        end = upto or self._at - 1
        if not raw:
            return
        begins = self._fresh
        if self._fresh:
            raw = yield from self._mark(raw, end)
        if box := _BOX.match(raw):
            yield Word("" if box[1] == " " else "done:", end)
            return
        for text, at in inline.words_in(raw, end - len(raw)):
            plain = self._code.plain(text)
            yield Word(plain, at, inline.pictures(text) if not plain else "", begins)
            begins = False

    def _mark(self, raw: str, end: int) -> Generator[Word | Break, None, str]:
        """What is left of a line's first word; what it marks."""
        if quote := _QUOTE.match(raw):
            raw = raw[quote.end() :]
            if not raw:
                return ""
        if _HEADING.match(raw):
            yield self._break("heading")
            self._heading = True
            raw = ""
        elif _RULE.match(raw):
            yield self._break("paragraph")
            raw = ""
        elif _BULLET.match(raw) or _NUMBERED.match(raw):
            yield self._break("item")
            number = raw[:-1]
            raw = ""
            if number:
                yield Word(f"{number}:", end)
        elif self._table:
            self._table = False
            yield self._break("paragraph")
        self._fresh = False
        return raw

    # ------------------------------------------------------------ lines

    def _line_end(self) -> Iterator[Word | Break]:
        blank = self._fresh
        self._fresh = True
        if blank or self._heading:
            self._table = False
            yield self._break("paragraph")
        self._heading = False

    def _whole_line(self) -> Iterator[Word | Break]:
        line, self._line = self._line, ""
        start, self._line_at = self._line_at, self._at
        if self._fence:
            if line.strip().startswith(self._fence) and not line.strip(self._fence[0] + " \t\r"):
                self._fence = ""
                yield self._break("paragraph")
            return
        self._holds = False
        if fence := _FENCE.match(line.rstrip()):
            self._fence = fence[1]
            yield from self._named(_code_named(fence[2]), start)
        elif line.startswith("|") and line.count("|") > 1:
            if not self._table:
                self._table = True
                yield from self._named("A table, on the screen.", start)
        else:
            self._fresh = False
            for text, at in inline.words_in(line, start):
                yield Word(self._code.plain(text).strip("|"), at)
            yield from self._line_end()

    def _named(self, words: str, start: int) -> Iterator[Word | Break]:
        """Say what is on the screen and not read; nothing of it counts as heard yet."""
        yield self._break("named")
        for word in words.split():
            yield Word(word, start)
        yield self._break("paragraph")

    def _break(self, kind: Kind) -> Break:
        self._code.inside = False
        return Break(kind)


def _code_named(info: str) -> str:
    language = _LANGUAGES.get(info.strip().partition(" ")[0].strip("{}.").lower(), "")
    return f"Some {language} code, on the screen." if language else "Some code, on the screen."
