"""A conversation put down is taken up at the next start: only what is new is read."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from sel.engine.llm_config import TALKS
from sel.engine.local import LocalEngine
from sel.engine.types import Done, Message, Piece, Request, Sampling

pytestmark = pytest.mark.real
Make = Callable[..., LocalEngine]

HEAD = (Message("system", "You are SEL, a kind companion. Answer in one short sentence."),)
WILD = Sampling(temperature=1.5, top_p=1.0, min_p=0.0, seed=4)
"""Chooses tokens for a text that the tokenizer would not choose for it."""
IDS = itertools.count()
GREEDY = Sampling(temperature=0.0, repeat_penalty=1.0)


async def finished(engine: LocalEngine, request: Request) -> tuple[str, Done]:
    text = ""
    async for item in engine.generate(request):
        if isinstance(item, Piece):
            text += item.text
        elif isinstance(item, Done):
            return text, item
    raise AssertionError


def ask(messages: tuple[Message, ...], text: str) -> Request:
    asked = (*messages, Message("system", "Mood: calm."), Message("user", text))
    return Request(id=str(next(IDS)), slot="desk", messages=asked, sampling=WILD, max_tokens=24)


async def talked(engine: LocalEngine) -> tuple[Message, ...]:
    """Two turns; the messages of the conversation."""
    await finished(engine, Request(id="warm", slot="", messages=HEAD, max_tokens=0))
    messages: tuple[Message, ...] = HEAD
    for text in ("Hello there.", "Invent some names of ships."):
        request = ask(messages, text)
        reply, _ = await finished(engine, request)
        messages = (*request.messages, Message("assistant", reply))
    return messages


def again(messages: tuple[Message, ...], *, take_up: bool = True) -> Request:
    request = ask(messages, "Which of them is the fastest?")
    return replace(request, sampling=GREEDY, take_up=take_up)


async def test_what_was_put_down_is_not_read_again(make_engine: Make, tmp_path: Path) -> None:
    states = tmp_path / "kv"
    engine = make_engine(states=str(states))
    await engine.start()
    messages = await talked(engine)
    size = await engine.put_down("desk")
    (file,) = (states / TALKS).iterdir()
    assert file.stat().st_size == size > 0
    assert file.stat().st_mode & 0o777 == 0o600
    words = json.dumps(messages[-1].content, ensure_ascii=False)[1:-1]
    assert words.encode() in file.read_bytes(), "its words can be searched for"
    said, before = await finished(engine, again(messages))
    await engine.stop()

    engine = make_engine(states=str(states))
    await engine.start()
    await finished(engine, Request(id="warm", slot="", messages=HEAD, max_tokens=0))
    repeated, done = await finished(engine, again(messages))
    assert (done.prompt_tokens, done.reused_tokens) == (before.prompt_tokens, before.reused_tokens)
    assert repeated == said
    _, other = await finished(engine, replace(again(HEAD), slot="other"))
    assert other.reused_tokens >= 10, "what conversations begin with is still there for others"
    await engine.stop()

    engine = make_engine(states=str(states))
    await engine.start()
    _, unasked = await finished(engine, again(messages, take_up=False))
    assert unasked.reused_tokens == 0, "only who may asks for it"
    assert list((states / TALKS).iterdir()) == [file]


async def test_there_is_one_at_a_time_and_none_of_what_is_not_there(
    make_engine: Make, tmp_path: Path
) -> None:
    states = tmp_path / "kv"
    engine = make_engine(states=str(states))
    await engine.start()
    assert await engine.put_down("desk") == 0
    await talked(engine)
    assert await engine.put_down("desk") > 0
    engine.forget("desk")
    assert await engine.put_down("desk") == 0
    await finished(engine, replace(ask(HEAD, "Hi."), slot="attic", max_tokens=4))
    assert await engine.put_down("attic") > 0
    assert len(list((states / TALKS).iterdir())) == 1


async def test_without_a_folder_nothing_is_put_down(make_engine: Make) -> None:
    engine = make_engine()
    await engine.start()
    messages = await talked(engine)
    assert await engine.put_down("desk") == 0
    assert (await finished(engine, again(messages)))[1].reused_tokens > 0
