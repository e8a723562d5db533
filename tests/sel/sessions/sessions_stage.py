"""Conversations for the tests of the shelf."""

from __future__ import annotations

from pathlib import Path

from sel.events import MessageView
from sel.session_events import SessionView
from sel.sessions.tree import Node


def message(text: str, turn: str, *, role: str = "person", at: float = 1.0) -> MessageView:
    """One message."""
    person = "you" if role == "person" else ""
    return MessageView(role=role, text=text, turn_id=turn, person=person, at=at)  # type: ignore[arg-type]


def turn(
    id: str,
    parent: str = "",
    said: str = "",
    reply: str = "",
    *,
    at: float = 1.0,
    person: str = "you",
) -> Node:
    """A turn as the brain makes it."""
    said, reply = said or f"words of {id}", reply or f"answer to {id}"
    views = (
        MessageView(role="person", text=said, turn_id=id, person=person, at=at),
        MessageView(role="sel", text=reply, turn_id=id, at=at),
    )
    return Node(
        id=id, parent=parent, at=at, messages=views, said=said, reply=reply, people=(person,)
    )


def row(
    id: str = "s1", title: str = "", changed: float = 1.0, *, pinned: bool = False
) -> SessionView:
    """A row of the list."""
    return SessionView(
        id=id, title=title, titled=bool(title), created=1.0, changed=changed, pinned=pinned
    )


def holding(folder: Path, words: str) -> list[str]:
    """What `grep` finds: the files that hold these words, in any case."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return [one.name for one in found if words.casefold().encode() in one.read_bytes().lower()]
