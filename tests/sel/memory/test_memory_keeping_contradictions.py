"""The same again strengthens; a contradiction takes a place and keeps the past; two may be true."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stands import NOW, open_plain, problems, said, vector

from sel.memory.keeping import contradicts, memory_from
from sel.memory.library import Library
from sel.memory.reading.candidates import candidates
from sel.memory.types import Kept

Reopen = Callable[[], Library]

SAME = [
    ("I live in Porto", "I'm living in Porto now", "I moved to Porto"),
    ("I love hiking", "I really love hiking!", "I enjoy hiking"),
    ("I'm allergic to peanuts", "im allergic to peanuts", "I am allergic to peanuts."),
    ("My name is Tom", "I'm called Tom", "my name's Tom"),
    ("My mum is a nurse", "my mother is a nurse", "My mom's a nurse"),
    ("I don't eat meat", "I never eat meat", "i dont eat meat"),
    ("My favourite colour is green", "my fave color is green", "my favorite colour is green"),
]
CHANGED = [
    ("I live in Lisbon", "I moved to Porto"),
    ("I live in Lisbon", "I live in Porto"),
    ("my name is Tom", "my name is Robert"),
    ("I'm 34", "I turned 35 last week"),
    ("my birthday is on 4 May", "my birthday is on 5 May"),
    ("I'm vegan", "I'm not a vegan anymore"),
    ("I'm married", "I got divorced last year"),
    ("my favourite colour is green", "my favourite colour is blue"),
    ("I work at the bank", "I no longer work at the bank"),
    ("I'm a teacher", "I'm a chemist now"),
    ("I work as a nurse", "I quit my job"),
    ("my sister Ana lives in Porto", "my sister Ana lives in Rome"),
    ("I love coffee", "I hate coffee"),
]
BOTH = [
    ("I'm a teacher", "I'm a chemist"),
    ("I work as a nurse", "I work at a bakery"),
    ("I have a dog called Rufus", "I have a dog called Max"),
    ("my mum is a nurse", "my mum is a painter"),
    ("I study biology", "I study French"),
    ("I love coffee", "I love tea"),
    ("I have two cats", "I have three dogs"),
    ("I'm married", "I'm retired"),
    ("I live in Lisbon", "I don't live in Porto"),
    ("I'm Spanish", "I'm Jewish"),
]


@pytest.fixture
def library(reopen: Reopen) -> Library:
    opened = reopen()
    opened.answer("you", "yes", NOW)
    return opened


def tell(library: Library, text: str, at: float) -> Kept:
    """Keep what the rules find in `text`, as the brain does."""
    [found] = candidates(text)
    kept = library.keep(said(text, at=at), found, vector(found.text))
    assert kept is not None
    return kept


def standing(library: Library) -> list[str]:
    return sorted(memory.text for memory in library.memories("you"))


@pytest.mark.parametrize("texts", SAME)
def test_the_same_again_strengthens(library: Library, texts: tuple[str, ...]) -> None:
    kept = [tell(library, text, NOW + hour) for hour, text in enumerate(texts)]
    assert [one.how for one in kept] == ["new", "strengthened", "strengthened"]
    [memory] = library.memories("you", history=True)
    assert (memory.strength, memory.seen_at) == (3, NOW + 2)
    assert memory.text == kept[0].memory.text


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_a_contradiction_takes_the_place_and_keeps_the_past(
    library: Library, old: str, new: str
) -> None:
    first, second = tell(library, old, NOW), tell(library, new, NOW + 1)
    assert second.how == "superseded"
    assert second.memory.replaces == first.memory.id
    assert [memory.id for memory in library.memories("you")] == [second.memory.id]
    assert [past.id for past in library.history(second.memory)] == [first.memory.id]
    assert problems(library, ["you"]) == []


@pytest.mark.parametrize(("one", "other"), BOTH)
def test_what_may_both_be_true_stays(library: Library, one: str, other: str) -> None:
    first, second = tell(library, one, NOW), tell(library, other, NOW + 1)
    assert (first.how, second.how) == ("new", "new")
    assert len(library.memories("you")) == 2


def test_of_two_jobs_the_one_that_is_named_ends(library: Library) -> None:
    tell(library, "I'm a teacher", NOW)
    tell(library, "I'm a chemist", NOW + 1)
    ended = tell(library, "I'm no longer a teacher", NOW + 2)
    assert ended.how == "superseded"
    assert [past.text for past in library.history(ended.memory)] == ["I'm a teacher."]
    assert standing(library) == ["I'm a chemist.", "I'm no longer a teacher."]


def test_where_none_is_named_the_newest_ends(library: Library) -> None:
    tell(library, "I'm a teacher", NOW)
    tell(library, "I'm a chemist", NOW + 1)
    ended = tell(library, "I quit my job", NOW + 2)
    assert [past.text for past in library.history(ended.memory)] == ["I'm a chemist."]


@pytest.mark.parametrize(
    ("topic", "text", "takes"),
    [
        ("home", "I live in Porto.", True),
        ("job", "I'm a chemist.", False),
        ("job", "I'm a chemist now.", True),
        ("mother:job", "My mum is a painter.", False),
        ("mother:job", "My mum became a painter.", True),
        ("pet:dog:name", "I have a dog called Max.", False),
        ("taste:coffee", "I hate coffee.", True),
    ],
)
def test_what_contradicts(topic: str, text: str, takes: bool) -> None:
    [found] = candidates("I live in Porto")
    memory = memory_from(said(text), found)
    changed = type(memory)(
        id="1",
        person="you",
        scope="desk",
        text=text,
        kind="fact",
        source=memory.source,
        at=NOW,
        topic=topic,
    )
    assert contradicts(changed) is takes


@settings(deadline=None, max_examples=25)
@given(
    order=st.lists(
        st.tuples(st.integers(0, len(SAME) - 1), st.integers(0, 2)), min_size=1, max_size=8
    )
)
def test_any_order_of_paraphrases(
    order: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As many memories as things; what was said is never lost, only counted."""
    library = open_plain(Path(tmp_path_factory.mktemp("paraphrases")))
    library.answer("you", "yes", NOW)
    for hour, (thing, wording) in enumerate(order):
        tell(library, SAME[thing][wording], NOW + hour)
    kept = library.memories("you", history=True)
    assert len(kept) == len({thing for thing, _ in order})
    assert sum(memory.strength for memory in kept) == len(order)
    library.close()


@settings(deadline=None, max_examples=25)
@given(places=st.lists(st.sampled_from(["Porto", "Rome", "Leeds", "Lima"]), min_size=1, max_size=7))
def test_any_moves(places: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """One home at a time, and every one that was left is history, in its order."""
    library = open_plain(Path(tmp_path_factory.mktemp("moves")))
    library.answer("you", "yes", NOW)
    for hour, place in enumerate(places):
        tell(library, f"I live in {place}", NOW + hour)
    moves = [place for at, place in enumerate(places) if at == 0 or places[at - 1] != place]
    [home] = library.memories("you")
    past = [f"I live in {place}." for place in reversed(moves[:-1])]
    assert home.text == f"I live in {moves[-1]}."
    assert [memory.text for memory in library.history(home)] == past
    assert problems(library, ["you"]) == []
    library.close()
