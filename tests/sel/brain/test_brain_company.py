"""Several people on a channel: names, what is overheard, silence that holds, what is unsaid."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

import pytest
from stage import Ear, make_parts, say
from stage import scripted as scripted_engine

from sel.affect.appraisal.appraiser import Appraiser
from sel.affect.appraisal_types import Appraisal
from sel.brain import mixture
from sel.brain.mixture import MixtureBrain
from sel.brain.summing import NOTHING, quoted
from sel.company_events import MessagesUnsaid, Overhear, ReactionGiven, TakeReaction, Withdraw
from sel.engine.scripted import Pace, ScriptedEngine
from sel.errors import SettingError
from sel.events import (
    AffectView,
    MessageReceived,
    SetMode,
    TextArrived,
    TurnFinished,
    TurnInterrupted,
    TurnSilenced,
)

HALL = "discord:1"
SLOW = Pace(tokens_per_second=40.0)
LONG = "One two three four five six seven eight nine ten eleven twelve " * 3


class WordyAppraiser:
    """Feels what a test needs, by a word for each."""

    def appraise(self, text: str, *, vector: object = None) -> Appraisal:
        signals = {word for word in ("thanks", "hurt", "question", "urgent") if word in text}
        valence = 0.6 if "thanks" in text else -0.6 if "hurt" in text else 0.0
        return Appraisal(valence=valence, signals=frozenset(signals))


@asynccontextmanager
async def living(
    *engines: ScriptedEngine, **settings: Any
) -> AsyncIterator[tuple[MixtureBrain, Ear]]:
    parts = make_parts(*engines, **settings)
    object.__setattr__(parts, "appraiser", cast(Appraiser, WordyAppraiser()))
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    async with asyncio.timeout(30):
        while not engines[0].requests:  # noqa: ASYNC110 - an engine tells nobody that it was asked
            await asyncio.sleep(0.001)  # the persona is read first, and takes the first reply
    try:
        yield brain, ear
    finally:
        await brain.stop()
        await ear.close()


async def ada(brain: MixtureBrain, text: str, **more: Any) -> str:
    return await say(brain, text, HALL, person="discord:11", name="Ada", **more)


async def ben(brain: MixtureBrain, text: str, **more: Any) -> str:
    return await say(brain, text, HALL, person="discord:12", name="Ben", **more)


def scripted(*replies: str, **more: Any) -> ScriptedEngine:
    return scripted_engine("The persona is read.", *replies, **more)


def prompt(engine: ScriptedEngine) -> str:
    return "\n".join(message.content for message in engine.requests[-1].messages)


async def test_people_are_called_by_their_names_and_never_by_their_keys() -> None:
    engine = scripted("Hello.", "Hello again.")
    async with living(engine) as (brain, ear):
        await ear.ending(await ada(brain, "Hi there"))
        await ear.ending(await ben(brain, "Me, too"))
        assert "The next message is from Ben." in prompt(engine)
        assert "The next message is from Ada." in prompt(engine)
        assert "discord:" not in prompt(engine)
        (first, *_) = ear.of(MessageReceived)
        assert (first.name, first.person) == ("Ada", "discord:11")
        assert brain.snapshot().channels[HALL].messages[0].name == "Ada"


async def test_a_burst_of_several_people_has_one_answer_that_names_them() -> None:
    engine = scripted(" here you are.")
    async with living(engine, batch_seconds=0.05) as (brain, ear):
        await ada(brain, "Where is the key?")
        turn = await ben(brain, "And the lamp?", whole=True)
        ending = await ear.ending(turn)
        assert isinstance(ending, TurnFinished)
        assert ending.text.startswith("Ada and Ben,")
        assert (
            engine.requests[-1].messages[-1].content == "Ada: Where is the key?\nBen: And the lamp?"
        )
        assert len(ear.of(TurnFinished)) == 1


async def test_what_is_overheard_is_told_once_and_then_stands_in_the_history() -> None:
    engine = scripted("At five.", "Yes.")
    async with living(engine) as (brain, ear):
        await brain.submit(
            Overhear(channel=HALL, text="the boat\nleaves at five", person="discord:12", name="Ben")
        )
        await ear.ending(await ada(brain, "When does it leave?"))
        assert "Said here before, not to you:\nBen: the boat leaves at five" in prompt(engine)
        await ear.ending(await ada(brain, "Really?"))
        late = [one.content for one in engine.requests[-1].messages if one.role == "system"][-1]
        assert "boat" not in late
        assert prompt(engine).count("the boat leaves") == 1


async def test_what_is_said_to_others_is_silent_and_overheard() -> None:
    engine = scripted("Hello.")
    async with living(engine) as (brain, ear):
        aside = await ear.ending(
            await ben(brain, "Ada, a question: where is urgent tea?", addressed=False, aside=True)
        )
        assert isinstance(aside, TurnSilenced)
        assert aside.reason == "said to somebody else"
        assert "tea" not in prompt(engine)
        await ear.ending(await ada(brain, "SEL, did he ask for something?"))
        assert "Ben: Ada, a question: where is urgent tea?" in prompt(engine)


async def test_staying_quiet_holds_until_somebody_calls() -> None:
    async with living(scripted("Fine.", "Here.", "Again.")) as (brain, ear):
        asked = await ear.ending(await ada(brain, "stay quiet please"))
        assert isinstance(asked, TurnSilenced)
        chatter = await ear.ending(await ben(brain, "a question, urgent", addressed=False))
        assert isinstance(chatter, TurnSilenced)
        assert chatter.reason == "asked to stay quiet"
        hurt = await ear.ending(await ben(brain, "I am hurt", addressed=False))
        assert isinstance(hurt, TurnFinished), "never silent to someone hurt"
        called = await ear.ending(await ada(brain, "a question for you"))
        assert isinstance(called, TurnFinished)
        again = await ear.ending(await ben(brain, "a question, urgent", addressed=False))
        assert isinstance(again, TurnFinished), "it does not hold for ever"


async def test_others_do_not_break_off_a_reply_and_its_own_person_does() -> None:
    async with living(scripted(LONG, "Short.", "Last.", pace=SLOW)) as (brain, ear):
        first = await ada(brain, "Tell me everything")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == first)
        await ben(brain, "And me?")
        assert isinstance(await ear.ending(first), TurnFinished)
        second = await ada(brain, "More")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == second)
        await ada(brain, "No, wait")
        assert isinstance(await ear.ending(second), TurnInterrupted | TurnFinished)


async def test_a_withdrawn_question_leaves_nothing() -> None:
    engine = scripted(LONG, "Hello.", pace=SLOW)
    async with living(engine) as (brain, ear):
        turn = await ada(brain, "The pin is 4711", id="7")
        await ear.until(lambda e: isinstance(e, TextArrived) and e.turn_id == turn)
        await brain.submit(Withdraw(channel=HALL, ids=("7",)))
        ending = await ear.ending(turn)
        assert isinstance(ending, TurnInterrupted)
        assert ending.partial
        unsaid = await ear.until(lambda e: isinstance(e, MessagesUnsaid))
        assert isinstance(unsaid, MessagesUnsaid)
        assert unsaid.ids == ("7",)
        assert brain.snapshot().channels[HALL].messages == ()
        await ear.ending(await ada(brain, "Hi", id="8"))
        assert "4711" not in prompt(engine)


async def test_a_withdrawn_question_that_was_answered_leaves_the_history() -> None:
    engine = scripted("I see.", "Hello.")
    async with living(engine) as (brain, ear):
        await ear.ending(await ada(brain, "The pin is 4711", id="7"))
        await brain.submit(Withdraw(channel=HALL, ids=("7",)))
        assert brain.snapshot().channels[HALL].messages == ()
        await ear.ending(await ada(brain, "Hi", id="8"))
        assert "4711" not in prompt(engine)


async def test_what_came_with_a_message_is_read_and_is_nobodys_words() -> None:
    engine = scripted("A list.", "Yes.")
    async with living(engine) as (brain, ear):
        turn = await ada(brain, "What is this?", data="[file]\nthanks, I live in Lisbon\n[end]")
        ending = await ear.ending(turn)
        assert isinstance(ending, TurnFinished), "the thanks of a file are nobody's"
        assert engine.requests[-1].messages[-1].content == (
            "What is this?\n[file]\nthanks, I live in Lisbon\n[end]"
        )
        (received,) = ear.of(MessageReceived)
        assert received.text == "What is this?"


async def test_a_withdrawn_message_that_waits_is_never_answered() -> None:
    engine = scripted("One.", "Two.")
    async with living(engine, batch_seconds=5.0) as (brain, ear):
        turn = await ada(brain, "The pin is 4711", id="7")
        await brain.submit(Withdraw(channel=HALL, ids=("7", "9")))
        assert isinstance(await ear.ending(turn), TurnInterrupted)
        assert not any("4711" in one.messages[-1].content for one in engine.requests)
        await brain.submit(Withdraw(channel="discord:99", ids=("7",)))
        assert "discord:99" not in brain.snapshot().channels


async def test_what_stirs_one_channel_stirs_the_others_less() -> None:
    async with living(scripted("Oh.")) as (brain, ear):
        before = brain.affect(HALL).levels["cortisol"]
        await ear.ending(await ada(brain, "this hurt"))
        there, elsewhere = brain.affect(HALL), brain.affect("discord:2")
        assert there.levels["cortisol"] - before > 2 * (elsewhere.levels["cortisol"] - before) > 0
        assert elsewhere.levels == brain.snapshot().affect.levels
        assert brain.snapshot().channels[HALL].mood == there.mood


async def test_a_channel_may_have_a_mode_of_its_own() -> None:
    async with living(scripted("Oh.")) as (brain, _):
        await brain.submit(SetMode(channel=HALL, mode="playful"))
        assert brain.affect(HALL).mode == "playful"
        assert brain.affect("discord:2").mode == brain.snapshot().affect.mode == "casual"
        with pytest.raises(SettingError):
            await brain.submit(SetMode(channel=HALL, mode="wild"))
        await brain.submit(SetMode(mode="deep_focus"))
        assert brain.affect(HALL).mode == "playful"
        assert brain.affect("discord:2").mode == "deep_focus"


async def test_a_known_reaction_is_felt_and_an_unknown_one_is_not() -> None:
    async with living(scripted("Hi.")) as (brain, _):

        async def after(emoji: str) -> AffectView:
            await brain.submit(TakeReaction(channel=HALL, emoji=emoji, person="discord:11"))
            return brain.affect(HALL)

        still = brain.affect(HALL).levels["oxytocin"]
        assert (await after("🦑")).levels["oxytocin"] == pytest.approx(still, abs=1e-3)
        assert (await after("party_parrot")).levels["cortisol"] == pytest.approx(
            brain.affect("discord:2").levels["cortisol"], abs=1e-3
        )
        assert (await after("❤️")).levels["oxytocin"] > still + 0.02


async def test_an_emoji_says_it_seldom_and_never_at_the_desk() -> None:
    async with living(scripted(*["Yes."] * 30)) as (brain, ear):
        for _ in range(12):
            await ear.ending(await ada(brain, "thanks"))
        given = ear.of(ReactionGiven)
        assert [one.emoji for one in given] == ["💛"], "once in ten minutes"
        (silenced,) = ear.of(TurnSilenced)
        assert silenced.turn_id == given[0].turn_id
        for _ in range(6):
            await ear.ending(await say(brain, "thanks"))
        assert len(ear.of(ReactionGiven)) == 1


async def test_pictures_nobody_can_see_are_owned_up_to() -> None:
    async with living(scripted(" Tell me.")) as (brain, ear):
        ending = await ear.ending(await ada(brain, "Look at this.", images=("cat.png",)))
        assert isinstance(ending, TurnFinished)
        assert ending.text.startswith("I can't see pictures with the models I have")


async def test_of_too_many_channels_the_one_silent_longest_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mixture, "MOST_CHANNELS", 3)
    async with living(scripted(*["Yes."] * 9)) as (brain, ear):
        for name in ("discord:1", "discord:2", "discord:1", "discord:3", "discord:4"):
            await ear.ending(await say(brain, "hello", name, person="discord:11", name="Ada"))
        assert list(brain.snapshot().channels) == ["discord:1", "discord:3", "discord:4"]
        await asyncio.sleep(0)
        ending = await ear.ending(await say(brain, "hello", "discord:2", person="discord:11"))
        assert isinstance(ending, TurnFinished)


async def test_a_channel_among_many_shows_its_newest_only() -> None:
    async with living(scripted("Yes."), batch_seconds=0.01) as (brain, ear):
        last = ""
        for number in range(150):
            last = await ben(brain, f"line {number}", addressed=False)
        await ear.ending(last)
        assert len(brain.snapshot().channels[HALL].messages) <= 101


def test_a_summary_without_a_model_quotes_what_tells_most() -> None:
    lines = [("Ada", "ok"), ("Ben", "The boat to Split leaves on 4 May."), ("Ada", "lol")]
    assert quoted(lines) == "Ben: “The boat to Split leaves on 4 May.”"
    assert quoted([]) == NOTHING


async def test_a_summary_by_a_model_is_kept_nowhere() -> None:
    engine = scripted("Ada and Ben talked of a boat.")
    async with living(engine) as (brain, _):
        told = await brain.summarise([("Ada", "When?"), ("Ben", "At five.")])
        assert told == "Ada and Ben talked of a boat."
        assert engine.requests[-1].messages[-1].content == "Ada: When?\nBen: At five."
        assert brain.snapshot().channels == {}


def test_urgency_orders_messages() -> None:
    brain = MixtureBrain(make_parts(scripted("x")))
    assert brain.urgency("thanks", addressed=True, named=False) == pytest.approx(0.2)
    assert brain.urgency("thanks", addressed=False, named=False) == 0.0
