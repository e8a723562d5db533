"""The benchmark's own parts: what it watches, how it keeps replies even, what it prints."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest

from sel import paths as places
from sel.brain.mixture import MixtureBrain
from sel.cli import bench
from sel.cli.assemble import make_parts
from sel.cli.benches import talk
from sel.cli.benches.figures import Figure, table
from sel.cli.benches.steady import SteadyEngine
from sel.cli.benches.watch import Seen, Watch
from sel.cli.main import main
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.scripted import Pace, ScriptedEngine
from sel.engine.types import Done, Message, Piece, Request, StreamItem
from sel.errors import EngineGaveUp, SelError
from sel.events import ReplyStats, TurnFinished, TurnInterrupted

REQUEST = Request(id="r", slot="desk", messages=(Message("user", "hi"),), max_tokens=50)


def figure(value: float, *, aim: float = 1.0, at_most: bool = False, unit: str = "") -> Figure:
    return Figure(name="speed", value=value, aim=aim, at_most=at_most, unit=unit, detail="a ÷ b")


# ---------------------------------------------------------------- figures


@pytest.mark.parametrize(
    ("value", "at_most", "met"),
    [(1.0, False, True), (0.99, False, False), (1.0, True, True), (1.01, True, False)],
)
def test_an_aim_is_a_least_or_a_most(value: float, at_most: bool, met: bool) -> None:
    assert figure(value, at_most=at_most).met is met


def test_a_figure_as_json_says_whether_it_was_met() -> None:
    made = json.loads(json.dumps(figure(2.0, unit="ms").as_json()))
    assert made == {
        "name": "speed",
        "value": 2.0,
        "unit": "ms",
        "aim": 1.0,
        "at_most": False,
        "detail": "a ÷ b",
        "met": True,
    }


def test_the_tables_columns_stand_under_each_other() -> None:
    rows = [figure(0.5), replace(figure(123.456, at_most=True, unit="ms"), name="time to first")]
    head, first, second = table(rows).splitlines()
    at = head.index("measured")
    assert first[at:].startswith("0.5")
    assert second[at:].startswith("123 ms")
    assert first[head.index("aim") :].startswith("≥ 1")
    assert second[head.index("aim") :].startswith("≤ 1 ms")
    assert "missed" in first
    assert first.index("a ÷ b") == second.index("a ÷ b") == head.index("from")


def test_a_table_of_nothing_is_its_heads() -> None:
    assert table([]).split() == ["figure", "measured", "aim", "from"]


@pytest.mark.parametrize("as_json", [True, False])
def test_the_command_prints_what_was_measured(
    as_json: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def measured(args: argparse.Namespace, *_: object) -> list[Figure]:
        assert args.quick
        return [figure(2.0)]

    monkeypatch.setattr(bench, "_measure", measured)
    assert main(["bench", "--quick", *(["--json"] if as_json else [])]) == 0
    said = capsys.readouterr().out
    if as_json:
        assert json.loads(said)["figures"][0]["met"] is True
    else:
        assert said.startswith("figure")


# ---------------------------------------------------------------- even replies


async def replies(engine: SteadyEngine, request: Request) -> list[StreamItem]:
    return [item async for item in engine.generate(request)]


async def test_every_reply_has_the_wished_length() -> None:
    inner = ScriptedEngine(replies=["Two words."])
    steady = SteadyEngine(inner)
    steady.length = 7
    await steady.start()
    items = await replies(steady, REQUEST)
    assert sum(isinstance(item, Piece) for item in items) == 7
    assert isinstance(items[-1], Done)
    assert items[-1].made_tokens == 7
    await steady.stop()
    assert steady.view.state == "asleep"


async def test_reading_only_and_usual_replies_are_left_as_they_are() -> None:
    inner = ScriptedEngine(replies=["Two words."])
    steady = SteadyEngine(inner)
    await steady.start()
    await replies(steady, REQUEST)
    steady.length = 7
    await replies(steady, replace(REQUEST, max_tokens=0))
    assert inner.requests == [REQUEST, replace(REQUEST, max_tokens=0)]
    assert await steady.count(["one two"]) == await inner.count(["one two"])
    await steady.stop()


# ---------------------------------------------------------------- watching


@pytest.fixture
async def watched() -> AsyncIterator[tuple[Watch, ScriptedEngine]]:
    engine = ScriptedEngine(
        replies=["One two three four five."], pace=Pace(tokens_per_second=200.0)
    )
    parts = make_parts(Settings(batch_seconds=0.0), places.find().ready(), demo=True)
    brain = MixtureBrain(replace(parts, experts=Experts(lambda _: engine, {"general": "x"})))
    watch = Watch(brain)
    await brain.start()
    yield watch, engine
    await watch.stop()
    await brain.stop()


async def test_it_sees_when_what_came(watched: tuple[Watch, ScriptedEngine]) -> None:
    watch, _ = watched
    async with asyncio.timeout(60):
        await watch.ready()
        seen = await watch.say("Hello.", "desk")
    assert seen.finished.text == "One two three four five."
    assert seen.wait > 0
    assert seen.sent < seen.first < seen.last
    assert seen.speed > 0


async def test_it_tells_conversations_apart(watched: tuple[Watch, ScriptedEngine]) -> None:
    watch, _ = watched
    async with asyncio.timeout(60):
        seen = [await watch.send("Hello.", channel) for channel in ("a", "b")]
        await asyncio.gather(*(one.over.wait() for one in seen))
    assert {one.finished.channel for one in seen} == {"a", "b"}


async def test_a_turn_that_failed_is_no_figure() -> None:
    failing = ScriptedEngine(fail_start=EngineGaveUp("No rung held."))
    parts = make_parts(Settings(batch_seconds=0.0), places.find().ready(), demo=True)
    brain = MixtureBrain(replace(parts, experts=Experts(lambda _: failing, {"general": "x"})))
    watch = Watch(brain)
    await brain.start()
    async with asyncio.timeout(60):
        seen = await watch.say("Hello.", "desk")
    with pytest.raises(SelError, match="No rung held"):
        _ = seen.finished
    await watch.stop()
    await brain.stop()


def test_a_turn_that_was_stopped_is_no_figure() -> None:
    seen = Seen(sent=0.0, ending=TurnInterrupted(partial="One"))
    with pytest.raises(SelError, match="stopped"):
        _ = seen.speed


# ---------------------------------------------------------------- arithmetic of the long talk


def seen_all(waits: Sequence[float]) -> list[Seen]:
    ending = TurnFinished(text="", stats=ReplyStats(made_tokens=11))
    return [Seen(sent=0.0, first=wait, last=wait + 2.0, ending=ending) for wait in waits]


def test_speed_counts_the_intervals_between_tokens() -> None:
    assert seen_all([1.0])[0].speed == 5.0


def test_steadiness_compares_late_turns_with_early_ones_and_leaves_the_first_out() -> None:
    found = talk._steadiness(seen_all([9.0, 0.1, 0.1, 0.1, 0.5, 0.2, 0.2, 0.2]))
    assert found.value == pytest.approx(2.0)
    assert not found.met


def test_reuse_is_of_all_prompts_together() -> None:
    stats = [
        ReplyStats(prompt_tokens=100, reused_tokens=0),
        ReplyStats(prompt_tokens=300, reused_tokens=300),
    ]
    assert talk._reuse(stats).value == 0.75


def test_a_ratio_is_the_median_of_rounds_not_the_ratio_of_medians() -> None:
    found = talk._ratio("r", [(10.0, 10.0), (5.0, 10.0), (20.0, 10.0)], 0.9)
    assert found.value == 1.0
    assert found.met
    assert "10.0 ÷ 10.0" in found.detail
