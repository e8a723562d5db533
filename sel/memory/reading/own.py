"""Which part of a message is the person's own voice; the rest is veiled.

Code, block quotes, quoted speech, lyrics, logs, mails, chat logs and pasted pages are somebody
else's words. `own_words` keeps the length of the text, so that places in it stay true.
"""

from __future__ import annotations

import re

VEIL = "\ufffc"
"""Stands for each veiled character; no rule matches it."""

PAGE = 1800
"""Characters from which a message is taken for a pasted page."""

PARAGRAPHS, PARAGRAPHS_LENGTH = 3, 600
"""So many paragraphs together with so many characters are a pasted page, too."""

_FENCED = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[^\n]*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"`[^`\n]+`")
_SPOKEN = re.compile(
    r"\"[^\"\n]+\"|“[^”\n]+”|„[^“”\n]+[“”]|«[^»\n]+»"
    r"|(?<!\w)['‘](?=\w)[^\n]*?(?<=[\w.,!?…])['’](?!\w)"
    r"|(?<![\w*])\*(?!\s)[^*\n]+\*(?![\w*])"  # *stage directions*
)
_FEW_WORDS = 3
"""Quotation marks around a name or a title hide nothing; so many words are still one."""

_FOREIGN_LINE = re.compile(
    r"^(?: {4}|\t)\s*\S.*$"  # indented code
    r"|^\s*>.*$"
    r"|^.*[♪♫🎵🎶].*$"
    r"|^\s*(?:[$#%]|//|--|>>>|\.\.\.)\s.*$"  # shells and remarks in code
    r"|^\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d.*$|"
    r"^\s*\[?\d\d:\d\d(?::\d\d)?\]?\s+\S+:.*$"
    r"|^\s*\[?(?:INFO|WARN|WARNING|ERROR|DEBUG|TRACE|FATAL)\b.*$"
    r"|^\s*(?:def|class|import|return|const|let|var|function|public|private|"
    r"static|elif|else:)\b"
    r"(?=.*[(){};=:]).*$|^\s*(?:from \w+ import|#include|SELECT .* FROM|import "
    r"\w+$).*$"
    r"|^.*[{};]\s*$|^.*(?:==|!=|=>|->|\+=|:=|\bself\.|\(\)).*$|^\s*\w+ = \S.*$"
    r"|^\s*</?\w+[^>]*>.*$|^\s*at [\w.$]+\(.*$|^\s*File \".*$|^Traceback .*$|"
    r"^\w*(?:Error|Exception): .*$",
    re.MULTILINE,
)
_MAIL = re.compile(r"^(?:From|To|Subject|Date|Cc|Sent|Reply-To):", re.MULTILINE | re.IGNORECASE)
_LETTER = re.compile(
    r"^(?:dear|hi|hello) [^\n]{1,40},\s*$.*^(?:(?:kind|best|warm) (?:regards|"
    r"wishes)|regards|"
    r"yours (?:sincerely|faithfully|truly)|sincerely|cheers|best|many thanks|"
    r"love),?\s*$",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_CHAT_LINE = re.compile(r"^\s*(?:<\w+>|[A-Z]\w{1,15}(?: \(\w+\))?:)\s+\S", re.MULTILINE)
_OWN_LABEL = re.compile(r"^\s*(?:note|remember|update|edit|ps|fyi|btw|name|about me)\b", re.I)

_FOREIGN_LEAD = re.compile(
    r"\b(?:this|that|these|below|following|article|page|e-?mail|post|text|letter|"
    r"review|story|"
    r"essay|poem|song|lyrics|paragraph|translate|summari[sz]e|sum|proofread|"
    r"rewrite|rephrase|"
    r"correct|wrote|writes|says|said|quote|copied|pasted|tl;?dr)\b",
    re.IGNORECASE,
)
_FOREIGN_TEXT = re.compile(
    r"\b(?:article|page|e-?mail|post|text|letter|review|story|essay|poem|lyrics|"
    r"paragraph|comment|"
    r"quote|translate|summari[sz]e|sum|proofread|rewrite|rephrase|correct|make "
    r"of)\b",
    re.IGNORECASE,
)
_OWN_LEAD = re.compile(
    r"\b(?:remember|note|notes|about me|about myself|keep in mind|don'?t forget|"
    r"fyi|news|facts?)\b",
    re.IGNORECASE,
)
_LEAD_LENGTH = 200
_LYRICS = re.compile(r"\b(?:lyrics|(?:the|that|this) song goes|it goes like)\b", re.IGNORECASE)
_BLANK = re.compile(r"\n[ \t]*\n\s*")
_SHAPES = re.compile(r"[`\"“„«*\n'‘♪♫🎵🎶\t=;>$#%{<]|^ {4}")


def own_words(text: str) -> str:
    """`text` with everything that is not the person's own voice veiled, of the same length."""
    if len(text) > PAGE:
        text = _first_paragraph(text)
    if _LYRICS.search(text):
        return VEIL * len(text)
    if not _SHAPES.search(text):
        return text
    text = _FENCED.sub(_veil, text)
    if "\n" in text:
        text = _without_pages(_without_messages(text))
    text = _FOREIGN_LINE.sub(_veil, text)
    text = _INLINE.sub(_veil, text)
    return _SPOKEN.sub(_veil_speech, text)


def _veil(found: re.Match[str]) -> str:
    return _veiled(found.group())


def _veiled(text: str) -> str:
    """Line ends stay: they part sentences."""
    return "".join(char if char == "\n" else VEIL for char in text)


def _veil_speech(found: re.Match[str]) -> str:
    said = found.group()
    return said if len(said.split()) <= _FEW_WORDS else _veiled(said)


def _veil_from(text: str, place: int) -> str:
    return text[:place] + _veiled(text[place:])


def _first_paragraph(text: str) -> str:
    """Of a page only a short paragraph above it can be the person's."""
    gap = _BLANK.search(text[: _LEAD_LENGTH + 2])
    return _veil_from(text, gap.start() if gap else 0)


def _without_messages(text: str) -> str:
    """Mails, letters and chat logs."""
    headers = [found.start() for found in _MAIL.finditer(text)]
    if len(headers) > 1:
        text = _veil_from(text, headers[0])
    if letter := _LETTER.search(text):
        text = _veil_from(text, letter.start())
    lines = [one for one in _CHAT_LINE.finditer(text) if not _OWN_LABEL.match(one.group())]
    return _veil_from(text, lines[0].start()) if len(lines) > 1 else text


def _without_pages(text: str) -> str:
    """What follows "look at this:", what stands above "what do you make of this?", and pages."""
    colon = re.search(r":[ \t]*\n", text)
    if colon and not _OWN_LEAD.search(text, 0, colon.start()):
        text = _veil_from(text, colon.end())
    gaps = list(_BLANK.finditer(text))
    if not gaps:
        return text
    lead, tail = text[: gaps[0].start()], text[gaps[-1].end() :]
    above = len(text) - len(tail)
    points_up = _FOREIGN_TEXT if above <= _LEAD_LENGTH else _FOREIGN_LEAD
    if len(tail) <= _LEAD_LENGTH and points_up.search(tail):
        return _veiled(text[:above]) + tail
    if len(lead) <= _LEAD_LENGTH and _FOREIGN_LEAD.search(lead) and not _OWN_LEAD.search(lead):
        return _veil_from(text, len(lead))
    if len(gaps) + 1 >= PARAGRAPHS and len(text) >= PARAGRAPHS_LENGTH:
        return _veil_from(text, len(lead) if len(lead) <= _LEAD_LENGTH else 0)
    return text
