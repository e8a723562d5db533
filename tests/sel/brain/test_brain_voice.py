"""A spoken conversation over a scripted brain, with a card, ears and a mouth that tests move."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial

import pytest
import pytest_asyncio
from stage import make_parts
from voice_fakes import FakeCard, FakeEars, FakeMouth, speech

from sel.brain.mixture import MixtureBrain
from sel.cli.served import ServedBrain
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import VoiceError
from sel.events import (
    Event,
    Interrupt,
    MessageReceived,
    NoticeGiven,
    SendMessage,
    TurnEnded,
    TurnInterrupted,
    TurnStarted,
)
from sel.paths import find
from sel.voice.ports import Choice, Echo, Frame, SpeechBegan, SpeechDropped, SpeechSure
from sel.voice.speaking import REST
from sel.voice.voice import GREETING, VoiceParts
from sel.voice_events import (
    Mute,
    PressToTalk,
    ReplyCut,
    SetVoice,
    VoiceChanged,
    VoiceTurnTimed,
)

REPLY = "The kettle is on the table. The cups are in the cupboard. Milk is in the fridge."


@dataclass
class Room:
    """Where it takes place."""

    brain: ServedBrain
    card: FakeCard
    ears: FakeEars
    mouth: FakeMouth
    events: list[Event]
    listening: asyncio.Task[None]

    async def until(self, done: Callable[[], object]) -> None:
        async with asyncio.timeout(30):
            while not done():  # noqa: ASYNC110 - what is waited for has no event of its own
                await asyncio.sleep(0.005)

    async def state(self, name: str) -> None:
        await self.until(lambda: self.brain.voice().state == name)

    async def on(self) -> None:
        await self.brain.submit(SetVoice(on=True))
        await self.until(lambda: self.card.sounds)
        self.card.sounds.clear()

    def notices(self) -> list[NoticeGiven]:
        return [event for event in self.events if isinstance(event, NoticeGiven)]

    def of(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]


async def room(
    *,
    echo: Echo = "headphones",
    card: FakeCard | None = None,
    ears: FakeEars | None = None,
    mouth: FakeMouth | None = None,
    rate: float = 0.0,
    patience: float = 0.0,
) -> Room:
    card, ears, mouth = card or FakeCard(), ears or FakeEars(), mouth or FakeMouth()
    engine = ScriptedEngine(replies=(REPLY,), pace=Pace(tokens_per_second=rate))
    parts = VoiceParts(Choice(echo=echo), lambda: card, lambda: ears, lambda: mouth)
    brain = ServedBrain(
        MixtureBrain(make_parts(engine, batch_seconds=patience)), find().ready(), parts
    )
    events: list[Event] = []
    subscription = brain.subscribe()

    async def listen() -> None:
        async for event in subscription:
            events.append(event)

    made = Room(brain, card, ears, mouth, events, asyncio.create_task(listen()))
    await brain.start()
    return made


@pytest_asyncio.fixture
async def here() -> AsyncIterator[Room]:
    made = await room()
    await made.on()
    yield made
    await made.brain.stop()


def _has(card: FakeCard, place: int) -> bool:
    return len(card.sounds) > place


async def talk(here: Room, text: str = "Where is the kettle?") -> None:
    """Say something, and wait until SEL's first sentence is out of the mouth."""
    here.ears.tell(SpeechBegan(0.0), speech(text))
    await here.until(lambda: len(here.card.sounds) >= 2)


async def test_what_is_heard_is_answered_aloud_in_order(here: Room) -> None:
    await talk(here)
    for place in range(3):
        await here.until(partial(_has, here.card, place))
        here.card.begin(place)
        await here.state("speaking")
        here.card.end(place)
    await here.state("listening")
    assert " ".join(one.text for one in here.mouth.said[1:]) == REPLY
    [timed] = here.of(VoiceTurnTimed)
    assert isinstance(timed, VoiceTurnTimed)
    times = timed.times
    parts = (times.endpoint, times.text, times.first_token, times.clause, times.speech, times.own)
    assert sum(parts) == pytest.approx(times.total)
    assert times.endpoint == pytest.approx(0.48, abs=0.01)
    assert (await here.brain.insight()).voice == (times,)


async def test_a_reply_that_was_said_to_its_end_is_not_cut_by_the_next_question(
    here: Room,
) -> None:
    await talk(here)
    for place in range(3):
        await here.until(partial(_has, here.card, place))
        here.card.begin(place)
        here.card.end(place)
    await here.state("listening")
    here.ears.tell(speech("And the cups?"))
    await here.until(lambda: len(here.of(TurnEnded)) == 2)
    assert not here.of(ReplyCut)
    assert here.brain.snapshot().channels["desk"].messages[1].state == "whole"


