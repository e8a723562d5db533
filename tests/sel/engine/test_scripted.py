"""The scripted engine keeps the engine's contract: streams, crashes, resumes and cancels."""

import asyncio
import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rounds import rounds

from sel.engine import scripted, scripted_rules
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.types import (
    Done,
    Engine,
    Message,
    Piece,
    Reading,
    Request,
    Sampling,
    StreamItem,
)
from sel.errors import EngineCrashed, ModelFileError, SettingError
from sel.events import EngineView
from sel.prompt.identity import OPENINGS, Opening


def ask(text: str = "hello", **more: object) -> Request:
    request = Request(id="r1", slot="desk", messages=(Message("user", text),))
    return dataclasses.replace(request, **more)  # type: ignore[arg-type]


async def collect(engine: Engine, request: Request) -> tuple[str, list[StreamItem]]:
    items = [item async for item in engine.generate(request)]
    return "".join(i.text for i in items if isinstance(i, Piece)), items


async def hear(engine: Engine, request: Request, heard: list[str]) -> None:
    async for item in engine.generate(request):
        if isinstance(item, Piece):
            heard.append(item.text)


async def ready(engine: ScriptedEngine) -> ScriptedEngine:
    await engine.start()
    return engine


class Recorder:
    """A clock that moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)

    def clock(self) -> float:
        return self.now


async def test_replies_come_in_turn_and_end_with_one_done() -> None:
    engine = await ready(ScriptedEngine(replies=["one two", "three"]))
    first, items = await collect(engine, ask())
    second, _ = await collect(engine, ask())
    third, _ = await collect(engine, ask())
    assert (first, second, third) == ("one two", "three", "one two")
    assert isinstance(items[0], Reading)
    assert [isinstance(item, Done) for item in items].count(True) == 1
    done = items[-1]
    assert isinstance(done, Done)
    assert (done.stop_reason, done.made_tokens) == ("end", 2)


async def test_states_are_told() -> None:
    engine = ScriptedEngine(crash_after=1)
    seen: list[EngineView] = []
    engine.on_change(seen.append)
    await engine.start()
    with pytest.raises(EngineCrashed):
        await collect(engine, ask())
    await rounds()
    await engine.stop()
    assert [v.state for v in seen] == ["waking", "ready", "restarting", "ready", "asleep"]


async def test_a_crash_happens_once_and_the_reply_is_taken_up_again() -> None:
    engine = await ready(ScriptedEngine(replies=["a b c d", "other"], crash_after=2))
    heard: list[str] = []
    with pytest.raises(EngineCrashed):
        await hear(engine, ask(), heard)
    partial = "".join(heard)
    assert partial == "a b"
    rest, _ = await collect(engine, ask(resume=partial))
    assert partial + rest == "a b c d"
    assert engine.starts == 2


async def test_a_crash_ends_every_reply_under_way() -> None:
    engine = await ready(ScriptedEngine(replies=["word " * 50], pace=Pace(tokens_per_second=10)))
    streams = [asyncio.create_task(collect(engine, ask(slot=name))) for name in "ab"]
    await rounds()
    engine.crash()
    results = await asyncio.gather(*streams, return_exceptions=True)
    assert [type(r) for r in results] == [EngineCrashed, EngineCrashed]


async def test_a_request_waits_for_the_start() -> None:
    engine = ScriptedEngine(replies=["yes"], pace=Pace(start_seconds=0.02))
    waiting = asyncio.create_task(collect(engine, ask()))
    await asyncio.sleep(0)
    assert not waiting.done()
    await engine.start()
    assert (await waiting)[0] == "yes"


async def test_failing_to_load() -> None:
    engine = ScriptedEngine(fail_start=ModelFileError("Empty file."))
    with pytest.raises(ModelFileError):
        await engine.start()
    assert (engine.view.state, engine.view.detail) == ("failed", "Empty file.")
    with pytest.raises(ModelFileError):
        await collect(engine, ask())


async def test_closing_cancels() -> None:
    engine = await ready(ScriptedEngine(replies=["a b c"]))
    stream = engine.generate(ask())
    async for item in stream:
        if isinstance(item, Piece):
            break
    await stream.aclose()
    assert engine.cancelled == ["r1"]
    assert [request.id for request in engine.requests] == ["r1"]


async def test_cancelling_ends_the_stream() -> None:
    engine = await ready(ScriptedEngine(replies=["a b c"]))
    text = ""
    items = []
    async for item in engine.generate(ask()):
        items.append(item)
        if isinstance(item, Piece):
            text += item.text
            engine.cancel("r1")
    engine.cancel("r1")
    done = items[-1]
    assert text == "a"
    assert isinstance(done, Done)
    assert (done.stop_reason, done.made_tokens) == ("cancelled", 1)
    assert engine.cancelled == ["r1"]


async def test_without_an_end_it_begins_again() -> None:
    engine = await ready(ScriptedEngine(replies=["a b"]))
    text, _ = await collect(engine, ask(max_tokens=5, sampling=Sampling(ignore_end=True)))
    assert text == "a ba ba"


async def test_a_beginning_that_is_in_no_script_is_followed_by_the_reply() -> None:
    engine = await ready(ScriptedEngine(replies=["Hello."]))
    assert (await collect(engine, ask(resume="I'm Ada, an AI.")))[0] == " Hello."


async def test_length_and_stop_strings() -> None:
    engine = await ready(ScriptedEngine(replies=["one two STOP three"]))
    text, items = await collect(engine, ask(stop=("STOP",)))
    assert text == "one two "
    assert isinstance(items[-1], Done)
    assert items[-1].stop_reason == "stop"
    text, items = await collect(engine, ask(max_tokens=1))
    assert text == "one"
    assert isinstance(items[-1], Done)
    assert items[-1].stop_reason == "length"


async def test_what_a_slot_has_seen_is_reused() -> None:
    engine = await ready(ScriptedEngine(replies=["fine thanks"]))
    await collect(engine, ask("how are you"))
    longer = (*ask("how are you").messages, Message("assistant", "fine thanks"))
    _, items = await collect(engine, ask(messages=(*longer, Message("user", "good"))))
    done = items[-1]
    assert isinstance(done, Done)
    assert (done.prompt_tokens, done.read_tokens) == (6, done.prompt_tokens - done.reused_tokens)
    assert done.reused_tokens >= 3
    engine.forget("desk")
    _, items = await collect(engine, ask("how are you"))
    assert isinstance(items[-1], Done)
    assert items[-1].reused_tokens == 0


async def test_pace_is_kept() -> None:
    time = Recorder()
    pace = Pace(start_seconds=2, first_token_seconds=1, tokens_per_second=10)
    engine = ScriptedEngine(
        replies=["a b c d e f g h i j k"], pace=pace, sleep=time.sleep, clock=time.clock
    )
    await engine.start()
    assert time.now == 2
    _, items = await collect(engine, ask())
    done = items[-1]
    assert isinstance(done, Done)
    assert done.read_seconds == pytest.approx(1)
    assert done.make_seconds == pytest.approx(1)


async def test_words_are_counted() -> None:
    assert await ScriptedEngine().count(["", "one", "one two\nthree "]) == [0, 1, 4]


@given(st.text())
def test_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(scripted_rules.pieces(text)) == text


async def test_the_demo_script_answers() -> None:
    script = scripted.demo()._script
    assert script.choose("Hi there", 0).startswith("Hello")
    assert "```python" in script.choose("write a python function", 0)
    assert script.choose("think about it", 0) == script.defaults[0]
    assert script.choose("think about it", 1) == script.defaults[1]


@pytest.mark.parametrize("opening", OPENINGS)
def test_the_demo_script_goes_on_from_every_opening(opening: Opening) -> None:
    words = opening.words.replace("{name}", "SEL")
    assert scripted.demo()._script.continues(words) not in (None, words)


@pytest.mark.parametrize(
    "content",
    [
        "not toml [",
        "",
        "defaults = ['x']\n[[rule]]\nsay = ['x']",
        "defaults = ['x']\n[[rule]]\nwhen = '('\nsay = ['x']",
        "defaults = ['x']\n[[rule]]\nwhen = 'a'",
    ],
)
def test_a_broken_script_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "script.toml"
    path.write_text(content)
    with pytest.raises(SettingError) as caught:
        scripted_rules.load(path)
    assert "script.toml" in caught.value.where
