"""A small library in RAM that keeps what it is told, and plain reading: what tests can foresee."""

from __future__ import annotations

import asyncio
import dataclasses
import itertools
import threading
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from typing import Any, cast

from stage import Ear, make_parts, say

from sel.brain.mixture import MixtureBrain
from sel.cache.cache import ResponseCache
from sel.engine.scripted import ScriptedEngine
from sel.errors import StoreError
from sel.memory.library import Library
from sel.memory.reading.requests import Request
from sel.memory.types import (
    Candidate,
    ConsentState,
    Hit,
    Kept,
    MapView,
    Memory,
    Receipt,
    Said,
    Source,
)
from sel.memory_events import AnswerConsent, ConsentChanged

STATES: dict[str, ConsentState] = {
    "yes": "given",
    "not_now": "not_now",
    "never": "never",
    "withdraw_keep": "withdrawn",
    "withdraw_erase": "withdrawn",
}


class LittleLibrary:
    """As the real one where brains look. `broken` is raised by everything but the consents."""

    notices: tuple[str, ...] = ()

    def __init__(self, *allowed: str) -> None:
        self.states: dict[str, ConsentState] = dict.fromkeys(allowed, "given")
        self.rows: dict[str, Memory] = {}
        self.vectors: dict[str, Sequence[float]] = {}
        self.broken: StoreError | None = None
        self.calls: list[str] = []
        self.threads: set[int] = set()
        self.closed = False
        self.due: list[str] = []
        self.entered = threading.Event()
        self.gate = threading.Event()
        self.gate.set()
        self._numbers = itertools.count(1)
        self._leaving: list[Callable[[], None]] = []
        self._unkept: list[Callable[[Sequence[str]], object]] = []
        self.ended: Callable[[str], None] = lambda _: None
        self._hooks: list[Callable[[str, Sequence[str], Sequence[str]], dict[str, int]]] = []
        self._erasers: list[Callable[[str], dict[str, int]]] = []

    def _note(self, name: str) -> None:
        self.calls.append(name)
        self.threads.add(threading.get_ident())
        self.entered.set()
        assert self.gate.wait(60)
        if self.broken is not None:
            raise self.broken

    def consent(self, person: str) -> ConsentState:
        return self.states.get(person, "unasked")

    def given(self) -> set[str]:
        return {one for one, state in self.states.items() if state == "given"}

    def version(self, person: str) -> str:
        return f"{self.consent(person)} {len(self.memories(person))}"

    def on_leaving(self, hook: Callable[[], None]) -> None:
        self._leaving.append(hook)

    def on_ended(self, hook: Callable[[str], None]) -> None:
        self.ended = hook

    def on_unkept(self, hook: Callable[[Sequence[str]], object]) -> None:
        self._unkept.append(hook)

    def unkept(self, *words: str) -> None:
        for hook in self._unkept:
            hook(words)

    def leaving(self) -> None:
        for hook in self._leaving:
            hook()

    def answer(self, person: str, answer: str, now: float) -> Receipt | None:
        self.leaving()
        self.states[person] = STATES[answer]
        return self.forget_all(person, now) if answer == "withdraw_erase" else None

    def keep(self, said: Said, candidate: Candidate, vector: Sequence[float] | None) -> Kept | None:
        self._note("keep")
        if self.consent(said.person) != "given":
            return None
        same = [m for m in self.memories(said.person) if m.text == candidate.text]
        if same:
            stronger = dataclasses.replace(same[0], strength=same[0].strength + 1)
            self.rows[stronger.id] = stronger
            return Kept(memory=stronger, how="strengthened")
        memory = Memory(
            id=f"m{next(self._numbers)}",
            person=said.person,
            scope=said.scope,
            text=candidate.text,
            kind=candidate.kind,
            source=Source(
                quote=candidate.quote,
                message_id=said.message_id,
                channel=said.channel,
                at=said.at,
            ),
            at=said.at,
            mood=said.mood,
            valence=said.valence,
        )
        self.rows[memory.id] = memory
        if vector is not None:
            self.vectors[memory.id] = vector
        return Kept(memory=memory, how="new")

    def undo(self, person: str) -> Memory | None:
        self._note("undo")
        self.leaving()
        mine = [memory for memory in self.rows.values() if memory.person == person]
        if mine:
            self.unkept(mine[-1].text, mine[-1].source.quote)
        return self.rows.pop(mine[-1].id) if mine else None

    def get(self, id: str) -> Memory | None:
        return self.rows.get(id)

    def history(self, memory: Memory) -> list[Memory]:
        return [self.rows[memory.replaces]] if memory.replaces in self.rows else []

    def memories(
        self, person: str, *, tag: str = "", text: str = "", history: bool = False
    ) -> list[Memory]:
        self._note("memories")
        found = [m for m in self.rows.values() if m.person == person and text in m.text]
        return found[::-1]

    def count_notes(self, person: str) -> int:
        return 0

    def edit(self, id: str, text: str, vector: Sequence[float] | None, now: float) -> Memory:
        self._note("edit")
        self.leaving()
        self.unkept(self.rows[id].text, self.rows[id].source.quote)
        self.rows[id] = dataclasses.replace(self.rows[id], text=text)
        return self.rows[id]

    def search(
        self,
        text: str,
        vector: Sequence[float] | None,
        *,
        person: str,
        scopes: Collection[str] | None = None,
        k: int = 5,
        now: float,
        period: tuple[float, float] | None = None,
    ) -> list[Hit]:
        self._note("search")
        asked = _words(text)
        mine = [
            m
            for m in self.memories(person)
            if (scopes is None or m.scope in scopes) and asked & _words(m.text)
        ]
        return [Hit(memory=m, score=0.9, parts={"words": 0.9}) for m in mine][:k]

    def about(
        self, text: str, vector: Sequence[float] | None, *, person: str, now: float
    ) -> list[Memory]:
        return [hit.memory for hit in self.search(text, vector, person=person, now=now)]

    def forget(self, person: str, ids: Sequence[str], now: float) -> Receipt:
        self._note("forget")
        self.leaving()
        gone = [m for m in self.rows.values() if m.id in ids and m.person == person]
        counts = {"memories": len(gone)}
        for hook in self._hooks:
            counts |= hook(person, [m.id for m in gone], [m.source.quote for m in gone])
        for memory in gone:
            del self.rows[memory.id]
        return Receipt(person=person, at=now, counts=counts)

    def words_of(self, person: str, ids: Sequence[str]) -> list[str]:
        self._note("words_of")
        return [m.source.quote for m in self.rows.values() if m.id in ids and m.person == person]

    def forget_all(self, person: str, now: float) -> Receipt:
        erased: dict[str, int] = {}
        for eraser in self._erasers:
            erased |= eraser(person)
        receipt = self.forget(person, [m.id for m in self.memories(person)], now)
        return dataclasses.replace(receipt, counts=receipt.counts | erased)

    def seen(self, person: str, now: float) -> None:
        self._note(f"seen {person}")

    def prune(self, now: float) -> list[Receipt]:
        self._note("prune")
        return [self.forget("you", self.due, now)] if self.due else []

    def without_vectors(self) -> list[Memory]:
        self._note("without_vectors")
        return [memory for memory in self.rows.values() if memory.id not in self.vectors]

    def set_vectors(self, pairs: Sequence[tuple[str, Sequence[float]]]) -> None:
        self._note("set_vectors")
        self.vectors.update(pairs)

    def map(self, person: str) -> MapView:
        mine = {memory.id: memory for memory in self.memories(person)}
        return MapView(tiles={}, roots=(), places=dict.fromkeys(mine, (0.5, 0.5)), memories=mine)

    def on_forget(
        self, hook: Callable[[str, Sequence[str], Sequence[str]], dict[str, int]]
    ) -> None:
        self._hooks.append(hook)

    def on_erase(self, eraser: Callable[[str], dict[str, int]]) -> None:
        self._erasers.append(eraser)

    def close(self) -> None:
        self.closed = True


