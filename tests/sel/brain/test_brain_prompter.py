"""What each turn's prompt is made of: append-only, within its room, and told truly."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.affect.drives import Drives
from sel.affect.expression import MANNERS, Expression, express
from sel.brain.conversation import Conversation
from sel.brain.prompter import BLIND, TOGETHER, Prompter, Sizes, Voice, meet
from sel.engine.types import Done, Message
from sel.errors import PromptTooLong
from sel.events import SendMessage
from sel.prompt.history import BROKEN_OFF, TurnState
from sel.prompt.layout import PromptPlan
from sel.prompt.note import Length
from sel.prompt.persona import Example, Persona

DRIVES = Drives(curiosity=0.5, patience=0.5, warmth=0.5, energy=0.5, tension=0.1)
PERSONA = Persona(examples=(Example("hello", "Hello!"), Example("bye", "Goodbye!")))
MOODS = sorted(MANNERS)
ROOM = 4000


def feeling(mood: str = "calm", mode: str = "casual") -> Expression:
    return express(DRIVES, next(name for name in MANNERS if name == mood), mode)


def talk() -> Conversation:
    return Conversation("desk", heard_at=0.0)


def plan(
    prompter: Prompter, conversation: Conversation, *said: str, mood: str = "calm", **more: bool
) -> PromptPlan:
    return prompter.plan(
        conversation, list(said), feeling(mood), Sizes(ROOM, ROOM), blind=more.get("blind", False)
    )


def notes(laid: PromptPlan) -> list[str]:
    return [message.content for message in laid.messages[1:] if message.role == "system"]


TURNS = st.tuples(
    st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=3),
    st.sampled_from(MOODS),
    st.text(max_size=12),
    st.sampled_from(["whole", "interrupted", "failed"]),
    st.booleans(),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(TURNS, min_size=1, max_size=8))
def test_each_prompt_begins_with_the_one_before_and_its_reply(
    turns: list[tuple[list[str], str, str, TurnState, bool]],
) -> None:
    """What was read stays good in the KV cache, whatever the mood does meanwhile."""
    prompter, conversation = Prompter(PERSONA), talk()
    seen = prompter.head(ROOM)
    for said, mood, reply, state, talked_over in turns:
        conversation.talked_over = talked_over
        laid = plan(prompter, conversation, *said, mood=mood)
        assert laid.messages[: len(seen)] == seen
        assert laid.messages[-1] == Message("user", "\n".join(said))
        prompter.record(conversation, laid, reply, None, state)
        seen = laid.messages
        if reply:
            mark = "" if state == "whole" else BROKEN_OFF
            seen = (*seen, Message("assistant", reply + mark))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(TURNS, st.booleans()), min_size=1, max_size=30),
    st.sampled_from([512, 1024, 4096, 32_768]),
    st.integers(100, 2000),
)
def test_a_long_conversation_breaks_the_prefix_once_a_block_and_loses_no_turn(
    turns: list[tuple[tuple[list[str], str, str, TurnState, bool], bool]], context: int, most: int
) -> None:
    """Whether SEL had time to tidy up after a turn or not."""
    prompter, conversation = Prompter(PERSONA, most), talk()
    seen, whole = prompter.head(context), list[str]()
    for (said, mood, reply, state, _), idle in turns:
        gone = conversation.history.forgotten
        laid = prompter.plan(
            conversation,
            said,
            feeling(mood),
            Sizes(context, context - context // 4),
            blind=False,
            voice=Voice(("you",)),
        )
        assert laid.tokens <= context - context // 4
        assert laid.messages[: len(seen)] == seen or laid.history.forgotten > gone
        assert earlier(laid) <= most or len(laid.history.turns) == 1
        prompter.record(conversation, laid, reply, None, state)
        whole.append("\n".join(said))
        assert [turn.said for turn in conversation.turns()] == whole
        if idle:
            prompter.fold(conversation, prompter.due(conversation, context), context)
        seen = prompter.beginning(conversation, context)


def earlier(laid: PromptPlan) -> int:
    """Tokens of what was said before: summary, told again, recent."""
    parts = {"summary", "told again", "recent"}
    return sum(part.tokens for part in laid.parts if part.name in parts)


def test_the_setting_is_the_most_of_earlier_conversation() -> None:
    sums = []
    for most in (200, 600, 1500):
        prompter, conversation = Prompter(PERSONA, most), talk()
        for number in range(80):
            laid = plan(prompter, conversation, f"I moved house, number {number}, with my cousin.")
            assert earlier(laid) <= most
            prompter.record(conversation, laid, "That sounds like a lot of boxes to carry.", None)
        sums.append(earlier(laid))
    assert sums == sorted(set(sums))


def test_what_the_prompt_is_made_of_is_told_by_name() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    for number in range(12):
        laid = plan(prompter, conversation, f"My cello number {number} is from Turin.")
        prompter.record(conversation, laid, "I see.", None)
    prompter.fold(conversation, prompter.due(conversation, ROOM), ROOM)
    assert prompter.due(conversation, ROOM) == ()
    laid = plan(prompter, conversation, "Where was my cello number 3 from?")
    names = ["persona", "examples", "summary", "recent", "mood", "told again", "message"]
    assert [part.name for part in prompter.last("desk")] == names
    assert sum(part.tokens for part in laid.parts) == pytest.approx(laid.tokens, abs=15)


def test_the_live_mood_is_told_and_what_was_told_stays() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    first = plan(prompter, conversation, "hi", mood="stressed")
    prompter.record(conversation, first, "Hm.", None)
    second = plan(prompter, conversation, "and now?", mood="bonded")
    assert MANNERS["stressed"].words in notes(second)[0]
    assert MANNERS["bonded"].words in notes(second)[1]
    assert len(notes(second)) == 2


def test_who_cannot_see_says_so_and_only_then() -> None:
    prompter = Prompter(PERSONA)
    assert BLIND in notes(plan(prompter, talk(), "look", blind=True))[-1]
    assert BLIND not in notes(plan(prompter, talk(), "look"))[-1]


def test_who_was_talked_over_is_told_to_answer_all_of_it() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    assert TOGETHER not in notes(plan(prompter, conversation, "hi"))[-1]
    conversation.talked_over = True
    assert TOGETHER in notes(plan(prompter, conversation, "hi"))[-1]


def test_the_last_prompt_can_be_told_until_it_is_forgotten() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    assert prompter.last("desk") == ()
    laid = plan(prompter, conversation, "hi")
    assert prompter.last("desk") == laid.parts
    assert prompter.last("elsewhere") == ()
    prompter.forget("desk")
    prompter.forget("never heard of")
    assert prompter.last("desk") == ()


# ---------------------------------------------------------------- room


def test_in_a_small_context_the_examples_give_way() -> None:
    prompter = Prompter(PERSONA)
    small, large = prompter.head(60), prompter.head(ROOM)
    assert [message.role for message in small] == ["system"]
    assert len(large) == 5
    assert small[0] == large[0]


def test_the_head_read_at_the_start_is_the_head_of_every_prompt() -> None:
    for room in (100, 500, ROOM):
        prompter = Prompter(PERSONA)
        for context in (room, 2 * room):  # a reply may want half of it
            laid = prompter.plan(talk(), ["hi"], feeling(), Sizes(context, room), blind=False)
            head = prompter.head(context)
            assert laid.messages[: len(head)] == head


def test_what_does_not_fit_is_refused_and_leaves_the_conversation_alone() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    prompter.record(conversation, plan(prompter, conversation, "one"), "two", None)
    before = conversation.history
    with pytest.raises(PromptTooLong):
        plan(prompter, conversation, "word " * ROOM)
    assert conversation.history == before


def test_a_long_conversation_is_cut_and_still_fits() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    cuts = 0
    for number in range(60):
        laid = prompter.plan(
            conversation, [f"message {number}"], feeling(), Sizes(600, 600), blind=False
        )
        assert laid.tokens <= 600
        cuts += laid.history.forgotten > conversation.history.forgotten
        prompter.record(conversation, laid, "A reply of some length, so that it fills up.", None)
    assert 0 < cuts <= 60 / 4, "rarely, in blocks, though a small context holds little"


def test_the_engines_count_corrects_the_estimate() -> None:
    prompter = Prompter(PERSONA)
    first = plan(prompter, talk(), "hello there")
    exact = round(first.tokens * 1.3)
    for _ in range(20):
        laid = plan(prompter, talk(), "hello there")
        assert laid.messages == first.messages
        prompter.record(talk(), laid, "Hi.", Done(stop_reason="end", prompt_tokens=exact))
    assert plan(prompter, talk(), "hello there").tokens == pytest.approx(exact, rel=0.05)


def test_a_reply_without_figures_teaches_nothing() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    laid = plan(prompter, conversation, "hello there")
    prompter.record(conversation, laid, "Hi.", None)
    prompter.record(conversation, laid, "Hi.", Done(stop_reason="end"))
    assert plan(prompter, talk(), "hello there").tokens == laid.tokens


# ---------------------------------------------------------------- how long, and in what manner

LENGTHS: tuple[Length, ...] = ("short", "medium", "long")


@pytest.mark.parametrize(("mood", "person"), itertools.product(LENGTHS, (*LENGTHS, None)))
def test_the_mood_takes_one_step_towards_the_person(mood: Length, person: Length | None) -> None:
    met = meet(mood, person)
    if person is None:
        assert met == mood
        return
    before = abs(LENGTHS.index(mood) - LENGTHS.index(person))
    after = abs(LENGTHS.index(met) - LENGTHS.index(person))
    assert after == max(0, before - 1)


def test_who_writes_little_is_told_little() -> None:
    prompter = Prompter(PERSONA)
    long = "I have been thinking about the long winter we had and what it did to all of us here."
    lengths = [prompter.length(talk(), [text], feeling("steady")) for text in ("ok", long * 3)]
    assert lengths == ["short", "long"]


def test_the_mirror_knows_how_the_person_wrote_before() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    for said in ("hey there", "i am fine", "not much to tell"):
        prompter.record(conversation, plan(prompter, conversation, said), "Fine.", None)
    mirror = prompter.mirror(conversation, ["nothing new"], feeling(), "seed")
    assert (mirror.feed("All Is Well.") + mirror.close()).startswith("all")
    stranger = prompter.mirror(talk(), ["Nothing new."], feeling(), "seed")
    assert (stranger.feed("All Is Well.") + stranger.close()).startswith("All")


def test_clearing_a_conversation_forgets_every_word() -> None:
    prompter, conversation = Prompter(PERSONA), talk()
    prompter.record(conversation, plan(prompter, conversation, "the canary"), "Noted.", None)
    conversation.unanswered = [SendMessage(text="the canary, too")]
    conversation.talked_over = True
    conversation.clear()
    laid = plan(prompter, conversation, "hi")
    assert "canary" not in repr(laid.messages)
    assert conversation.unanswered == []
    assert not conversation.talked_over
