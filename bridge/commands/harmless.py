"""People's and models' words as they may be shown on Discord by a command: in one line each, and
without effect. Pure."""

from __future__ import annotations

import re

MOST = 1900
"""Characters of an answer: Discord takes 2,000, and counts some of them twice."""
_SIGNS = re.compile(r"([\\*_~`|>\[\]()#<])")
_BLANK = "\u200b"


def shown(text: str, most: int = 160) -> str:
    """Words in one line, of at most so many characters, with no mark-up, link or mention in it."""
    line = " ".join(text.split())
    line = line if len(line) <= most else line[: most - 1].rstrip() + "…"
    return _SIGNS.sub(r"\\\1", line).replace("@", f"@{_BLANK}").replace("://", f":{_BLANK}//")


def fitting(text: str, most: int = MOST) -> str:
    """A text that Discord takes: whole lines of it, as many as there is room for."""
    if length(text) <= most:
        return text
    lines, used = [], 0
    for line in text.split("\n"):
        used += length(line) + 1
        if used > most - 2:
            break
        lines.append(line)
    return "\n".join([*lines, "…"]) if lines else text[: most // 2] + "…"


def length(text: str) -> int:
    """How long Discord at most takes a text for: in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
