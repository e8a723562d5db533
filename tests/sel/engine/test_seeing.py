"""The expert for pictures: llama.cpp's multimodal library in a child, over a tiny model."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import tiny_vision
from PIL import Image

from sel.engine.llm_config import LlmConfig
from sel.engine.local import LocalEngine
from sel.engine.supervisor import SEEING_WORKER
from sel.engine.types import Done, Message, Piece, Reading, Request, Sampling
from sel.errors import EngineCrashed, EngineError, ModelFileError, PromptTooLong

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

GREEDY = Sampling(temperature=0.0, repeat_penalty=1.0)
Make = Callable[..., LocalEngine]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The model, two projectors, and pictures."""
    folder = tmp_path_factory.mktemp("seeing")
    tiny_vision.model(folder / "tiny.gguf")
    tiny_vision.projector(folder / "mmproj-tiny.gguf")
    tiny_vision.projector(folder / "mmproj-other.gguf", wide=32)
    Image.new("RGB", (40, 30), "red").save(folder / "red.png")
    Image.new("RGB", (40, 30), "blue").save(folder / "blue.jpg")
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green")]
    frames[0].save(folder / "moving.webp", save_all=True, append_images=frames[1:], lossless=True)
    Image.effect_noise((160, 120), 90).convert("RGB").save(folder / "wide.png")
    whole = (folder / "red.png").read_bytes()
    (folder / "torn.png").write_bytes(whole[:45])
    (folder / "bomb.png").write_bytes(whole[:16] + b"\0\1\0\0" * 2 + whole[24:])
    (folder / "words.png").write_text("no picture at all")
    return folder


def make(folder: Path, projector: str = "mmproj-tiny.gguf", **more: Any) -> LocalEngine:
    usual: dict[str, Any] = {"context": 2048, "threads": 2, "slots": 2, "extra_buffers": False}
    config = LlmConfig(
        path=str(folder / "tiny.gguf"), projector=str(folder / projector), **usual | more
    )
    return LocalEngine(
        config,
        log_path=folder / "llm.log",
        rungs_path=folder / "rungs.json",
        worker=SEEING_WORKER,
    )


@pytest.fixture(scope="module")
async def engine(folder: Path) -> AsyncIterator[LocalEngine]:
    """The one that most tests share."""
    engine = make(folder, states=str(folder / "states"))
    await engine.start()
    yield engine
    await engine.stop()


def ask(*images: Path, text: str = "What is it?", slot: str = "desk", **more: Any) -> Request:
    messages = more.pop("messages", ()) or (Message("user", text, tuple(map(str, images))),)
    settings: dict[str, Any] = {"sampling": GREEDY, "max_tokens": 8} | more
    return Request(id=f"{slot}-{os.urandom(4).hex()}", slot=slot, messages=messages, **settings)


async def answer(engine: LocalEngine, request: Request) -> tuple[str, Done]:
    text, done = "", None
    async for item in engine.generate(request):
        if isinstance(item, Piece):
            text += item.text
        elif isinstance(item, Done):
            done = item
    assert done is not None
    return text, done


async def test_another_picture_makes_another_reply(engine: LocalEngine, folder: Path) -> None:
    red, first = await answer(engine, ask(folder / "red.png", slot="a"))
    blue, _ = await answer(engine, ask(folder / "blue.jpg", slot="b"))
    none, bare = await answer(engine, ask(slot="c"))
    assert len({red, blue, none}) == 3
    assert first.made_tokens == 8
    assert first.prompt_tokens > bare.prompt_tokens + 2 * tiny_vision.TOKENS
    for number, same in enumerate(("red.png", "moving.webp")):
        again, _ = await answer(engine, ask(folder / same, slot=f"same {number}"))
        assert again == red, same


