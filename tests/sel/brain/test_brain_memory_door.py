"""`sel memory …` beside a running SEL: the brain that runs does it, and hears of it."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import json
import os
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from memory_stage import allow, tell, until
from stage import Ear, make_parts, scripted

from sel import paths as places
from sel.brain.door import control
from sel.brain.door.control import Caller, Gone, serving, socket_path
from sel.brain.door.memory import AWAY
from sel.brain.door.sessions import SessionsDoor
from sel.brain.mixture import MixtureBrain
from sel.cli.main import main
from sel.engine.embedding import Vector
from sel.errors import InputRefused, SelError
from sel.memory.library import Library
from sel.memory_events import ConsentChanged, MemoriesForgotten, MemoryEdited
from sel.store.lock import hold


class Words:
    """An embedder: the same words, the same place in space."""

    ready = True

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def start(self) -> None:
        """There from the beginning."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def embed(self, texts: Sequence[str]) -> list[Vector]:
        self.asked += texts
        return [_vector(text) for text in texts]


def _vector(text: str) -> Vector:
    numbers = [0.001] * 384
    for word in text.casefold().replace("?", "").split():
        numbers[hashlib.blake2b(word.encode(), digest_size=2).digest()[0]] += 1.0
    return tuple(numbers)


class Terminal:
    """Another terminal, beside the SEL that runs."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    async def sel(self, *arguments: str) -> int:
        """Run `sel memory …`; the exit code. What it printed is in `out` and `err`."""
        code = await asyncio.to_thread(main, ["memory", *arguments])
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        assert "mistake" not in self.err
        return code

    async def listed(self) -> list[str]:
        """Ids of all that is remembered."""
        assert await self.sel("list", "--json", "--history") == 0
        return [json.loads(line)["id"] for line in self.out.splitlines()]


@pytest.fixture
def terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Terminal:
    monkeypatch.setenv("SEL_TIMEZONE", "UTC")
    monkeypatch.chdir(tmp_path)
    return Terminal(capsys)


@asynccontextmanager
async def running(
    embedder: Any = None, replies: Sequence[str] = ("Fine.",)
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A SEL that runs in the folders of this test, with its door open."""
    async with AsyncExitStack() as stack:
        brain, ear = await stack.enter_async_context(awake(embedder, replies))
        more = SessionsDoor(brain).answers()
        await stack.enter_async_context(serving(brain, places.find(), more))
        yield brain, ear


