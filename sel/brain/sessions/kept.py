"""What of the conversations at the desk is on disk: of people who said yes, from their yes on.

A turn is kept where all who speak in it said yes before it, nothing in it looks like a secret, and
nobody asked for it not to be kept. It is on disk when the turn ends, and the reply under way every
half second, so that a crash costs no more. Whatever is forgotten leaves the files before the memory
says so; what the engine had read, which no search sees into, goes first (`states`).
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard
from sel.brain.memory.consents import Consents
from sel.brain.memory.reader import request_in, secret_in
from sel.brain.parts import Parts
from sel.brain.problems import Problems
from sel.brain.safety.caring import in_need
from sel.brain.sessions.session import Session, line, node_holds
from sel.brain.sessions.standing import Standing
from sel.bus import Bus
from sel.events import DESK
from sel.prompt.forgotten import holds
from sel.safety.care import uncared
from sel.session_events import SessionView
from sel.sessions.titles import title_of
from sel.sessions.tree import Node, Tree
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.brain.channel import Channel

HALF_A_SECOND = 0.5
"""Between two writes of a reply under way; what a crash may cost of it, and not more than a second
with the write itself."""
REST_SECONDS = 120.0
"""Between two looks whether the engine's state is to be put down while nobody talks."""
PUT_DOWN_SECONDS = 15.0
"""Longest wait for the engine to put its state down."""
_NOT_TO_BE_KEPT = frozenset({"dont_keep", "forget", "forget_all", "stop"})


