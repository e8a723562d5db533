"""The mouth over the real child with the tone voice, whose sound tells what was said."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from tones import LENGTH, RATE, VOICE, heard, phonemes

from sel.errors import VoiceError
from sel.voice.ports import MouthPort, Prosody, Segment, Sound
from sel.voice.saying import mouth as module
from sel.voice.saying.mouth import Mouth
from sel.voice.saying.segments import Segmenter

HERE = str(Path(__file__).parent)
SESSION = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def mouth(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Mouth]:
    """One child for all tests that do not kill it."""
    made = Mouth(tmp_path_factory.mktemp("mouth") / "speak.log", VOICE)
    yield made
    await made.stop()


@pytest.fixture
async def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mouth]:
    """A child without a voice, whose faults are chosen by what it is asked to say."""
    monkeypatch.setenv("PYTHONPATH", HERE, prepend=os.pathsep)
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    made = Mouth(tmp_path / "logs" / "speak.log", VOICE, module="fake_speak_worker")
    yield made
    await made.stop()


def segment(text: str) -> Segment:
    return Segment(text, (), len(text))


async def say(mouth: MouthPort, text: str, **how: float) -> Sound:
    return await mouth.say(segment(text), Prosody(**how))


# ---------------------------------------------------------------- what is said


@SESSION
async def test_the_voice_has_a_name(mouth: Mouth) -> None:
    assert await mouth.start() == "tone_voice"


@SESSION
@pytest.mark.parametrize(
    "text",
    ["Hello there, my friend.", "What is it?", "It is 3.14 at 10:30", "no stop at the end"],
)
async def test_the_sound_is_the_text(mouth: Mouth, text: str) -> None:
    sound = await say(mouth, text)
    assert sound.rate == RATE
    assert heard(sound.pcm) == phonemes(text)


@SESSION
async def test_a_whole_reply_is_said_in_order(mouth: Mouth) -> None:
    text = "Well, Dr. Smith, here is what I know. **It costs exactly $50.** See all of [my page](http://x.org)."
    segmenter = Segmenter()
    segments = segmenter.feed(text) + segmenter.end()
    sounds = await asyncio.gather(*(mouth.say(one, Prosody()) for one in segments))
    said = (
        "Well, Doctor Smith, here is what I know. It costs exactly 50 dollars. See all of my page."
    )
    assert "".join(heard(one.pcm) for one in sounds).replace(" ", "") == phonemes(said).replace(
        " ", ""
    )
    assert [one.id for one in sounds] == sorted(one.id for one in sounds)


@SESSION
async def test_each_word_ends_where_it_is_told(mouth: Mouth) -> None:
    text = "Hello there my very good old friend"
    sound = await say(mouth, text)
    words = text.split()
    assert len(sound.words) == len(words)
    for count, end in enumerate(sound.words, 1):
        assert heard(sound.pcm[: 2 * end]) == " ".join(phonemes(text).split()[:count])


@SESSION
async def test_words_that_espeak_joins_or_takes_apart_end_near_the_truth(mouth: Mouth) -> None:
    sound = await say(mouth, "In 2024 most of the cakes were 5 dollars.")
    begins = "In 2024 most of the cakes"
    ends = dict(zip(begins.split(), sound.words, strict=False))
    assert len(sound.words) == 9
    for word in ("In", "2024", "cakes"):
        upto = begins.partition(word)[0] + word
        said = heard(sound.pcm[: 2 * ends[word]]).replace(" ", "")
        assert abs(len(said) - len(phonemes(upto).replace(" ", ""))) <= 1


@SESSION
async def test_it_is_said_faster_and_higher(mouth: Mouth) -> None:
    text = "Hello there my friend"
    plain, fast = await say(mouth, text), await say(mouth, text, speed=2.0)
    high = await say(mouth, text, pitch=1.25)
    assert heard(fast.pcm, length=LENGTH // 2) == phonemes(text)
    assert heard(high.pcm, pitch=1.25) == phonemes(text)
    assert abs(high.samples - plain.samples) < RATE * 0.02
    assert max(high.words) <= high.samples


@SESSION
@pytest.mark.parametrize("text", ["…", "?!", "", "\x00", "—", "()"])
async def test_what_cannot_be_spoken_is_no_sound(mouth: Mouth, text: str) -> None:
    sound = await say(mouth, text)
    assert sound.samples == 0
    assert sound.words == (0,) * len(text.split())


@SESSION
@pytest.mark.parametrize(
    "text",
    ["xqzzt brrgl", "今天天气很好", "Привет, мир", "[[hə]] there", "a" * 200, "🙂", "\ud800 x"],
)
async def test_no_text_breaks_it(mouth: Mouth, text: str) -> None:
    sound = await say(mouth, text)
    assert sound.samples > 0
    assert len(sound.words) == len(text.split())
    assert list(sound.words) == sorted(sound.words)
    assert sound.words[-1] <= sound.samples


@SESSION
async def test_silence_at_the_ends_is_known(mouth: Mouth) -> None:
    sound = await say(mouth, "  Hello,  there.  ")
    assert sound.pcm[: 2 * 150] == bytes(300)
    assert sound.pcm[-2 * 800 :] == bytes(1600)
    assert sound.words[-1] == sound.samples - 800


@SESSION
async def test_a_phrase_said_before_is_the_same_sound(mouth: Mouth) -> None:
    first = await say(mouth, "Good morning to you")
    again = await say(mouth, "Good morning to you")
    assert (again.pcm, again.words) == (first.pcm, first.words)
    mouth.forget()
    anew = await say(mouth, "Good morning to you")
    assert (anew.pcm, anew.words) == (first.pcm, first.words)


# ---------------------------------------------------------------- what goes wrong


async def test_a_killed_child_is_started_again_and_asked_again(fake: Mouth) -> None:
    await fake.start()
    first = fake.pid
    assert first is not None
    waiting = asyncio.create_task(say(fake, "slow"))
    await asyncio.sleep(0.05)
    os.kill(first, signal.SIGKILL)
    assert (await waiting).samples == 4
    assert fake.pid not in {None, first}


async def test_a_sentence_that_kills_twice_is_let_go(fake: Mouth) -> None:
    with pytest.raises(VoiceError, match="died of a sentence"):
        await say(fake, "die")
    assert (await say(fake, "live")).samples == 4


async def test_deaths_in_a_row_end_in_giving_up(
    fake: Mouth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_TEST_SPEAK", "dies")
    with pytest.raises(VoiceError, match="too often"):
        await say(fake, "hello")
    monkeypatch.setenv("SEL_TEST_SPEAK", "")
    assert await fake.start() == "fake"  # when it is started by hand, it tries again


async def test_a_child_that_does_not_answer_is_replaced(
    fake: Mouth, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ANSWER_SECONDS", 0.1)
    with pytest.raises(VoiceError, match="died of a sentence"):
        await say(fake, "deaf")
    assert (await say(fake, "live")).samples == 4


async def test_what_is_cancelled_is_voided_and_the_next_one_is_said(
    fake: Mouth, tmp_path: Path
) -> None:
    await fake.start()
    first = asyncio.create_task(say(fake, "slow"))
    second = asyncio.create_task(say(fake, "second"))
    third = asyncio.create_task(say(fake, "third"))
    await asyncio.sleep(0.05)
    second.cancel()
    assert [(await first).samples, (await third).samples] == [4, 4]
    with pytest.raises(asyncio.CancelledError):
        await second
    await say(fake, "fourth")
    assert "stop 2" in (tmp_path / "logs" / "speak.log").read_text()


async def test_stopping_ends_whoever_waits(fake: Mouth) -> None:
    await fake.start()
    waiting = asyncio.create_task(say(fake, "slow"))
    await asyncio.sleep(0.05)
    await fake.stop()
    with pytest.raises(VoiceError, match="stopped"):
        await waiting
    assert fake.pid is None
    await fake.stop()


async def test_no_word_reaches_the_log(tmp_path: Path) -> None:
    mouth = Mouth(tmp_path / "speak.log", VOICE)
    await say(mouth, "quetzalwren ♛ ünderwürzel")
    await mouth.stop()
    assert (tmp_path / "speak.log").read_bytes() == b""
