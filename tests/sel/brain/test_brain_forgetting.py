"""Forgetting reaches the conversation, too: its turns, what is shown, the prompt and the engine."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from memory_stage import LittleLibrary, remembering_brain, tell, until
from stage import say, scripted
from test_brain_recalling import stocked

from sel.brain.conversation import Conversation
from sel.brain.memory import remembering
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import StoreError
from sel.events import ClearChannel, SendMessage, TextArrived, TurnFinished
from sel.memory_events import ForgetMemories, MemoriesForgotten, MemoriesRecalled
from sel.prompt.forgotten import holds
from sel.prompt.history import History, Turn

pytestmark = pytest.mark.usefixtures("plainly")

SLOW = Pace(tokens_per_second=60.0)
LONG = "One two three four five six seven eight nine ten eleven twelve " * 3


class Noted(ScriptedEngine):
    """Notes which conversations it had to forget."""

    def __init__(self, *replies: str, pace: Pace = SLOW) -> None:
        super().__init__(replies=replies, pace=pace)
        self.forgot: list[str] = []

    def forget(self, slot: str) -> None:
        self.forgot.append(slot)
        super().forget(slot)


async def test_a_forgotten_memory_leaves_the_conversation_and_the_engine() -> None:
    library, engine = LittleLibrary("you"), Noted("Fine.")
    async with remembering_brain(library, engine) as (brain, ear):
        await tell(brain, ear, "Hello. I live in a lighthouse.")
        await tell(brain, ear, "I like fog.")
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(ids=("m1",)))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.counts == {"memories": 1, "turns": 1, "cached answers": 4}
        assert gone.ids == ("m1",)
        assert engine.forgot == ["desk"]
        assert "lighthouse" not in repr(brain.snapshot())
        assert await brain.prompt_parts("desk") == []
        await tell(brain, ear, "Go on.")
        said = repr(engine.requests[-1].messages)
        assert "lighthouse" not in said
        assert "I like fog." in said


async def test_forgetting_everything_leaves_nothing_of_the_person_but_what_was_never_kept() -> None:
    library, engine = LittleLibrary("you"), Noted("Fine.")
    async with remembering_brain(library, engine) as (brain, ear):
        for text in ("I live in a lighthouse.", "Nice day.", "I like fog."):
            await tell(brain, ear, text)
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(everything=True))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.ids == ("m2", "m1")
        said = repr(brain.snapshot())
        assert "lighthouse" not in said
        assert "fog" not in said
        assert "Nice day." in said


async def test_what_was_recalled_goes_with_the_turn_that_was_told_it() -> None:
    library, engine = stocked(), Noted("By the sea.")
    async with remembering_brain(library, engine) as (brain, ear):
        await tell(brain, ear, "Where is the lighthouse of mine?")
        assert brain.why()
        await brain.submit(ForgetMemories(ids=("m1",)))
        assert brain.why() == ()
        await tell(brain, ear, "Go on.")
        assert "Lisbon" not in repr(engine.requests[-1].messages)


async def test_what_is_forgotten_in_the_middle_of_a_reply_does_not_come_back() -> None:
    library, engine = stocked(), Noted(LONG)
    async with remembering_brain(library, engine) as (brain, ear):
        turn = await say(brain, "Where is the lighthouse of mine?")
        await ear.until(lambda e: isinstance(e, MemoriesRecalled))
        await ear.until(lambda e: isinstance(e, TextArrived))
        await brain.submit(ForgetMemories(ids=("m1",)))
        assert isinstance(await ear.ending(turn), TurnFinished)
        assert engine.forgot == ["desk", "desk"], "once more when its slot is free"
        await tell(brain, ear, "Go on.")
        assert "Lisbon" not in repr(engine.requests[-1].messages)


async def test_another_persons_words_stay() -> None:
    library, engine = LittleLibrary("ana", "ben"), Noted("Fine.")
    async with remembering_brain(library, engine) as (brain, ear):
        for person in ("ana", "ben"):
            await tell(brain, ear, "I like fog.", channel=f"dm:{person}", person=person)
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(ids=("m1",), person="ana"))
        assert engine.forgot == ["dm:ana"]
        views = brain.snapshot().channels
        assert [message.role for message in views["dm:ana"].messages] == ["sel"]
        assert len(views["dm:ben"].messages) == 2
        await brain.submit(ForgetMemories(ids=("m2",), person="ana"))
        assert len(library.rows) == 1, "and nobody forgets another's memories"


async def test_clearing_a_conversation_leaves_memories_alone() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await tell(brain, ear, "I like fog.")
        await brain.submit(ClearChannel())
        await brain.memory.quiet()
        assert [row.text for row in library.rows.values()] == ["I like fog"]


async def test_what_has_faded_is_told_and_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "PRUNE_SECONDS", 0.05)
    library = stocked()
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await brain.consent()
        library.due = ["m1"]
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert (gone.person, gone.counts) == ("you", {"memories": 1})
        library.due = []


async def test_pruning_goes_on_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "PRUNE_SECONDS", 0.02)
    library = stocked()
    async with remembering_brain(library, scripted("Fine.")) as (brain, _):
        await brain.consent()
        library.broken = StoreError("The disk is gone.")
        before = len(library.calls)
        await until(lambda: library.calls[before:].count("prune") >= 2)


async def test_a_command_that_the_disk_refuses_says_so_to_who_gave_it() -> None:
    library = stocked()
    async with remembering_brain(library, scripted("Fine.")) as (brain, ear):
        await brain.consent()
        library.broken = StoreError("The disk is gone.")
        with pytest.raises(StoreError):
            await brain.submit(ForgetMemories(ids=("m1",)))
        assert ear.of(MemoriesForgotten) == []


# ---------------------------------------------------------------- the conversation itself


def talk(*turns: Turn) -> Conversation:
    made = Conversation("desk", heard_at=0.0)
    made.history = History(turns=turns)
    return made


def test_words_are_found_however_they_are_spaced_and_in_any_case() -> None:
    assert holds("So, I  LIVE\nin Porto.", ["i live in porto"])
    assert not holds("I live in Lisbon.", ["I live in Porto", ""])


def test_a_turn_goes_for_what_was_said_told_or_answered_in_it() -> None:
    turns = (
        Turn(said="I like fog"),
        Turn(said="And?", note="They like fog, in the morning: I like FOG"),
        Turn(said="Well?", reply="You said: I like fog."),
        Turn(said="Nothing of it."),
    )
    conversation = talk(*turns)
    conversation.unanswered = [SendMessage(text="I like fog!"), SendMessage(text="Rain.")]
    assert conversation.forget((), ["I like fog"], answering=False) == 3
    assert conversation.history.turns == turns[3:]
    assert [one.text for one in conversation.unanswered] == ["Rain."]
    assert conversation.forgotten == ()


def test_what_was_told_goes_by_its_id() -> None:
    conversation = talk(Turn(said="And?", note="They live in Porto."))
    conversation.told = {"m1": "live in Porto"}
    assert conversation.forget(["m2"], (), answering=False) == 0
    assert conversation.forget(["m1"], (), answering=False) == 1
    assert conversation.told == {}


def test_a_turn_under_way_does_not_bring_back_what_went() -> None:
    conversation = talk(Turn(said="I like fog"), Turn(said="Rain."))
    before = conversation.history
    conversation.forget((), ["I like fog"], answering=True)
    assert conversation.continued(before.added(Turn(said="Why?", note="I like fog")))
    assert [turn.said for turn in conversation.history.turns] == ["Rain."]
    assert conversation.forgotten == ()
    assert not conversation.continued(conversation.history.added(Turn(said="Sun.")))
    assert [turn.said for turn in conversation.history.turns] == ["Rain.", "Sun."]


def test_a_message_that_waits_does_not_bring_it_back_either() -> None:
    conversation = talk()
    conversation.forget((), ["I like fog"], answering=True)
    conversation.unanswered = [SendMessage(text="I like fog!")]
    conversation.settle()
    assert conversation.unanswered == []
    assert conversation.forgotten == ()


TEXTS = st.sampled_from(["I like fog", "Rain.", "I like fog and rain", "", "Sun"])


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=6), st.lists(TEXTS, max_size=2))
def test_after_forgetting_no_turn_holds_the_words(
    texts: list[tuple[str, str, str]], quotes: list[str]
) -> None:
    conversation = talk(*(Turn(said=a, note=b, reply=c) for a, b, c in texts))
    gone = conversation.forget((), quotes, answering=False)
    left = conversation.history.turns
    assert gone + len(left) == len(texts)
    wanted = [quote for quote in quotes if quote]
    assert not any(q in text for t in left for text in (t.said, t.note, t.reply) for q in wanted)