class Kept:
    """Keeps the conversation at the desk. `settled` is set once it is clear what was taken up;
    `told` is called when a turn has ended, and when the first or the last turn is kept."""

    def __init__(
        self, parts: Parts, bus: Bus, consents: Consents, desk: Callable[[], Channel]
    ) -> None:
        self._parts, self._consents, self._desk = parts, consents, desk
        self.shelf = parts.sessions if parts.settings.sessions else None
        self.session = Session(SessionView(id=""))
        self.settled = asyncio.Event()
        self.told: Callable[[], None] = lambda: None
        self._since = float("-inf")
        self._lock = threading.Lock()  # between the loop's writers and the library's thread
        self._number = 0
        self._dirty = False
        self._begun = ""
        self._order = asyncio.Lock()
        self._problems = Problems(bus)
        self._tasks = TaskOwner("kept")
        self._growing: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ turn by turn

    def began(self, talk: Conversation, heard: Heard) -> None:
        """A turn begins: keep its reply while it grows."""
        if talk.name == DESK and self.shelf is not None and self._may_keep(heard):
            self._growing = self._tasks.start(self._grow(heard), "growing", Stage.BACKGROUND)

    def after(self, talk: Conversation, heard: Heard) -> None:
        """A turn has ended: note whether it may be kept, and keep it."""
        if talk.name != DESK:
            return
        if self._growing is not None:
            self._growing.cancel()
            self._growing = None
        if any(map(_refuses, heard.said)):
            self._take_back(heard.turn_id)
        elif talk.care.turn != heard.turn_id and self._may_keep(heard):
            self.session.may.update(self._node_ids(heard.turn_id), self.session.greetings)
        self.changed(talk.name)
        self.told()

    def _node_ids(self, turn_id: str) -> Iterable[str]:
        tree = self.session.tree
        return (turn_id,) if turn_id in tree.nodes else (tree.head,)

    def _take_back(self, turn_id: str) -> None:
        """Somebody wants nothing kept of this turn, nor of what they said just before."""
        node = self.session.tree.nodes.get(turn_id)
        self.session.may -= {turn_id, node.parent if node else ""}

    def _may_keep(self, heard: Heard) -> bool:
        if heard.at <= self._since or any(map(_refuses, heard.said)):
            return False
        return all(self._consents.may(one.person) for one in heard.messages)

    def changed(self, name: str = DESK) -> None:
        """Something about the conversation is another: keep it so."""
        if name == DESK and self.shelf is not None:
            self._dirty = True
            self._tasks.start(self._told_write(), "write", Stage.WORK)

    async def _told_write(self) -> None:
        with self._problems.told():
            await self.write()

    async def write(self) -> None:
        """Keep what is new. Raises `StoreError`."""
        async with self._order:
            if self.shelf is None or not self._dirty:
                return
            self._dirty = False
            session, number = self.session, self._number
            nodes = [node for id, node in session.tree.nodes.items() if id in session.may]
            known = dict(session.kept)
            standing = Standing.of(self._desk().conversation, session.tree.head)
            done = await asyncio.to_thread(self._write, session, nodes, standing, number)
            if done and bool(known) != bool(session.kept):
                self.told()
            if not done:
                session.kept = {id: node for id, node in known.items() if id in session.tree.nodes}
                self._dirty = True

    def _write(
        self, session: Session, nodes: Sequence[Node], standing: Standing, number: int
    ) -> bool:
        """In a thread: these turns and no others are on disk; whether they still might be."""
        assert self.shelf is not None  # noqa: S101 - asked by `write`
        new = [node for node in nodes if session.kept.get(node.id) is not node]
        secret = {node.id for node in new if _has_secret(node)}
        nodes = [node for node in nodes if node.id not in secret]
        ids = {node.id for node in nodes}
        parents = {node.id: node.parent for node in session.tree.nodes.values()}

        def placed(id: str) -> str:
            while id and id not in ids:
                id = parents.get(id, "")
            return id

        whole = not secret and len(ids) == len(parents)
        state = asdict(standing if whole else replace(standing, start="", summary="", told={}))
        head = placed(session.tree.head)
        fresh = [node for node in new if node.id in ids]
        on_disk = [_on_disk(node, placed(node.parent)) for node in fresh]
        with self._lock:
            if number != self._number:
                return False
            row = row_of(session.view, nodes, whole=whole)
            if not nodes:
                if session.kept:
                    self.shelf.delete(session.view.id)
            elif any(id not in ids for id in session.kept):
                tree = _tree(nodes, placed, head)
                self.shelf.rewrite(session.view.id, tree, row, state)
            else:
                self.shelf.keep(row, on_disk, head, state)
        session.may -= secret
        session.kept = {node.id: node for node in nodes}
        return True

    # ------------------------------------------------------------ a reply under way

    async def _grow(self, heard: Heard) -> None:
        last = ""
        while True:
            await asyncio.sleep(HALF_A_SECOND)
            under = self._desk().underway()
            if under is None or under[0] != heard.turn_id or self._in_need(heard):
                return
            if under[1] and under[1] != last:
                last = under[1]
                with self._problems.told():
                    if not await asyncio.to_thread(self._partial, heard, last, self._number):
                        return

    def _in_need(self, heard: Heard) -> bool:
        return self._desk().conversation.care.turn == heard.turn_id

    def _partial(self, heard: Heard, text: str, number: int) -> bool:
        assert self.shelf is not None  # noqa: S101 - asked by `began`
        session = self.session
        if secret_in(text) or any(map(secret_in, heard.said)) or in_need(heard.said):
            return False
        said = tuple(one for one in session.waiting if one.turn_id == heard.turn_id)
        parent, nodes = session.tree.head, session.tree.nodes
        while parent and parent not in session.kept:
            parent = nodes[parent].parent
        with self._lock:
            if number != self._number:
                return False
            if not session.kept and session.view.id != self._begun:
                self._begun = session.view.id
                self.shelf.keep(row_of(session.view, (), whole=False), (), "", {})
            self.shelf.partial(session.view.id, heard.turn_id, parent, said, text)
        return True

    # ------------------------------------------------------------ letting go (the library's thread)

    def leave(self) -> None:
        """Words are about to leave the memory: the engine's state goes first. Raises
        `StoreError`."""
        self._number += 1
        if self._parts.states is not None:
            self._parts.states.erase(patient=True)

    def forget(self, words: Sequence[str]) -> dict[str, int]:
        """Take the turns that hold one of these out of every file; how many. Raises
        `StoreError`."""
        if self._parts.sessions is None or not words:
            return {}
        with self._lock:
            self._number += 1
            return self._parts.sessions.forget(words, holds)

    def unkeep(self, words: Sequence[str]) -> None:
        """Take turns out of every file that stay in RAM. Raises `StoreError`."""
        session = self.session
        session.may -= {
            node.id for node in list(session.tree.nodes.values()) if node_holds(node, words)
        }
        session.kept = {id: node for id, node in session.kept.items() if id in session.may}
        self.forget(words)

    def erase(self, person: str) -> dict[str, int]:
        """Delete every conversation in which this person spoke. Raises `StoreError`."""
        self._since = self._parts.clock()
        self.session.may.clear()
        self.session.kept = {}
        if self._parts.sessions is None:
            return {}
        with self._lock:
            self._number += 1
            gone = self._parts.sessions.erase(person)
        return {"conversations": gone} if gone else {}

    def delete(self, session: str) -> None:
        """In a thread: delete a conversation. Raises `StoreError`."""
        if self._parts.states is not None and session == self.session.view.id:
            self._parts.states.erase(patient=True)
        if self.shelf is not None:
            with self._lock:
                self._number += 1
                if any(row.id == session for row in self.shelf.rows()):
                    self.shelf.delete(session)

    def writing(self) -> asyncio.Lock:
        """Held while something is written."""
        return self._order

    # ------------------------------------------------------------ the engine's state

    async def tend(self) -> None:
        """Put the engine's state down now and then, while nobody is being answered."""
        while True:
            await asyncio.sleep(REST_SECONDS)
            if not self._desk().answering:
                await self.put_down()

    async def put_down(self) -> None:
        """Have the engine's state on disk, where all that it read here may be."""
        await self._told_write()
        states, session = self._parts.states, self.session
        if states is None or self.shelf is None or not session.kept or not self._whole():
            return
        with (
            self._problems.told(),
            states.putting_down(states.number),
            contextlib.suppress(TimeoutError),
        ):
            async with asyncio.timeout(PUT_DOWN_SECONDS):
                await self._parts.experts.put_down(DESK)

    def _whole(self) -> bool:
        """Whether every turn of the branch that is shown is kept as it is."""
        kept = self.session.kept
        return all(kept.get(node.id) is node for node in self.session.tree.path())

    async def stop(self) -> None:
        """Keep what is new, then end."""
        await self.put_down()
        await self._tasks.stop()


