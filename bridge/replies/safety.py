"""What a model wrote, made safe to post where many read it. Pure.

Nobody is pinged, no link hides where it leads, nothing is hidden from the reader, no token and no
invitation is passed on. It works from left to right and holds back what may still become one of
these, so that a reply can be shown while it is written: what is out stays as it is.

Discord reads Markdown from left to right, too. Where it sees code the words need no care, so all
that could make the two disagree about what is code is spelled differently: fences are exactly three
backticks and never empty, inline code ends on its line, and other backticks become `\u02cb`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bridge.replies.cleaning import clean

SECRET = "(secret)"  # noqa: S105 - what stands in a secret's place
INVITATION = "(an invitation, left out)"
GAP = "\u200b"
"""A space without width: breaks what Discord would act on, and cannot be seen."""
TICK = "\u02cb"
"""Looks like a backtick and is none."""

_LABEL, _LONGEST_CODE = 200, 300
"""Longest words of a link, and longest inline code in characters, that are waited for."""
_LINK = re.compile(
    rf"\[([^\[\]`\n]{{0,{_LABEL}}})\]\(\s?<?(https?://[^\s<>()`]{{1,500}})>?"
    r"(?:\s+[\"'][^\"'\n]{0,100}[\"'])?\s?\)"
)
_LINK_BEGUN = re.compile(
    rf"\[[^\[\]`\n]{{0,{_LABEL}}}(?:\](?:\(\s?<?[^\s<>()`]{{0,520}}>?"
    r"(?:\s+(?:[\"'][^\"'\n]{0,100}(?:[\"']\s?)?)?)?)?)?\Z"
)
_PINGS = ("everyone", "here")
_NOTHING = re.compile(r"(?:[\w+\-.#]*\n)?\n*", re.ASCII)
"""Of a fence: a language at most, and nothing in it."""
_RUN = re.compile(r"[\w.\-/:%?=&#~+*,;$^\"'{}]+", re.ASCII)
_TOKENS = (
    re.compile(r"[\w-]{18,}\.[\w-]{5,8}\.[\w-]{25,}"),  # a bot's
    re.compile(r"mfa\.[\w-]{60,}"),  # a person's
    re.compile(r"(?i)discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d+/[\w-]+"),
)
_INVITES = re.compile(
    r"(?i)(?:https?://)?(?:www\.|ptb\.|canary\.)*"
    r"(?:discord\.gg|discord(?:app)?\.com/invite|dsc\.gg|discord\.me)/[\w/\-]+"
)


def nobody(_: str) -> bool:
    """For where there is no secret to keep."""
    return False


def safe(text: str, holds_secret: Callable[[str], bool] = nobody, *, whole: bool = True) -> str:
    """The text as it may be posted; `holds_secret` is asked of every word.

    Without `whole` more may come, and the end is held back where it is not decided: what is
    returned is then the beginning of what the longer text will give.
    """
    return _Scanner(clean(text), holds_secret, whole=whole).scan()


class _Scanner:
    """One reading of one text; `here` is the next letter, `out` what is decided."""

    def __init__(self, text: str, holds_secret: Callable[[str], bool], *, whole: bool) -> None:
        self.text, self.holds_secret, self.whole = text, holds_secret, whole
        self.here = 0
        self.out: list[str] = []
        self.fenced = False
        self.fence_at = 0
        self.bracket = False

    def scan(self) -> str:
        """All that is decided."""
        while self.here < len(self.text):
            if not self._step():
                break
        return "".join(self.out)

    def _step(self) -> bool:
        """Read one thing; False where more must come first."""
        letter = self.text[self.here]
        if letter == "`":
            return self._ticks()
        if letter == "@":
            return self._at()
        if run := _RUN.match(self.text, self.here):
            return self._run(run.end())
        return self._put(letter, 1) if self.fenced else self._outside(letter)

    def _put(self, text: str, length: int) -> bool:
        """Let this out for so many letters; never a bracket right behind another, as of a link."""
        if text.startswith("(") and self._after() == "]":
            if not self.fenced:
                text = f" {text}"
            elif self.bracket:  # a link that begins before the code may swallow it
                text = GAP + text
        self.out.append(text)
        self.here += length
        return True

    def _ends(self, place: int) -> bool:
        """Whether a thing that goes up to `place` may still grow."""
        return place >= len(self.text) and not self.whole

    def _after(self) -> str:
        """The last letter that is out."""
        return self.out[-1][-1:] if self.out else ""

    # ------------------------------------------------------------ words

    def _run(self, end: int) -> bool:
        """A word, a number, an address."""
        if self._ends(end):
            return False
        word = self.text[self.here : end]
        made = SECRET if self.holds_secret(word) else word
        if self._after() == "@" and word.lower().startswith(_PINGS):
            made = GAP + made
        made = _INVITES.sub(INVITATION, made)
        for token in _TOKENS:
            made = token.sub(SECRET, made)
        return self._put(made, len(word))

    def _at(self) -> bool:
        """Everybody, everybody here, a person, a role: named, and not called."""
        rest = self.text[self.here + 1 : self.here + 9]
        pings = rest.lower().startswith(_PINGS)
        undecided = any(word.startswith(rest.lower()) for word in _PINGS)
        if undecided and not pings and self._ends(self.here + 1 + len(rest)):
            return False
        mention = self.here > 0 and self.text[self.here - 1] == "<"
        return self._put(f"@{GAP}" if pings or mention else "@", 1)

    # ------------------------------------------------------------ code

    def _ticks(self) -> bool:
        end = self._same(self.here)
        length = end - self.here
        if self._ends(end):
            return False
        if length >= 3:
            return self._fence(length)
        if self.fenced:
            return self._put("`" * length, length)
        return self._inline(end, length)

    def _same(self, place: int) -> int:
        """The end of the backticks that begin at `place`."""
        while place < len(self.text) and self.text[place] == "`":
            place += 1
        return place

    def _fence(self, length: int) -> bool:
        """A fence begins or ends. An empty one is none to Discord, so it is given a space."""
        if self.fenced and _NOTHING.fullmatch("".join(self.out[self.fence_at :])):
            self.out.append(" ")
        self.fenced = not self.fenced
        self._put("```", length)
        self.fence_at = len(self.out)
        return True

    def _inline(self, start: int, length: int) -> bool:
        """Code within a line, or backticks that mean nothing."""
        line_end = self.text.find("\n", start)
        limit = min(len(self.text) if line_end < 0 else line_end, start + _LONGEST_CODE)
        place = start
        while (place := self.text.find("`", place, limit)) >= 0:
            end = self._same(place)
            if self._ends(end):
                return False
            if end - place == length:
                return self._code(start, place, length)
            if end - place >= 3:
                break
            place = end
        if place < 0 and self._ends(limit):
            return False
        return self._put(TICK * length, length)

    def _code(self, start: int, end: int, length: int) -> bool:
        """The code between, whose words are read like others; a link cannot begin before it."""
        inner = _Scanner(self.text[start:end], self.holds_secret, whole=True)
        inner.fenced = True
        made = inner.scan().replace("](", f"]{GAP}(")
        ticks = "`" * length
        return self._put(f"{ticks}{made}{ticks}", length + end - start + length)

    # ------------------------------------------------------------ everything else

    def _outside(self, letter: str) -> bool:
        if letter == "[":
            return self._bracket()
        if letter == "\\":
            return self._escape()
        if letter == "|" and self._after() == "|":
            return self._put(f"{GAP}|", 1)
        return self._put(letter, 1)

    def _bracket(self) -> bool:
        """A link that hides its address shows it; what may become one is waited for."""
        if link := _LINK.match(self.text, self.here):
            label, address = link[1].strip(), link[2]
            shown = address if label in ("", address) else f"{label} ({address})"
            self.text = self.text[: self.here] + shown + self.text[link.end() :]
            return True
        if not self.whole and _LINK_BEGUN.match(self.text, self.here):
            return False
        self.bracket = True
        return self._put("[", 1)

    def _escape(self) -> bool:
        """A letter that is to mean nothing; a backtick might still mean something elsewhere."""
        if self._ends(self.here + 1):
            return False
        after = self.text[self.here + 1 : self.here + 2]
        if after == "`":
            return self._put(TICK, 2)
        return self._put("\\\\", 2) if after == "\\" else self._put("\\", 1)
