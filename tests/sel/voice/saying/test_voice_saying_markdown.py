"""Markdown is spoken as a person would read it to somebody."""

from __future__ import annotations

import pytest

from sel.voice.ports import Segment
from sel.voice.saying.segments import Segmenter


def said(text: str) -> list[Segment]:
    segmenter = Segmenter()
    return segmenter.feed(text) + segmenter.end()


def spoken(text: str) -> str:
    return " ".join(segment.text for segment in said(text))


READ = [
    ("# A heading\nand text", "A heading and text"),
    ("Now **really bold** and *so*, _this_ and ~~that~~", "Now really bold and so, this and that"),
    ("***both*** of **them**.", "both of them."),
    ("a snake_case name", "a snake_case name"),
    ("3*4 is twelve", "3×4 is twelve"),
    ("Read [the fine docs](https://docs.example.org/x(y)) now", "Read the fine docs now"),
    ("A ![red cat](cat.png) there", "A red cat there"),
    ("See [this][1] and that[^2].", "See this and that."),
    ("The list a[0] and [brackets] stay", "The list a[0] and [brackets] stay"),
    ("Go to https://www.example.org/a/b?c=d.", "Go to a link to example.org."),
    ("Go to <https://example.org>, now", "Go to a link to example.org, now"),
    ("Run `ls -l *.py` now", "Run ls -l *.py now"),
    ("Fine 🙂 then 👍🏽!", "Fine then!"),
    ("> He said so.\n> Twice.", "He said so. Twice."),
    ("Fish &amp; chips &lt;3", "Fish & chips <3"),
    (r"Not \*bold\* here", "Not *bold* here"),
    ("one<br>two", "one two"),
    ("- [ ] milk\n- [x] bread", "milk done: bread"),
    ("1. Wake up\n2. Eat", "1: Wake up 2: Eat"),
    ("Bonjour !", "Bonjour!"),
    ("Sugar is sweet\nAnd so are you", "Sugar is sweet, And so are you"),
    ("a line that\nwas wrapped", "a line that was wrapped"),
    ("See **https://example.org/a**.", "See a link to example.org."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), READ)
def test_marks_are_not_read(text: str, words: str) -> None:
    assert spoken(text) == words


def test_list_items_are_told_apart() -> None:
    segments = said("You need:\n- milk\n- dark bread\n  * rye\n\nThat is all.")
    assert [one.text for one in segments] == [
        "You need:",
        "milk",
        "dark bread",
        "rye",
        "That is all.",
    ]
    assert all(one.pause >= 0.3 for one in segments[1:])


@pytest.mark.parametrize(
    ("fence", "named"),
    [
        ("```python", "Some Python code, on the screen."),
        ("```", "Some code, on the screen."),
        ("~~~ sh", "Some shell code, on the screen."),
        ("````c++ title=x", "Some C++ code, on the screen."),
    ],
)
def test_code_is_named_and_not_read(fence: str, named: str) -> None:
    mark = fence[: len(fence) - len(fence.lstrip("`~"))]
    text = f"Look here:\n{fence}\nprint('secret')\n\nif x: pass\n{mark}\nDone."
    segments = said(text)
    assert [one.text for one in segments] == ["Look here:", named, "Done."]
    assert segments[1].upto == text.index(fence)  # none of it counts as heard before what follows
    assert segments[2].upto == len(text)


def test_code_is_named_before_its_end_is_there() -> None:
    segmenter = Segmenter()
    assert [one.text for one in segmenter.feed("```py\nx = 1\n")] == [
        "Some Python code, on the screen."
    ]
    assert segmenter.feed("y = 2. And so on.\n\n# no heading\n") == []
    assert segmenter.end() == []


def test_a_fence_in_a_line_is_inline_code() -> None:
    assert spoken("```make all``` does it") == "make all does it"


def test_a_table_is_named() -> None:
    text = "The figures:\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nThat is it."
    assert [one.text for one in said(text)] == [
        "The figures:",
        "A table, on the screen.",
        "That is it.",
    ]


def test_emoji_alone_are_left_to_espeak_which_knows_their_names() -> None:
    (segment,) = said("🙂👍🏽")
    assert segment.text.startswith("🙂 👍")
    assert segment.upto == 3


def test_a_links_place_is_behind_all_of_it() -> None:
    text = "See [my site](http://x.org) now."
    (segment,) = said(text)
    assert [text[:end] for end in segment.ends] == [
        "See", "See [my", "See [my site](http://x.org)", text,
    ]  # fmt: skip


def test_a_word_said_as_several_is_heard_with_the_last() -> None:
    text = "It is $5 now."
    (segment,) = said(text)
    assert segment.text == "It is 5 dollars now."
    assert [text[:end] for end in segment.ends] == ["It", "It is", "It is", "It is $5", text]


def test_an_open_bracket_holds_nothing_back_for_long() -> None:
    segmenter = Segmenter()
    heard = segmenter.feed("An [open bracket. " + "And more words are here. " * 20)
    assert len(heard) > 2
