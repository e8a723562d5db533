"""Conversations at the desk last from one start to the next, where everybody in them agreed."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import Ear, make_parts, noon_clock, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.brain.sessions.states import States
from sel.engine.scripted import Pace, ScriptedEngine
from sel.events import ClearChannel, Interrupt, NoticeGiven, Snapshot, TextArrived
from sel.memory.library import Library
from sel.memory_events import AnswerConsent, ConsentChanged, ForgetMemories, UndoMemory
from sel.prompt.persona import Persona
from sel.session_events import (
    ContinueReply,
    DeleteSession,
    MarkSession,
    NewSession,
    OpenSession,
    Regenerate,
    RenameSession,
)
from sel.sessions.shelf import Shelf

pytestmark = pytest.mark.usefixtures("plainly")

WORDS = "We spoke of the quetzalwren."
REPLY = "A fine bird."
STORY = "Of " + " and ".join(f"heron{number}" for number in range(99))


class Home:
    """Where one person's conversations are kept, through as many starts as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.words = folder / "sessions"
        self.states = folder / "kv" / "talk"
        self.library = LittleLibrary("you")
        self.clock = noon_clock()  # one for all starts

    def parts(self, engine: ScriptedEngine, **settings: Any) -> Any:
        return dataclasses.replace(
            make_parts(engine, **settings),
            open_library=lambda: cast(Library, self.library),
            sessions=Shelf(self.words),
            states=States(self.states),
            clock=self.clock,
        )

    @asynccontextmanager
    async def start(
        self, engine: ScriptedEngine | None = None, **settings: Any
    ) -> AsyncIterator[tuple[MixtureBrain, Ear, ScriptedEngine]]:
        engine = engine or scripted(REPLY)
        brain = MixtureBrain(self.parts(engine, **settings))
        ear = Ear(brain)
        await brain.start()
        await until(lambda: brain._kept.settled.is_set() and "you" in brain.snapshot().consent)
        try:
            yield brain, ear, engine
        finally:
            await brain.stop()
            await ear.close()

    async def talk(self, *said: str) -> None:
        """A whole life of SEL."""
        async with self.start() as (brain, ear, _):
            for text in said:
                await tell(brain, ear, text)

    def state(self) -> Path:
        """As if the engine had put its state down."""
        self.states.mkdir(parents=True, exist_ok=True)
        path = self.states / "talk-1.kv"
        path.write_bytes(b"numbers")
        return path

    def holds(self, *words: str) -> bool:
        """Whether one of these stands in a file, or in the name of one."""
        found = [path for path in self.words.rglob("*") if path.is_file()]
        read = b"\n".join(path.read_bytes() + path.name.encode() for path in found)
        return any(word.encode() in read for word in words)

    def states_left(self) -> list[str]:
        return [path.name for path in self.states.glob("*")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def desk(brain: MixtureBrain) -> list[tuple[str, str]]:
    channel = brain.snapshot().channels.get("desk")
    return [(one.role, one.text) for one in channel.messages] if channel else []


# ---------------------------------------------------------------- from one start to the next


async def test_the_one_that_was_open_is_taken_up_not_the_newest(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS)
        old = brain.session().id
        await brain.submit(NewSession())
        await tell(brain, ear, "The newest.")
        new = brain.session().id
        await brain.submit(OpenSession(session=old))
    async with home.start() as (brain, ear, _):
        assert brain.session().id == old
        await brain.submit(MarkSession(session=old, archived=True))
    async with home.start() as (brain, ear, _):
        assert brain.session().id == new, "the other one was put away"
        await brain.submit(OpenSession(session=old))
        await tell(brain, ear, "Said in one that is put away.")
    async with home.start() as (brain, _, _):
        assert brain.session().id == old
        await brain.submit(DeleteSession(session=old))
    async with home.start() as (brain, _, _):
        assert brain.session().id == new


async def test_it_is_taken_up_as_it_was(home: Home) -> None:
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, WORDS)
        asked = engine.requests[-1].messages
    assert engine.put_downs == ["desk"]
    assert home.holds(WORDS)
    for path in home.words.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0
    async with home.start() as (brain, ear, engine):
        assert desk(brain) == [("person", WORDS), ("sel", REPLY)]
        assert brain.session().kept
        told = await ear.until(lambda e: isinstance(e, Snapshot), 2)
        assert isinstance(told, Snapshot)
        assert len(told.channels["desk"].messages) == 2, "faces are told at once"
        await until(lambda: len(engine.requests) == 2)
        taken_up = engine.requests[-1]
        assert (taken_up.slot, taken_up.max_tokens, taken_up.take_up) == ("desk", 0, True)
        await tell(brain, ear, "And what else?")
        again = engine.requests[-1]
        assert again.take_up
        assert again.messages[: len(asked)] == asked, "what was read need not be read again"
        assert again.messages[len(asked)].content == REPLY
    async with home.start() as (brain, _, _engine):
        assert [text for _, text in desk(brain)] == [WORDS, REPLY, "And what else?", REPLY]