def row_of(view: SessionView, nodes: Sequence[Node], *, whole: bool) -> SessionView:
    """How a conversation stands in the list, told by what of it is kept and nothing else: a title
    that SEL made of all of it only where the `whole` is kept."""
    asked = [node.asked for node in nodes if node.asked]
    made = view.title if view.titled or whole else ""
    return replace(
        view,
        title=made or title_of(asked),
        opening=line(asked[0]) if asked else "",
        messages=sum(len(node.messages) for node in nodes),
        changed=max((one.at for node in nodes for one in node.messages), default=view.created),
        kept=True,
    )


def _tree(nodes: Sequence[Node], placed: Callable[[str], str], head: str) -> Tree:
    tree = Tree({node.id: _on_disk(node, placed(node.parent)) for node in nodes})
    tree.show(head, here=True)
    return tree


def _on_disk(node: Node, parent: str) -> Node:
    """A turn as it is kept: without what told the model that somebody is in need."""
    return replace(node, parent=parent, note=uncared(node.note))


def _refuses(text: str) -> bool:
    """Whether a person wants something not kept, whatever it is."""
    asked = request_in(text)
    return asked is not None and asked.kind in _NOT_TO_BE_KEPT


def _has_secret(node: Node) -> bool:
    return any(secret_in(text) for text in (*(one.text for one in node.messages), node.said))
