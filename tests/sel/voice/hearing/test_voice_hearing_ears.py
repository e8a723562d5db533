"""Ears with a real child: flite speaks, Silero judges, the small Whisper understands."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from voice_hearing_feed import MODEL, Feed, silence, spoken

from sel.voice.hearing.ears import Ears
from sel.voice.ports import (
    SpeechBegan,
    SpeechDropped,
    SpeechEnded,
    SpeechPartial,
    SpeechSure,
)

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def log_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ears") / "listen.log"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hearing(log_path: Path) -> AsyncIterator[Feed]:
    ears = Ears(log_path, MODEL)
    assert await ears.start() == "micro-whisper"
    feed = Feed(ears)
    yield feed
    await feed.stop()


@pytest_asyncio.fixture(loop_scope="module")
async def feed(hearing: Feed) -> Feed:
    """The ears in quiet, with nothing heard yet."""
    hearing.ears.guard(on=False)
    await hearing.sound(silence(2))
    await hearing.understood()
    hearing.heard.clear()
    return hearing


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("hello sel", "slt"),
        ("remind me to call my mother tomorrow", "slt"),
        ("turn off the radio in the bedroom", "rms"),
        ("please open the window", "rms"),
        ("do you remember my name", "kal16"),
        ("good morning sel", "awb"),
        ("yes please", "rms"),
        ("stop", "rms"),
        ("no thank you", "slt"),
    ],
)
async def test_a_sentence_is_heard_once_and_right(feed: Feed, text: str, voice: str) -> None:
    await feed.say(text, voice)
    [ended] = await feed.until(SpeechEnded)
    [began] = feed.of(SpeechBegan)
    assert ended.text == text
    assert not ended.backchannel
    assert len(feed.of(SpeechSure)) == 1
    assert began.at == ended.began_at < ended.last_at < ended.ended_at <= ended.text_at
    length = len(spoken(text, voice)) / 32_000
    assert ended.last_at - ended.began_at <= length


async def test_a_question_ends_sooner_than_a_sentence(feed: Feed) -> None:
    await feed.say("what is the weather like tomorrow")
    await feed.say("turn on the lights in the kitchen")
    asked, told = await feed.until(SpeechEnded, 2)
    assert asked.ended_at - asked.last_at < 0.36
    assert told.ended_at - told.last_at >= 0.48


async def test_a_pause_in_a_sentence_does_not_end_it(feed: Feed) -> None:
    whole = spoken("remind me to call my mother tomorrow", "rms")
    # flite's speech has its silences, too: this one must stay under 480 ms with them
    await feed.sound(silence(0.5) + whole + silence(0.1))
    await feed.sound(spoken("please open the window", "rms"))
    await feed.understood()
    await feed.sound(silence(1.0))
    [ended] = await feed.until(SpeechEnded)
    assert len(feed.of(SpeechBegan)) == 1
    assert ended.last_at - ended.began_at > 3.0


async def test_what_is_said_is_shown_before_it_is_over(feed: Feed) -> None:
    speech = spoken("turn off the radio in the bedroom", "rms")
    await feed.sound(silence(0.5))
    for place in range(0, len(speech), 3200):
        await feed.sound(speech[place : place + 3200])
        await feed.understood()
    partials = feed.of(SpeechPartial)
    assert partials
    assert feed.of(SpeechEnded) == []
    await feed.sound(silence(1.0))
    assert (await feed.until(SpeechEnded))[0].text == "turn off the radio in the bedroom"


async def test_between_down_and_up_it_is_one_utterance_that_ends_at_once(feed: Feed) -> None:
    feed.ears.press(down=True)
    await feed.say("hello sel", pause=2.0)
    assert feed.of(SpeechEnded) == []
    await feed.sound(spoken("please open the window"))
    feed.ears.press(down=False)
    up = feed.now
    [ended] = await feed.until(SpeechEnded)
    assert ended.ended_at == pytest.approx(up)
    assert "window" in ended.text
    assert ended.last_at - ended.began_at > 3.0


async def test_while_sel_speaks_a_person_still_gets_through(feed: Feed) -> None:
    feed.ears.guard(on=True)
    await feed.say("stop talking and listen to me")
    [ended] = await feed.until(SpeechEnded)
    [began], [sure] = feed.of(SpeechBegan), feed.of(SpeechSure)
    assert 0.1 < sure.at - began.at < 0.6  # it stood out before, by the "s"
    assert ended.text == "stop talking and listen to me"


async def test_forgetting_is_in_the_order_of_the_frames(feed: Feed) -> None:
    await feed.sound(silence(0.5) + spoken("hello sel"))
    feed.ears.reset()
    await feed.say("good morning sel")
    assert [ended.text for ended in await feed.until(SpeechEnded)] == ["good morning sel"]
    assert len(feed.of(SpeechDropped)) == 1


async def test_nothing_heard_is_in_the_log(feed: Feed, log_path: Path) -> None:
    await feed.say("please open the window")
    await feed.until(SpeechEnded)
    assert "window" not in (await asyncio.to_thread(log_path.read_text))