async def test_what_is_heard_is_not_waited_on_for_more() -> None:
    """A spoken sentence has no full stop, and its end was waited for already."""
    here = await room(patience=2.0)
    await here.on()
    here.ears.tell(speech("so i went and"))
    await here.until(lambda: here.of(TurnStarted))
    received, started = here.of(MessageReceived)[0], here.of(TurnStarted)[0]
    assert started.at - received.at < 1.0
    await here.brain.stop()


async def test_a_cough_makes_it_quieter_for_a_moment(here: Room) -> None:
    await talk(here)
    here.card.begin(0)
    await here.state("speaking")
    here.ears.tell(SpeechBegan(0.0))
    await here.until(lambda: here.card.gains)
    here.ears.tell(SpeechDropped("short"))
    await here.until(lambda: len(here.card.gains) == 2)
    assert here.card.gains[0] < 0.5
    assert here.card.gains[1] == 1.0
    assert "hush" not in here.card.done


async def test_talking_over_it_leaves_what_was_heard(here: Room) -> None:
    await talk(here)
    here.card.begin(0, words=4)
    await here.state("speaking")
    assert here.ears.guards[-1] is True
    here.ears.tell(SpeechBegan(0.0), SpeechSure(0.0))
    await here.until(lambda: here.card.held)
    here.ears.tell(speech("And the cups?"))
    await here.until(lambda: here.of(ReplyCut) or here.of(TurnInterrupted))
    await here.until(lambda: len(here.brain.snapshot().channels["desk"].messages) >= 3)
    shown = here.brain.snapshot().channels["desk"].messages
    assert (shown[1].text, shown[1].state) == ("The kettle is on", "interrupted")
    assert shown[2].text == "And the cups?"
    await here.until(lambda: len(here.of(TurnEnded)) >= 2)
    assert not here.card.held


async def test_mhm_lets_it_go_on(here: Room) -> None:
    await talk(here)
    here.card.begin(0, words=2)
    await here.state("speaking")
    here.ears.tell(SpeechBegan(0.0), SpeechSure(1e9), speech("mhm", backchannel=True))
    await here.until(lambda: "resume" in here.card.done)
    await here.state("speaking")
    assert "drop" not in here.card.done
    assert len(here.brain.snapshot().channels["desk"].messages) == 2


async def test_typing_ends_what_is_said_and_the_next_prompt_holds_what_was_heard(
    here: Room,
) -> None:
    await talk(here)
    here.card.begin(0, words=3)
    await here.state("speaking")
    await here.brain.submit(SendMessage(text="Something else."))
    shown = here.brain.snapshot().channels["desk"].messages
    assert [one.text for one in shown[1:3]] == ["The kettle is", "Something else."]


async def test_what_was_not_yet_heard_may_have_been_read(here: Room) -> None:
    """Typing, or Esc, before the first sound: the text stays, as without a voice."""
    await talk(here)
    await here.brain.submit(SendMessage(text="Something else."))
    await here.until(lambda: len(here.of(TurnEnded)) >= 2)
    shown = here.brain.snapshot().channels["desk"].messages
    assert shown[1].text.startswith("The kettle")
    assert not here.of(ReplyCut)


async def test_escape_ends_what_is_said(here: Room) -> None:
    await talk(here)
    here.card.begin(0, words=1)
    await here.state("speaking")
    await here.brain.submit(Interrupt())
    assert "drop" in here.card.done
    await here.state("listening")
    assert here.brain.snapshot().channels["desk"].messages[1].text == "The"


async def test_the_key_to_talk_stops_it_and_reaches_the_ears(here: Room) -> None:
    await talk(here)
    here.card.begin(0, words=1)
    await here.state("speaking")
    await here.brain.submit(PressToTalk(down=True))
    assert here.brain.voice().pressed
    await here.brain.submit(PressToTalk(down=False))
    assert here.ears.presses == [True, False]
    assert "drop" in here.card.done
    assert not here.brain.voice().pressed


