"""The child's life: what is missing is said, a death is survived, too many are not."""

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest
from voice_hearing_feed import MODEL, Feed, silence, spoken

from sel.errors import VoiceError
from sel.voice.hearing.ears import MOST_BEHIND, Ears
from sel.voice.ports import FRAME, EarEvent, Frame, SpeechDropped, SpeechEnded

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def found_by_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{HERE}{os.pathsep}{Path.cwd()}")


def fake(tmp_path: Path, how: str) -> Ears:
    return Ears(
        tmp_path / "listen.log",
        tmp_path,
        language=how,
        module="fake_listen_worker",
        first_pause=0.01,
    )


def frame(number: int) -> Frame:
    return Frame(number, number * 0.032, bytes(2 * FRAME), -90.0)


async def told(ears: Ears) -> list[EarEvent]:
    return [event async for event in ears.events()]


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tokenizer.json", None, "has no tokenizer.json"),
        ("model.bin", None, "has no model.bin"),
        ("config.json", None, "has no config.json"),
        ("tokenizer.json", b"", "is empty"),
        ("config.json", b"{oops", "is broken: it is not JSON"),
        ("model.bin", b"no model at all", "is broken"),
        ("tokenizer.json", b"{}", "is broken"),
    ],
)
async def test_a_folder_that_is_no_model_is_told_with_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, says: str
) -> None:
    folder = tmp_path / "whisper"
    shutil.copytree(MODEL, folder)
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    ears = Ears(tmp_path / "listen.log", folder)
    with pytest.raises(VoiceError, match=says) as caught:
        await ears.start()
    assert "sel voice pull" in caught.value.hint
    await ears.stop()


@pytest.mark.real
async def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    ears = Ears(tmp_path / "listen.log", tmp_path / "none")
    with pytest.raises(VoiceError, match="There is no folder"):
        await ears.start()
    await ears.stop()


@pytest.mark.real
async def test_a_child_killed_in_mid_sentence_is_replaced_and_hears_again(tmp_path: Path) -> None:
    ears = Ears(tmp_path / "listen.log", MODEL, first_pause=0.01)
    await ears.start()
    feed = Feed(ears)
    await feed.sound(silence(0.5) + spoken("please open the window"))
    dead = ears.pid
    assert dead is not None
    os.kill(dead, signal.SIGKILL)
    [dropped] = await feed.until(SpeechDropped)
    assert dropped.reason == "forgotten"
    async with asyncio.timeout(20):
        while ears.pid is None:  # noqa: ASYNC110 - ears that come back tell nobody
            await asyncio.sleep(0.02)
    assert ears.pid != dead
    await feed.say("hello sel", "rms")
    [ended] = await feed.until(SpeechEnded)
    assert ended.text == "hello sel"
    await feed.stop()


async def test_a_child_that_cannot_load_says_why_and_may_be_started_again(tmp_path: Path) -> None:
    ears = fake(tmp_path, "fails")
    for _ in range(2):
        with pytest.raises(VoiceError, match="No Whisper here"):
            await ears.start()
    await ears.stop()


async def test_a_child_that_always_dies_is_given_up(tmp_path: Path) -> None:
    ears = fake(tmp_path, "dies")
    with pytest.raises(VoiceError, match="died too often"):
        await ears.start()
    with pytest.raises(VoiceError, match="died too often"):
        await told(ears)
    await ears.stop()


async def test_one_that_dies_when_it_hears_is_given_up_and_the_reader_is_told(
    tmp_path: Path,
) -> None:
    ears = fake(tmp_path, "brief")
    assert await ears.start() == "fake on any"
    reader = asyncio.create_task(told(ears))
    while not reader.done():
        ears.hear(frame(0))
        await asyncio.sleep(0.01)
    with pytest.raises(VoiceError, match="died too often"):
        await reader
    assert await ears.start() == "fake on any"  # a person may try again
    await ears.stop()


async def test_after_a_death_while_it_loads_no_card_is_tried(tmp_path: Path) -> None:
    ears = fake(tmp_path, "once")
    assert await ears.start() == "fake on cpu"
    await ears.stop()


async def test_one_that_does_not_answer_is_ended(tmp_path: Path) -> None:
    ears = fake(tmp_path, "mute")
    await ears.start()
    first = ears.pid
    for number in range(MOST_BEHIND + 1):
        ears.hear(frame(number))
        assert ears.behind <= MOST_BEHIND
    async with asyncio.timeout(20):
        while ears.pid in (first, None):  # noqa: ASYNC110 - ears that come back tell nobody
            await asyncio.sleep(0.01)
    assert ears.behind == 0
    await ears.stop()


async def test_stopping_ends_the_reader_and_the_child_and_may_be_done_again(tmp_path: Path) -> None:
    ears = fake(tmp_path, "mute")
    await ears.start()
    pid = ears.pid
    assert pid is not None
    reader = asyncio.create_task(told(ears))
    await asyncio.sleep(0)
    await ears.stop()
    await ears.stop()
    assert await reader == []
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


async def test_keys_and_frames_without_a_child_do_no_harm(tmp_path: Path) -> None:
    ears = fake(tmp_path, "mute")
    ears.hear(frame(1))
    ears.guard(on=True)
    ears.press(down=True)
    ears.press(down=False)
    ears.reset()
    assert ears.behind == 0
    await ears.stop()
