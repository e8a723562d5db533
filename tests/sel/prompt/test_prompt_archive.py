"""What comes back of what was said long ago: relevant, whole, within its budget."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.engine.embedding import Vector
from sel.prompt import archive as module
from sel.prompt.archive import TOLD, Archive, Asked, cosine
from sel.prompt.compress import TOLD_TOKENS
from sel.prompt.history import Turn
from sel.prompt.telling import words
from sel.prompt.tokens import TokenScale

SCALE = TokenScale()
CODE = "My loop is this:\n```python\nfor row in rows:\n\n    print(row)\n```\nIs it right?"
FILLING = tuple(Turn(said=f"Plain talk of a day, {n}.", reply="Yes.") for n in range(20))


def toward(degrees: float) -> Vector:
    """A vector of unit length, so far from that of 0 degrees."""
    return (math.cos(math.radians(degrees)), math.sin(math.radians(degrees)))


def kept(*said: str, vectors: tuple[Vector | None, ...] = ()) -> Archive:
    known = [*vectors, *[None] * (len(said) - len(vectors))]
    turns = zip(said, known, strict=True)
    return Archive().added([Turn(said=one, reply="I see.", vector=v) for one, v in turns])


def told(
    archive: Archive, text: str, vector: Vector | None = None, budget: int = TOLD_TOKENS
) -> str:
    return archive.relevant(Asked(text, vector), budget, SCALE)


def test_the_cosine_is_the_cosine() -> None:
    assert cosine(toward(0), toward(60)) == pytest.approx(0.5)
    assert cosine(toward(0), toward(180)) == pytest.approx(-1)
    assert cosine(toward(0), (1.0, 0.0, 0.0)) == 0.0  # made by another model


def test_near_turns_come_back_and_far_ones_do_not() -> None:
    archive = kept("The kettle broke.", "Rain all week.", vectors=(toward(10), toward(85)))
    found = told(archive, "Something boils", toward(0))
    assert found == f'{TOLD}\n"The kettle broke." You answered: "I see."'


@pytest.mark.parametrize(("degrees", "comes"), [(65, True), (67, False)])
def test_the_border_is_a_cosine_of_two_fifths(degrees: float, comes: bool) -> None:
    archive = kept("The kettle broke.", vectors=(toward(degrees),))
    assert bool(told(archive, "Something boils", toward(0))) is comes


def test_who_asks_for_something_of_their_own_is_told_weaker_matches() -> None:
    archive = kept("My dog is called Bello.", vectors=(toward(75),))
    assert not told(archive, "Puppies need training early", toward(0))
    assert "Bello" in told(archive, "What pet do I have?", toward(0))


def test_questions_for_advice_are_none_for_something_told() -> None:
    archive = kept("My dog is called Bello.", vectors=(toward(75),))
    assert not told(archive, "What should I cook?", toward(0))


def test_shared_rare_words_do_where_there_is_no_vector() -> None:
    archive = Archive().added([*FILLING, Turn(said="My cello is from Turin.", reply="Oh!")])
    assert "Turin" in told(archive, "that cello again")
    assert told(archive, "the trumpet again") == ""


def test_words_that_everybody_uses_bring_nothing_back() -> None:
    assert told(kept("Can you tell me what it is?"), "What was it that you said to me?") == ""
    assert told(kept(), "Where do I live?") == ""


def test_what_stands_in_the_prompt_already_is_not_told_again() -> None:
    archive = kept("My cello is from Turin.")
    before = told(archive, "my cello")
    assert before
    assert archive.relevant(Asked("my cello"), TOLD_TOKENS, SCALE, [before]) == ""


def test_they_are_told_in_the_order_in_which_they_were_said() -> None:
    archive = kept(
        "My cello is old.",
        "Rain.",
        "The cello has a new string.",
        vectors=(toward(40), toward(90), toward(1)),
    )
    found = told(archive, "my cello", toward(0))
    assert 0 < found.index("old") < found.index("string")


def test_of_long_turns_the_telling_sentences_are_told_whole() -> None:
    long = "Well, well, what a day it has been. My cello is from Turin. " + "So it goes on. " * 60
    found = told(kept(long), "Where is my cello from?")
    assert "My cello is from Turin." in found
    assert "on. So it goes on. So" not in found


def test_code_comes_back_with_its_lines_and_reply() -> None:
    reply = "Yes:\n```python\nprint(*rows)\n```"
    archive = Archive().added([Turn(said=CODE, reply=reply)])
    found = told(archive, "What was my loop over the rows?")
    assert CODE in found
    assert reply in found


def test_code_without_room_for_its_reply_comes_without_it() -> None:
    archive = Archive().added([Turn(said=CODE, reply="```\n" + "x = 1\n" * 200 + "```")])
    found = told(archive, "What was my loop over the rows?")
    assert found == f"{TOLD}\n{CODE}"


def test_code_without_any_room_leaves_the_sentences_around_it() -> None:
    said = "My loop reads rows in Turin.\n```\n" + "x = 1\n" * 400 + "```\nThanks!"
    found = told(Archive().added([Turn(said=said, reply="")]), "What did my loop read?")
    assert "My loop reads rows in Turin." in found
    assert "x = 1" not in found


def test_a_message_that_asks_nothing_gets_half_the_room() -> None:
    said = tuple(f"The cello lesson {n} was on Monday with Ada and Bob." for n in range(8))
    archive = kept(*said, vectors=tuple(toward(n) for n in range(8)))
    asked = told(archive, "When was my cello lesson?", toward(0))
    stated = told(archive, "Cello lesson", toward(0))
    assert SCALE.count(stated) <= TOLD_TOKENS / 2 < SCALE.count(asked)


def test_the_archive_is_bounded_and_numbers_are_never_used_twice() -> None:
    archive = Archive()
    for _ in range(4):
        archive = archive.added([Turn(said="ok", reply="ok")] * 100)
    assert len(archive.entries) == module.MOST
    assert [entry.number for entry in archive.entries] == list(range(400 - module.MOST, 400))
    smaller = archive.without(["ok"]).added([Turn(said="new")])
    assert [entry.number for entry in smaller.entries] == [400]


def test_a_summary_of_turns_too_old_to_look_at_goes_when_anything_is_forgotten() -> None:
    archive = kept("one", "two")
    old = Archive(
        entries=archive.entries[1:],
        next_number=2,
        summary=(module.Sentence("They count.", frozenset({0, 1})),),
        quoted=False,
    )
    assert old.without(["something else"]).summary == ()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.one_of(st.text(max_size=300), st.just(CODE)), max_size=15),
    st.text(max_size=60),
    st.integers(0, 200),
)
def test_budgets_are_held_and_code_is_whole_or_not_there(
    said: list[str], asked: str, budget: int
) -> None:
    found = told(kept(*said), f"What about my {asked} rows?", budget=budget)
    assert SCALE.count(found) <= budget
    if "print(row)" in found:
        assert "```python\nfor row in rows:\n\n    print(row)\n```" in found


@given(st.lists(st.text(max_size=200), max_size=10))
def test_whatever_comes_back_was_said(said: list[str]) -> None:
    archive = kept(*said)
    found = told(archive, " ".join(said) or "x")
    for line in found.splitlines()[1:]:
        assert words(line.replace("You answered", "")) <= words("I see. " + " ".join(said))


def test_beside_the_most_relevant_only_what_tells_something_is_told() -> None:
    archive = kept(
        "My dog is called Bello.",
        "Lovely weather.",
        "Bello sleeps.",
        vectors=(toward(10), toward(20), toward(25)),
    )
    found = told(archive, "What is the name of my pet Bello?", toward(0))
    assert "Lovely" not in found
    assert found.index("called") < found.index("sleeps")
