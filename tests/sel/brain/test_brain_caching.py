"""Kept answers around the turn: which replies come again, how they come, and when they go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell
from stage import Ear, make_parts, say, scripted
from test_brain_turns import living

from sel.affect.appraisal_types import Appraisal
from sel.brain.caching import version_of
from sel.brain.mixture import MixtureBrain
from sel.brain.recent import Asked, Recent
from sel.cache.cache import ResponseCache
from sel.cache.disk import FileDisk
from sel.cache.policy import APPRAISAL
from sel.errors import SettingError, StoreError
from sel.events import ClearCache, ClearChannel, NoticeGiven, TextArrived, TurnFinished
from sel.memory_events import AnswerConsent, ConsentChanged, ForgetMemories, MemoriesForgotten
from sel.prompt.persona import Persona

QUESTION = "code: how do I turn a list around in Python?"
"""Goes to the coder, who is not led and asks for something."""


async def ended(ear: Ear, turn: str) -> TurnFinished:
    end = await ear.ending(turn)
    assert isinstance(end, TurnFinished)
    return end


async def test_the_same_first_question_is_answered_from_before_and_marked() -> None:
    engine = scripted("Use reversed, as in list(reversed(rows)).", "Another answer.")
    async with living(engine) as (brain, ear):
        first = await ended(ear, await say(brain, QUESTION))
        await brain.submit(ClearChannel())
        turn = await say(brain, QUESTION)
        again = await ended(ear, turn)
        assert (first.stats.source, again.stats.source) == ("made", "cached")
        assert again.text == first.text
        assert len(engine.requests) == 2  # the warming, and the first
        assert "".join(one.text for one in ear.of(TextArrived, turn)).strip() == again.text
        assert brain.snapshot().channels["desk"].messages[-1].cached
        kept = (await brain.insight()).cache["reply"]
        assert (kept.hits, kept.misses) == (1, 1)
        assert kept.tokens_saved == first.stats.made_tokens


async def test_what_is_said_after_a_kept_reply_is_made_with_it_in_mind() -> None:
    engine = scripted("Use reversed.", "You are welcome.")
    async with living(engine) as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
        await brain.submit(ClearChannel())
        kept = await ended(ear, await say(brain, QUESTION))
        after = await ended(ear, await say(brain, "thanks, code on"))
        assert after.stats.source == "made"
        assert any(one.content == kept.text for one in engine.requests[-1].messages)


@pytest.mark.parametrize(
    "said", ["Hello there.", "I am so sad and hurt, code is hard, what can I do?"]
)
async def test_small_talk_and_consolation_are_made_anew(said: str) -> None:
    async with living(scripted("One.", "Two.")) as (brain, ear):
        if "hurt" in said:
            brain._parts.appraiser.appraise = lambda *_, **__: Appraisal(  # type: ignore[method-assign]
                signals=frozenset({"hurt", "question"})
            )
        await ended(ear, await say(brain, said))
        await brain.submit(ClearChannel())
        again = await ended(ear, await say(brain, said))
        assert again.stats.source == "made"


async def test_in_the_middle_of_a_conversation_nothing_is_replayed() -> None:
    async with living(scripted("One.", "Two.", "Three.")) as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
        assert (await ended(ear, await say(brain, QUESTION))).stats.source == "made"


async def test_a_reply_that_might_repeat_a_secret_is_not_kept() -> None:
    said = f"{QUESTION} My password is Tr0ub4dor&3xyz."
    async with living(scripted("One.", "Two.")) as (brain, ear):
        await ended(ear, await say(brain, said))
        await brain.submit(ClearChannel())
        assert (await ended(ear, await say(brain, said))).stats.source == "made"


async def test_other_people_and_other_channels_have_their_own() -> None:
    async with living(scripted("One.", "Two.", "Three.")) as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
        other = await ended(ear, await say(brain, QUESTION, channel="dm", person="ana"))
        assert other.stats.source == "made"


async def test_clearing_is_told_and_an_unknown_kind_refused() -> None:
    async with living(scripted("One.", "Two.")) as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
        await brain.submit(ClearCache(kind="reply"))
        await ear.until(lambda e: isinstance(e, NoticeGiven) and "went: 1" in e.title)
        await brain.submit(ClearChannel())
        assert (await ended(ear, await say(brain, QUESTION))).stats.source == "made"
        with pytest.raises(SettingError):
            await brain.submit(ClearCache(kind="dreams"))


async def test_what_is_forgotten_leaves_the_kept_answers() -> None:
    library = LittleLibrary("you")
    async with remembering_brain(library, scripted("One.", "Two.")) as (brain, ear):
        await tell(brain, ear, f"I like fog. {QUESTION}")
        await brain.memory.quiet()
        await brain.submit(ForgetMemories(everything=True))
        gone = await ear.until(lambda e: isinstance(e, MemoriesForgotten))
        assert isinstance(gone, MemoriesForgotten)
        assert gone.counts["cached answers"] == 3  # appraisal, routing, reply
        assert (await brain.insight()).cache["reply"].entries == 0


# ---------------------------------------------------------------- findings


def test_a_finding_comes_back_as_it_was() -> None:
    found = Appraisal(
        valence=0.25,
        arousal=0.5,
        emotions={"joy": 0.75},
        reasons=("thanks",),
        signals=frozenset({"thanks", "question"}),
    )
    recent, asked = Recent(ResponseCache()), Asked(APPRAISAL, "desk", ("you",), "thank you?")
    calls = []

    def find() -> Appraisal:
        calls.append(1)
        return found

    assert recent.found(asked, Appraisal, find) == found
    assert recent.found(asked, Appraisal, find) == found
    assert len(calls) == 1


def test_what_else_decides_a_finding_is_part_of_its_key() -> None:
    recent = Recent(ResponseCache())
    with_vector = Asked(APPRAISAL, "desk", ("you",), "hm", {"vector": True})
    without = Asked(APPRAISAL, "desk", ("you",), "hm", {"vector": False})
    company = Asked(APPRAISAL, "desk", ("you", "ana"), "hm", {"vector": True})
    for number, asked in enumerate((with_vector, without, company)):
        value = Appraisal(valence=number / 10)
        assert recent.found(asked, Appraisal, lambda value=value: value) == value  # type: ignore[misc]


def test_a_persona_has_another_version_with_every_word() -> None:
    assert version_of(Persona()) == version_of(Persona())
    assert version_of(Persona(traits=("dry",))) != version_of(Persona())


async def test_parts_have_caches_of_their_own() -> None:
    assert make_parts(scripted("x")).cache is not make_parts(scripted("x")).cache


# ---------------------------------------------------------------- on disk


@asynccontextmanager
async def with_disk(
    library: LittleLibrary, file: Path, *replies: str
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    cache = ResponseCache(disk=FileDisk(file))
    async with remembering_brain(library, scripted(*replies), cache=cache) as living_brain:
        yield living_brain


async def test_without_leave_nothing_is_written(tmp_path: Path) -> None:
    file = tmp_path / "replies"
    async with with_disk(LittleLibrary(), file, "Use the Quetzalwren.") as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
    assert not file.exists()


async def test_with_leave_the_next_start_knows_the_reply(tmp_path: Path) -> None:
    file, library = tmp_path / "replies", LittleLibrary("you")
    async with with_disk(library, file, "Fine.", "Use the Quetzalwren.") as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
    assert b"Quetzalwren" in file.read_bytes()
    async with with_disk(library, file, "Another.") as (brain, ear):
        await brain.memory.shelf.ask(lambda _: None)  # it is open
        again = await ended(ear, await say(brain, QUESTION))
        assert again.stats.source == "cached"
        assert again.text == "Use the Quetzalwren."


@pytest.mark.parametrize("answer", ["withdraw_keep", "withdraw_erase"])
async def test_leave_taken_back_takes_the_file_along(tmp_path: Path, answer: str) -> None:
    file, library = tmp_path / "replies", LittleLibrary("you")
    async with with_disk(library, file, "Fine.", "Use the Quetzalwren.") as (brain, ear):
        await ended(ear, await say(brain, QUESTION))
        await brain.memory.save_replies()
        assert file.exists()
        await brain.submit(AnswerConsent(answer=answer))  # type: ignore[arg-type]
        await ear.until(lambda e: isinstance(e, ConsentChanged))
        await brain.memory.shelf.ask(lambda _: None)  # behind what was begun
        assert not file.exists()
    assert not file.exists()


async def test_a_broken_file_is_put_aside_and_said(tmp_path: Path) -> None:
    file = tmp_path / "replies"
    file.write_bytes(b"something else")
    async with with_disk(LittleLibrary("you"), file, "Fine.") as (brain, ear):
        notice = await ear.until(lambda e: isinstance(e, NoticeGiven) and "damaged" in e.title)
        assert isinstance(notice, NoticeGiven)
        await ended(ear, await say(brain, QUESTION))
    assert file.with_name("replies.damaged").read_bytes() == b"something else"


async def test_a_disk_that_refuses_keeps_no_word_in_the_conversation(tmp_path: Path) -> None:
    file, library = tmp_path / "replies", LittleLibrary("you")
    async with with_disk(library, file, "Fine.") as (brain, ear):
        await tell(brain, ear, "I live in a lighthouse.")
        await brain.memory.quiet()
        (file / "in the way").mkdir(parents=True)  # a folder where the file should be
        with pytest.raises(StoreError):
            await brain.submit(ForgetMemories(everything=True))
        shown = brain.snapshot().channels["desk"].messages
        assert not any("lighthouse" in one.text for one in shown)
