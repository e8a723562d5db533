"""Finding words in conversations."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sessions_stage import message, row, turn

from sel.session_events import FoundView, SessionView
from sel.sessions.find import Finder
from sel.sessions.query import composed, excerpt, folded, parsed
from sel.sessions.tree import Node


def found(view: FoundView) -> list[tuple[str, str]]:
    """Where the hits are."""
    return [(hit.session, hit.turn_id) for hit in view.hits]


@pytest.fixture(params=[True, False], ids=["indexed", "scanned"])
def finder(request: pytest.FixtureRequest) -> Finder:
    """Some conversations, with full-text search and without."""
    finder = Finder(indexed=request.param)
    turns = (
        ("s1", "a", "How do I bake sourdough bread?", "With time, flour and water."),
        ("s1", "b", "And a cake?", "Bread is easier than cake."),
        ("s2", "a", "Das Café in Zürich", "C'est déjà vu, naïve."),
        ("s2", "b", "don't panic", "Снег идёт"),
        ("s3", "a", "東京の天気は？", "晴れです"),
    )
    for number, (session, id, said, reply) in enumerate(turns):
        finder.add(row(session, f"Title {session}"), turn(id, "", said, reply, at=100.0 + number))
    return finder


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("bread", {("s1", "a"), ("s1", "b")}),
        ("BREAD", {("s1", "a"), ("s1", "b")}),
        ("sourd", {("s1", "a")}),
        ("bread cake", {("s1", "b")}),
        ("cake bread", {("s1", "b")}),
        ('"sourdough bread"', {("s1", "a")}),
        ('"bread sourdough"', set()),
        ("cafe", {("s2", "a")}),
        ("CAFÉ", {("s2", "a")}),
        ("cafe\u0301", {("s2", "a")}),
        ("deja", {("s2", "a")}),
        ("снег", {("s2", "b")}),
        ("天気", {("s3", "a")}),
        ("nothing of it", set()),
        ("", set()),
        ("   ", set()),
        ("?!*", set()),
    ],
)
def test_what_is_found(finder: Finder, words: str, where: set[tuple[str, str]]) -> None:
    """All words, in any case and with any marks; phrases in order; the last word may go on."""
    assert set(found(finder.find(words))) == where


def test_words_with_marks_inside(finder: Finder) -> None:
    """A word with an apostrophe is a phrase."""
    assert found(Finder().find("don't")) == []
    if finder.indexed:
        assert found(finder.find("don't")) == [("s2", "b")]


def test_a_hit_in_its_context(finder: Finder) -> None:
    """What is before, the words, and what comes after."""
    (hit,) = finder.find("sourdough").hits
    assert (hit.before, hit.match, hit.after) == ("How do I bake ", "sourdough", " bread?")
    assert (hit.session, hit.title, hit.turn_id, hit.role) == ("s1", "Title s1", "a", "person")
    view = finder.find("bread")
    assert (view.searched, view.whole) == (10, True)
    assert {one.role for one in view.hits} == {"person", "sel"}


def test_long_texts_are_cut_around_the_words() -> None:
    """Between two words, in one line."""
    text = "lorem ipsum\n" * 50 + "the needle here\n" + "dolor sit\n" * 50
    before, match, after = excerpt(text, parsed("needle"))
    assert match == "needle"
    assert before.startswith("…")
    assert before.endswith("the ")
    assert len(before) < 80
    assert after.startswith(" here dolor")
    assert after.endswith("…")
    assert len(after) < 140
    assert "\n" not in before + after


def test_the_newer_comes_first_where_both_fit(finder: Finder) -> None:
    """And one that fits better before one that is a little newer."""
    finder.add(row("s4"), turn("old", said="plum plum plum plum", reply="plum", at=0.0))
    finder.add(row("s4"), turn("new", said="plum", reply="so", at=86400.0 * 300))
    assert finder.find("plum").hits[0].turn_id in ("new", "old")
    finder.drop("s4")
    for number in range(5):
        finder.add(row("s5"), turn(f"t{number}", said=f"pear {number}", at=number * 86400.0 * 30))
    assert [hit.turn_id for hit in finder.find("pear").hits] == ["t4", "t3", "t2", "t1", "t0"]
    assert len(finder.find("pear", limit=2).hits) == 2
    assert finder.find("pear", limit=0).hits == ()


def test_the_same_words_on_two_branches_are_one_hit(finder: Finder) -> None:
    """The newest."""
    finder.add(row("s6"), turn("a", said="quince", reply="x", at=1.0))
    finder.add(row("s6"), turn("a2", said="quince", reply="y", at=2.0))
    assert found(finder.find("quince")) == [("s6", "a2")]


def test_a_changed_turn_is_found_by_its_new_words_alone(finder: Finder) -> None:
    """And titles are the newest."""
    finder.add(row("s1", "Other"), turn("a", said="rye", reply="yes"))
    assert found(finder.find("sourdough")) == []
    assert finder.find("rye").hits[0].title == "Other"
    finder.name(row("s1", "Third"))
    assert finder.find("rye").hits[0].title == "Third"
    assert finder.find("rye").searched == 10


def test_what_is_dropped_is_not_found(finder: Finder) -> None:
    """Turns, and whole conversations; unknown ones are no trouble."""
    finder.drop("s1", ["a", "gone"])
    finder.drop("gone")
    assert found(finder.find("bread")) == [("s1", "b")]
    finder.drop("s1")
    view = finder.find("bread")
    assert (view.hits, view.searched) == ((), 6)


def test_filling_goes_on_in_pieces(finder: Finder) -> None:
    """What was added or dropped meanwhile is not undone by it."""

    def kept() -> Iterator[tuple[SessionView, Node]]:
        for number in range(25):
            yield row("old"), turn(f"t{number}", said=f"apple {number}", at=float(number))
        yield row("gone"), turn("a", said="apple gone")

    finder.whole = False
    source = kept()
    assert finder.fill(source, 10)
    assert not finder.find("apple").whole
    finder.add(row("old"), turn("t20", said="apricot", at=20.0))
    finder.drop("old", ["t21"])
    finder.drop("gone")
    while finder.fill(source, 10):
        pass
    view = finder.find("apple", 100)
    assert view.whole
    assert len(view.hits) == 23
    assert found(finder.find("apricot")) == [("old", "t20")]


@given(
    st.text()
    | st.text(alphabet='ab"*:^(){}+-.\\ \0\ud800éÉßİ東がNEARORANDNOT', max_size=30)
    | st.lists(
        st.sampled_from(['"', "a", "NOT", "OR", "AND", "NEAR(", "*", "text:", "^", "é"])
    ).map(" ".join)
)
@settings(max_examples=150, deadline=None)
@example('"')
@example('a"b*')
@example("²³ ½ \u200d \ufdfa")
@example("x" * 5000)
@example(" ".join(map(str, range(300))))
def test_nothing_that_is_typed_is_an_error(finder_of_any: Finder, typed: str) -> None:
    """Whatever it is; and what is in a message is found by all of it."""
    finder_of_any.find(typed)
    assert not any("**" in term for term in parsed(typed).terms())


@pytest.fixture(scope="module")
def finder_of_any() -> Finder:
    """One for many examples."""
    finder = Finder()
    finder.add(row(), turn("a", said="a b é text 東 NOT", reply="ab"))
    return finder


@given(st.text(min_size=1, max_size=40))
@settings(max_examples=80, deadline=None)
def test_any_message_can_be_added_and_found_by_a_word_of_it(text: str) -> None:
    """Whatever characters are in it."""
    finder = Finder()
    node = Node(id="a\ud800", messages=(message(text, "a", at=float("nan")),))
    finder.add(row(), node)
    finder.add(row(), node)
    ascii_words = [word for word in parsed(text).phrases if "".join(word).isascii()]
    for words in ascii_words[:1]:
        assert len(finder.find('"' + " ".join(words) + '"').hits) <= 1
    finder.drop("s1", ["a\ud800"])
    assert finder.find(text).hits == ()


@given(st.text(max_size=60), st.text(max_size=20))
@settings(max_examples=100, deadline=None)
def test_an_excerpt_is_what_the_message_says(text: str, typed: str) -> None:
    """Nothing is added to the words, and places are kept by folding."""
    query = parsed(typed)
    _, match, _ = excerpt(text, query)
    assert " ".join(match.split()) in " ".join(composed(text).split())
    assert len(folded(composed(text))) == len(composed(text))
