"""What did not have to be made again: the caches, by kind."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual.content import Content

from tui.drawings import words
from tui.drawings.turns import named
from tui.widgets.bars import level_line

if TYPE_CHECKING:
    from sel.cache.stats import KindStats

NAME, FIGURE, BAR = 16, 8, 10
NOTHING: Final = "Nothing was asked for twice yet."
HINT: Final = "/cache clear lets go of all of it, /cache clear KIND of one kind."
COLUMNS: Final = ("hits", "misses", "kept", "tokens", "time")


def saved(kinds: Mapping[str, KindStats]) -> tuple[int, float]:
    """Tokens and seconds that were saved in all."""
    tokens = sum(kind.tokens_saved for kind in kinds.values())
    return tokens, math.fsum(kind.seconds_saved for kind in kinds.values())


def cache(kinds: Mapping[str, KindStats], width: int, *, hint: bool = True) -> Content:
    """Every kind that was asked for: what was found, what is kept, what it saved."""
    used = {name: kind for name, kind in kinds.items() if kind.hits or kind.misses or kind.entries}
    tokens, seconds = saved(kinds)
    note = ""
    if tokens or seconds:
        time = f" and {words.seconds(seconds)}" if seconds else ""
        note = f"saved {words.count(tokens)} tokens{time}"
    lines = [words.caption("kept answers", note)]
    if not used:
        return words.stacked([*lines, words.calm(NOTHING)])
    room = width - NAME - BAR - 7
    shown = COLUMNS[: max(min(room // FIGURE, len(COLUMNS)), 1)]
    heads = "".join(name.rjust(FIGURE) for name in shown)
    lines.append(words.calm(f"{'':<{NAME + BAR + 6}}{heads}"))
    lines += [_row(name, kind, len(shown)) for name, kind in used.items()]
    if hint:
        lines += [*_more(used), Content(""), words.calm(HINT)]
    return words.stacked(lines)


def _row(name: str, kind: KindStats, shown: int) -> Content:
    asked = bool(kind.hits or kind.misses)
    done, rest = level_line(kind.hit_rate, BAR)
    rate = f"{kind.hit_rate:.0%}" if asked else words.NONE
    figures = (
        words.count(kind.hits),
        words.count(kind.misses),
        words.count(kind.entries),
        words.count(kind.tokens_saved) if kind.tokens_saved else words.NONE,
        words.seconds(kind.seconds_saved),
    )
    return Content.assemble(
        (named(name)[: NAME - 1].ljust(NAME), "$foreground"),
        (done, "$sel"),
        (rest, "$faint"),
        (rate.rjust(6), "$foreground"),
        ("".join(figure.rjust(FIGURE) for figure in figures[:shown]), "$quiet"),
    )


def _more(kinds: Mapping[str, KindStats]) -> list[Content]:
    """What went, and why, where anything did."""
    counts = {
        "waited for one being made": sum(kind.shared for kind in kinds.values()),
        "gave way to newer ones": sum(kind.evictions for kind in kinds.values()),
        "grew too old": sum(kind.expired for kind in kinds.values()),
        "were forgotten with somebody's words": sum(kind.forgotten for kind in kinds.values()),
    }
    told = [f"{words.count(count)} {what}" for what, count in counts.items() if count]
    return [Content(""), words.calm(" · ".join(told))] if told else []