@asynccontextmanager
async def awake(
    embedder: Any = None, replies: Sequence[str] = ("Fine.",)
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    """A SEL that runs in the folders of this test."""
    where = places.find().ready()
    parts = dataclasses.replace(
        make_parts(scripted(*replies)),
        open_library=lambda: Library.open(where.data / "memory"),
        folders=where.kept,
        embedder=embedder,
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    with hold(where):
        await brain.start()
        try:
            yield brain, ear
        finally:
            await brain.stop()
            await ear.close()


def rows(*texts: str) -> str:
    """A file to import; the ids are "0", "1", …"""
    lines = [
        json.dumps({"id": str(n), "text": text, "at": 1e9 + n}) for n, text in enumerate(texts)
    ]
    Path("rows.jsonl").write_text("\n".join(lines))
    return "rows.jsonl"


def read_text(name: str) -> str:
    return Path(name).read_text(encoding="utf-8")


BEES, TEA, REX = "I keep bees in the garden", "I like green tea", "My dog is called Rex"


# ---------------------------------------------------------------- every command


async def test_what_was_said_is_listed_and_shown(terminal: Terminal) -> None:
    async with running() as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, "My dog is called Rex.")
        await brain.memory.quiet()
        (id,) = await terminal.listed()
        assert await terminal.sel("show", id) == 0
        assert 'said        "My dog is called Rex' in terminal.out
        assert await terminal.sel("list", "--text", "nothing like it") == 0
        assert terminal.out == ""
        assert await terminal.sel("show", "other") == 1
        assert "There is no memory of that id." in terminal.err


async def test_import_is_found_by_the_brain_and_by_search(terminal: Terminal) -> None:
    embedder = Words()
    async with running(embedder) as (brain, _):
        assert await terminal.sel("import", rows(BEES, TEA, REX), "--yes") == 0
        assert terminal.out == "3 memories kept.\n"
        assert BEES in embedder.asked
        assert await terminal.sel("search", "who keeps bees", "--json", "-k", "1") == 0
        (found,) = json.loads(terminal.out)["results"]
        assert (found["id"], found["text"]) == ("0", BEES)
        assert terminal.err == ""
        assert [one.text for one in await brain.memories()] == [REX, TEA, BEES]
        assert not await brain.memory.shelf.ask(lambda books: books.without_vectors())


async def test_consent_given_and_taken_back_reaches_the_brain(terminal: Terminal) -> None:
    async with running() as (brain, ear):
        assert await terminal.sel("consent", "on") == 0
        assert terminal.out == "SEL may remember you.\n"
        await ear.until(lambda e: isinstance(e, ConsentChanged) and e.state == "given")
        assert await brain.consent() == "given"
        await terminal.sel("import", rows(TEA))
        assert await terminal.sel("consent", "off", "--erase") == 0
        assert terminal.out.startswith("Forgotten: 1 memory")
        assert brain.snapshot().consent["you"] == "withdrawn"
        assert await terminal.sel("import", "rows.jsonl") == 2


async def test_what_is_done_for_others_is_not_told_at_the_desk(terminal: Terminal) -> None:
    async with running() as (_, ear):
        assert await terminal.sel("import", rows(TEA), "--yes", "--person", "ada") == 0
        assert await terminal.sel("edit", "0", "I like it", "--person", "ada") == 0
        assert await terminal.sel("forget", "--all", "--yes", "--person", "ada") == 0
        await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        news = [*ear.of(ConsentChanged), *ear.of(MemoryEdited), *ear.of(MemoriesForgotten)]
        assert [(one.person, one.channel) for one in news] == [("ada", AWAY)] * 3


async def test_what_is_forgotten_leaves_the_conversation_and_the_files(terminal: Terminal) -> None:
    async with running(replies=("Nice.", "Nice.")) as (brain, ear):
        await allow(brain, ear)
        await tell(brain, ear, "My dog is called Zanzibargle.")
        await brain.memory.quiet()
        assert await terminal.sel("forget", "--about", "Zanzibargle", "--yes") == 0
        assert terminal.out.startswith("Forgotten: 1 memory")
        assert "1 turn" in terminal.out
        await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert await terminal.listed() == []
        kept = [path.read_bytes() for path in places.find().data.rglob("*") if path.is_file()]
        assert not any(b"Zanzibargle" in one for one in kept)
        assert not any("Zanzibargle" in text for _, text, _ in await brain.prompt_parts("desk"))


async def test_everything_is_forgotten_and_nothing_twice(terminal: Terminal) -> None:
    async with running():
        await terminal.sel("import", rows(BEES, TEA), "--yes")
        assert await terminal.sel("forget", "--all", "--yes") == 0
        assert terminal.out.startswith("Forgotten: 2 memories")
        assert await terminal.sel("forget", "--all", "--yes") == 0
        assert terminal.out == "There was nothing to forget.\n"


async def test_notes_are_named_and_go_with_everything(terminal: Terminal) -> None:
    async with running() as (brain, ear):
        await allow(brain, ear)
        note = {"id": 1, "text": "buy milk", "at": 1.0}
        await brain.memory.shelf.ask(lambda books: books.set_notes("you", [note]))
        assert await terminal.sel("forget", "--all", "--yes") == 0
        assert "1 note" in terminal.err
        assert "1 note" in terminal.out
        assert await terminal.sel("forget", "--all", "--yes") == 0
        assert terminal.out == "There was nothing to forget.\n"


async def test_words_are_corrected_with_a_vector(terminal: Terminal) -> None:
    embedder = Words()
    async with running(embedder) as (_, ear):
        await terminal.sel("import", rows(TEA), "--yes")
        assert await terminal.sel("edit", "0", "I like white tea") == 0
        assert "I like white tea" in terminal.out
        await ear.until(lambda e: isinstance(e, MemoryEdited))
        assert embedder.asked[-1] == "I like white tea"
        assert await terminal.sel("edit", "0", " ") == 1
        assert await terminal.sel("edit", "other", "words") == 1
        assert await terminal.sel("search", "white tea") == 0
        assert "I like white tea" in terminal.out


async def test_export_stats_and_map(terminal: Terminal) -> None:
    async with running(Words()):
        await terminal.sel("import", rows(BEES, TEA), "--yes")
        assert await terminal.sel("export", "out.jsonl") == 0
        assert await terminal.sel("export", "--json", "out.json") == 0
        assert await terminal.sel("stats", "--json") == 0
        assert json.loads(terminal.out)["memories"] == 2
        assert await terminal.sel("map", "out.svg") == 0
        assert "2 memories, drawn in out.svg." in terminal.err
    lines, tables, picture = (read_text(name) for name in ("out.jsonl", "out.json", "out.svg"))
    assert [json.loads(line)["text"] for line in lines.splitlines()] == [BEES, TEA]
    assert BEES in picture
    assert await terminal.sel("export") == 0, "SEL is closed now, and says the same"
    assert terminal.out == lines
    assert await terminal.sel("export", "--json") == 0
    assert terminal.out == tables


async def test_enrichment_and_what_it_replaces_is_no_forgetting(terminal: Terminal) -> None:
    texts = ("I live in Porto with Ana", "Ana is a nurse", "Ana likes green tea")
    async with running() as (_, ear):
        await terminal.sel("import", rows(*texts), "--yes")
        assert await terminal.sel("enrich", "--now", "--json") == 0
        made = [json.loads(line) for line in terminal.out.splitlines()]
        assert [one["sort"] for one in made] == ["conversation"]
        assert made[0]["made_from"] == ["0", "1", "2"]
        assert terminal.err.startswith("Made: 1 conversation (")
        assert await terminal.sel("enrich", "--now") == 0
        assert terminal.err == "There is nothing new to make.\n"
        assert not ear.of(MemoriesForgotten)
        assert await terminal.sel("prune") == 0
        assert terminal.out == "Nothing has faded.\n"


# ---------------------------------------------------------------- the embedder that runs


async def test_without_an_embedder_the_search_says_so(terminal: Terminal) -> None:
    async with running():
        await terminal.sel("import", rows(BEES), "--yes")
        assert await terminal.sel("search", "bees") == 0
        assert BEES in terminal.out
        assert "By words alone" in terminal.err
        await terminal.sel("search", "bees", "--lexical")
        assert terminal.err == ""


async def test_by_words_alone_no_vector_is_made(terminal: Terminal) -> None:
    embedder = Words()
    async with running(embedder):
        await terminal.sel("import", rows(BEES), "--yes")
        assert embedder.asked == [BEES]
        await terminal.sel("search", "bees", "--lexical")
        assert embedder.asked == [BEES]


# ---------------------------------------------------------------- big things, and odd ones


async def test_two_thousand_lines_come_in_and_go_out(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(control, "PIECE", 64)
    texts = [f"Thing number {n} is on shelf {n % 7} 🐝" for n in range(2000)]
    async with running():
        assert await terminal.sel("import", rows(*texts), "--yes") == 0
        assert terminal.out == "2,000 memories kept.\n"
        assert await terminal.sel("export") == 0
        assert [json.loads(line)["text"] for line in terminal.out.splitlines()] == texts


async def test_the_longest_memories_come_through(terminal: Terminal) -> None:
    texts = [f"{n} " + "🐝" * 9_000 for n in range(20)]
    async with running():
        assert await terminal.sel("import", rows(*texts), "--yes", "--lexical") == 0
        assert terminal.out == "20 memories kept.\n"


async def test_what_may_not_be_asked_is_refused_and_the_door_stays_open() -> None:
    async with running():
        caller = Caller.at(places.find())
        assert caller is not None

        async def ask(call: str, given: Any) -> Any:
            question = {"ask": "memory", "call": call, "with": given}
            return await asyncio.to_thread(lambda: next(caller.ask(question)))

        for call in ("close", "keep", "_forget", "__init__", "set_vectors", "on_forget"):
            with pytest.raises(SelError, match="cannot be asked"):
                await ask(call, {})
        wrong: tuple[Any, ...] = ({}, {"person": 3}, {"person": "you", "much": "more"}, [], None)
        for given in wrong:
            with pytest.raises(SelError, match="not understood"):
                await ask("memories", given)
            with pytest.raises(SelError, match="not understood"):
                await ask("forget_all", given)
        row = {"id": "a", "person": "you", "scope": "", "text": "b", "kind": "fact", "at": 0}
        added = {"person": "you", "rows": [{**row, "source": {"quote": "b"}}]}
        with pytest.raises(InputRefused, match="no leave"):
            await ask("add_many", added)
        assert (await ask("consent", {"person": "you"}))["value"] == "unasked"
        caller.close()


async def test_a_question_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control, "LONGEST_LINE", 4096)
    async with running():
        caller = Caller.at(places.find())
        assert caller is not None
        question = {"ask": "x" * 10_000}
        with pytest.raises(SelError, match="too long"):
            await asyncio.to_thread(lambda: next(caller.ask(question)))
        caller.close()


# ---------------------------------------------------------------- who goes in the middle


async def test_who_leaves_before_the_answer_harms_nobody(terminal: Terminal) -> None:
    async with running():
        await terminal.sel("import", rows(BEES), "--yes")
        caller = Caller.at(places.find())
        assert caller is not None
        question = {"ask": "memory", "call": "memories", "with": {"person": "you"}}
        caller._door.sendall(json.dumps(question).encode() + b"\n")
        caller.close()
        assert await terminal.listed() == ["0"]


async def test_when_sel_goes_in_the_middle_it_is_said(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, asked = threading.Event(), asyncio.Event()
    async with AsyncExitStack() as stack:
        brain, _ = await stack.enter_async_context(awake())
        async with serving(brain, places.find()):
            await terminal.sel("import", rows(BEES), "--yes")
            holding = asyncio.create_task(brain.memory.shelf.ask(lambda _: gate.wait(60)))
            monkeypatch.setattr(brain.memory.shelf, "ask", _noted(brain.memory.shelf.ask, asked))
            asking = asyncio.create_task(terminal.sel("forget", "--all", "--yes"))
            await asked.wait()
        assert await asking == 1, "the door is closed, while the memory is still busy"
        assert "went away while it was asked" in terminal.err
        gate.set()
        await holding
        assert len(await brain.memories()) == 1


def _noted(ask: Callable[..., Any], asked: asyncio.Event) -> Callable[..., Any]:
    async def noted(work: Any) -> Any:
        asked.set()
        return await ask(work)

    return noted


async def test_an_import_that_is_stopped_says_what_was_kept(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, asked = Caller.ask, 0

    def stopped(self: Caller, question: dict[str, Any]) -> Any:
        nonlocal asked
        asked += question.get("call") == "add_many"
        if asked == 2:
            raise KeyboardInterrupt
        return ask(self, question)

    async with running() as (brain, _):
        with monkeypatch.context() as patched:
            patched.setattr(Caller, "ask", stopped)
            texts = [f"Thing {n}" for n in range(300)]
            assert await terminal.sel("import", rows(*texts), "--yes", "--lexical") == 130
        assert "Stopped. 128 memories kept." in terminal.err
        assert len(await brain.memories()) == 128


async def test_vectors_that_were_not_to_be_had_at_once_are_made_later(terminal: Terminal) -> None:
    embedder = Words()
    async with running(embedder):
        await terminal.sel("import", rows(BEES, TEA), "--yes", "--lexical")
        await until(lambda: set(embedder.asked) == {BEES, TEA})
        await terminal.sel("search", "bees", "--json")
        assert json.loads(terminal.out)["results"][0]["text"] == BEES


async def test_the_door_is_there_before_long(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEL takes its folders before it has a door: a command that comes in between waits."""
    tries: list[Caller | None] = []
    at = Caller.at

    def late(where: Any) -> Caller | None:
        tries.append(at(where) if tries else None)
        return tries[-1]

    async with running():
        monkeypatch.setattr(Caller, "at", late)
        assert await terminal.listed() == []
    assert tries[0] is None
    assert tries[1] is not None


async def test_a_holder_without_a_door_is_named(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.cli.memory_home.PATIENCE", 0.0)
    where = places.find().ready()
    socket_path(where).touch()  # what a SEL that was killed left behind
    with hold(where):
        assert await terminal.sel("list") == 1
    assert f"already running here, as process {os.getpid()}" in terminal.err
    assert issubclass(Gone, SelError)
