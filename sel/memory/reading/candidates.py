"""What a message holds that may be worth keeping: from the person's own words only.

Precision goes before recall: what no rule knows as lasting is left in the conversation, where it
was said.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sel.memory.reading.clauses import Span, clauses, sentences, statements
from sel.memory.reading.explicit import asked_for, is_question
from sel.memory.reading.findings import finding_in, followed_in
from sel.memory.reading.oblique import told_by_the_way
from sel.memory.reading.own import VEIL, own_words
from sel.memory.reading.requests import request_in
from sel.memory.reading.rule import Finding
from sel.memory.reading.rules.asides import ASIDES
from sel.memory.reading.weight import importance
from sel.memory.reading.words.lists import words
from sel.memory.types import Candidate, Kind

_TAILS = (
    r"lol|lmao|haha\w*|hehe\w*|btw|by the way|tbh|ngl|fyi|you know|wish me luck|"
    r"so yeah|xd|xx*",
    r"just so you know|in case you(?: were)? wonder(?:ing)?|please|thanks|thank "
    r"you|ok|okay|:?[)(DP]",
    r"so|and|but|because|or|then|though|anyway|if that matters|if it matters",
    r"what about you|how about you|and you|u|hbu|wbu",
    r"(?:so )?(?:please )?(?:(?:keep|bear) (?:that|this|it) in mind"
    r"|(?:remember|don['’]?t forget|note) (?:that|this|it))",
)
_TAIL = re.compile(rf"(?:[\s,;:–—(-]+(?:{'|'.join(_TAILS)}))+[\s!.)]*\Z", re.IGNORECASE)
_OVER = re.compile(r"\b(?:any ?more|any longer|no longer)\b", re.IGNORECASE)
_IDENTITY = words("home job name age partner birthday household study moving")
_KEEP_IT = re.compile(
    r"\b(?:(?:keep|bear) (?:that|this|it) in mind|(?:remember|don['’]?t forget|"
    r"note|memori[sz]e|save) (?:that|this|it))"
    r"(?: please| pls| for me| for later| ok| okay| thanks| down)*\W*\Z",
    re.IGNORECASE,
)
"""Asks to keep what was said just before."""

_BECAUSE = re.compile(
    r"\s(?:because|bc|cuz|coz|since|as|cause|cos|now that|even though|although|after)\s+"
    r"(?=(?:i|i['’]\w+|im|ive|we|my)\b)",
    re.IGNORECASE,
)

_LONGEST = 300
"""Characters of a candidate; a longer sentence is a page, or somebody who does not stop."""

_PLAN = re.compile(
    r"\b(?:will|going to|tomorrow|next|on (?:mon|tues|wednes|thurs|fri|satur|"
    r"sun)day|appointment|deadline|to (?:buy|call|pay|do|book|pick))\b",
    re.I,
)
_LIKE = re.compile(r"\b(?:prefer|like|love|hate|favou?rite|enjoy)s?\b", re.I)


def candidates(text: str) -> list[Candidate]:
    """What a person tells of themselves in `text`, in its order; most messages hold nothing."""
    own = own_words(text)
    asked = _asked(text, own)
    found = [(span.start, one) for span, one in asked]
    stated = statements(own)
    for place, statement in enumerate(stated):
        if any(statement.start < span.end and span.start < statement.end for span, _ in asked):
            continue
        following = stated[place + 1] if place + 1 < len(stated) else None
        told = _told(text, own, statement)
        if _to_keep(own, statement, following):
            told = _asked_after(text, own, statement, told)
        found += told
    return _current(_distinct([one for _, one in sorted(found, key=lambda pair: pair[0])]))


def _to_keep(own: str, statement: Span, following: Span | None) -> bool:
    """Whether this sentence ends, or the next one is, "keep that in mind"."""
    ending = _KEEP_IT.search(own, statement.start, statement.end)
    if ending:
        long = ending.start() > statement.start + 12
        return long and not request_in(own[statement.start : statement.end])
    if not following:
        return False
    said = own[following.start : following.end]
    return len(said) < 50 and _KEEP_IT.search(said) is not None and not request_in(said)


def _asked_after(
    text: str, own: str, statement: Span, told: list[tuple[int, Candidate]]
) -> list[tuple[int, Candidate]]:
    """What was told, as asked for; where no rule knows it, the whole sentence."""
    if told:
        return [
            (at, replace(one, asked=True, hard=True, importance=max(one.importance, 0.7)))
            for at, one in told
        ]
    whole = _candidate(text, Span(statement.start, _ending(own, statement)), None, asked=True)
    return [(statement.start, whole)] if whole else []


def _asked(text: str, own: str) -> list[tuple[Span, Candidate]]:
    """The sentences that ask to remember something."""
    found: list[tuple[Span, Candidate]] = []
    for span, mark in sentences(own):
        ask = asked_for(own[span.start : span.end])
        said = own[span.start : span.end]
        if not ask or is_question(said, mark) or request_in(said):
            continue
        start = span.start + ask[0]
        told = finding_in(own, clauses(own, Span(start, span.end))[0])
        candidate = _candidate(text, Span(start, span.end), told and told[1], asked=True)
        if candidate:
            found.append((span, candidate))
    return found


def _told(text: str, own: str, statement: Span) -> list[tuple[int, Candidate]]:
    """What the clauses of one sentence tell."""
    found: list[tuple[int, Candidate]] = []
    for clause in clauses(own, statement):
        if (
            clause.end - clause.start > _LONGEST
            or VEIL * 4 in own[clause.start : clause.start + 40]
        ):
            continue
        told = _finding(own, clause) or told_by_the_way(own, clause, ASIDES)
        if told:
            span = Span(told[0], _ending(own, clause))
            if candidate := _candidate(text, span, told[1], asked=False):
                found.append((span.start, candidate))
    return found


def _finding(own: str, clause: Span) -> tuple[int, Finding] | None:
    """What a clause tells itself, or behind "she", or behind "because", and where that begins."""
    told = finding_in(own, clause) or followed_in(own, clause)
    reason = None if told else _BECAUSE.search(own, clause.start, clause.end)
    if reason:
        told = finding_in(own, Span(reason.end(), clause.end))
    return (told[0].tokens[told[0].begin].start, told[1]) if told else None


def _ending(own: str, clause: Span) -> int:
    tail = _TAIL.search(own, clause.start, clause.end)
    return tail.start() if tail else clause.end


def _candidate(text: str, span: Span, told: Finding | None, *, asked: bool) -> Candidate | None:
    quote = text[span.start : span.end].strip()
    end = _ending(quote, Span(0, len(quote)))
    said = _sentence(quote[:end] if end > 2 else quote)
    if len(said) < 4:
        return None
    return Candidate(
        text=said,
        quote=quote,
        kind=told.kind if told else _kind(said),
        tags=told.tags if told else (),
        topic=told.topic if told else "",
        hard=asked or bool(told and told.hard),
        importance=_importance(said, told, asked=asked),
        asked=asked,
    )


def _importance(said: str, told: Finding | None, *, asked: bool) -> float:
    weight = importance(said)
    if told and ("identity" in told.tags or told.topic in _IDENTITY):
        return 0.9
    return max(weight, 0.7) if asked else weight


def _kind(said: str) -> Kind:
    """The kind of what no rule knows but the person asked to remember."""
    if _LIKE.search(said):
        return "preference"
    return "plan" if _PLAN.search(said) else "fact"


def _sentence(words: str) -> str:
    """A sentence of its own: a capital, a full stop, no line ends; else as it was written."""
    said = " ".join(words.split()).strip(" ,;:-–—")
    said = said[:1].upper() + said[1:]
    return said if not said or said[-1] in ".!?…\"”'’)" else said + "."


def _current(found: list[Candidate]) -> list[Candidate]:
    """What is no more ("I don't live in Lyon any more") does not replace what is, told with it."""
    over = [one for one in found if one.topic and _OVER.search(one.text)]
    now = {one.topic for one in found if one not in over}
    return [replace(one, topic="") if one in over and one.topic in now else one for one in found]


def _distinct(found: list[Candidate]) -> list[Candidate]:
    """Without those whose words another one already holds."""
    kept: list[Candidate] = []
    for one in found:
        if not any(one.quote in other.quote for other in kept):
            kept.append(one)
    return kept
