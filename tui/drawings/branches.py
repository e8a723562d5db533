"""The tree of a conversation, drawn: one column as long as nothing forks. Pure.

At a fork the branch that is shown (else the newest) goes on in its parent's column; the others
stand indented before it, each down to its own end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from sel.counting import counted
from sel.session_events import BranchView
from tui.drawings.rows import Entry, Item, Piece, cut, spread
from tui.remembered import short_when, when_in_words
from tui.text import one_line

DEEPEST = 12
"""Columns drawn; what is nested deeper stands in the last one."""
MOST, BRIEF = 300, 40
SHOWN, HEAD, ASIDE = "●", "◉", "○"
SIDE, FIRST, GOES_ON = "├─", "╭─", "│ "
ENDS = {"interrupted": "stopped", "failed": "failed", "silenced": "kept quiet"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A turn and what stands before it; `fork` where more than one turn follows. It is number
    `place`, from 1, of `among` that follow the turn in which `after` was said."""

    branch: BranchView
    lead: str
    fork: bool
    place: int = 1
    among: int = 1
    after: str = ""


def drawn(branches: Sequence[BranchView]) -> list[Drawn]:
    """Every turn, in the order of its row."""
    following: dict[str, list[BranchView]] = {}
    known = {branch.turn_id: branch for branch in branches}
    for branch in branches:
        parent = branch.parent if branch.parent in known else ""
        following.setdefault(parent, []).append(branch)
    found: list[Drawn] = []
    waiting = list(_pushed(following.get("", ()), "", root=True))
    while waiting:
        branch, lead, bars = waiting.pop()
        after = following.get(branch.turn_id, ())
        above = known.get(branch.parent)
        family = following[above.turn_id if above else ""]
        found.append(
            Drawn(
                branch,
                lead,
                len(after) > 1,
                family.index(branch) + 1 if len(family) > 1 else 1,
                len(family),
                above.said if above else "",
            )
        )
        waiting += _pushed(after, bars)
    return found


def _pushed(
    family: Sequence[BranchView], bars: str, *, root: bool = False
) -> Iterator[tuple[BranchView, str, str]]:
    """Siblings in the reverse order of their rows: a turn, what stands before it, and before what
    follows it."""
    if not family:
        return
    main = next((one for one in family if one.shown), family[-1])
    yield main, bars, bars
    inner = bars + GOES_ON if len(bars) < DEEPEST * len(GOES_ON) else bars
    aside = [one for one in family if one is not main]
    for number in range(len(aside) - 1, -1, -1):
        corner = FIRST if root and not number else SIDE
        yield aside[number], inner[: -len(GOES_ON)] + corner, inner


def items(branches: Sequence[Drawn], now: float) -> list[Item]:
    """An entry for each turn."""
    return [entry(one, now) for one in branches]


def entry(one: Drawn, now: float) -> Entry:
    """One turn in one row: what was said, and how SEL answered."""
    branch = one.branch

    def rows(cells: int) -> Sequence[Sequence[Piece]]:
        return (_row(one, short_when(branch.at, now) if branch.at else "", cells),)

    return Entry(branch.turn_id, rows, lambda: _said(one, now))


def _said(one: Drawn, now: float) -> str:
    """A turn in words: which of several it is, and under what; its two sides."""
    branch = one.branch
    under = f" under “{one_line(one.after, BRIEF)}”" if one.after else ""
    place = f"reply {one.place} of {one.among}{under}" if one.among > 1 else ""
    shown = "" if branch.shown else "on another branch"
    name = one_line(branch.name, BRIEF) or "SEL"
    reply = f"{name}: {one_line(branch.reply, MOST)}" if branch.reply else ""
    parts = (
        place,
        f"You: {one_line(branch.said, MOST)}" if branch.said else "",
        reply,
        "the end of what is shown" if branch.head else shown,
        "it forks here" if one.fork else "",
        ENDS.get(branch.state, ""),
        when_in_words(branch.at, now) if branch.at else "",
    )
    return "; ".join(filter(None, parts))


def _row(one: Drawn, when: str, cells: int) -> list[Piece]:
    branch = one.branch
    mark, look = (HEAD if branch.head else SHOWN, "sel") if branch.shown else (ASIDE, "quiet")
    end = ENDS.get(branch.state, "")
    right: list[Piece] = [(f"{end}  " if end else "", "warning"), (when, "quiet")]
    lead: list[Piece] = [(one.lead, "faint"), (f"{mark} ", look)]
    used = sum(cell_len(text) for text, _ in (*lead, *right)) + 2
    room = max(cells - used, 8)
    said = cut(
        [(one_line(branch.said, MOST), "" if branch.shown else "quiet")], max(room * 3 // 5, 8)
    )
    reply = one_line(branch.reply, MOST)
    words: list[Piece] = [*said, (f"  {reply}" if reply else "", "quiet")]
    return spread([*lead, *words], right, cells)


def forks(branches: Sequence[Drawn]) -> list[str]:
    """The turns after which the conversation forks, from the top down."""
    return [one.branch.turn_id for one in branches if one.fork]


def head(branches: Sequence[Drawn]) -> str:
    """How much there is, in the corner."""
    ends = len(branches) - len({one.branch.parent for one in branches} - {""}) if branches else 0
    ways = f"   {counted(ends, 'branches')}" if ends > 1 else ""
    return counted(len(branches), "turns") + ways
