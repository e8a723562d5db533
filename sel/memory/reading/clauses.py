"""A message cut into statements: one subject, one verb, from its first word to its last.

Questions, orders about text, hypotheses and jokes are left out here, whatever they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from sel.memory.reading.own import VEIL
from sel.memory.reading.verbs import BE, FORMS, HAVE
from sel.memory.reading.words.people import RELATIONS

_EMOJI = r"[\U0001F300-\U0001FAFF☀-➿]"
_END = re.compile(
    rf"[.!?…]+[\"'”’)\]]*(?=\s|\Z)|\n+|{_EMOJI}+|{VEIL}+|"
    rf"(?<=\s)[:;][-']?[)(DPp](?=\s|\Z)"
)
_ABBREVIATED = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|prof|st|vs|e\.g|i\.e|approx|[ap]\.m)|\b[A-HJ-Z])\Z", re.IGNORECASE
)
_SUBJECT = r"(?:i|i['’]?m|i['’]?ve|im|my|our|we|we['’](?:re|ve)|both my)\b"
_PART = re.compile(
    rf"(?:\s*[,;(—–]\s*|\s+-+\s+)(?:(?:and|but|so|plus|also|btw|though|although|"
    rf"cause|cos)\s+)?(?={_SUBJECT})"
    rf"|\s+(?:and|but|so|plus|btw|also|while|although|cos)\s+(?:(?:also|now|"
    rf"btw)\s+)?(?={_SUBJECT})",
    re.IGNORECASE,
)
_ASKS = (
    r"(?:what|whats|how|who|whom|whose|which|where|when|why|can|could|do|does|did|"
    r"is|are|was|were|"
    r"would|will|should|shall|am|have|has|any|got any|so what|so how|ideas|or is|"
    r"isn['’]t|don['’]t|"
    r"right|you know|correct|no|huh|eh|ok|okay|wdyt|thoughts|and you|hbu|wbu)\b"
)
_ASKED = re.compile(
    rf"(?:\s*[,;—–(]\s*|\s+-+\s+|\s+(?:so|and|but|or)\s+)(?:(?:so|and|"
    rf"but)\s+)?(?={_ASKS})",
    re.I,
)
_TAG = re.compile(r"(?:right|correct|no|huh|eh|isn['’]t|don['’]t|you know|ok|okay)\b", re.I)
_TOLD_AS_QUESTION = re.compile(
    r"(?:(?:did|have) i (?:ever )?(?:mention(?:ed)?|tell you|told you|say|said)|"
    r"did you know|"
    r"do you know|can you believe|guess what)\b[,:]?\s*(?:that\s+)?(?=(?:i|"
    r"i['’]?m|im|my|we|our)\b)",
    re.IGNORECASE,
)
_PLEASE = r"(?:(?:please|pls|hey|ok|okay|so|and|now|then|just|well|sel)[, ]+)*"
_ASK_YOU = r"(?:(?:can|could|would|will) (?:you|u) (?:please |pls |just )?)?"
_WRITING_ORDER = re.compile(
    rf"{_PLEASE}{_ASK_YOU}(?:help me (?:to )?)?(?:write|translate|rewrite|rephrase|"
    rf"summari[sz]e|sum up|"
    r"correct(?! me (?:only|when|if|every|always))|proofread|draft|compose|pretend|imagine|act|"
    r"repeat|say|sing|finish|"
    r"continue|type|email|"
    r"edit|paraphrase|shorten|polish|roleplay|role-play|picture|reply|fix (?:the|"
    r"my|this)|spell|print|"
    r"let['’]?s (?:say|pretend|play|imagine|suppose)|suppose|supposing|assume|how "
    r"(?:do|would|can) (?:i|you|we) say|"
    r"is it correct to say|make (?:up )?(?:a|an|me) (?:story|poem|song|sentence|"
    r"email|text))\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"(?:and |but |so |or |even |what |as |only )*(?:if|unless|suppose|supposing|"
    r"imagine|assuming|"
    r"say|whenever|in case|were i|had i|once upon a time)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:jk|just kidding|kidding|joking|just joking|yeah right|(?<!not )as if|in my "
    r"dreams|i wish|not really|said no one|said nobody)\b"
    r"|\((?:not|kidding)\)|(?<!\w)/s(?!\w)|\bNOT\s*[.!]*\Z",
)


_FICTION = re.compile(
    r"\b(?:in (?:a|my|the|this|our|that|his|her) (?:dreams?|games?|story|novel|"
    r"book|film|movie|campaign|simulation|poem|scene|song|play|series)\b(?! "
    r"(?:shop|store|industry|club|company|group))|"
    r"in (?:minecraft|skyrim|the sims|stardew|zelda|gta|fortnite|roblox|dnd|"
    r"d&d)\b|my character\b|my dream was\b)",
    re.IGNORECASE,
)


_IN_A_ROLE = re.compile(
    r"\s*(?:speaking |well,? |and |so )*(?:as|being) (?:an?|the|somebody|someone) [^,]{2,40}\Z",
    re.I,
)


_APPOSED = re.compile(r"(?:my|our) [\w-]+(?: [\w-]+)?\s*,", re.I)


class Span(NamedTuple):
    """A piece of the text: [start, end)."""

    start: int
    end: int


def sentences(text: str) -> Iterator[tuple[Span, str]]:
    """Each sentence's span and the mark that ended it ("?", ".", "" for a line's end)."""
    start = 0
    for found in _END.finditer(text):
        if found.group() == "." and _ABBREVIATED.search(
            text, max(0, found.start() - 8), found.start()
        ):
            continue
        yield from _sentence(text, start, found.start(), found.group())
        start = found.end()
    yield from _sentence(text, start, len(text), "")


def _sentence(text: str, start: int, end: int, mark: str) -> Iterator[tuple[Span, str]]:
    span = _trimmed(text, start, end)
    if span.end > span.start:
        yield span, mark
    elif "?" in mark:
        return


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and (text[start].isspace() or text[start] in "-*•,;:)"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:-–—("):
        end -= 1
    return Span(start, end)


def statements(text: str) -> list[Span]:
    """The sentences that state something: `text` is what `own_words` left of a message."""
    kept: list[Span] = []
    for span, mark in sentences(text):
        said = text[span.start : span.end]
        if _TAKEN_BACK.search(said):
            del kept[-1:]
            continue
        if _WRITING_ORDER.match(said):
            if ":" in said or "this" in said.lower() or text[span.end : span.end + 2] == ":\n":
                break
            continue
        if _IF.match(said) or _FICTION.search(said):
            continue
        stated = _stated(text, span) if "?" in mark else span
        if stated:
            kept.append(stated)
    return kept


def _stated(text: str, span: Span) -> Span | None:
    """What a sentence with a question mark states before it asks; None where it only asks."""
    if told := _TOLD_AS_QUESTION.match(text, span.start, span.end):
        return Span(told.end(), span.end)
    asked = None
    for asked in _ASKED.finditer(text, span.start, span.end):
        if _TAG.match(text, asked.end()):
            return None
        break
    return _trimmed(text, span.start, asked.start()) if asked else None


def _is_subject(words: str) -> bool:
    """Whether nothing but "my sister (Ana)" or "me" stands there."""
    left = words.lower().split()
    if not left or len(left) > 4 or left[0] not in {"my", "our", "both", "me"}:
        return False
    return left[0] == "me" or (
        any(word in RELATIONS for word in left) and not any(word in BE | HAVE for word in left)
    )


def _does(words: str) -> bool:
    """Whether a statement begins here: "I …" always does, "my dogs …" only with a verb near."""
    right = words.lower().replace("’", "'").split()[:7]
    if right[0] not in {"my", "our", "both"}:
        return True
    return any(word in BE | HAVE or word in FORMS or "'" in word for word in right[1:])


def clauses(text: str, span: Span) -> list[Span]:
    """A statement cut where somebody new begins to do something: ", I …", " and my …"."""
    cuts = [span.start]
    ends: list[int] = []
    for found in _PART.finditer(text, span.start, span.end):
        if "and" in found.group() and _is_subject(text[cuts[-1] : found.start()]):
            continue  # "my sister and I": one subject
        if not _does(text[found.end() : span.end]):
            continue  # "with Ana and our two dogs", "Ana, my wife": no statement
        if _APPOSED.match(text, found.end(), span.end):
            continue  # "Ana, my sister, …": one subject
        if _IN_A_ROLE.match(text, cuts[-1], found.start()):
            continue  # "as a nurse, I …" says both
        ends.append(found.start())
        cuts.append(found.end())
    return [_trimmed(text, start, end) for start, end in zip(cuts, [*ends, span.end], strict=True)]
