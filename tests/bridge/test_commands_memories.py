"""What a person sees and takes away of their memories: in a server only what was said there."""

from __future__ import annotations

import pytest
from command_fakes import FakeMind, World, memory
from hypothesis import given
from hypothesis import strategies as st

from bridge.commands.asked import FILE_LIMIT, Answer, Asked
from bridge.commands.harmless import MOST, fitting, shown
from bridge.commands.memories import (
    GONE,
    MOST_OPEN,
    NOT_ALLOWED,
    OPEN_SECONDS,
    STILL,
    TOO_OLD,
    Memories,
)
from bridge.replies.letters import units
from sel.errors import InputRefused
from sel.memory_events import ForgetMemories

ADA, BEN = "discord:1", "discord:2"
DM = Asked(user_id=1, channel_id=50)
HALL = Asked(user_id=1, channel_id=60, guild_id=7)
CLOSED = Asked(user_id=1, channel_id=61, guild_id=7)
OTHER = Asked(user_id=1, channel_id=70, guild_id=8)

CANARIES = {
    "dm:1": "quetzalwren",
    "guild:7": "wobblethorpe",
    "guild:7:61": "zanthoria",
    "guild:8": "quibblewick",
    "desk": "snorfle",
}
BENS = "underwurzel"


@pytest.fixture
def world() -> World:
    kept = {
        ADA: [memory(f"likes the {word}", scope) for scope, word in CANARIES.items()],
        BEN: [memory(f"likes the {BENS}", "guild:7")],
    }
    return World(mind=FakeMind(kept=kept, states={ADA: "given", BEN: "given"}))


def seen(answer: Answer) -> set[str]:
    """The planted words in an answer, its file included."""
    text = answer.text + (answer.sheet.data.decode() if answer.sheet else "")
    return {word for word in (*CANARIES.values(), BENS) if word in text}


PLACES = pytest.mark.parametrize(
    ("asked", "words"),
    [
        (HALL, {"wobblethorpe"}),
        (CLOSED, {"wobblethorpe", "zanthoria"}),
        (OTHER, {"quibblewick"}),
        (DM, set(CANARIES.values())),
    ],
    ids=["hall", "closed", "other", "dm"],
)


@PLACES
async def test_only_what_belongs_there_is_shown(
    world: World, asked: Asked, words: set[str]
) -> None:
    memories = Memories(world.deps())
    assert seen(await memories.listed(asked)) == words
    assert seen(await memories.search(asked, "likes")) == words
    assert seen(await memories.forget(asked, "likes")) == words
    assert seen(await memories.export(asked)) == words
    assert seen(await memories.svg(asked)) == words


@PLACES
async def test_only_what_belongs_there_is_forgotten(
    world: World, asked: Asked, words: set[str]
) -> None:
    memories = Memories(world.deps())
    question = await memories.forget(asked)
    token = question.buttons[0].id.split(":")[2]
    assert (await memories.settle(asked, "yes", token)).text == GONE
    left = {word for word in CANARIES.values() if f"likes the {word}" in str(world.mind.kept[ADA])}
    assert left == set(CANARIES.values()) - words
    assert len(world.mind.kept[BEN]) == 1


async def test_everything_takes_the_notes_too_and_only_in_a_direct_message(world: World) -> None:
    memories = Memories(world.deps())
    for asked in (HALL, DM):
        token = (await memories.forget(asked)).buttons[0].id.split(":")[2]
        await memories.settle(asked, "yes", token)
    first, second = world.mind.commands
    assert isinstance(first, ForgetMemories)
    assert isinstance(second, ForgetMemories)
    assert (first.everything, second.everything) == (False, True)


async def test_a_no_forgets_nothing(world: World) -> None:
    memories = Memories(world.deps())
    keep = (await memories.forget(DM)).buttons[1]
    assert (await memories.settle(DM, *keep.id.split(":")[1:])).text == STILL
    assert world.mind.commands == []


