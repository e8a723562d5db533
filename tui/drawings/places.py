"""One channel beside the others: where SEL is how."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.found import NAME, NAMES, head, level, look_of, missing, named
from tui.text import one_line, visible

HALF = 8
"""Cells of a difference to each side."""
WIDEST = 0.3
"""Levels that fill them."""
NAMELESS: Final[Mapping[str, str]] = {}
NOTHING = "I have been in one place only, so far: there is nothing to compare it with."


def places(
    found: Mapping[str, Mapping[str, Any]],
    channel: str,
    chosen: str,
    width: int,
    names: Mapping[str, str] = NAMELESS,
) -> Content:
    """Every other channel: each hormone here and there, and which is higher; `names` are what
    channels are called, where that is known."""
    if not found:
        return words.stacked([words.caption("other places"), words.calm(NOTHING)])
    blocks = []
    for other, hormones in found.items():
        title = " beside ".join(visible(names.get(one, one)) for one in (channel, other))
        columns = f"{'':<{NAME}}{'here':>6}{'there':>7}  {'lower':<{HALF}} {'higher':>{HALF}}"
        lines = head(one_line(title, width), columns[:width])
        lines += [_row(name, hormones.get(name), chosen) for name in NAMES]
        blocks.append(words.stacked(lines))
    return Content("\n\n").join(blocks)


def _row(name: str, entry: Any, chosen: str) -> Content:
    if why := missing(entry):
        return Content.assemble(named(name, chosen), (f"  {why}", "$quiet"))
    clear = entry["verdict"] != "alike"
    cells = min(round(abs(entry["difference"]) / WIDEST * HALF), HALF)
    left = ("━" * cells if entry["difference"] < 0 else "").rjust(HALF)
    right = ("━" * cells if entry["difference"] > 0 else "").ljust(HALF)
    return Content.assemble(
        named(name, chosen),
        (f"{level(entry['first']):>6}{level(entry['second']):>7}  ", "$quiet"),
        (left, look_of(name) if clear else "$spark"),
        ("│", "$faint"),
        (right, look_of(name) if clear else "$spark"),
        (f"  {entry['verdict']}", "$foreground" if clear else "$quiet"),
    )
