"""The prompt of a turn: append-only for the KV cache, cut in blocks, within its room."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.engine.types import Message
from sel.errors import PromptTooLong
from sel.prompt.components import Component, described, fitted, shorten
from sel.prompt.history import BROKEN_OFF, History, Turn
from sel.prompt.layout import PromptPlan, Room, build
from sel.prompt.persona import Example, Persona
from sel.prompt.tokens import TokenScale

PERSONA = Persona(examples=(Example("hello", "Hello!"),))
SCALE = TokenScale()


def mood(text: str = "You feel calm.") -> Component:
    return Component(name="mood", text=text, place="late", required=True)


def plan(history: History, said: str, *late: Component, room: int = 2000) -> PromptPlan:
    return build(PERSONA, history, late or (mood(),), [said], Room(room))


def test_the_order_is_persona_history_note_message() -> None:
    history = History(turns=(Turn(note="You feel glad.", said="one", reply="two"),))
    laid = plan(history, "three", mood("You feel calm."))
    assert [(m.role, m.content) for m in laid.messages[3:]] == [
        ("system", "You feel glad."),
        ("user", "one"),
        ("assistant", "two"),
        ("system", "You feel calm."),
        ("user", "three"),
    ]
    assert laid.messages[0].role == "system"
    assert [part.name for part in laid.parts] == [
        "persona",
        "examples",
        "recent",
        "mood",
        "message",
    ]


def test_each_prompt_begins_with_the_whole_one_before() -> None:
    history = History()
    seen: tuple[Message, ...] = ()
    for turn in range(30):
        laid = plan(history, f"message {turn}", mood(f"You feel mood {turn}."))
        assert laid.messages[: len(seen)] == seen
        history = laid.answered(f"reply {turn}")
        seen = (*laid.messages, Message("assistant", f"reply {turn}"))


def test_messages_of_one_turn_stand_together() -> None:
    laid = build(PERSONA, History(), [], ["one", "two"], Room(2000))
    assert laid.messages[-1] == Message("user", "one\ntwo")
    assert not laid.turn.note


def test_broken_off_replies_are_marked() -> None:
    history = plan(History(), "hi").answered("I was about to", "interrupted")
    reply = plan(history, "wait").messages[-3]
    assert reply == Message("assistant", "I was about to" + BROKEN_OFF)
    silent = plan(History(), "hi").answered("", "interrupted")
    assert [m.role for m in silent.messages()] == ["system", "user"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=40), st.integers(150, 900))
def test_history_is_cut_in_large_blocks_and_fits(sizes: list[int], room: int) -> None:
    history, cuts = History(), 0
    for number, size in enumerate(sizes):
        try:
            laid = plan(history, "x" * size, room=room)
        except PromptTooLong:
            continue
        assert laid.tokens <= room
        if laid.history is not history:
            cuts += 1
            assert len(laid.history.turns) <= len(history.turns) - 1
            assert (
                laid.archive.entries[-1].turn == history.turns[-len(laid.history.turns) - 1].bare()
            )
        assert _bare(laid.history) == _bare(history)[len(history.turns) - len(laid.history.turns) :]
        assert laid.history.forgotten + len(laid.history.turns) == number - _refused(
            history, number
        )
        history = laid.answered("y" * size)
    assert cuts <= len(sizes)


def _bare(history: History) -> list[Turn]:
    return [turn.bare() for turn in history.turns]


def _refused(history: History, number: int) -> int:
    return number - history.forgotten - len(history.turns)


def test_a_cut_comes_rarely() -> None:
    history, cuts = History(), 0
    for _ in range(200):
        laid = plan(history, "tell me more about that, please", room=1200)
        cuts += laid.history is not history
        history = laid.answered("Certainly, there is a lot more to say about it.")
    assert 1 <= cuts <= 14


def test_a_summary_takes_the_place_of_what_was_cut() -> None:
    turns = tuple(Turn(said=f"I live in house {n}. " + "Oh! " * 40, reply="yes") for n in range(8))
    cut = plan(History(turns=turns), "hi", room=300)
    assert cut.history.forgotten + len(cut.history.turns) == 8
    assert cut.messages[3].role == "system"
    assert '"I live in house 6."' in cut.messages[3].content
    assert [part.name for part in cut.parts][2:4] == ["summary", "recent"]
    whole = History(turns=turns)
    assert plan(whole, "hi").history is whole


def test_a_message_without_room_is_refused_in_words() -> None:
    with pytest.raises(PromptTooLong, match="too long"):
        plan(History(), "word " * 5000, room=1000)


def test_optional_parts_give_way_by_priority() -> None:
    parts = fitted(
        [
            Component(name="low", text="a" * 90, place="late", priority=1),
            mood(),
            Component(name="high", text="b" * 90, place="late", priority=5),
        ],
        40,
        SCALE,
    )
    assert [(p.name, p.fate) for p in parts] == [
        ("low", "left out"),
        ("mood", "whole"),
        ("high", "whole"),
    ]


def test_late_parts_leave_room_for_history() -> None:
    memory = Component(name="memory", text="m" * 3000, place="late")
    laid = plan(History(), "hi", mood(), memory, room=1000)
    assert laid.parts[-2].fate == "left out"
    assert "mmm" not in laid.turn.note


@given(st.text(max_size=300), st.integers(1, 60))
def test_shortened_texts_fit_and_begin_alike(text: str, budget: int) -> None:
    short = shorten(text, budget, SCALE)
    assert SCALE.count(short) <= budget
    assert short == text or text.startswith(short.removesuffix(" …"))


def test_budgets_are_kept_and_told() -> None:
    long = Component(name="memory", text="one two three " * 20, place="late", budget=12)
    (part,) = fitted([long], 100, SCALE)
    assert part.tokens <= 12
    assert part.fate == "shortened"
    assert described([part]) == [f"late     memory       {part.tokens:>5} tokens  (shortened)"]


def test_the_description_has_every_part_and_the_sum() -> None:
    lines = plan(History(), "hi").describe()
    assert [line.split()[1] for line in lines[:-1]] == ["persona", "examples", "mood", "message"]
    assert lines[-1].startswith("all")


# ---------------------------------------------------------------- tokens


def test_estimates_are_near_a_real_tokenizer() -> None:
    """Counts of the starter model's tokenizer, taken once."""
    for text, exact in (
        ("Hello! It's good to hear from you. How are you today?", 15),
        ("def add(a, b):\n    return a + b\n", 14),
        ("Mount Everest is the tallest mountain on Earth.", 9),
    ):
        assert exact / 1.8 <= SCALE.count(text) <= exact * 1.8
    assert SCALE.count("") == 0
    assert SCALE.count("🙂" * 100) >= 100


def test_exact_counts_correct_the_estimate() -> None:
    scale = SCALE
    for _ in range(12):
        estimated = scale.count("a" * 360)
        scale = scale.calibrated(estimated, 150)
    assert scale.count("a" * 360) == pytest.approx(150, abs=2)
    assert SCALE.calibrated(0, 5) is SCALE
    wild = SCALE
    for _ in range(50):
        wild = wild.calibrated(1, 1_000_000)
    assert wild.factor <= 2.5