async def test_a_quiet_mouth_says_nothing_and_cuts_nothing(here: Room) -> None:
    await here.brain.submit(Mute(what="speaker", on=True))
    here.ears.tell(speech("Where is the kettle?"))
    await here.until(lambda: here.of(TurnEnded))
    assert here.brain.voice().quiet
    await here.state("listening")
    assert here.card.sounds == []
    here.ears.tell(SpeechBegan(0.0), speech("And the cups?"))
    await here.until(lambda: len(here.of(TurnEnded)) == 2)
    assert here.brain.snapshot().channels["desk"].messages[1].text == REPLY


async def test_a_muted_microphone_is_closed(here: Room) -> None:
    await here.brain.submit(Mute(what="microphone", on=True))
    assert here.card.deaf
    assert here.brain.voice().muted
    await here.brain.submit(Mute(what="microphone", on=False))
    assert not here.card.deaf


async def test_it_greets_once_it_is_on_and_lets_go_of_all_when_off(here: Room) -> None:
    assert here.mouth.kept == [GREETING]
    await here.brain.submit(SetVoice(on=False))
    assert here.card.closed
    assert here.ears.stopped
    assert here.mouth.stopped
    assert here.brain.voice().state == "off"
    states = [event.voice.state for event in here.events if isinstance(event, VoiceChanged)]
    assert states[:2] == ["starting", "listening"]


async def test_a_mouth_that_dies_leaves_the_words_on_the_screen(here: Room) -> None:
    here.mouth.broken = True
    here.ears.tell(speech("Where is the kettle?"))
    await here.until(lambda: here.of(TurnEnded))
    await here.state("listening")
    assert here.brain.snapshot().channels["desk"].messages[1].text == REPLY
    assert any("mouth" in one.title for one in here.events if isinstance(one, NoticeGiven))


async def test_without_a_card_the_voice_is_off_and_the_talk_goes_on(here: Room) -> None:
    here.card.die("The sound card's process died too often.")
    await here.state("failed")
    assert here.ears.stopped
    assert any("died too often" in one.title for one in here.notices())
    turn = await here.brain.submit(SendMessage(text="Where is the kettle?"))
    await here.until(lambda: [one for one in here.of(TurnEnded) if one.turn_id == turn])


async def test_in_half_duplex_its_own_sound_is_not_heard() -> None:
    made = await room(echo="half_duplex")
    await made.on()
    made.card.tell(
        Frame(1, 0.0, b"\1\0" * 512, -20.0, playing=True),
        Frame(2, 0.0, b"\1\0" * 512, -20.0, playing=False),
    )
    await made.until(lambda: len(made.ears.frames) == 2)
    assert not any(made.ears.frames[0].pcm)
    assert any(made.ears.frames[1].pcm)
    await made.brain.submit(PressToTalk(down=True))
    made.card.tell(Frame(3, 0.0, b"\1\0" * 512, -20.0, playing=True))
    await made.until(lambda: len(made.ears.frames) == 3)
    assert any(made.ears.frames[2].pcm)
    await made.brain.stop()


@pytest.mark.parametrize(
    ("card", "ears", "mouth", "state"),
    [
        (None, None, FakeMouth(refuses=True), "listening"),
        (None, FakeEars(refuses=True), None, "listening"),
        (FakeCard("microphone"), None, None, "listening"),
        (FakeCard("all"), None, None, "failed"),
        (None, FakeEars(refuses=True), FakeMouth(refuses=True), "failed"),
    ],
    ids=["no mouth", "no ears", "no microphone", "no card", "neither"],
)
async def test_what_is_missing_is_said_and_the_rest_goes_on(
    card: FakeCard | None, ears: FakeEars | None, mouth: FakeMouth | None, state: str
) -> None:
    made = await room(card=card, ears=ears, mouth=mouth)
    await made.brain.submit(SetVoice(on=True))
    await made.state(state)
    await made.until(lambda: made.of(NoticeGiven))
    turn = await made.brain.submit(SendMessage(text="Where is the kettle?"))
    await made.until(lambda: [one for one in made.of(TurnEnded) if one.turn_id == turn])
    await made.brain.stop()


async def test_a_demo_has_no_voice() -> None:
    brain = ServedBrain(MixtureBrain(make_parts(ScriptedEngine(replies=("x",)))), find().ready())
    with pytest.raises(VoiceError, match="demo"):
        await brain.submit(SetVoice(on=True))
    await brain.stop()


async def test_the_engine_rests_while_the_first_words_are_made(
    here: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    rests: list[float] = []
    monkeypatch.setattr(Experts, "rest", lambda _, seconds: rests.append(seconds))
    await talk(here)
    await here.until(lambda: len(here.card.sounds) == 3)
    assert rests == [REST, 0.0]
