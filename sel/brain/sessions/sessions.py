"""The conversations at the desk: which one is open, and which there are.

Those that are kept lie on the `Shelf`; one of which something may not be kept is whole in RAM as
long as SEL runs. The words of all can be found.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sel.brain.conversation import Conversation
from sel.brain.memory.face import YOU
from sel.brain.memory.remembering import Remembering
from sel.brain.parts import Parts
from sel.brain.problems import Problems
from sel.brain.sessions.finding import Finding
from sel.brain.sessions.kept import Kept
from sel.brain.sessions.listing import rows, titled
from sel.brain.sessions.marking import Marking
from sel.brain.sessions.naming import name
from sel.brain.sessions.remembered import count_quoting, from_here
from sel.brain.sessions.session import Session, apart, number_of
from sel.brain.sessions.standing import Standing, stand, stand_as
from sel.brain.sessions.surgery import Surgery
from sel.brain.turns import TurnMaker
from sel.bus import Bus
from sel.engine.types import Engine
from sel.errors import InputRefused
from sel.events import DESK, ChannelCleared, Command, MessageView, NoticeGiven
from sel.porting.personas.beginning import begin
from sel.session_events import (
    DeleteSession,
    MarkSession,
    NewSession,
    OpenSession,
    RenameSession,
    SessionChanged,
    SessionDeleted,
    SessionsChanged,
    SessionView,
)
from sel.sessions.shelf import Loaded
from sel.tasks import Stage, TaskOwner

if TYPE_CHECKING:
    from sel.brain.channel import Channel
    from sel.sessions.tree import Tree

MOST_OPEN = 50
"""Conversations that are whole in RAM beside the one that is open."""


class Sessions:
    """Obeys the commands about conversations, and answers what faces ask of them."""

    def __init__(
        self,
        parts: Parts,
        bus: Bus,
        kept: Kept,
        turns: TurnMaker,
        desk: Callable[[], Channel],
    ) -> None:
        self._parts, self._bus, self._kept, self._turns = parts, bus, kept, turns
        self._desk = desk
        self._memory: Remembering = turns.memory
        self._open: dict[str, Session] = {}
        self.finding = Finding(kept.shelf, self.all_open)
        self.surgery = Surgery(kept, desk, self.stand)
        self._tasks = TaskOwner("sessions")
        self._problems = Problems(bus)
        self._told = 0
        kept.session = self._new(self._first())
        turns.condenser.more = self._name
        marking = Marking(kept, self.all_open, self._rows, self._marked)
        self.handlers: Mapping[type[Command], Callable[[Any], Awaitable[str]]] = {
            NewSession: self._begin,
            OpenSession: self._go_on,
            RenameSession: marking.rename,
            MarkSession: marking.mark,
            DeleteSession: self._delete,
            **dict.fromkeys(self.surgery.handlers, self.surgery.obey),
        }

    # ------------------------------------------------------------ the one that is open

    @property
    def now(self) -> Session:
        """The conversation at the desk."""
        return self._kept.session

    def _new(self, persona: str) -> Session:
        at = self._parts.clock()
        session = Session(
            SessionView(id=secrets.token_hex(6), created=at, changed=at, persona=persona)
        )
        begin(session.tree, self._parts.persona_of(persona), at, persona)
        return session

    def _first(self) -> str:
        """The persona to begin with."""
        with contextlib.suppress(InputRefused):  # it is said elsewhere
            return self._persona(self._parts.settings.persona)
        return ""

    def _persona(self, name: str) -> str:
        """The id of a persona somebody named. Raises `InputRefused` where there is none."""
        personas = self._parts.personas
        return "" if personas is None else personas.id_of(name)

    def began(self, desk: Channel) -> None:
        """There is a desk now: who SEL is there, and how that one begins."""
        self._turns.become(desk.conversation, self.now.view.persona)
        stand(desk.conversation, self.now.tree.path())

    def stand(self) -> None:
        """Set the conversation on the branch that is shown now, and tell everybody."""
        stand(self._desk().conversation, self.now.tree.path())
        self._turned()

    def _turned(self) -> None:
        self._desk().turned()
        self._turns.prompter.forget(DESK)
        self._turns.condenser.disturb()
        self._kept.changed()
        self.show()

    def show(self) -> None:
        """Have faces draw the conversation at the desk as it is now, and its title."""
        self._bus.publish(self._bus.snapshot())
        self.tell()

    def tell(self) -> None:
        """Tell faces of the conversation at the desk, if anything of it is another."""
        view, tree = self.view(), self.now.tree
        event = SessionChanged(session=view, undo=tree.undoable, redo=tree.redoable)
        if hash(event) != self._told:  # no word of it is held
            self._told = hash(event)
            self._bus.publish(event)
            self._bus.publish(SessionsChanged())

    def after(self) -> None:
        """A turn has begun or ended."""
        if self._desk().underway() is None and self.now.given_up():
            self.stand()  # a message that waits is of none of the words that are given up
        self.finding.grown(self.now)
        self.tell()

    async def _name(self, engine: Engine, talk: Conversation) -> None:
        """Have the engine find a title, while nobody talks."""
        session = self.now
        if talk.name == DESK and (title := await name(session, engine, self._turns.request_id)):
            session.view = replace(session.view, title=title)
            self.finding.named(session.view)
            self._kept.changed()
            self.tell()

    def view(self) -> SessionView:
        """The conversation at the desk, as a list has it."""
        view = titled(self.now)
        return replace(view, kept=view.kept or self._kept.keeping, speaker=self._speaker(view))

    async def take_up(self) -> None:
        """At the start: go on with the conversation that was open last, if that is wished for and
        everybody in it still wants to be remembered."""
        try:
            with self._problems.told():
                await self._take_up()
        finally:
            self._kept.settled.set()

    async def _take_up(self) -> None:
        shelf = self._kept.shelf
        if shelf is None or not self._parts.settings.resume:
            return
        last = await asyncio.to_thread(shelf.last)
        if last is None:
            return
        session, found = await self._loaded(last.id)
        people = {person for node in session.tree.nodes.values() for person in node.people}
        for person in people:
            await self._memory.consents.of(person)
        if not session.tree.nodes or not all(map(self._memory.consents.may, people)):
            return
        session.waiting = self.now.waiting  # said while it was taken up: it comes after it
        if session.waiting:
            session.tree = apart(session.tree)
        self._put_on(session, found)
        self._desk().conversation.taken_up = True
        self.show()

    async def _loaded(self, id: str) -> tuple[Session, Loaded]:
        assert self._kept.shelf is not None  # noqa: S101 - asked before
        found = await asyncio.to_thread(self._kept.shelf.load, id)
        for text in found.notices:
            self._bus.publish(NoticeGiven(title=text))
        nodes = found.tree.nodes
        # One that was interrupted may lie there as a reply under way: it is kept anew as a turn.
        kept = {id: node for id, node in nodes.items() if node.state != "interrupted"}
        return Session(found.row, found.tree, may=set(nodes), kept=kept), found

    def _put_on(self, session: Session, found: Loaded | None) -> None:
        """Let this be the conversation at the desk."""
        desk = self._desk()
        self._kept.session = session
        desk.said = session
        desk.count_from(max(map(number_of, session.tree.nodes), default=0))
        talk, path = desk.conversation, session.tree.path()
        self._turns.become(talk, session.view.persona)
        if found is not None and found.state:
            stand_as(talk, path, Standing.read(found.state))
        else:
            stand(talk, path)
        desk.turned()
        self._turns.prompter.forget(DESK)

    async def _away(self) -> None:
        """Put the conversation at the desk away, to go on with another one."""
        await self._kept.settled.wait()
        await self._desk().settle()
        await self._kept.put_away()
        session = self.now
        if not session.empty and len(session.kept) < len(session.tree.nodes):
            self._open[session.view.id] = session
            for id in list(self._open)[:-MOST_OPEN]:
                self.finding.drop(id)
                del self._open[id]
        self._desk().conversation.clear()

    # ------------------------------------------------------------ commands

    async def _begin(self, command: NewSession) -> str:
        here = self.now.view.persona
        persona = self._persona(command.persona) if command.persona else here
        await self._away()
        self._put_on(self._new(persona), None)
        self._bus.publish(ChannelCleared(channel=DESK))
        self.show()
        return ""

    async def _go_on(self, command: OpenSession) -> str:
        if command.session != self.now.view.id:
            session, found = await self._find(command.session)
            await self._away()
            self._open.pop(command.session, None)
            self._put_on(session, found)
        tree = self.now.tree
        if command.turn_id in tree.nodes and command.turn_id not in {
            node.id for node in tree.path()
        }:
            await self._desk().settle()
            tree.show(command.turn_id)
            stand(self._desk().conversation, tree.path())
        self._turned()
        self._tasks.start(self._read(), "read", Stage.BACKGROUND)
        return ""

    async def _read(self) -> None:
        """Let the engine read the conversation while nobody waits for it."""
        desk = self._desk()
        if self._parts.experts.loaded("general") and not desk.answering:
            await self._turns.take_up(desk.conversation)

    async def _find(self, id: str) -> tuple[Session, Loaded | None]:
        if id == self.now.view.id:
            return self.now, None
        if id in self._open:
            return self._open[id], None
        if self._kept.shelf is None:
            raise InputRefused("There is no such conversation.")
        return await self._loaded(id)

    def _marked(self, view: SessionView) -> None:
        self.finding.named(view)
        self._bus.publish(SessionsChanged())
        if view.id == self.now.view.id:
            self.tell()

    async def clear(self) -> None:
        """Delete the conversation at the desk and begin anew."""
        await self._delete(DeleteSession(session=self.now.view.id))

    async def _delete(self, command: DeleteSession) -> str:
        session, _ = await self._find(command.session)
        gone: dict[str, int] = {}
        if command.memories:
            gone |= await self._forget_memories(session)
        here = session is self.now
        if here:
            await self._desk().settle()
        gone["turns"] = len(session.tree.nodes)
        if self._kept.shelf is not None:
            async with self._kept.writing():
                await asyncio.to_thread(self._kept.delete, command.session)
        self._open.pop(command.session, None)
        self.finding.drop(command.session)
        if here:
            await self._desk().clear()
            self._put_on(self._new(session.view.persona), None)
            self.tell()
        self._bus.publish(SessionDeleted(session=command.session, gone=gone))
        self._bus.publish(SessionsChanged())
        return ""

    async def _forget_memories(self, session: Session) -> dict[str, int]:
        """Forget what was remembered from this conversation."""
        shelf, tree = self._memory.shelf, session.tree
        ids = await shelf.ask(lambda books: from_here(books, YOU, tree)) if shelf.there else []
        if ids:
            await self._memory.commands.forget(YOU, ids, False, DESK)
        return {"memories": len(ids)}

    # ------------------------------------------------------------ letting go

    async def turns_quoting(self, memories: Sequence[str]) -> int:
        """How many turns would go with these memories of whoever sits at the desk."""
        words = await self._memory.shelf.ask(lambda books: books.words_of(YOU, memories))
        here = {
            (one.view.id, id): node
            for one in self.all_open()
            for id, node in one.tree.nodes.items()
        }
        return await asyncio.to_thread(count_quoting, words, here, self._kept.shelf)

    def forget(self, words: Sequence[str]) -> None:
        """Drop what holds one of these from all that is in RAM (the desk's is told by itself)."""
        for session in self._open.values():
            session.forget(words)
        self.finding.anew()

    def erase(self) -> None:
        """Somebody wants everything gone: nothing of before may be kept any more."""
        for session in self._open.values():
            session.may.clear()
            session.kept = {}
        self.finding.anew()

    def all_open(self) -> list[Session]:
        """Those that are whole in RAM."""
        return [*self._open.values(), self.now]

    async def rows(self) -> list[SessionView]:
        """All conversations, the pinned first, then the one changed last."""
        found = await self._rows()
        speakers = {one.persona: self._speaker(one) for one in found}  # each file is looked at once
        return [replace(one, speaker=speakers[one.persona]) for one in found]

    async def _rows(self) -> list[SessionView]:
        """The same as they are kept."""
        return await rows(self._kept.shelf, self.all_open())

    def _speaker(self, view: SessionView) -> str:
        return self._parts.speaker(view.persona)

    async def messages(self, id: str) -> Sequence[MessageView]:
        """The branch of a conversation that was shown last."""
        return (await self._find(id))[0].views()

    # ------------------------------------------------------------ from elsewhere, and there

    async def whole(self, id: str) -> tuple[SessionView, Tree]:
        """A conversation with all its branches; "" is the one at the desk."""
        session, _ = await self._find(id or self.now.view.id)
        return titled(session), session.tree

    def adopted(self, held: Sequence[tuple[SessionView, Tree]]) -> None:
        """Conversations have come from elsewhere, these of them to be held as long as SEL runs."""
        for view, tree in held:
            self._open[view.id] = Session(view, tree)
        self.finding.anew()
        self._bus.publish(SessionsChanged())

    async def stop(self) -> None:
        """Keep what is to be kept."""
        await self._tasks.stop()
        await self.finding.stop()
        await self._kept.stop()
