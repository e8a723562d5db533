"""The conversation at the desk lasts from one start to the next, where everybody in it agreed."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import Ear, make_parts, say, scripted

from sel.brain.lasting.files import TalkFiles
from sel.brain.lasting.talk import Talk, dumped, loaded
from sel.brain.memory.consents import Consents
from sel.brain.mixture import MixtureBrain
from sel.cache.disk import Damaged
from sel.engine.scripted import ScriptedEngine
from sel.errors import StoreError
from sel.events import ClearChannel, MessageView, NoticeGiven, Snapshot, TextArrived
from sel.memory.library import Library
from sel.memory_events import AnswerConsent, ConsentChanged, ForgetMemories, UndoMemory
from sel.prompt.history import Turn

pytestmark = pytest.mark.usefixtures("plainly")

WORDS = "We spoke of the quetzalwren."
REPLY = "A fine bird."


class Home:
    """Where one person's conversation is kept, through as many starts as a test wants."""

    def __init__(self, folder: Path) -> None:
        self.words = folder / "talk" / "desk.talk"
        self.states = folder / "kv" / "talk"
        self.library = LittleLibrary("you")

    @asynccontextmanager
    async def start(
        self, engine: ScriptedEngine | None = None, **settings: Any
    ) -> AsyncIterator[tuple[MixtureBrain, Ear, ScriptedEngine]]:
        engine = engine or scripted(REPLY)
        parts = dataclasses.replace(
            make_parts(engine, **settings),
            open_library=lambda: cast(Library, self.library),
            talk=TalkFiles(self.words, self.states),
        )
        brain = MixtureBrain(parts)
        ear = Ear(brain)
        await brain.start()
        await until(lambda: brain._lasting.settled.is_set() and "you" in brain.snapshot().consent)
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

    def files(self) -> list[Path]:
        return [path for folder in (self.words.parent, self.states) for path in folder.glob("*")]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def desk(brain: MixtureBrain) -> list[tuple[str, str]]:
    channel = brain.snapshot().channels.get("desk")
    return [(one.role, one.text) for one in channel.messages] if channel else []


# ---------------------------------------------------------------- from one start to the next


async def test_it_is_taken_up_as_it_was(home: Home) -> None:
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, WORDS)
        asked = engine.requests[-1].messages
    assert engine.put_downs == ["desk"]
    assert WORDS.encode() in home.words.read_bytes()
    assert home.words.stat().st_mode & 0o777 == 0o600
    async with home.start() as (brain, ear, engine):
        assert desk(brain) == [("person", WORDS), ("sel", REPLY)]
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
        ids = [one.turn_id for one in brain.snapshot().channels["desk"].messages]
        assert ids == ["desk-before-1"] * 2 + ["desk-before-2"] * 2


async def test_what_is_said_while_it_is_taken_up_comes_after_it(home: Home) -> None:
    await home.talk(WORDS)
    home.library.gate.clear()
    parts = dataclasses.replace(
        make_parts(engine := scripted(REPLY)),
        open_library=lambda: cast(Library, home.library),
        talk=TalkFiles(home.words, home.states),
    )
    brain = MixtureBrain(parts)
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