async def test_nobody_else_may_answer(world: World) -> None:
    memories = Memories(world.deps())
    token = (await memories.forget(HALL)).buttons[0].id.split(":")[2]
    with pytest.raises(InputRefused):
        await memories.settle(Asked(user_id=2, channel_id=60, guild_id=7), "yes", token)
    assert world.mind.commands == []
    assert (await memories.settle(HALL, "yes", token)).text == GONE


async def test_an_old_question_and_one_of_before_the_restart_forget_nothing(world: World) -> None:
    memories = Memories(world.deps())
    token = (await memories.forget(DM)).buttons[0].id.split(":")[2]
    assert (await Memories(world.deps()).settle(DM, "yes", token)).text == TOO_OLD
    world.now += OPEN_SECONDS + 1
    assert (await memories.settle(DM, "yes", token)).text == TOO_OLD
    assert world.mind.commands == []


async def test_a_failure_leaves_the_question_open(world: World) -> None:
    memories = Memories(world.deps())
    token = (await memories.forget(DM)).buttons[0].id.split(":")[2]
    world.mind.failing = InputRefused("The disk refused.")
    with pytest.raises(InputRefused):
        await memories.settle(DM, "yes", token)
    world.mind.failing = None
    assert (await memories.settle(DM, "yes", token)).text == GONE


async def test_open_questions_are_bounded(world: World) -> None:
    memories = Memories(world.deps())
    first = (await memories.forget(DM)).buttons[0].id.split(":")[2]
    for _ in range(MOST_OPEN):
        last = (await memories.forget(DM)).buttons[0].id.split(":")[2]
    assert (await memories.settle(DM, "yes", first)).text == TOO_OLD
    assert (await memories.settle(DM, "no", last)).text == STILL


async def test_ids_of_buttons_hold_no_words(world: World) -> None:
    for button in (await Memories(world.deps()).forget(DM, "likes")).buttons:
        assert not any(word in button.id for word in CANARIES.values())
        assert len(f"sel:{button.id}") <= 100


async def test_of_nothing_it_is_said_why() -> None:
    world = World()
    memories = Memories(world.deps())
    assert (await memories.listed(DM)).text == NOT_ALLOWED
    world.mind.states[ADA] = "given"
    assert "nothing about you so far" in (await memories.listed(DM)).text
    assert "on this server" in (await memories.listed(HALL)).text
    assert (await memories.forget(HALL, "cats")).buttons == ()


async def test_many_fit_into_one_message(world: World) -> None:
    world.mind.kept[ADA] = [memory(f"{n} " + "word " * 60, "guild:7") for n in range(300)]
    for asked in (HALL, DM):
        text = (await Memories(world.deps()).listed(asked)).text
        assert units(text) <= MOST
        assert "more: `/sel memory export`" in text
        assert "300 things" in text


async def test_a_file_too_large_or_not_wanted_is_refused(world: World) -> None:
    memories = Memories(world.deps())
    world.mind.kept[ADA] = [memory("x" * (FILE_LIMIT + 1), "dm:1")]
    with pytest.raises(InputRefused, match="more than Discord takes"):
        await memories.export(DM)
    with pytest.raises(InputRefused, match="not send files"):
        await memories.svg(Asked(user_id=1, channel_id=50, guild_id=7, files=False))


def test_words_do_nothing_on_discord() -> None:
    text = shown("@everyone [free](https://evil.example) **x** `y` ||z|| <@12>\n# head")
    assert "@everyone" not in text
    assert "](" not in text
    assert "https://" not in text
    assert "\n" not in text
    assert "<@" not in text.replace("\\<", "")


@given(st.text(min_size=1, max_size=40), st.integers(0, 3000))
def test_whatever_it_is_it_fits(words: str, times: int) -> None:
    text = (words * times)[:4000]
    assert units(fitting(text)) <= 2000
    assert units(shown(text)) <= 2 * 2 * 160 + 160
