"""People's words as a command shows them: in one line, and without effect; and texts cut to what
Discord takes. Pure."""

from __future__ import annotations

import re

from bridge.replies.cleaning import clean
from bridge.replies.letters import head, units

MOST = 1900
"""Units of an answer: Discord takes 2,000."""
_SIGNS = re.compile(r"([\\*_~`|>\[\]()#<])")
_BLANK = "\u200b"


def shown(text: str, most: int = 160) -> str:
    """Words in one line, of at most so many letters, with no mark-up, link or mention in it."""
    line = " ".join(clean(text).split())
    line = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    return _SIGNS.sub(r"\\\1", line).replace("@", f"@{_BLANK}").replace("://", f":{_BLANK}//")


def fitting(text: str, most: int = MOST) -> str:
    """A text that Discord takes: whole lines of it, as many as there is room for."""
    if units(text) <= most:
        return text
    lines, used = [], 0
    for line in text.split("\n"):
        used += units(line) + 1
        if used > most - 2:
            break
        lines.append(line)
    if not any(line.strip() for line in lines):
        return text[: head(text, most - 1)] + "…"
    return "\n".join([*lines, "…"])
