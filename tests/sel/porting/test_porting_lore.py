"""Lorebooks: what wakes an entry, what fits, and patterns that must not take long."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from porting_stage import BOOK

from sel.errors import InputRefused
from sel.porting.lore.book import Lorebook, lorebook
from sel.porting.lore.entry import ALL, NOT_ALL, NOT_ANY, Entry, entry_of, stands_in
from sel.porting.lore.pattern import pattern
from sel.porting.lore.telling import awake, told


def one(**more: Any) -> Entry:
    entry = entry_of({"content": "told", "keys": ["sea"], **more})
    assert entry is not None
    return entry


def tell(book: Lorebook, *texts: str, room: int = 1000, noted: tuple[str, ...] = ()) -> str:
    return told(book, texts, noted, room, lambda text: len(text.split()))


def test_a_book_tells_what_is_talked_about_and_what_that_wakes() -> None:
    book = lorebook(BOOK)
    assert book is not None
    assert tell(book, "hello") == "It always rains here."
    assert tell(book, "I see a lighthouse!") == (
        "It always rains here.\nBram collects bottles.\nThe lighthouse is kept by Old Bram."
    )
    assert "Bram" not in tell(book, "bram is small")  # that key minds its capital
    assert tell(book, "a lighthouse", "x", "y", "z") == "It always rains here."  # too long ago


def test_what_stands_in_a_note_is_not_told_again_and_room_is_kept() -> None:
    book = lorebook({**BOOK, "recursive_scanning": False})
    assert book is not None
    assert "rains" not in tell(book, "lighthouse", noted=("… It always rains here. …",))
    assert tell(book, "lighthouse", room=5) == "It always rains here."  # the constant one first
    assert tell(book, "lighthouse", room=2) == ""


@pytest.mark.parametrize(
    ("logic", "text", "wakes"),
    [
        (0, "sea and salt", True),
        (0, "sea", False),
        (ALL, "sea salt", False),
        (ALL, "sea salt foam", True),
        (NOT_ANY, "sea", True),
        (NOT_ANY, "sea foam", False),
        (NOT_ALL, "sea foam", True),
        (NOT_ALL, "sea foam salt", False),
    ],
)
def test_secondary_keys(logic: int, text: str, wakes: bool) -> None:
    entry = one(secondary_keys=["salt", "foam"], selective=True, selectiveLogic=logic)
    assert entry.wakes([text], 1) is wakes


def test_decorators_are_obeyed_left_and_kept() -> None:
    entry = one(content="@@scan_depth 2\n@@depth 4\n@@@exclude_keys lake, pond\n@@role user\ntold")
    assert (entry.content, entry.depth, entry.excluded) == ("told", 2, ("lake", "pond"))
    assert entry.ignored == ("depth", "role")
    assert not entry.wakes(["sea pond"], 1)
    assert one(content="@@activate\nx").wakes([""], 1)
    assert not one(content="@@dont_activate\nx").wakes(["sea"], 1)
    assert one(content="@@additional_keys ocean\nx").wakes(["the ocean"], 1)
    late = one(content="@@activate_only_after 3\nx")
    assert [late.wakes(["sea"], count) for count in (2, 3)] == [False, True]
    every = one(content="@@activate_only_every 2\nx")
    assert [every.wakes(["sea"], count) for count in (1, 2)] == [False, True]


def test_keys_are_words_and_in_scripts_without_spaces_letters() -> None:
    assert stands_in("cat", "a cat.")
    assert not stands_in("cat", "category")
    assert stands_in("猫", "黒猫が")
    assert stands_in("c++", "in c++ code")


def test_other_programs_books_are_read_and_odd_ones_are_none() -> None:
    world = {"entries": {"0": {"key": ["sea"], "keysecondary": [], "content": "x", "order": 5}}}
    assert lorebook(world) is not None
    assert lorebook({"spec": "lorebook_v3", "data": world}) is not None
    odds: list[Any] = [None, [], {}, {"entries": "x"}, {"entries": [1, {"content": ""}, None]}]
    for odd in odds:
        assert lorebook(odd) is None
    deep = lorebook({"entries": [{"content": "x", "keys": "a, b"}], "scan_depth": 10**12})
    assert deep is not None
    assert deep.entries[0].keys == ("a", "b")


# ------------------------------------------------------------------ patterns


@pytest.mark.parametrize(
    "text", [r"\b(cat|dog)s?\b", "/drag(on|oon)s?/i", "a.{0,9}b", "[0-9]+ ships", r"(?:ab){2,5}c"]
)
def test_plain_patterns_are_run(text: str) -> None:
    pattern(text, ignore_case=True)


@pytest.mark.parametrize(
    "text", ["(a+)+b", "(a|aa)*b", "(a*)*", r"(.)\1+", "(?=a)b", "((a?){30}){30}", "(", "a" * 999]
)
def test_patterns_that_could_take_long_are_not(text: str) -> None:
    with pytest.raises(InputRefused):
        pattern(text)


PIECES = st.sampled_from(
    ["a", "b", ".", "a*", "a+?", "(a|b)", "(ab)?", "[ab]+", "a{1,9}", "|", "^"]
)


@given(st.lists(PIECES, max_size=8).map("".join))
@settings(max_examples=80, deadline=None)
def test_whatever_is_run_ends_soon(text: str) -> None:
    try:
        found = pattern(text)
    except InputRefused:
        return
    began = time.thread_time()
    found.found("a" * 4_000)
    assert time.thread_time() - began < 1.0


def test_a_book_with_such_a_pattern_says_so_and_works() -> None:
    book = lorebook({"entries": [{"content": "x", "keys": ["(a+)+b", "sea"], "use_regex": True}]})
    assert book is not None
    assert book.refused == ["A pattern of the lorebook could take very long."]
    assert [entry.content for entry in awake(book, ["sea"])] == ["x"]
