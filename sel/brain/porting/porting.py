"""Conversations and character cards in and out of a living brain, and its personas.

Files are read in threads. Nothing of a person's lands on a disk without their leave: what is
imported without it lives in RAM, if they want that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sel.brain.memory.face import YOU
from sel.brain.memory.reader import secret_in
from sel.brain.parts import Parts
from sel.brain.turns import TurnMaker
from sel.bus import Bus
from sel.errors import InputRefused, PersonaError
from sel.events import NoticeGiven
from sel.persona_events import (
    CheckView,
    ForeignView,
    PersonasChanged,
    PersonaView,
    TakenView,
)
from sel.session_events import SessionsChanged, SessionView
from sel.sessions.tree import Tree

if TYPE_CHECKING:
    from sel.brain.sessions.sessions import Sessions
    from sel.porting.chats.reading import Kind
    from sel.porting.personas.folder import Personas

WATCH = 2.0
"""Seconds between two looks whether a persona's file was changed from outside."""
MOST_HELD = 40
"""Conversations that are held in RAM of one import."""
HELD = f"No more than {MOST_HELD} are held; with your yes to being remembered all are kept."


class Porting:
    """Obeys what faces wish of files and personas. All of it raises `SelError` where it cannot."""

    def __init__(self, parts: Parts, bus: Bus, sessions: Sessions, turns: TurnMaker) -> None:
        self._parts, self._bus, self._sessions, self._turns = parts, bus, sessions, turns
        self._shelf = parts.sessions if parts.settings.sessions else None

    # ------------------------------------------------------------ conversations

    async def exported(self, session: str, kind: str) -> str:
        """A conversation as a file of a kind ("md", "json", "html", "svg"), "" where nothing was
        said; `session` "" is the one at the desk."""
        from sel.porting.chats.writing import written  # lazy, as all below: few do it

        view, tree = await self._sessions.whole(session)
        if not tree.nodes:
            return ""
        persona = self._parts.persona_of(view.persona).name
        model = Path(self._parts.experts.model("general")).stem
        return await asyncio.to_thread(written, view, tree, kind, persona=persona, model=model)

    async def look_into(self, file: str) -> ForeignView:
        """What a file is, before anything is done with it."""
        return await asyncio.to_thread(self._looked, _path(file))

    def _looked(self, path: Path) -> ForeignView:
        from sel.porting.bounded import read
        from sel.porting.cards.card import card_of
        from sel.porting.cards.preview import preview
        from sel.porting.chats.reading import TITLES, kind_of

        kind = kind_of(path)
        if kind != "card":
            return ForeignView(kind="chats", title=TITLES[kind])
        card = card_of(read(path))
        return preview(card, self._personas().free(card.name), self._turns.prompter.scale)

    async def take_in(self, file: str, *, keep: bool = True) -> TakenView:
        """Take a file in: a card becomes a persona, conversations join the others. Without leave to
        remember the person nothing is written; without `keep` they live as long as SEL runs."""
        from sel.porting.chats.reading import kind_of
        from sel.porting.words import receipt

        path = _path(file)
        kind = await asyncio.to_thread(kind_of, path)
        if kind == "card":
            return await self._take_card(path)
        if keep and (refused := await self._may_not_keep()):
            return TakenView(refused=refused, asks=True, told=refused)
        taken = await self._take_chats(path, kind, keep=keep)
        return replace(taken, told=receipt(taken))

    async def _take_card(self, path: Path) -> TakenView:
        from sel.porting.bounded import read
        from sel.porting.cards.adopting import adopt
        from sel.porting.cards.card import card_of
        from sel.porting.cards.preview import preview

        def taken() -> str:
            card = card_of(read(path))
            preview(card, "")  # refuses what SEL does not take
            return adopt(card, self._personas())

        id = await asyncio.to_thread(taken)
        self._bus.publish(PersonasChanged())
        name = self._personas().persona(id).name
        told = f"{name} is a persona now. /persona {id} begins a conversation with it."
        return TakenView(persona=id, kept=True, told=told)

    async def _may_not_keep(self) -> str:
        from sel.porting.words import NO_CONSENT, NOT_KEPT

        if self._shelf is None:
            return NOT_KEPT
        memory = self._turns.memory
        may = memory.shelf.there and await memory.consents.of(YOU) == "given"
        return "" if may else NO_CONSENT

    async def _take_chats(self, path: Path, kind: Kind, *, keep: bool) -> TakenView:
        from sel.porting.chats.later import Adding
        from sel.porting.chats.taking import Taking

        held: list[tuple[SessionView, Tree]] = []

        def put(view: SessionView, tree: Tree) -> bool:
            if keep and self._shelf is not None:
                if not self._turns.memory.consents.may(YOU):  # taken back meanwhile
                    return False
                self._shelf.keep(view, list(tree.nodes.values()), tree.head, {})
                return True
            held.append((view, tree))
            return len(held) < MOST_HELD

        loop = asyncio.get_running_loop()

        def far(count: int) -> None:
            notice = NoticeGiven(title=f"{count:,} conversations so far")
            loop.call_soon_threadsafe(self._bus.publish, notice)

        known = {row.id for row in await self._sessions.rows()}
        taking = Taking(known, put, secret_in, kept=keep, far=far)
        if self._parts.personas is not None:
            taking.whose = self._parts.personas.called
        if keep and self._shelf is not None:
            adding, may = Adding(self._shelf, self._open), self._turns.memory.consents.may
            taking.add = lambda view, tree: adding(view, tree) if may(YOU) else 0
        taken = await asyncio.to_thread(taking.run, path, kind)
        self._sessions.adopted(held)
        if len(held) == MOST_HELD:
            return replace(taken, refused=HELD)
        return taken

    def _open(self) -> set[str]:
        """Conversations that are being talked in right now."""
        return {one.view.id for one in self._sessions.all_open()}

    # ------------------------------------------------------------ personas

    def _personas(self) -> Personas:
        if self._parts.personas is None:
            raise PersonaError("There is no place for personas here.")
        return self._parts.personas

    async def personas(self) -> Sequence[PersonaView]:
        """All there are, SEL's own first."""
        personas = self._personas()
        in_use = self._sessions.view().persona
        return await asyncio.to_thread(personas.all, in_use, self._turns.prompter.scale)

    async def persona_text(self, persona: str) -> str:
        """The file of a persona, to edit."""
        return await asyncio.to_thread(self._personas().text, persona)

    def check_persona(self, text: str) -> CheckView:
        """What a persona's text comes to, and what is wrong with it."""
        from sel.porting.personas.checking import checked

        return checked(text, self._turns.prompter.scale)[1]

    async def save_persona(self, persona: str, text: str) -> CheckView:
        """Keep a persona's text; what is wrong with it is told, and what cannot be used refused."""
        view = await asyncio.to_thread(self._personas().save, persona, text)
        self._changed()
        return view

    async def new_persona(self, name: str) -> str:
        """Begin a persona of this name; its id."""
        from sel.porting.cards.becoming import IDENTITY
        from sel.porting.personas.writing import written
        from sel.prompt.persona import Persona

        shown = " ".join(name.split())[:80]
        if not shown:
            raise InputRefused("What shall it be called?")
        text = written(Persona(name=shown, identity=IDENTITY, voice=""))
        id = await asyncio.to_thread(self._personas().new, shown, text)
        self._changed()
        return id

    async def remove_persona(self, persona: str) -> None:
        """Take a persona away, its card, too. What was said with it stays."""
        await asyncio.to_thread(self._personas().remove, persona)
        self._changed()

    async def export_persona(self, persona: str, kind: str) -> bytes:
        """A persona as a character card ("json", "png", "charx")."""
        from sel.porting.cards.adopting import given

        return await asyncio.to_thread(given, self._personas(), persona, kind)

    def _changed(self) -> None:
        """A file is another one: the mood follows at once, words with the next prompt."""
        desk = self._sessions.view().persona
        self._turns.temper(desk)
        self._sessions.tell()
        self._bus.publish(PersonasChanged())
        self._bus.publish(SessionsChanged())  # rows name who answers

    async def watch(self) -> None:
        """Notice for ever when a persona's file is changed from outside."""
        if self._parts.personas is None:
            return
        before = await asyncio.to_thread(self._parts.personas.stamps)
        while True:
            await asyncio.sleep(WATCH)
            now = await asyncio.to_thread(self._parts.personas.stamps)
            if now != before:
                before = now
                self._changed()


def _path(file: str) -> Path:
    """Where a file is that somebody named. Raises `InputRefused`."""
    try:
        return Path(file.strip()).expanduser()
    except RuntimeError:  # of a home that is not known
        raise InputRefused("There is no such home folder.") from None
