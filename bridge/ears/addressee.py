"""To whom a message in company is said. Pure: what the ears saw comes in, a verdict goes out.

Each who may be meant has a score; the figures are those of the systems SEL replaces. The message is
to SEL if SEL's is high enough and clearly ahead of everybody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bridge.ears.naming import Use, is_shy, short_names, use_of

MENTION = 3.8
REPLY = 3.0
NAME = 2.0
QUESTION = 1.8
FROM = 1.8
FROM_IN_COMPANY = 2.4
AHEAD = 0.35
"""What a sign is worth, what is enough (alone with one person, and among several), and how far
SEL must be ahead."""

FIRST = 0.5
"""More for whom the message begins with or calls: "@SEL ask @Ben" is to SEL, not to Ben."""
TOLD_OF = 1.0
"""A name or mention of somebody who is only talked about."""
GOES_ON = 2.4
"""It follows on SEL's words to this person, with nobody in between; half of it with somebody."""
TO_ANOTHER = -0.5
"""For SEL, where it replies to somebody else."""
STRANGER = 0.5
"""What is left of a bare question's worth where SEL does not take part in the talk."""

Verdict = Literal["to_sel", "aside", "open"]
"""Said to SEL, to somebody else, or to nobody in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message, and what went before it.

    `called`: what SEL is called besides "SEL". `present`: names of the others who spoke lately.
    `after_sel`: SEL's last words were to this person and are still warm; `next_to_sel`: with nobody
    in between. `after_other`: somebody else spoke just before. `takes_part`: SEL spoke here lately,
    or may join in.
    """

    text: str
    dm: bool = False
    mentioned: bool = False
    others: bool = False
    to_sel: bool = False
    to_other: bool = False
    called: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    after_sel: bool = False
    next_to_sel: bool = False
    after_other: bool = False
    takes_part: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict with both scores, and whether SEL was called by name."""

    verdict: Verdict
    sel: float
    other: float
    named: bool


_QUESTION = re.compile(
    r"\?+(?=[\s!.)\"']|$)|^\W*(?:(?:so|and|but|ok|okay|well|hey|please)\s+)?(?:what|why|how|who|when|where|which"
    r"|can|could|would|will|do|does|did|are|is|should|may|have|has)\b(?=.*\b(?:you|u|your|ur)\b)",
    re.IGNORECASE,
)
_YOU = re.compile(r"\b(?:you|your|u|ur)\b", re.IGNORECASE)
_TO_ALL = re.compile(
    r"\b(?:any ?(?:one|body)|some ?(?:one|body)|every ?(?:one|body)|y'?all|you (?:all|guys|two|lot)"
    r"|guys|folks|people|who(?:'s| is| wants| has| here)|@(?:everyone|here))\b",
    re.IGNORECASE,
)


def judge(said: Said) -> Judgement:
    """To whom it is said."""
    if said.dm:
        return Judgement("to_sel", MENTION, 0.0, _use_of_sel(said) is Use.CALLED)
    use = _use_of_sel(said)
    first = _begins_with(said)
    called_other = any(_calls(name, said.text) for name in said.present)
    sel = _score_of_sel(said, use, first)
    other = _score_of_others(said, first, called=called_other)
    question = _question(said) if use is not Use.ABOUT or _YOU.search(said.text) else 0.0
    if not called_other and first != "other":
        sel += question if said.takes_part or sel else question * STRANGER
    if said.after_other or called_other:
        other += question
    return Judgement(_verdict(said, sel, other), round(sel, 2), round(other, 2), use is Use.CALLED)


def _verdict(said: Said, sel: float, other: float) -> Verdict:
    enough = FROM_IN_COMPANY if said.present else FROM
    if sel >= enough and sel >= other + AHEAD:
        return "to_sel"
    return "aside" if other >= NAME and other >= sel else "open"


def _score_of_sel(said: Said, use: Use, first: str) -> float:
    score = MENTION * said.mentioned + REPLY * said.to_sel + TO_ANOTHER * said.to_other
    score += FIRST * (first == "sel")
    if not said.mentioned:
        score += (0.0, TOLD_OF, NAME + FIRST)[use]
    if not said.to_sel:
        score += GOES_ON * (1.0 if said.next_to_sel else 0.5 if said.after_sel else 0.0)
    return max(0.0, score)


def _score_of_others(said: Said, first: str, *, called: bool) -> float:
    score = REPLY * said.to_other
    if said.others:
        score += MENTION if first == "other" or not said.mentioned else TOLD_OF
    return score + (NAME + FIRST) * called


def _question(said: Said) -> float:
    asks = _QUESTION.search(said.text) is not None and _TO_ALL.search(said.text) is None
    return QUESTION * asks


def _use_of_sel(said: Said) -> Use:
    return max(use_of(name, said.text, shy=is_shy(name)) for name in ("SEL", *said.called))


def _calls(name: str, text: str) -> bool:
    return any(use_of(one, text, shy=_shy(one, text)) is Use.CALLED for one in short_names(name))


def _shy(name: str, text: str) -> bool:
    """A name is shy too where it is not written as one ("ben" may be a word of any language)."""
    return is_shy(name) or name not in text


def _begins_with(said: Said) -> Literal["", "sel", "other"]:
    """Whom the mentions are of that a message begins with; SEL, where SEL is among them."""
    rest, found = said.text.lstrip(" ,"), False
    while rest.startswith("@"):
        if _AT_SEL.match(rest):
            return "sel"
        known = next((name for name in said.present if rest[1:].startswith(name)), "")
        rest = rest[1 + len(known) :] if known else _AT_SOMEBODY.sub("", rest, count=1)
        rest = _BETWEEN.sub("", rest, count=1)
        found = True
    return "other" if found and said.others else ""


_AT_SEL = re.compile(r"@sel\b", re.IGNORECASE)
_AT_SOMEBODY = re.compile(r"@+[\w'.-]*")
_BETWEEN = re.compile(r"^[\s,]*(?:(?:and|&)\s+(?=@))?")
