"""Kept answers around the turn: which replies come again, how they come, and when they go."""

from __future__ import annotations

import pytest
from memory_stage import LittleLibrary, remembering_brain, tell
from stage import make_parts, say, scripted
from test_brain_turns import living

from sel.affect.appraisal_types import Appraisal
from sel.brain.caching import version_of
from sel.brain.recent import Asked, Recent
from sel.cache.cache import ResponseCache
from sel.cache.policy import APPRAISAL
from sel.errors import SettingError
from sel.events import ClearCache, ClearChannel, NoticeGiven, TextArrived, TurnFinished
from sel.memory_events import ForgetMemories, MemoriesForgotten
from sel.prompt.persona import Persona

QUESTION = "code: how do I turn a list around in Python?"
"""Goes to the coder, who is not led and asks for something."""


async def ended(ear, turn: str) -> TurnFinished:  # type: ignore[no-untyped-def]
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
        await ended(ear, await say(brain, QUESTION))
        after = await ended(ear, await say(brain, "thanks, code on"))
        assert after.stats.source == "made"
        assert any(message.content == "Use reversed." for message in engine.requests[-1].messages)


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
