"""Spoken words in at the microphone, text, brain, and decoded speech out of the speaker."""

from __future__ import annotations

import asyncio
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tones import heard, phonemes
from voice_stage import aloud, told_by

from sel.cli.benches.voice.card import VirtualCard
from sel.cli.benches.voice.speech import loud_spans, speak
from sel.events import Event, Interrupt, MessageReceived, NoticeGiven, TurnFinished
from sel.voice import conversation
from sel.voice.ports import Prosody
from sel.voice_events import SpeechHeard, VoiceTurnTimed

if TYPE_CHECKING:
    from lent import LentEngine

pytestmark = [pytest.mark.real, pytest.mark.long, pytest.mark.timeout(180)]

STORY = (
    "There was a small boat in the harbour. It was painted blue and white. Every morning an old"
    " man came to look at it. He brought bread and a book."
)


def tones_of(pcm: bytes, rate: int) -> str:
    begin, end = loud_spans(pcm, rate, 5.0)[0]
    return heard(pcm[2 * round((begin - 0.01) * rate) : 2 * round(end * rate)])


async def test_a_scripted_answer_comes_out_of_the_speaker_word_for_word(
    virtual_card: VirtualCard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "prosody_for", lambda *_: Prosody())  # tones stay in tune
    async with aloud(virtual_card, tmp_path, told_by("I am well, thank you.")) as here:
        recording = here.recording()
        await here.say(speak("how are you today"))
        await here.until(lambda: here.of(VoiceTurnTimed), "an answer")
        await here.peace()
        sound = recording.stop()
    [received] = here.of(MessageReceived)
    assert isinstance(received, MessageReceived)
    assert received.text == "how are you today"
    [finished] = here.of(TurnFinished)
    assert isinstance(finished, TurnFinished)
    assert _said_once(tones_of(sound, recording.rate)) == _said_once(phonemes(finished.text))
    heard = [one.text for one in here.events if isinstance(one, SpeechHeard)]
    assert heard[-1] == ""  # nothing is left on the screen of what was being said


@pytest.mark.asyncio(loop_scope="session")
async def test_the_starter_model_answers_what_was_said_and_nothing_is_left_on_the_disk(
    lent_engine: LentEngine, virtual_card: VirtualCard, tmp_path: Path, home: Path
) -> None:
    async with aloud(virtual_card, tmp_path, lent_engine) as here:
        await here.say(speak("tell me a story about the sea"))
        await here.until(lambda: here.of(TurnFinished), "a reply")
        await here.until(lambda: here.of(VoiceTurnTimed), "its first sound")
        [finished] = here.of(TurnFinished)
        assert isinstance(finished, TurnFinished)
        words = finished.text
        await here.brain.submit(Interrupt())  # it would speak for half a minute
        await here.state("listening")
        assert here.brain.aloud.times()[0].total > 0.4
    assert len(words.split()) > 2
    traces = ("story about the sea", " ".join(words.split()[:3]))
    assert _left(traces, home, tmp_path) == []


async def test_it_is_silent_when_talked_over_and_keeps_what_was_heard(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    async with aloud(virtual_card, tmp_path, told_by(STORY)) as here:
        await here.say(speak("tell me a story about the sea"))
        await here.state("speaking")
        await asyncio.sleep(2.0)
        await here.say(speak("stop talking and listen to me"))
        await here.until(lambda: len(here.of(MessageReceived)) == 2, "the words said over it")
        first, second = here.of(MessageReceived)
        assert isinstance(second, MessageReceived)
        assert second.text == "stop talking and listen to me"
        shown = here.brain.snapshot().channels["desk"].messages
        cut = next(one for one in shown if one.role == "sel" and one.turn_id == first.turn_id)
        assert cut.state == "interrupted"
        assert STORY.casefold().startswith(cut.text.casefold())
        assert 3 <= len(cut.text.split()) < len(STORY.split()) - 5


async def test_a_card_that_is_pulled_out_and_put_in_again(
    virtual_card: VirtualCard, tmp_path: Path
) -> None:
    async with aloud(virtual_card, tmp_path, told_by("Here I am.")) as here:
        virtual_card.kill()
        await here.until(lambda: _said(here.of(NoticeGiven), "gone"), "the loss to be noticed")
        virtual_card.restart()
        await here.until(lambda: _said(here.of(NoticeGiven), "again"), "the card to be found")
        await asyncio.sleep(1.0)
        await here.say(speak("can you hear me"))
        await here.until(lambda: here.of(VoiceTurnTimed), "an answer")


def _said_once(tones: str) -> str:
    """Without spaces, and each tone once however long: recorder and speaker have clocks apart."""
    return "".join(tone for tone, _ in groupby(tones.replace(" ", "")))


def _said(notices: list[Event], word: str) -> bool:
    return any(word in one.title for one in notices if isinstance(one, NoticeGiven))


def _left(traces: tuple[str, ...], *folders: Path) -> list[Path]:
    """Files in which any of these words stand, or that are sound."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return [
        file
        for file in files
        if (found := file.read_bytes()).startswith(b"RIFF")
        or any(trace.encode() in found for trace in traces)
    ]