async def test_a_long_one_is_taken_up_as_its_prompt_stood(home: Home) -> None:
    async with home.start() as (brain, ear, engine):
        for number in range(12):
            await tell(brain, ear, f"The heron number {number} stood in the river.")
        await until(lambda: brain._turns.condenser.idle)
        await tell(brain, ear, "And then it flew.")
        asked = engine.requests[-1].messages
        history = brain._channels["desk"].conversation.history
        assert history.forgotten
    async with home.start() as (brain, ear, engine):
        assert len(desk(brain)) == 26
        await tell(brain, ear, "Where to?")
        assert engine.requests[-1].messages[: len(asked)] == asked
        assert brain._channels["desk"].conversation.archive.entries


async def test_what_is_said_while_it_is_taken_up_comes_after_it(home: Home) -> None:
    await home.talk(WORDS)
    home.library.gate.clear()
    brain = MixtureBrain(home.parts(engine := scripted(REPLY)))
    ear = Ear(brain)
    await brain.start()
    turn = await say(brain, "Hello again.")
    assert desk(brain) == [("person", "Hello again.")]
    home.library.gate.set()
    await ear.ending(turn)
    assert [text for _, text in desk(brain)] == [WORDS, REPLY, "Hello again.", REPLY]
    assert WORDS in repr(engine.requests[-1].messages)
    await brain.stop()
    await ear.close()


async def test_all_branches_come_back(home: Home) -> None:
    async with home.start(scripted("", "One.", "Two.")) as (brain, ear, _):
        await tell(brain, ear, WORDS)
        await ear.ending(await brain.submit(Regenerate()))
    async with home.start() as (brain, _, _engine):
        assert desk(brain) == [("person", WORDS), ("sel", "Two.")]
        assert sorted(one.reply for one in brain.branches()) == ["One.", "Two."]


async def test_others_stay_and_are_gone_on_with(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS)
        first = brain.session().id
        await brain.submit(NewSession())
        await tell(brain, ear, "Something else.")
    async with home.start() as (brain, ear, engine):
        assert desk(brain)[0] == ("person", "Something else.")
        await brain.submit(RenameSession(session=first, title="Birds"))
        rows = await brain.sessions()
        assert {one.title for one in rows} >= {"Birds"}
        assert all(one.kept for one in rows)
        assert (await brain.find("quetzalwren")).hits[0].session == first
        await brain.submit(OpenSession(session=first))
        await tell(brain, ear, "And now?")
        assert WORDS in repr(engine.requests[-1].messages)
        assert "Something else." not in repr(engine.requests[-1].messages)
    async with home.start() as (brain, _, _engine):
        assert brain.session().title == "Birds"
        assert desk(brain)[-2:] == [("person", "And now?"), ("sel", REPLY)]


