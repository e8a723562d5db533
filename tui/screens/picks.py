"""What can be picked in a conversation, and what can be done with it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sel.events import MessageView
from sel.session_events import Role
from tui.copying import code_blocks
from tui.widgets.picker import Hint


@dataclass(frozen=True, slots=True)
class Pick:
    """What one side said in one turn; `view` is its last message."""

    turn_id: str
    role: Role
    text: str
    view: MessageView


def picks(messages: Sequence[MessageView]) -> list[Pick]:
    """What can be picked, oldest first."""
    found: list[Pick] = []
    for view in messages:
        last = found[-1] if found else None
        if last is not None and (last.turn_id, last.role) == (view.turn_id, view.role):
            found[-1] = replace(last, text=f"{last.text}\n{view.text}", view=view)
        elif view.turn_id:
            found.append(Pick(view.turn_id, view.role, view.text, view))
    return found


def hints(pick: Pick, *, last: bool, newest: bool) -> list[Hint]:
    """What can be done with this; it is the `last` of all, or of the `newest` turn at least."""
    view, sel = pick.view, pick.role == "sel"
    shown = (
        (True, Hint("↑↓", "move", "", 1)),
        (True, Hint("e", "edit", "edit", 8)),
        (True, Hint("E", "in place", "change", 2)),
        (sel, Hint("r", "another reply", "again", 7)),
        (view.alternatives > 1, Hint("←→", f"{view.alternative} of {view.alternatives}", "", 6)),
        (sel and last, Hint("g", "go on", "on", 5)),
        (not newest, Hint("b", "branch here", "branch", 5)),
        (True, Hint("c", "copy", "copy", 4)),
        (bool(code_blocks(pick.text)), Hint("k", "its code", "code", 3)),
        (True, Hint("t", "tree", "tree", 2)),
        (True, Hint("Esc", "back", "leave", 9)),
    )
    return [hint for wanted, hint in shown if wanted]


def place(found: Sequence[Pick], before: Pick | None, at: int) -> int:
    """Where a pick is now: its own turn, else what the same side said at its place."""
    if before is not None:
        same = (before.turn_id, before.role)
        ids = [(one.turn_id, one.role) for one in found]
        if same in ids:
            return ids.index(same)
        near = [n for n, one in enumerate(found) if one.role == before.role]
        if near:
            return min(near, key=lambda n: (abs(n - at), -n))
    return min(at, len(found) - 1)
