"""Rules of channels, pauses, check-ins, summaries, figures: who may, and what comes of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from command_fakes import FakeBook, FakeCheckIns, World

from bridge.commands import check_ins, feelings, figures, rooms, summary
from bridge.commands.asked import Asked
from bridge.commands.failing import ODD, sentence_of
from bridge.replies.letters import units
from sel.brain.figures import ReplyFigures
from sel.brain.insight import Insight
from sel.bridge_events import Policy
from sel.cache.stats import KindStats
from sel.errors import InputRefused, SelError, StoreError
from sel.events import ReplyStats, SetMode

READER = frozenset({"read_messages", "read_message_history"})
ADA = "discord:1"
DM = Asked(user_id=1, channel_id=50)
HALL = Asked(user_id=1, channel_id=60, guild_id=7, may=READER)
MANAGER = replace(HALL, may=READER | {"manage_channels", "manage_guild"})
OWNER = replace(HALL, may=frozenset({"administrator"}))


@pytest.mark.parametrize("policy", ["allow", "quiet", "deny", ""])
async def test_who_manages_the_channel_says_what_sel_may_there(policy: Policy) -> None:
    world = World()
    for asked in (MANAGER, OWNER):
        assert (await rooms.set_policy(world.deps(), asked, policy)).text == rooms.MEANS[policy]
    assert world.book.policies == {60: policy}
    assert rooms.show(world.deps(), HALL).text == rooms.MEANS[policy]


async def test_a_thread_has_the_rule_of_its_channel_unless_it_has_its_own() -> None:
    world = World()
    thread = replace(MANAGER, channel_id=61, parent_id=60)
    await rooms.set_policy(world.deps(), MANAGER, "quiet")
    assert rooms.show(world.deps(), thread).text == rooms.MEANS["quiet"]
    assert (await rooms.set_policy(world.deps(), thread, "allow")).text == rooms.MEANS["allow"]
    assert (await rooms.set_policy(world.deps(), thread, "")).text == rooms.MEANS["quiet"]


async def test_others_may_only_look() -> None:
    world = World()
    with pytest.raises(InputRefused, match="Manage Channels"):
        await rooms.set_policy(world.deps(), HALL, "deny")
    with pytest.raises(InputRefused, match="Manage Server"):
        await rooms.pause(world.deps(), HALL, paused=True)
    with pytest.raises(InputRefused, match="alone"):
        await rooms.set_policy(world.deps(), DM, "deny")
    assert world.book == FakeBook()


async def test_a_pause_ends() -> None:
    world = World()
    for asked in (MANAGER, DM):
        await rooms.pause(world.deps(), asked, paused=True)
        assert "resume" in rooms.show(world.deps(), asked).text
        await rooms.pause(world.deps(), asked, paused=False)
        assert "resume" not in rooms.show(world.deps(), asked).text


async def test_check_ins_need_leave_to_remember() -> None:
    asks = FakeCheckIns()
    world = World(check_ins=asks)
    assert (await check_ins.opt(world.deps(), HALL, on=True)).text == check_ins.NO_LEAVE
    assert asks.wanted == {}
    world.mind.states[ADA] = "given"
    assert (await check_ins.opt(world.deps(), HALL, on=True)).text == "I will ask."
    assert (await check_ins.opt(world.deps(), HALL, on=False)).text == "I ask no more."
    assert asks.wanted == {ADA: False}
    world.check_ins = None
    assert (await check_ins.opt(world.deps(), HALL, on=True)).text == check_ins.OFF_HERE


async def test_check_ins_end_without_leave_to_remember() -> None:
    asks = FakeCheckIns()
    await check_ins.opt(World(check_ins=asks).deps(), DM, on=False)
    assert asks.wanted == {ADA: False}


# ---------------------------------------------------------------- summaries


async def test_only_who_may_read_is_told_what_was_said() -> None:
    world, lines = World(), [("Ben", "it rains")]
    text = (await summary.summarised(world.deps(), HALL, lines)).text
    assert text.endswith(world.mind.summary)
    assert (await summary.summarised(world.deps(), DM, lines)).text == text
    for lacking in READER:
        with pytest.raises(InputRefused):
            await summary.summarised(world.deps(), replace(HALL, may=READER - {lacking}), lines)
    world.book.policies[60] = "deny"
    for place in (HALL, replace(HALL, channel_id=61, parent_id=60)):
        with pytest.raises(InputRefused, match="not to read"):
            await summary.summarised(world.deps(), place, lines)


async def test_what_a_model_makes_of_it_calls_nobody() -> None:
    world = World()
    world.mind.summary = "@everyone look at [this](https://evil.example)"
    text = (await summary.summarised(world.deps(), HALL, [("Ben", "it rains")])).text
    assert "@everyone" not in text
    assert "](" not in text


async def test_of_silence_nothing_is_asked() -> None:
    world = World()
    await summary.summarised(world.deps(), HALL, [("Ben", "  ")])
    assert world.mind.summed == []


async def test_a_long_summary_is_cut() -> None:
    world = World()
    world.mind.summary = "word " * 2000
    answer = await summary.summarised(world.deps(), HALL, [("Ben", "it rains")])
    assert units(answer.text) <= 2000


def test_the_newest_are_kept_in_order() -> None:
    lines = [(f"n{place}", f"{place} " + "x" * 590) for place in range(100)]
    kept = summary.newest(lines)
    assert kept == lines[-len(kept) :]
    assert 10 < len(kept) < 30
    assert len(summary.newest([("Ben", "x" * 9999)])[0][1]) == summary.LONGEST + 1


# ---------------------------------------------------------------- figures


async def test_silences_are_told_with_reasons_of_brain_and_bridge() -> None:
    world = World(silent={"the queue was full": 3, "low priority": 1})
    world.mind.seen = Insight(
        at=100.0,
        since=40.0,
        silences={"low priority": 4},
        replies=(
            ReplyFigures(
                at=1,
                channel="discord:9",
                stats=ReplyStats(made_tokens=11, make_seconds=1.0, first_token_seconds=0.2),
            ),
        ),
    )
    text = (await figures.stats(world.deps())).text
    assert "- 5 × low priority\n- 3 × the queue was full" in text
    assert "10.0" in text
    assert "200 ms" in text
    assert "discord:9" not in text


async def test_stats_of_a_new_sel_are_no_blank() -> None:
    assert "no reply yet" in (await figures.stats(World().deps())).text
    assert "Nothing was looked up" in (await figures.cache_stats(World().deps())).text


async def test_the_cache_is_told_in_a_table() -> None:
    world = World()
    row = KindStats(hits=3, misses=1, entries=9, tokens_saved=1200, seconds_saved=150.0)
    world.mind.seen = Insight(at=1, since=0, cache={"reply": row, "agent": KindStats()})
    text = (await figures.cache_stats(world.deps())).text
    assert "75%" in text
    assert "1,200" in text
    assert "2 min" in text
    assert "agent" not in text


# ---------------------------------------------------------------- mode


async def test_the_mode_is_shown_to_all_and_changed_by_who_manages_the_channel() -> None:
    world = World()
    assert "playful" in (await feelings.mode(world.deps(), HALL)).text
    with pytest.raises(InputRefused, match="Manage Channels"):
        await feelings.mode(world.deps(), HALL, "deep_focus")
    with pytest.raises(InputRefused, match="no such mode"):
        await feelings.mode(world.deps(), MANAGER, "grumpy")
    assert "deep focus" in (await feelings.mode(world.deps(), MANAGER, "deep_focus")).text
    assert world.mind.commands == [SetMode(channel="discord:60", mode="deep_focus")]


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (InputRefused("No.", hint="Ask the cat."), "No. Ask the cat."),
        (StoreError("It is full.", where="/home/eve/.local/sel"), "It is full."),
        (SelError("Not /home/eve/x.gguf.", hint="See /sel consent."), None),
        (SelError(r"Not C:\Users\eve\x."), None),
        (ValueError("eve said quetzalwren"), ODD),
    ],
)
def test_errors_are_sentences_without_the_owners_folders(
    error: BaseException, told: str | None
) -> None:
    sentence = sentence_of(error)
    assert "eve" not in sentence
    assert told in (None, sentence)
    assert ("/sel" in sentence) == ("/sel" in str(getattr(error, "hint", "")))