async def test_a_crash_in_mid_reply_costs_no_more_than_a_moment(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.brain.sessions.kept.HALF_A_SECOND", 0.02)
    engine = ScriptedEngine(replies=("", STORY), pace=Pace(tokens_per_second=40.0))
    brain = MixtureBrain(dataclasses.replace(home.parts(engine), persona=Persona(name="Nova")))
    ear = Ear(brain)
    await brain.start()
    await until(lambda: brain._kept.settled.is_set() and "you" in brain.snapshot().consent)
    await say(brain, WORDS)
    await ear.until(lambda e: isinstance(e, TextArrived), 3)
    crashed = Home(home.words.parent / "crashed")
    crashed.library = home.library
    crashed.words.parent.mkdir()
    await until(lambda: home.holds("heron4"))
    copied = await asyncio.to_thread(_copy, home.words, crashed.words)
    assert copied
    await brain.stop()
    await ear.close()
    async with crashed.start() as (brain, _, _engine):
        (_, question), (_, reply) = desk(brain)
        assert question == WORDS
        assert reply.startswith("Of heron0 and heron1 ")
        (turn,) = brain.branches()
        assert (turn.state, turn.name) == ("interrupted", "Nova")


def _copy(source: Path, target: Path) -> bool:
    import shutil

    shutil.copytree(source, target)
    return True


async def test_of_a_reply_that_goes_on_no_half_stays_beside_it(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.brain.sessions.kept.HALF_A_SECOND", 0.02)
    engine = ScriptedEngine(replies=("", STORY), pace=Pace(tokens_per_second=200.0))
    async with home.start(engine) as (brain, ear, _):
        await say(brain, WORDS)
        await ear.until(lambda e: isinstance(e, TextArrived), 3)
        await brain.submit(Interrupt())
        await ear.ending(await brain.submit(ContinueReply()))
    async with home.start() as (brain, _, _engine):
        (row,) = brain.branches()
        assert row.state == "whole"
        assert len(desk(brain)) == 2


async def test_nothing_new_leaves_the_files_as_they_are(home: Home) -> None:
    await home.talk(WORDS)
    before = {path: path.read_bytes() for path in home.words.rglob("*") if path.is_file()}
    state = home.state()
    await home.talk()
    assert {path: path.read_bytes() for path in before} == before
    assert state.exists()


# ---------------------------------------------------------------- only with leave


@pytest.mark.parametrize("state", ["unasked", "not_now", "never", "withdrawn"])
async def test_without_leave_there_is_no_file(home: Home, state: Any) -> None:
    home.library.states["you"] = state
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, WORDS)
        await brain.submit(NewSession())
        await tell(brain, ear, "And more.")
        assert [one.kept for one in await brain.sessions()] == [False, False]
    assert not home.words.exists()
    assert engine.put_downs == []


async def test_what_was_said_before_the_yes_is_not_kept_nor_the_engines_state(home: Home) -> None:
    home.library.states["you"] = "unasked"
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, "Too early, wimblethorn.")
        await brain.submit(AnswerConsent(answer="yes"))
        await ear.until(lambda e: isinstance(e, ConsentChanged))
        await tell(brain, ear, WORDS)
        assert desk(brain)[0][1] == "Too early, wimblethorn."
        await until(lambda: brain.session().kept and home.holds(WORDS))
        await brain.submit(MarkSession(session=brain.session().id, pinned=True))
        assert not home.holds("wimblethorn"), "nor in the row of the list"
    assert engine.put_downs == []
    assert not home.holds("wimblethorn")
    assert home.holds(WORDS)


async def test_a_picture_without_words_needs_leave_as_words_do(home: Home) -> None:
    home.library.states["you"] = "unasked"
    async with home.start(scripted(*[REPLY] * 9)) as (brain, ear, _):
        await tell(brain, ear, "", images=("/nowhere/wimblethorn.png",))
        assert not brain._kept.session.empty
        await brain.submit(AnswerConsent(answer="yes"))
        await ear.until(lambda e: isinstance(e, ConsentChanged))
        await tell(brain, ear, WORDS)
        await until(lambda: brain.session().kept and home.holds(WORDS))
    assert not home.holds("wimblethorn")


async def test_leave_that_was_taken_back_elsewhere_ends_it(home: Home) -> None:
    await home.talk(WORDS)
    home.library.states["you"] = "withdrawn"
    async with home.start() as (brain, ear, _engine):
        assert desk(brain) == []
        await tell(brain, ear, "wimblethorn")
    assert not home.holds("wimblethorn")


async def test_in_company_all_must_agree(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS)
        await tell(brain, ear, "I am Ana, the wimblethorn.", person="ana")
    assert home.holds(WORDS)
    assert not home.holds("wimblethorn")


async def test_switched_off_nothing_new_is_kept(home: Home) -> None:
    async with home.start(sessions=False) as (brain, ear, _):
        await tell(brain, ear, WORDS)
    assert not home.words.exists()


async def test_without_resume_a_new_one_begins(home: Home) -> None:
    await home.talk(WORDS)
    async with home.start(resume=False) as (brain, _, _engine):
        assert desk(brain) == []
        assert len(await brain.sessions()) == 1


async def test_other_channels_are_not_kept(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS, channel="attic")
    assert not home.holds(WORDS)


# ---------------------------------------------------------------- when it goes


@pytest.mark.parametrize("how", ["cleared", "deleted"])
async def test_deleted_it_is_gone_at_once(home: Home, how: str) -> None:
    await home.talk(WORDS)
    home.state()
    async with home.start() as (brain, ear, _engine):
        here = brain.session().id
        await brain.submit(ClearChannel() if how == "cleared" else DeleteSession(session=here))
        assert not home.holds(WORDS, "quetzalwren")
        assert home.states_left() == []
        assert desk(brain) == []
        assert here not in [one.id for one in await brain.sessions()]
        assert not (await brain.find("quetzalwren")).hits
        await tell(brain, ear, "A new beginning.")
    assert not home.holds("quetzalwren")
    assert home.holds("A new beginning.")


