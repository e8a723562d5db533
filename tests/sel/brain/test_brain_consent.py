"""Consent: asked once, at first contact; nothing is kept before a yes; it can be taken back."""

from __future__ import annotations

import asyncio

import pytest
from memory_stage import LittleLibrary, allow, remembering_brain, tell, until
from stage import Ear, make_parts, say, scripted

from sel.brain.mixture import MixtureBrain
from sel.errors import StoreError
from sel.events import NoticeGiven, TurnFinished
from sel.memory_events import (
    AnswerConsent,
    ConsentAsked,
    ConsentChanged,
    MemoriesForgotten,
    MemoryKept,
)

pytestmark = pytest.mark.usefixtures("plainly")


async def test_the_person_at_the_desk_is_asked_at_the_start_and_once() -> None:
    async with remembering_brain(LittleLibrary(), scripted("Fine.")) as (brain, ear):
        asked = await ear.until(lambda e: isinstance(e, ConsentAsked))
        assert isinstance(asked, ConsentAsked)
        assert (asked.person, asked.channel) == ("you", "desk")
        assert asked.text == brain.consent_words
        assert "/undo" in asked.text
        for _ in range(2):
            await tell(brain, ear, "I live in a lighthouse.")
        assert len(ear.of(ConsentAsked)) == 1
        assert brain.snapshot().consent == {"you": "unasked"}


async def test_whoever_answered_before_is_not_asked_again() -> None:
    for state in ("given", "never", "not_now", "withdrawn"):
        library = LittleLibrary()
        library.states["you"] = state
        async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
            await tell(brain, ear, "hello")
            assert await brain.consent() == state
            assert ear.of(ConsentAsked) == []
            assert brain.snapshot().consent == {"you": state}


async def test_everybody_is_asked_for_themselves_where_they_first_speak_to_sel() -> None:
    async with remembering_brain(LittleLibrary("you"), scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "Hello SEL.", channel="guild:1", person="ana")
        await ear.until(lambda e: isinstance(e, ConsentAsked) and e.person == "ana")
        await tell(brain, ear, "Hello SEL.", channel="dm:2", person="ben")
        await ear.until(lambda e: isinstance(e, ConsentAsked) and e.person == "ben")
        asked = {(event.person, event.channel) for event in ear.of(ConsentAsked)}
        assert asked == {("ana", "guild:1"), ("ben", "dm:2")}


async def test_who_chats_with_others_is_not_asked() -> None:
    async with remembering_brain(LittleLibrary("you"), scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "mhm", channel="guild:1", person="ana", addressed=False)
        await brain.memory.shelf.ask(lambda _: None)
        assert ear.of(ConsentAsked) == []


async def test_the_conversation_goes_on_whatever_they_do() -> None:
    library = LittleLibrary()
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        assert (await tell(brain, ear, "I live in a lighthouse.")).lower() == "fine."
        await brain.memory.quiet()
        assert library.rows == {}
        assert "keep" not in library.calls
        await brain.submit(AnswerConsent(answer="never"))
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        assert library.rows == {}
        assert ear.of(MemoryKept) == []


async def test_a_yes_counts_from_the_next_message_on() -> None:
    library = LittleLibrary()
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I live in a lighthouse.")
        await allow(brain, ear)
        (changed,) = ear.of(ConsentChanged)
        assert changed.state == "given"
        assert brain.snapshot().consent == {"you": "given"}
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        assert [row.text for row in library.rows.values()] == ["I like fog"]


async def test_taking_it_back_may_erase_what_there_is_and_gives_a_receipt() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await brain.submit(AnswerConsent(answer="withdraw_erase"))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.counts == {"memories": 1, "turns": 1, "cached answers": 2}
        assert library.rows == {}
        assert brain.snapshot().consent == {"you": "withdrawn"}


async def test_the_ones_yes_is_not_the_others() -> None:
    library = LittleLibrary("ana")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        for person in ("ana", "ben"):
            await tell(brain, ear, "I like fog.", channel="guild:1", person=person)
        await brain.memory.quiet()
        assert [row.person for row in library.rows.values()] == ["ana"]


async def test_a_library_that_cannot_be_opened_is_one_notice_and_the_talk_goes_on() -> None:
    error = StoreError("Another SEL is here.", where="pid 7", hint="Close it.")
    opened = []

    def fail() -> LittleLibrary:
        opened.append(1)
        raise error

    parts = make_parts(scripted("Fine."))
    parts = type(parts)(
        **{name: getattr(parts, name) for name in parts.__dataclass_fields__}
        | {"open_library": fail}
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    notice = await ear.until(lambda e: isinstance(e, NoticeGiven))
    assert isinstance(notice, NoticeGiven)
    assert (notice.title, notice.level) == ("Another SEL is here.", "problem")
    for _ in range(2):
        assert isinstance(await ear.ending(await say(brain, "I live in Porto now.")), TurnFinished)
    await brain.memory.quiet()
    assert len(ear.of(NoticeGiven)) == 1
    assert len(opened) > 1, "it is tried again"
    with pytest.raises(StoreError, match="Another SEL"):
        await brain.memories()
    await brain.stop()
    await ear.close()


async def test_without_a_library_nothing_is_asked_and_nothing_kept() -> None:
    brain = MixtureBrain(make_parts(scripted("Fine.")))
    ear = Ear(brain)
    await brain.start()
    ending = await ear.ending(await say(brain, "what do you know about me?"))
    assert isinstance(ending, TurnFinished)
    assert ending.text.lower() == "fine."
    assert ear.of(ConsentAsked) == []
    with pytest.raises(StoreError, match="no memory"):
        await brain.memories()
    await brain.stop()
    await ear.close()


async def test_what_opening_found_is_told() -> None:
    library = LittleLibrary("you")
    library.notices = ("A torn line was cut off.",)
    library.due = ["m0"]
    async with remembering_brain(library, scripted("Fine.")) as (_, ear):
        notice = await ear.until(lambda e: isinstance(e, NoticeGiven))
        assert isinstance(notice, NoticeGiven)
        assert notice.title == "A torn line was cut off."
        await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        await until(lambda: "seen you" in library.calls)
    assert library.calls[0] == "prune", "what is due goes before anybody counts as seen"
    assert library.calls.index("prune") < library.calls.index("seen you")
    assert library.closed


async def test_the_library_is_never_called_in_the_loops_thread() -> None:
    import threading

    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog and long walks.")
        await tell(brain, ear, "what do you know about me?")
        await brain.memories()
        await asyncio.sleep(0)
    assert threading.get_ident() not in library.threads
    assert len(library.threads) == 1


async def test_leave_taken_back_in_another_process_holds_here() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "hello")
        await until(lambda: brain.snapshot().consent == {"you": "given"})
        await asyncio.to_thread(library.ended, "you")
        await until(lambda: brain.snapshot().consent == {"you": "withdrawn"})
