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
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sel.brain.conversation import Conversation
from sel.brain.listening import Heard
from sel.brain.memory.consents import Consents
from sel.brain.memory.face import YOU
from sel.brain.memory.reader import request_in, secret_in
from sel.brain.parts import Parts
from sel.brain.problems import Problems
from sel.brain.safety.caring import in_need
from sel.brain.sessions.draft import Draft, blank
from sel.brain.sessions.session import Session, node_holds
from sel.brain.sessions.standing import Standing
from sel.bus import Bus
from sel.events import DESK, MessageView
from sel.prompt.forgotten import holds
from sel.session_events import SessionView
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


@dataclass(frozen=True, slots=True)
class _Growing:
    """A reply under way: its turn, what it follows of what is kept, the question (and who SEL is,
    as a message without words), the text."""

    turn_id: str
    parent: str
    said: tuple[MessageView, ...]
    text: str

    @classmethod
    def of(cls, session: Session, turn_id: str, text: str, speaker: str) -> _Growing:
        """As it is now. On the brain's loop."""
        parent, nodes = session.tree.head, session.tree.nodes
        while parent and parent not in session.kept:
            parent = nodes[parent].parent
        said = tuple(one for one in session.waiting if one.turn_id == turn_id)
        if speaker:
            said += (MessageView(role="sel", text="", turn_id=turn_id, name=speaker),)
        return cls(turn_id, parent, said, text)


class Kept:
    """Keeps the conversation at the desk. `settled` is set once it is clear what was taken up;
    `told` is called when a turn begins or has ended, and when the first or the last is kept."""

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
        self._begun = self._grown = ""  # a conversation and a turn of which only a part is there
        self._order = asyncio.Lock()
        self._problems = Problems(bus)
        self._tasks = TaskOwner("kept")
        self._growing: asyncio.Task[None] | None = None

    # ------------------------------------------------------------ turn by turn

    def began(self, talk: Conversation, heard: Heard) -> None:
        """A turn begins: keep its reply while it grows. Who is told of it is told when the turn
        first waits for something."""
        if talk.name == DESK and self.shelf is not None and self._may_keep(heard):
            self._growing = self._tasks.start(self._grow(heard), "growing", Stage.BACKGROUND)
        if talk.name == DESK:
            asyncio.get_running_loop().call_soon(self.told)

    @property
    def keeping(self) -> bool:
        """Whether what is being said is to be kept."""
        return self._growing is not None

    def after(self, talk: Conversation, heard: Heard) -> None:
        """A turn has ended: note whether it may be kept, and keep it."""
        if talk.name != DESK:
            return
        if self._growing is not None:
            self._growing.cancel()
            self._growing = None
        if any(map(_refuses, heard.said)):
            self._take_back(heard.turn_id)
        elif talk.care.turn != heard.turn_id and self._allowed(heard):
            greetings = self.session.tree.nodes.greetings  # nobody's leave is needed for them
            self.session.may.update(self._node_ids(heard.turn_id), greetings)
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
        return self._allowed(heard) and not any(map(_refuses, heard.said))

    def _allowed(self, heard: Heard) -> bool:
        """Whether everybody in it has said yes before it."""
        may = self._consents.may
        return heard.at > self._since and all(may(one.person) for one in heard.messages)

    def changed(self, name: str = DESK) -> None:
        """Something about the conversation is another: keep it so."""
        if name == DESK and self.shelf is not None:
            self._dirty = True
            self._tasks.start(self._told_write(), "write", Stage.WORK)

    async def _told_write(self) -> None:
        with self._problems.told():
            await self.write()

    async def put_away(self) -> None:
        """Keep what is new; what fails is told."""
        await self._told_write()

    async def write(self) -> None:
        """Keep what is new. Raises `StoreError`."""
        async with self._order:
            if self.shelf is None or not self._dirty:
                return
            self._dirty = False
            session, number = self.session, self._number
            standing = Standing.of(self._desk().conversation, session.tree.head)
            draft, over = Draft.of(session, standing), self._growing is None
            done = False
            try:
                done = await asyncio.to_thread(self._write, session, draft, number, over)
            finally:
                self._dirty = self._dirty or not done
            if done and bool(draft.kept) != bool(session.kept):
                self.told()

    def _write(self, session: Session, draft: Draft, number: int, over: bool) -> bool:
        """In a thread: these turns and no others are on disk; whether they still might be. `over`:
        no reply is under way."""
        assert self.shelf is not None  # noqa: S101 - asked by `write`
        secret = draft.secret
        draft, id = draft.without(secret), session.view.id
        new = draft.on_disk(draft.new)
        with self._lock:
            if number != self._number:
                return False
            if not draft.nodes:
                if draft.kept or (over and self._begun == id):
                    self.shelf.delete(id)
            elif draft.fewer:
                self.shelf.rewrite(id, draft.tree(), draft.row, draft.state)
            else:
                here = bool(new) or not draft.row.archived  # who only reads there does not stay
                self.shelf.keep(draft.row, new, draft.placed(draft.head), draft.state, here=here)
                if over and self._grown and self._grown not in draft.ids:
                    self.shelf.drop_partial(id)
            if over:
                self._begun = self._grown = ""
        session.may -= secret
        session.kept = {node.id: node for node in draft.nodes}
        return True

    # ------------------------------------------------------------ a reply under way

    async def _grow(self, heard: Heard) -> None:
        session, last = self.session, ""
        while True:
            await asyncio.sleep(HALF_A_SECOND)
            under = self._desk().underway()
            if under is None or under[0] != heard.turn_id or self._in_need(heard):
                return
            if under[1] and under[1] != last:
                last = under[1]
                speaker = self._parts.speaker(self._desk().conversation.persona)
                growing = _Growing.of(session, heard.turn_id, last, speaker)
                number = self._number
                with self._problems.told():
                    if not await asyncio.to_thread(self._partial, session, growing, number):
                        return

    def _in_need(self, heard: Heard) -> bool:
        return self._desk().conversation.care.turn == heard.turn_id

    def _partial(self, session: Session, growing: _Growing, number: int) -> bool:
        """In a thread: keep what there is of the reply; whether to go on with it."""
        assert self.shelf is not None  # noqa: S101 - asked by `began`
        said, id = [one.text for one in growing.said], session.view.id
        if secret_in(growing.text) or any(map(secret_in, said)) or in_need(said):
            return False
        with self._lock:
            if number != self._number:
                return False
            if not session.kept and self._begun != id:
                self._begun = id
                self.shelf.keep(blank(session.view), (), "", {}, here=True)
            self._grown = growing.turn_id
            self.shelf.partial(id, growing.turn_id, growing.parent, growing.said, growing.text)
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

    def talks_of(self, person: str) -> int:
        """In a thread: how many conversations are kept that would go with everything of a person;
        of others than who sits at the desk that is not known. Raises `StoreError`."""
        shelf = self._parts.sessions
        return len(shelf.rows()) if shelf is not None and person == YOU else 0

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


def _refuses(text: str) -> bool:
    """Whether a person wants something not kept, whatever it is."""
    asked = request_in(text)
    return asked is not None and asked.kind in _NOT_TO_BE_KEPT