async def test_the_next_question_looks_at_nothing_anew(engine: LocalEngine, folder: Path) -> None:
    first = Message("user", "What is it?", (str(folder / "red.png"),))
    said, before = await answer(engine, ask(slot="next", messages=(first,)))
    more = (first, Message("assistant", said), Message("user", "And its colour?"))
    _, after = await answer(engine, ask(slot="next", messages=more))
    assert after.reused_tokens >= before.prompt_tokens + before.made_tokens - 1


async def test_a_picture_that_is_gone_meanwhile_is_left_out(
    engine: LocalEngine, folder: Path
) -> None:
    there = Message("user", "Look.", (str(folder / "red.png"),))
    gone = Message("user", "Look.", (str(folder / "gone.png"),))
    rest = (Message("assistant", "Nice."), Message("user", "Is it?"))
    _, whole = await answer(engine, ask(slot="there", messages=(there, *rest)))
    _, without = await answer(engine, ask(slot="gone", messages=(gone, *rest)))
    assert without.prompt_tokens < whole.prompt_tokens - tiny_vision.TOKENS


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("torn.png", "damaged"),
        ("bomb.png", "million pixels"),
        ("words.png", "no picture"),
        ("gone.png", "not there any more"),
    ],
)
async def test_what_cannot_be_looked_at_is_a_sentence(
    engine: LocalEngine, folder: Path, name: str, sentence: str
) -> None:
    with pytest.raises(EngineError, match=sentence):
        await answer(engine, ask(folder / name, slot="bad"))
    assert engine.view.state == "ready"
    _, done = await answer(engine, ask(slot="bad"))
    assert done.made_tokens == 8


async def test_a_cancel_is_seen_while_it_looks(engine: LocalEngine, folder: Path) -> None:
    request = ask(folder / "wide.png", slot="cancel", max_tokens=200)
    stream = engine.generate(request)
    readings = 0
    async for item in stream:
        if isinstance(item, Reading):
            readings += 1
            engine.cancel(request.id)
        if isinstance(item, Done):
            assert item.stop_reason == "cancelled"
            assert item.made_tokens == 0
    assert readings >= 1
    _, done = await answer(engine, ask(folder / "red.png", slot="cancel"))
    assert done.stop_reason == "length"


async def test_a_picture_without_room_is_a_sentence(folder: Path) -> None:
    engine = make(folder, context=512, slots=1)
    await engine.start()
    try:
        with pytest.raises(PromptTooLong):
            await answer(engine, ask(folder / "wide.png"))
    finally:
        await engine.stop()


async def test_several_look_and_talk_at_once(engine: LocalEngine, folder: Path) -> None:
    alone, _ = await answer(engine, ask(folder / "red.png", slot="one"))
    together = await asyncio.gather(
        answer(engine, ask(folder / "red.png", slot="two")),
        answer(engine, ask(slot="three", max_tokens=60)),
    )
    assert together[0][0] == alone


async def test_what_was_shown_never_goes_to_the_disk(engine: LocalEngine, folder: Path) -> None:
    await answer(engine, ask(folder / "red.png", slot="shown"))
    assert await engine.put_down("shown") == 0
    await answer(engine, ask(slot="told"))
    assert await engine.put_down("told") > 0


async def test_killed_while_it_talks_it_serves_again(folder: Path) -> None:
    engine = make(folder)
    await engine.start()
    try:
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGKILL)
        with pytest.raises(EngineCrashed):
            await answer(engine, ask(folder / "red.png", max_tokens=500))
        _, done = await answer(engine, ask(folder / "red.png"))
        assert done.made_tokens == 8
    finally:
        await engine.stop()


@pytest.mark.parametrize(
    ("projector", "sentence"),
    [("mmproj-other.gguf", "belongs to another model"), ("tiny.gguf", "cannot use this projector")],
)
async def test_a_wrong_projector_is_a_sentence(folder: Path, projector: str, sentence: str) -> None:
    engine = make(folder, projector)
    with pytest.raises(ModelFileError, match=sentence):
        await engine.start()
    assert engine.view.state == "failed"
    await engine.stop()
