"""Conversations made of what a file holds: cleaned as a person's words are, and what could not be
taken counted. Pure.

Nothing in imported text is followed or run: it is what somebody said once.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, field, replace

from sel.events import MessageView
from sel.prompt.cleanup import clean_input
from sel.session_events import SessionView
from sel.sessions.titles import opening_of
from sel.sessions.tree import Node, Tree

YOU = "you"
"""Whose imported conversations are: the person at the desk."""
LONGEST = 400_000
"""Characters of one message."""
LONGEST_TITLE = 80
BEGINNING = "(This is where we begin.)"
"""What a prompt has before a first message of SEL's: a conversation begins with a person."""
MOST_TURNS = 100_000
LAST_SECOND = 253_402_300_000.0
"""The end of the calendar."""

Made = tuple[SessionView, Tree]


@dataclass(slots=True)
class Tally:
    """What came of a file so far. `left` counts what was left out, by what it was, `unread` the
    letters of messages that could not be read and were taken as marks."""

    sessions: int = 0
    messages: int = 0
    unread: int = 0
    left: Counter[str] = field(default_factory=Counter)

    def skip(self, what: str, number: int = 1) -> None:
        """Something was left out."""
        if number:
            self.left[what] += number

    def clean(self, text: str) -> str:
        """A message's text as SEL takes it."""
        if len(text) > LONGEST:
            self.skip("ends of very long messages")
        self.unread += text.count("\ufffd", 0, LONGEST)
        return cleaned(text)


@dataclass(slots=True)
class Growing:
    """A conversation that is being put together, turn by turn; `id` is made of what it is, so that
    the same one is known again."""

    id: str
    tally: Tally
    tree: Tree = field(default_factory=Tree)
    _number: int = 0

    def turn(  # noqa: PLR0913 - what there is to a turn
        self, parent: str, asked: str, reply: str, at: float, *, replied: float = 0.0, who: str = ""
    ) -> str:
        """A turn after another one; its id. Without words before it a reply begins something."""
        if len(self.tree.nodes) >= MOST_TURNS:
            self.tally.skip("turns of an endless conversation")
            return parent
        self._number += 1
        id = f"{self.id}-{self._number}"
        views = []
        if asked:
            views.append(MessageView(role="person", text=asked, turn_id=id, person=YOU, at=at))
        if reply:
            later = replied or at
            views.append(MessageView(role="sel", text=reply, turn_id=id, at=later, name=who))
        self.tree.nodes[id] = Node(
            id=id,
            parent=parent,
            at=at,
            messages=tuple(views),
            said=asked or BEGINNING,
            reply=reply,
            people=(YOU,),
        )
        self.tally.messages += len(views)
        return id

    def more(self, id: str, text: str) -> None:
        """A turn's reply goes on."""
        node = self.tree.nodes[id]
        *said, reply = node.messages
        whole = f"{node.reply}\n\n{text}"
        messages = (*said, replace(reply, text=whole))
        self.tree.put(replace(node, messages=messages, reply=whole))

    def done(self, head: str, title: str, *, created: float, changed: float) -> Made | None:
        """The conversation, shown up to `head`; None where nothing was said in it."""
        nodes = list(self.tree.nodes.values())
        if not nodes:
            return None
        times = [one.at for node in nodes for one in node.messages if one.at]
        begun = created or min(times, default=0.0)
        opening = opening_of([node.asked or node.answer for node in nodes[:8]])
        shown = one_line(title)[:LONGEST_TITLE].strip()
        view = SessionView(
            id=self.id,
            title=shown,
            titled=bool(shown),
            opening=opening,
            created=begun,
            changed=changed or max(times, default=begun),
            messages=sum(len(node.messages) for node in nodes),
        )
        self.tally.sessions += 1
        return view, Tree.of(nodes, [head])


def cleaned(text: str) -> str:
    """A text as SEL takes it, nothing of it counted."""
    return clean_input(text[:LONGEST], LONGEST)


def named(*parts: str) -> str:
    """An id of twelve hexadecimal digits made of what a conversation is."""
    whole = "\0".join(parts).encode("utf-8", "replace")
    return hashlib.blake2b(whole, digest_size=6).hexdigest()


def moment(value: object) -> float:
    """A time in Unix seconds; 0 for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    try:
        second = float(value)
    except OverflowError:
        return 0.0
    return second if math.isfinite(second) and 0 < second < LAST_SECOND else 0.0


def one_line(text: str) -> str:
    """A text in one line."""
    return " ".join(clean_input(text[:1000]).split())
