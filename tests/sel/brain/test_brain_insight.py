"""What a brain knows of itself: stages of turns, figures of replies, kept answers, processes."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any

from stage import say, scripted
from test_brain_turns import SLOW, living

from sel.brain.insight import Insight
from sel.cli import stats
from sel.engine.scripted import Pace
from sel.events import Interrupt, TextArrived, TurnFinished, TurnSilenced
from sel.observe.turns import STAGES, Waterfall

WORDS = ("harbour", "lighthouse")


def stages(turn: Waterfall) -> list[str]:
    return [stage.name for stage in turn.stages]


async def test_a_turn_leaves_its_stages_in_order() -> None:
    pace = Pace(tokens_per_second=200.0)
    async with living(scripted("One two three four five six.", pace=pace)) as (brain, ear):
        end = await ear.ending(await say(brain, "Tell me something, please."))
        seen = await brain.insight()
        (turn,) = seen.turns
        assert turn.ending == "finished"
        assert stages(turn) == [name for name in STAGES if name not in ("agent", "persist")]
        began = [stage.began for stage in turn.stages if stage.name != "style"]
        assert began == sorted(began)
        took = {stage.name: stage.seconds for stage in turn.stages}
        assert isinstance(end, TurnFinished)
        # Where the machine is busy the first token may be read long after it was made.
        assert took["first_token"] + took["stream"] > 0.9 * end.stats.make_seconds
        assert sum(took.values()) + turn.rest <= turn.seconds * 1.001


async def test_operations_count_turns_and_what_the_engine_did() -> None:
    async with living(scripted("Fine.", "Fine again.")) as (brain, ear):
        await ear.ending(await say(brain, "Hello."))
        await ear.ending(await say(brain, "Hello again."))
        seen = await brain.insight()
        counts = {(one.subsystem, one.operation): one.count for one in seen.operations}
        assert counts["turn", "whole"] == 2
        assert counts["turn", "prompt"] == 2
        assert counts["engine", "make"] == 2
        assert [reply.channel for reply in seen.replies] == ["desk", "desk"]
        assert all(reply.stats.made_tokens for reply in seen.replies)
        assert seen.processes.processes[0].pid == os.getpid()


async def test_interrupted_and_silenced_turns_are_told_apart() -> None:
    async with living(scripted("One two three four five six seven eight nine.", pace=SLOW)) as (
        brain,
        ear,
    ):
        turn = await say(brain, "Count to nine.")
        await ear.until(lambda event: isinstance(event, TextArrived))
        await brain.submit(Interrupt())
        await ear.ending(turn)
        silent = await ear.ending(await say(brain, "stay quiet please"))
        assert isinstance(silent, TurnSilenced)
        seen = await brain.insight()
        assert [turn.ending for turn in seen.turns] == ["interrupted", "silenced"]
        assert "first_token" in stages(seen.turns[0])
        assert "first_token" not in stages(seen.turns[1])
        assert sum(seen.silences.values()) == 1
        whole = next(one for one in seen.operations if one.operation == "whole")
        assert (whole.ok, whole.cancelled) == (1, 1)


async def test_nothing_of_it_holds_a_word_that_was_said() -> None:
    async with living(scripted(f"The {WORDS[1]} is white.")) as (brain, ear):
        await ear.ending(
            await say(brain, f"What stands in the {WORDS[0]}?", person="Ana Lighthouse")
        )
        seen = await brain.insight()
        told = json.dumps(seen.as_json()).lower()
        assert not any(word in told for word in WORDS)


async def test_children_are_told_by_what_they_are_for() -> None:
    class Child(type(scripted("Fine."))):  # type: ignore[misc]
        pid = os.getpid()

    async with living(Child(replies=("Fine.",))) as (brain, ear):
        await ear.ending(await say(brain, "Hello."))
        assert brain.observer.children() == {"general": os.getpid()}


def seen(**changes: Any) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(Insight(at=1.0, since=0.0, **changes).as_json()))
    return plain


def test_the_command_says_that_there_was_nothing_yet() -> None:
    assert "No turn yet." in list(stats.lines(seen()))


async def test_the_command_draws_what_there_was() -> None:
    async with living(scripted("One two three.", "Four.")) as (brain, ear):
        await ear.ending(await say(brain, "Hello."))
        told = "\n".join(stats.lines(json.loads(json.dumps((await brain.insight()).as_json()))))
        assert "The last turn" in told
        for name in ("queue", "appraisal", "first_token", "stream"):
            assert f"  {name}" in told
        assert "turn whole" in told
        assert "MB" in told


def test_a_bar_begins_where_its_stage_began_and_never_leaves_its_line() -> None:
    assert stats.waterfall(0.0, 1.0, 1.0) == "█" * stats.BAR
    half = stats.waterfall(0.5, 0.5, 1.0)
    assert half == " " * (stats.BAR // 2) + "█" * (stats.BAR // 2)
    for began, seconds in ((0.0, 0.0), (0.999, 5.0), (2.0, 1.0), (0.3, 1e-9)):
        bar = stats.waterfall(began, seconds, 1.0)
        assert len(bar) == stats.BAR
        assert bar.strip()


async def test_looking_does_not_hold_the_loop_up() -> None:
    async with living(scripted("Fine.")) as (brain, _):
        looks = await asyncio.gather(*(brain.insight() for _ in range(20)))
        assert len(looks) == 20