def _words(text: str) -> set[str]:
    return {word for word in text.lower().replace("?", "").split() if len(word) > 3}


# ---------------------------------------------------------------- plain reading

ASKED = {
    "what do you know about me?": Request("what_do_you_know"),
    "what do you know about my Ana?": Request("what_do_you_know", "my Ana"),
    "what do you know about Paris?": Request("what_do_you_know", "Paris"),
    "forget what I said about the tower": Request("forget", "tower"),
    "forget that": Request("forget"),
    "forget everything": Request("forget_all"),
    "please don't remember that": Request("dont_keep"),
    "stop remembering me": Request("stop"),
    "start remembering me": Request("start"),
    "why do you say that?": Request("why"),
    "yes": Request("yes"),
    "no": Request("no"),
}


def plain_request(text: str) -> Request | None:
    """By the table; whatever ends in "but keep it to yourself" is not to be kept."""
    if text.endswith("but keep it to yourself"):
        return Request("dont_keep")
    return ASKED.get(text)


def plain_candidates(text: str) -> list[Candidate]:
    """Every sentence that begins with "I "."""
    return [
        Candidate(text=part.strip(), quote=part.strip(), kind="fact")
        for part in text.split(".")
        if part.strip().startswith("I ")
    ]


def plain_secret(text: str) -> str:
    return "a password" if "hunter2" in text else ""


def plain_recall(hits: Sequence[Hit], budget: int, count: Callable[[str], int]) -> list[Hit]:
    return [hit for hit in hits if count(hit.memory.text) <= budget]


def plain_told(hits: Sequence[Hit], now: float, zone: str) -> str:
    return "They told you: " + "; ".join(hit.memory.text for hit in hits) if hits else ""


@asynccontextmanager
async def remembering_brain(
    library: LittleLibrary | Library,
    *engines: ScriptedEngine,
    embedder: Any = None,
    cache: ResponseCache | None = None,
    **settings: Any,
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A brain with this library, and an ear."""
    parts = dataclasses.replace(
        make_parts(*engines, **settings),
        open_library=lambda: cast(Library, library),
        embedder=embedder,
        cache=cache or ResponseCache(),
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


async def allow(brain: MixtureBrain, ear: Ear, person: str = "you") -> None:
    """Say yes, and wait until it is known."""
    await brain.submit(AnswerConsent(answer="yes", person=person))
    await ear.until(lambda e: isinstance(e, ConsentChanged) and e.person == person)


async def tell(brain: MixtureBrain, ear: Ear, text: str, **more: Any) -> str:
    """Say something and wait for the answer; its text, "" where it was none."""
    ending = await ear.ending(await say(brain, text, **more))
    return getattr(ending, "text", "")


async def until(found: Callable[[], bool]) -> None:
    """Wait for what no event tells."""
    async with asyncio.timeout(90):
        for _ in itertools.count():
            if found():
                return
            await asyncio.sleep(0.005)