async def test_what_was_remembered_from_it_can_go_with_it(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        assert len(await brain.memories()) == 1
        await brain.submit(DeleteSession(session=brain.session().id, memories=True))
        assert await brain.memories() == []


@pytest.mark.parametrize("answer", ["withdraw_erase", "never"])
async def test_leave_taken_back_takes_all_along(home: Home, answer: Any) -> None:
    await home.talk(WORDS)
    home.state()
    async with home.start() as (brain, ear, _):
        await brain.submit(AnswerConsent(answer=answer))
        await until(lambda: not home.holds(WORDS))
        assert home.states_left() == []
        await tell(brain, ear, "Still here?")
    assert not home.holds("Still here?", WORDS)


@pytest.mark.parametrize("command", [ForgetMemories(ids=("m1",)), UndoMemory()])
async def test_what_takes_words_away_takes_their_turns_along(home: Home, command: Any) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS)
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await brain._kept.put_down()
        home.state()
        assert home.holds("fog")
        before = len(ear.of(Snapshot))
        await brain.submit(command)
        assert not home.holds("fog")
        assert home.states_left() == []
        if isinstance(command, ForgetMemories):
            assert "fog" not in repr(desk(brain))
            assert len(ear.of(Snapshot)) > before, "faces draw it anew"
        await tell(brain, ear, "And so on.")
    assert not home.holds("fog")
    assert home.holds(WORDS)
    assert home.holds("And so on.")
    async with home.start() as (brain, _, _engine):
        assert [text for role, text in desk(brain) if role == "person"] == [WORDS, "And so on."]


async def test_conversations_are_named_before_they_go_with_everything(home: Home) -> None:
    await home.talk(WORDS, "And of the weather.")
    async with home.start() as (brain, ear, _):
        assert "(one conversation)" in await tell(brain, ear, "forget everything")
        assert home.holds(WORDS)
        await tell(brain, ear, "yes")
        assert not home.holds(WORDS)
        assert brain._kept.talks_of("somebody else") == 0


async def test_what_is_forgotten_leaves_conversations_that_are_closed(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await brain.submit(NewSession())
        await tell(brain, ear, WORDS)
        await tell(brain, ear, "Not much of a fog, that.")
        await tell(brain, ear, "i  LIKE fog.")
        assert await brain.turns_quoting(("m1",)) == 2  # on the disk, and in RAM
        assert await brain.turns_quoting(("nothing",)) == 0
        await brain.submit(ForgetMemories(ids=("m1",)))
        assert await brain.turns_quoting(("m1",)) == 0
    assert not home.holds("like fog")
    assert home.holds(WORDS)


@pytest.mark.parametrize("said", ["my password is hunter2", "I like fog but keep it to yourself"])
async def test_what_is_not_to_be_kept_is_not(
    home: Home, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("kept", "draft"):
        name = f"sel.brain.sessions.{module}.secret_in"
        monkeypatch.setattr(name, lambda text: "hunter2" in text)
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, said)
        await tell(brain, ear, WORDS)
    assert home.holds(WORDS)
    assert not home.holds("hunter2", "fog")
    assert engine.put_downs == [], "the engine has read it, too"


async def test_a_state_being_put_down_while_words_go_does_not_stay(home: Home) -> None:
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, WORDS)

        async def slow(slot: str) -> int:
            home.state()
            await asyncio.to_thread(home.library.leaving)
            home.state()
            return 7

        engine.put_down = slow  # type: ignore[method-assign]
        await brain._kept.put_down()
        assert home.states_left() == []


# ---------------------------------------------------------------- what goes wrong


async def test_a_disk_that_refuses_is_said_once(home: Home) -> None:
    home.words.parent.mkdir(exist_ok=True)
    home.words.write_text("a file where a folder should be")
    async with home.start() as (brain, ear, _):
        for _ in range(3):
            await tell(brain, ear, WORDS)
            await brain._kept._told_write()
        assert [text for _, text in desk(brain)] == [WORDS, REPLY] * 3
        told = [e for e in ear.of(NoticeGiven) if e.level != "info"]
        assert len(told) == 1


async def test_without_a_library_nothing_is_kept() -> None:
    async with remembering_brain(LittleLibrary("you"), scripted(REPLY)) as (brain, ear):
        assert await tell(brain, ear, WORDS) == REPLY