async def test_cleared_before_it_was_taken_up_it_does_not_come_back(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    await home.talk(WORDS)
    asked, answered = asyncio.Event(), asyncio.Event()
    at_once = Consents.of

    async def slowly(self: Consents, person: str) -> Any:
        asked.set()
        await answered.wait()
        return await at_once(self, person)

    monkeypatch.setattr(Consents, "of", slowly)
    parts = dataclasses.replace(
        make_parts(scripted(REPLY)),
        open_library=lambda: cast(Library, home.library),
        talk=TalkFiles(home.words, home.states),
    )
    brain = MixtureBrain(parts)
    brain._tasks.start(brain._lasting.take_up(), "take-up")
    await asked.wait()
    await brain.submit(ClearChannel())
    answered.set()
    await brain._lasting.settled.wait()
    assert desk(brain) == []
    await brain.stop()
    assert home.files() == []


async def test_no_more_is_shown_again_than_anybody_scrolls(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.brain.lasting.lasting.MOST_SHOWN", 4)
    await home.talk("One.", "Two.", WORDS)
    async with home.start() as (brain, ear, engine):
        assert [text for _, text in desk(brain)] == ["Two.", REPLY, WORDS, REPLY]
        await tell(brain, ear, "And?")
        assert "One." in repr(engine.requests[-1].messages)


async def test_nothing_new_leaves_the_file_as_it_is(home: Home) -> None:
    await home.talk(WORDS)
    before, state = home.words.read_bytes(), home.state()
    await home.talk()
    assert home.words.read_bytes() == before
    assert state.exists()


# ---------------------------------------------------------------- only with leave


@pytest.mark.parametrize("state", ["unasked", "not_now", "never", "withdrawn"])
async def test_without_leave_there_is_no_file(home: Home, state: Any) -> None:
    home.library.states["you"] = state
    await home.talk(WORDS, "And more.")
    assert home.files() == []
    assert not home.words.parent.exists()


async def test_what_was_said_before_the_yes_is_not_kept_nor_the_engines_state(home: Home) -> None:
    home.library.states["you"] = "unasked"
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, "Too early, wimblethorn.")
        await brain.submit(AnswerConsent(answer="yes"))
        await ear.until(lambda e: isinstance(e, ConsentChanged))
        await tell(brain, ear, WORDS)
    assert engine.put_downs == []
    assert b"wimblethorn" not in home.words.read_bytes()
    assert WORDS.encode() in home.words.read_bytes()


async def test_leave_that_was_taken_back_elsewhere_ends_it(home: Home) -> None:
    await home.talk(WORDS)
    home.state()
    home.library.states["you"] = "withdrawn"
    async with home.start() as (brain, _, _engine):
        assert desk(brain) == []
        assert home.files() == []


async def test_in_company_all_must_agree(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS)
        await tell(brain, ear, "I am Ana.", person="ana")
    assert home.files() == []
    home.library.states["ana"] = "given"
    async with home.start() as (brain, ear, _):
        await brain.memory.consents.of("ana")  # else her answer may not be known yet: then it is no
        await tell(brain, ear, WORDS)
        await tell(brain, ear, "I am Ana.", person="ana")
    assert home.words.exists()
    home.library.states["ana"] = "never"
    async with home.start() as (brain, _, _engine):
        assert desk(brain) == []
        assert home.files() == []


async def test_switched_off_nothing_is_kept_and_what_was_kept_goes(home: Home) -> None:
    await home.talk(WORDS)
    home.state()
    async with home.start(resume=False) as (brain, ear, _):
        assert desk(brain) == []
        await tell(brain, ear, WORDS)
    assert home.files() == []


async def test_other_channels_are_not_kept(home: Home) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, WORDS, channel="attic")
    assert home.files() == []


# ---------------------------------------------------------------- when it goes


async def test_cleared_it_is_gone_at_once(home: Home) -> None:
    await home.talk(WORDS)
    home.state()
    async with home.start() as (brain, ear, engine):
        await brain.submit(ClearChannel())
        assert home.files() == []
        await tell(brain, ear, "A new beginning.")
    assert engine.put_downs == ["desk"]
    assert b"quetzalwren" not in home.words.read_bytes()


@pytest.mark.parametrize("answer", ["withdraw_keep", "withdraw_erase", "never"])
async def test_leave_taken_back_takes_it_along(home: Home, answer: Any) -> None:
    await home.talk(WORDS)
    home.state()
    async with home.start() as (brain, ear, _):
        await brain.submit(AnswerConsent(answer=answer))
        assert home.files() == []
        await tell(brain, ear, "Still here?")
    assert home.files() == []


@pytest.mark.parametrize("command", [ForgetMemories(ids=("m1",)), UndoMemory()])
async def test_what_takes_words_away_takes_it_along(home: Home, command: Any) -> None:
    async with home.start() as (brain, ear, _):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await brain._lasting.put_down()
        home.state()
        assert b"fog" in home.words.read_bytes()
        await brain.submit(command)
        assert home.files() == []
        await tell(brain, ear, WORDS)
    assert b"fog" not in home.words.read_bytes()
    assert WORDS.encode() in home.words.read_bytes()


async def test_a_reply_under_way_while_words_go_is_not_kept(home: Home) -> None:
    from sel.engine.scripted import Pace

    engine = ScriptedEngine(replies=("Fog, " * 40,), pace=Pace(tokens_per_second=80.0))
    async with home.start(engine) as (brain, ear, _):
        turn = await say(brain, "I like fog.")
        await ear.until(lambda e: isinstance(e, TextArrived))
        home.library.leaving()
        await ear.ending(turn)
    assert home.files() == []


