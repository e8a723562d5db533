"""Speaking one reply: how it begins, where it ends, and that it outlives its engine."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.brain.reply import LIVES, Speaker, Spoken
from sel.brain.stopwatch import Stopwatch
from sel.bus import Bus
from sel.engine.types import Done, Engine, Message, Piece, Reading, Request, StopReason, StreamItem
from sel.errors import EngineCrashed, EngineError
from sel.events import NoticeGiven, PromptRead, Snapshot, TextArrived
from sel.prompt.ending import Ending
from sel.prompt.mirror import Manner, Mirror

REQUEST = Request(id="r1", slot="desk", messages=(Message("user", "hi"),))
AS_IT_COMES = Manner(exclaim=0.0, emoji=0.0)
"""Changes nothing in the texts used here."""
CRASH = EngineCrashed("The engine died.")
Script = Sequence[str | EngineError]


class Pieces:
    """An engine that says these pieces; the n-th request gets the n-th script."""

    def __init__(self, *scripts: Script, stop_reason: StopReason = "end") -> None:
        self._scripts = list(scripts)
        self._stop_reason = stop_reason
        self.requests: list[Request] = []
        self.cancelled: list[str] = []

    async def generate(self, request: Request) -> AsyncGenerator[StreamItem, None]:
        self.requests.append(request)
        yield Reading(5, 10)
        made = 0
        for piece in self._scripts.pop(0):
            if isinstance(piece, EngineError):
                raise piece
            made += 1
            yield Piece(piece)
        yield Done(stop_reason=self._stop_reason, made_tokens=made)

    def cancel(self, request_id: str) -> None:
        self.cancelled.append(request_id)


class Stage:
    """A speaker and what the bus heard of it."""

    def __init__(
        self,
        *,
        manner: Manner = AS_IT_COMES,
        ending: Ending | None = None,
        opening: str = "",
        delay: float = 0.0,
    ) -> None:
        self.watch = Stopwatch()
        bus = Bus(Snapshot)
        self._heard = bus.subscribe()
        self.speaker = Speaker(
            bus=bus,
            channel="desk",
            turn_id="t1",
            watch=self.watch,
            mirror=Mirror(manner, "seed"),
            ending=ending,
            opening=opening,
            delay=delay,
        )

    async def speak(self, engine: Pieces) -> Spoken:
        return await self.speaker.speak(cast(Engine, engine), REQUEST)

    async def texts(self) -> list[str]:
        self._events = await self._heard.take()
        return [event.text for event in self._events if isinstance(event, TextArrived)]

    def of(self, kind: type) -> list[object]:
        return [event for event in self._events if isinstance(event, kind)]


async def test_what_is_said_is_heard_and_kept() -> None:
    stage = Stage()
    spoken = await stage.speak(Pieces(["All ", "is ", "well."]))
    assert "".join(await stage.texts()) == spoken.shown == spoken.raw == "All is well."
    assert spoken.stop_reason == "end"
    assert spoken.done is not None
    assert [(e.done, e.total) for e in stage.of(PromptRead) if isinstance(e, PromptRead)] == [
        (5, 10)
    ]


async def test_white_space_before_the_first_word_is_nobodys() -> None:
    stage = Stage()
    spoken = await stage.speak(Pieces(["\n", "  ", " All ", "\nis well."]))
    assert spoken.raw == "All \nis well."
    assert (await stage.texts())[0].startswith("All")


# ---------------------------------------------------------------- openings


async def test_an_opening_is_said_first_given_to_the_model_and_kept() -> None:
    stage = Stage(opening="I'm an AI, so")
    engine = Pieces([" I have", " no family."])
    spoken = await stage.speak(engine)
    assert engine.requests[0].resume == "I'm an AI, so"
    assert spoken.raw == spoken.shown == "I'm an AI, so I have no family."
    assert "".join(await stage.texts()) == spoken.shown


async def test_an_opening_is_said_even_when_the_model_has_nothing_to_add() -> None:
    stage = Stage(opening="Please call somebody you trust.")
    spoken = await stage.speak(Pieces([]))
    assert spoken.raw == spoken.shown == "Please call somebody you trust."
    assert "".join(await stage.texts()) == spoken.shown


async def test_an_opening_is_said_once_however_often_the_engine_dies() -> None:
    stage = Stage(opening="I'm an AI, so")
    engine = Pieces([CRASH], [" I have", CRASH], [" no family."])
    spoken = await stage.speak(engine)
    assert [request.resume for request in engine.requests] == [
        "I'm an AI, so",
        "I'm an AI, so",
        "I'm an AI, so I have",
    ]
    assert spoken.shown == "I'm an AI, so I have no family."
    assert "".join(await stage.texts()) == spoken.shown


# ---------------------------------------------------------------- deaths


async def test_a_reply_goes_on_where_its_engine_died() -> None:
    stage = Stage()
    engine = Pieces(["All ", "is ", CRASH], ["well."])
    spoken = await stage.speak(engine)
    assert spoken.shown == "All is well."
    assert "".join(await stage.texts()) == "All is well."
    assert [request.resume for request in engine.requests] == ["", "All is "]
    assert len({request.id for request in engine.requests}) == 2, "late words of the dead engine"
    (notice,) = stage.of(NoticeGiven)
    assert isinstance(notice, NoticeGiven)
    assert notice.level == "warning"
    assert notice.turn_id == "t1"


async def test_it_does_not_go_on_for_ever() -> None:
    stage = Stage()
    lives: list[Script] = [[f"{life} ", CRASH] for life in range(LIVES)]
    engine = Pieces(*lives, ["never"])
    with pytest.raises(EngineCrashed):
        await stage.speak(engine)
    assert len(engine.requests) == LIVES
    assert stage.speaker.spoken.raw == "0 1 2 "
    assert len(await stage.texts()) > 0


async def test_an_error_that_cannot_be_mended_is_not_tried_again() -> None:
    stage = Stage()
    engine = Pieces(["All ", EngineError("The disk is gone.")], ["never"])
    with pytest.raises(EngineError, match="disk"):
        await stage.speak(engine)
    assert len(engine.requests) == 1
    assert stage.speaker.spoken.raw == "All "


async def test_an_engine_that_dies_after_all_was_said_is_not_asked_again() -> None:
    stage = Stage(ending=Ending(1))
    engine = Pieces(["It is a fine day. ", "And ", CRASH], ["never"])
    spoken = await stage.speak(engine)
    assert spoken.shown == "It is a fine day."
    assert len(engine.requests) == 1
    await stage.texts()
    assert stage.of(NoticeGiven) == []


# ---------------------------------------------------------------- ends


async def test_a_loop_is_cut_where_it_began_and_the_engine_told() -> None:
    stage = Stage()
    engine = Pieces(["I like tea. ", *["And so on it goes. "] * 40])
    spoken = await stage.speak(engine)
    assert spoken.stop_reason == "loop"
    assert spoken.raw == "I like tea. And so on it goes."
    assert spoken.shown == spoken.raw
    assert engine.cancelled == ["r1.0"]


async def test_enough_is_enough() -> None:
    stage = Stage(ending=Ending(2))
    engine = Pieces(["It is a fine day. It is ", "a fine night. Never", " this."])
    spoken = await stage.speak(engine)
    assert spoken.raw == spoken.shown == "It is a fine day. It is a fine night."
    assert "".join(await stage.texts()).strip() == spoken.shown
    assert spoken.stop_reason == "enough"
    assert engine.cancelled == ["r1.0"]


async def test_a_reply_cut_for_its_length_ends_with_a_sentence() -> None:
    stage = Stage()
    spoken = await stage.speak(Pieces(["All is well here. But then"], stop_reason="length"))
    assert spoken.raw == spoken.shown == "All is well here."
    assert spoken.stop_reason == "length"


# ---------------------------------------------------------------- what people see, what is kept


async def test_what_a_terminal_would_obey_is_shown_and_the_history_keeps_the_models_words() -> None:
    stage = Stage()
    spoken = await stage.speak(Pieces(["Red \x1b[31m", "alert.\r", "\nOver."]))
    assert spoken.shown == "Red ␛[31malert.\nOver."
    assert spoken.raw == "Red \x1b[31malert.\r\nOver."


async def test_the_mirror_is_for_people_not_for_the_history() -> None:
    stage = Stage(manner=Manner(lower=True, exclaim=0.0))
    spoken = await stage.speak(Pieces(["Hello there. ", "It Is Good."]))
    assert spoken.raw == "Hello there. It Is Good."
    assert spoken.shown.startswith("hello there")
    assert "".join(await stage.texts()).strip() == spoken.shown


@settings(deadline=None)
@given(st.lists(st.text("ab .!\n`\x1b\r", max_size=4), max_size=12), st.data())
async def test_wherever_the_engine_dies_nothing_is_lost_or_said_twice(
    pieces: list[str], data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(pieces)))
    whole = await Stage().speak(Pieces(pieces))
    stage = Stage()
    broken = await stage.speak(Pieces([*pieces[:at], CRASH], pieces[at:]))
    assert broken.raw == whole.raw
    assert broken.shown == whole.shown
    assert "".join(await stage.texts()).strip() == whole.shown


# ---------------------------------------------------------------- time


async def test_a_mood_hesitates_before_its_first_word_and_that_is_not_the_brains_work() -> None:
    stage = Stage(delay=0.2)
    spoken = await stage.speak(Pieces(["Oh."]))
    assert spoken.first_seconds >= 0.2
    assert stage.watch.total - stage.watch.own >= 0.19
    assert (await Stage().speak(Pieces(["Oh."]))).first_seconds > 0.0
