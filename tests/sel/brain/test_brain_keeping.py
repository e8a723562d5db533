"""What is kept of a message: once, after the reply, from the right person, and never a secret."""

from __future__ import annotations

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell
from stage import say, scripted

from sel.engine.scripted import Pace
from sel.errors import EngineGaveUp, InputRefused, StoreError
from sel.events import (
    Interrupt,
    NoticeGiven,
    TextArrived,
    TurnFailed,
    TurnFinished,
    TurnInterrupted,
)
from sel.memory_events import (
    DecideMemory,
    EditMemory,
    MemoriesForgotten,
    MemoryEdited,
    MemoryKept,
    MemoryProposed,
    MemoryRefused,
    UndoMemory,
)

pytestmark = pytest.mark.usefixtures("plainly")

SLOW = Pace(tokens_per_second=40.0)
LONG = "One two three four five six seven eight nine ten eleven twelve " * 3


async def test_what_was_said_is_kept_after_the_reply_and_told() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        turn = await say(brain, "Hello. I live in a lighthouse. Nice day.")
        await ear.ending(turn)
        kept = await ear.until(lambda e: isinstance(e, MemoryKept))
        assert isinstance(kept, MemoryKept)
        kinds = [type(event) for event in ear.events if event.turn_id == turn]
        assert kinds.index(TurnFinished) < kinds.index(MemoryKept)
        assert (kept.person, kept.how, kept.channel) == ("you", "new", "desk")
        assert kept.memory.text == kept.memory.quote == "I live in a lighthouse"
        (row,) = library.rows.values()
        assert row.scope == row.source.channel == "desk"
        assert row.source.message_id.startswith(f"{turn}/1@")
        assert row.at == pytest.approx(ear.events[-1].at, abs=60)
        assert row.mood == brain.snapshot().affect.mood


async def test_said_again_it_grows_stronger() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        for _ in range(2):
            await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await ear.until(lambda e: isinstance(e, MemoryKept), 2)
        assert [event.how for event in ear.of(MemoryKept)] == ["new", "strengthened"]
        assert ear.of(MemoryKept)[1].memory.strength == 2


async def test_small_talk_leaves_nothing() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("I am fine. I like you.")) as (brain, ear):
        await tell(brain, ear, "How are you?")
        await brain.memory.quiet()
        assert library.rows == {}, "not even what SEL says"


async def test_every_message_of_a_turn_belongs_to_who_said_it() -> None:
    library = LittleLibrary("ana", "ben")
    async with remembering_brain(library, scripted("Fine."), batch_seconds=0.2) as (brain, ear):
        turn = await say(brain, "I like fog.", channel="guild:1", person="ana")
        await say(brain, "I like rain.", channel="guild:1", person="ben", scope="guild:9")
        await ear.ending(turn)
        await brain.memory.quiet()
        found = {(row.person, row.text, row.scope) for row in library.rows.values()}
        assert found == {("ana", "I like fog", "guild:1"), ("ben", "I like rain", "guild:9")}
        ids = {row.source.message_id for row in library.rows.values()}
        assert len(ids) == 2


async def test_an_interrupted_turn_keeps_nothing_twice() -> None:
    library = LittleLibrary("you")
    engine = scripted("Both.", pace=Pace(first_token_seconds=0.5))
    async with remembering_brain(library, engine) as (brain, ear):
        first = await say(brain, "I like fog.")
        await ear.until(lambda e: type(e).__name__ == "TurnStarted")
        second = await say(brain, "I like rain.")
        assert isinstance(await ear.ending(first), TurnInterrupted)
        await ear.ending(second)
        await brain.memory.quiet()
        assert library.calls.count("keep") == 2
        assert [row.strength for row in library.rows.values()] == [1, 1]


async def test_what_was_answered_in_part_was_said_all_the_same() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted(LONG, "Yes.", pace=SLOW)) as (brain, ear):
        turn = await say(brain, "I like fog.")
        await ear.until(lambda e: isinstance(e, TextArrived))
        await brain.submit(Interrupt())
        await ear.ending(turn)
        await tell(brain, ear, "Go on.")
        await brain.memory.quiet()
        assert [row.text for row in library.rows.values()] == ["I like fog"]
        assert library.calls.count("keep") == 1


async def test_a_turn_that_failed_or_was_silent_still_heard_what_was_told() -> None:
    library = LittleLibrary("you")
    engine = scripted("x", fail_start=EngineGaveUp("No rung held."))
    async with remembering_brain(library, engine) as (brain, ear):
        assert isinstance(await ear.ending(await say(brain, "I like fog.")), TurnFailed)
        await tell(brain, ear, "please don't reply to this. I like rain.")
        await brain.memory.quiet()
        assert {row.text for row in library.rows.values()} == {"I like fog", "I like rain"}