@pytest.mark.parametrize("said", ["my password is hunter2", "I like fog but keep it to yourself"])
async def test_what_is_not_to_be_kept_is_not(
    home: Home, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sel.brain.lasting.lasting.secret_in", lambda text: "hunter2" in text)
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, said)
        await tell(brain, ear, WORDS)
    kept = home.words.read_bytes()
    assert WORDS.encode() in kept
    assert b"hunter2" not in kept
    assert b"fog" not in kept
    assert engine.put_downs == [], "the engine has read it, too"


async def test_a_state_being_put_down_while_words_go_does_not_stay(home: Home) -> None:
    async with home.start() as (brain, ear, engine):
        await tell(brain, ear, WORDS)

        async def slow(slot: str) -> int:
            home.state()
            home.library.leaving()
            home.state()
            return 7

        engine.put_down = slow  # type: ignore[method-assign]
        await brain._lasting.put_down()
        assert home.files() == []


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("damage", [b"", b"sel-talk 1 00\n{}", b"\xff" * 90])
async def test_a_broken_file_is_put_aside_and_said(home: Home, damage: bytes) -> None:
    await home.talk(WORDS)
    home.words.write_bytes(damage)
    home.state()
    async with home.start() as (brain, ear, _):
        told = await ear.until(lambda e: isinstance(e, NoticeGiven) and "taken up" in e.title)
        assert isinstance(told, NoticeGiven)
        assert told.level == "problem"
        assert desk(brain) == []
        assert [path.name for path in home.files()] == ["desk.talk.damaged"]
        await tell(brain, ear, WORDS)
        await brain._lasting.put_down()
        assert home.words.exists()
        await brain.submit(ClearChannel())
        assert home.files() == [], "what was put aside holds words, too"


async def test_a_disk_that_refuses_is_said_once(home: Home) -> None:
    home.words.parent.parent.mkdir(exist_ok=True)
    home.words.parent.write_text("a file where a folder should be")
    async with home.start() as (brain, ear, _):
        for _ in range(3):
            await tell(brain, ear, WORDS)
            await brain._lasting.put_down()
        told = [e for e in ear.of(NoticeGiven) if "last conversation" in e.title]
        assert len(told) == 1


async def test_without_a_library_nothing_is_kept() -> None:
    async with remembering_brain(LittleLibrary("you"), scripted(REPLY)) as (brain, ear):
        assert await tell(brain, ear, WORDS) == REPLY


# ---------------------------------------------------------------- the file

TEXT = st.text(max_size=20)
TALKS = st.builds(
    Talk,
    people=st.lists(TEXT, max_size=2).map(tuple),
    heard_at=st.floats(0, 2e9),
    turns=st.lists(st.builds(Turn, said=TEXT, reply=TEXT, note=TEXT), max_size=3).map(tuple),
    shown=st.lists(
        st.builds(MessageView, role=st.sampled_from(["person", "sel"]), text=TEXT), max_size=3
    ).map(tuple),
    told=st.dictionaries(TEXT, TEXT, max_size=2),
    forgotten=st.integers(0, 9),
    summary=TEXT,
)


@given(TALKS)
def test_what_is_written_is_what_is_read(talk: Talk) -> None:
    assert loaded(dumped(talk)) == talk


@given(TALKS, st.data())
def test_no_other_bytes_are_read(talk: Talk, data: st.DataObject) -> None:
    raw = bytearray(dumped(talk))
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(Damaged):
        loaded(bytes(raw))


def test_a_file_of_another_make_is_damaged() -> None:
    import sel.brain.lasting.talk as module

    for body in (b"[]\n", b'{"people":["you"]}\n', b'{"turns":[{"x":1}]}\n'):
        head = module._HEAD + module._check(body) + b"\n"
        with pytest.raises(Damaged, match="not SEL's own"):
            loaded(head + body)


def test_who_began_before_a_deletion_writes_nothing(tmp_path: Path) -> None:
    files = TalkFiles(tmp_path / "desk.talk", tmp_path / "kv")
    talk, number = Talk(people=("you",), heard_at=1.0), files.number
    assert files.write(talk, number)
    assert files.read() == talk
    files.erase()
    assert not files.write(talk, number)
    assert files.read() is None
    (tmp_path / "desk.talk").mkdir()
    with pytest.raises(StoreError, match="last conversation"):
        files.read()
