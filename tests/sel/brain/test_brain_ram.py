"""After forgetting, the words are in nothing that the brain holds: all of it is walked."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from memory_stage import allow, tell
from stage import scripted
from test_brain_letting_go import KeepingEmbedder
from test_brain_memory_whole import at_home

from sel.brain.mixture import MixtureBrain
from sel.engine.embedding import Vector
from sel.memory_events import AnswerConsent, ForgetMemories

WORD = "wobblethorpe"
TOLD = "I live in Wobblethorpe."


def holders(root: object, word: str) -> list[str]:
    """The ways from an object to every text that holds a word."""
    found: list[str] = []
    seen: set[int] = set()
    waiting: list[tuple[str, Any]] = [("brain", root)]
    while waiting:
        way, one = waiting.pop()
        if isinstance(one, str | bytes):
            text = one if isinstance(one, str) else one.decode("utf-8", "replace")
            found += [way] if word in text.casefold() else []
        elif id(one) not in seen:
            seen.add(id(one))
            waiting += [(f"{way}.{name}", part) for name, part in _parts(one)]
    return found


def _parts(one: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(one, Mapping):
        yield from (("key", key) for key in one)
        yield from ((str(key)[:20], value) for key, value in one.items())
    elif isinstance(one, list | tuple | set | frozenset):
        yield from (("each", part) for part in one)
    elif type(one).__module__.startswith(("sel.", "collections", "asyncio")):
        yield from (("held", part) for part in gc.get_referents(one))
    for name, value in getattr(one, "__dict__", {}).items():
        if type(one).__module__.startswith("sel."):
            yield name, value


def told(brain: MixtureBrain, ear: Any) -> list[str]:
    """Where the brain holds the word; what the test's own ear has heard does not count."""
    ear.events.clear()
    gc.collect()
    return holders(brain, WORD)


class LongEmbedder(KeepingEmbedder):
    """Its vectors are as long as the library's."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        await super().embed(texts)
        return [(1.0, *[0.0] * 383)] * len(texts)


@pytest.mark.parametrize("how", ["these", "everything", "leave taken back"])
async def test_what_is_forgotten_is_in_nothing_the_brain_holds(tmp_path: Path, how: str) -> None:
    engine, embedder = scripted("That is nice.", "Yes."), LongEmbedder()
    async with at_home(tmp_path / "memory", engine) as (brain, ear):
        brain.memory.sentences._embedder = embedder
        await allow(brain, ear)
        await tell(brain, ear, TOLD)
        await tell(brain, ear, "What was the name of the place where I live?")
        (memory,) = await brain.memories()
        await brain.memory_map()
        assert len(told(brain, ear)) > 3, "the walk finds what is there"
        assert WORD in repr(embedder.kept).casefold()
        if how == "leave taken back":
            await brain.submit(AnswerConsent(answer="withdraw_erase"))
        elif how == "everything":
            await brain.submit(ForgetMemories(everything=True))
        else:
            await brain.submit(ForgetMemories(ids=(memory.id,)))
        engine.requests.clear()
        assert told(brain, ear) == []