async def test_words_said_to_others_are_not_kept() -> None:
    library = LittleLibrary("ana")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.", channel="guild:1", person="ana", addressed=False)
        await brain.memory.quiet()
        assert library.rows == {}


async def test_a_secret_is_refused_and_the_event_does_not_hold_it() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog. I use hunter2 everywhere.")
        refused = await ear.until(lambda e: isinstance(e, MemoryRefused))
        assert isinstance(refused, MemoryRefused)
        assert "a password" in refused.reason
        assert "hunter2" not in refused.reason
        await brain.memory.quiet()
        assert [row.text for row in library.rows.values()] == ["I like fog"]


async def test_without_leave_not_even_secrets_are_looked_for() -> None:
    async with remembering_brain(LittleLibrary(), scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I use hunter2 everywhere.")
        await brain.memory.quiet()
        assert ear.of(MemoryRefused) == []


async def test_asked_to_keep_it_to_itself_sel_keeps_nothing_of_it_and_answers() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Of course.")) as (brain, ear):
        said = await tell(brain, ear, "I like fog. I am pregnant, but keep it to yourself")
        assert said.lower() == "of course."
        refused = await ear.until(lambda e: isinstance(e, MemoryRefused))
        assert isinstance(refused, MemoryRefused)
        assert "asked" in refused.reason
        await brain.memory.quiet()
        assert library.rows == {}


async def test_a_full_disk_is_a_notice_and_the_turn_is_whole() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        library.broken = StoreError("The disk is full.", hint="Make room.")
        for _ in range(2):
            assert (await tell(brain, ear, "I like the fog of today.")).lower() == "fine."
        await ear.until(lambda e: isinstance(e, NoticeGiven))
        await brain.memory.quiet()
        (notice,) = ear.of(NoticeGiven)
        assert (notice.title, notice.hint, notice.level) == (
            "The disk is full.",
            "Make room.",
            "problem",
        )
        library.broken = None
        await tell(brain, ear, "I like rain.")
        await brain.memory.quiet()
        assert [row.text for row in library.rows.values()] == ["I like rain"]


async def test_keeping_does_not_hold_the_next_reply_up() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await brain.consent()
        library.gate.clear()
        library.entered.clear()
        await tell(brain, ear, "I like fog.")
        await tell(brain, ear, "And you?")
        assert library.rows == {}
        library.gate.set()
        await brain.memory.quiet()
        assert len(library.rows) == 1


async def test_what_is_still_to_be_kept_is_kept_before_the_end() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.")
    assert [row.text for row in library.rows.values()] == ["I like fog"]
    assert library.closed


# ---------------------------------------------------------------- asked first


async def test_where_it_is_wished_sel_asks_before_each() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine."), memory_ask=True) as (brain, ear):
        await tell(brain, ear, "I like fog. I like rain.")
        first = await ear.until(lambda e: isinstance(e, MemoryProposed))
        assert isinstance(first, MemoryProposed)
        assert (first.memory.text, first.memory.id) == ("I like fog", "")
        assert len(ear.of(MemoryProposed)) == 1, "one at a time"
        await brain.submit(DecideMemory(keep=True))
        second = await ear.until(lambda e: isinstance(e, MemoryProposed), 2)
        assert isinstance(second, MemoryProposed)
        await brain.submit(DecideMemory(keep=False))
        assert [row.text for row in library.rows.values()] == ["I like fog"]
        with pytest.raises(InputRefused, match="nothing to decide"):
            await brain.submit(DecideMemory(keep=True))


async def test_what_was_not_decided_lapses_with_the_next_proposal() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine."), memory_ask=True) as (brain, ear):
        for text in ("I like fog.", "I like rain."):
            await tell(brain, ear, text)
        await ear.until(lambda e: isinstance(e, MemoryProposed), 2)
        await brain.submit(DecideMemory(keep=True))
        with pytest.raises(InputRefused):
            await brain.submit(DecideMemory(keep=True))
        assert [row.text for row in library.rows.values()] == ["I like rain"]


# ---------------------------------------------------------------- commands


async def test_undo_takes_back_the_newest() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog. I like rain.")
        await brain.submit(UndoMemory())
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.ids == ("m2",)
        assert [row.text for row in library.rows.values()] == ["I like fog"]
        await brain.submit(UndoMemory())
        with pytest.raises(InputRefused, match="nothing to take back"):
            await brain.submit(UndoMemory())


async def test_a_memory_is_corrected_by_its_person_only() -> None:
    library = LittleLibrary("you", "ana")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        with pytest.raises(InputRefused, match="no such"):
            await brain.submit(EditMemory(id="m1", text="I like ana", person="ana"))
        await brain.submit(EditMemory(id="m1", text="I love fog"))
        edited = await ear.until(lambda e: isinstance(e, MemoryEdited))
        assert isinstance(edited, MemoryEdited)
        assert edited.memory.text == library.rows["m1"].text == "I love fog"
