"""Pages: cut where a reader would turn them, and never changed once they are full."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.replies.letters import parts, units
from bridge.replies.paging import PAGE, cut, pages

WORDS = st.sampled_from(
    [
        "word",
        "hello there. ",
        "\n\n",
        "\n",
        " ",
        "```py\n",
        "\n```\n",
        "```",
        "`code here`",
        "https://example.org/a/long/path?x=1",
        "<:smile:123456789012345678>",
        "👩‍👩‍👧‍👦",
        "🇩🇪",
        "e\u0301",
        "漢字かな。",
        "a" * 30,
    ]
)
TEXTS = st.lists(WORDS, max_size=60).map("".join)


@given(TEXTS, st.integers(60, 300))
def test_pieces_are_the_whole_text_and_pages_fit(text: str, most: int) -> None:
    pieces = list(cut(text, most))
    assert "".join(piece.text for piece in pieces) == text
    for page in pages(text, most):
        assert 0 < units(page) <= most
        assert page.strip()


@given(TEXTS, st.data())
def test_a_full_page_never_changes(text: str, data: st.DataObject) -> None:
    so_far = text[: data.draw(st.integers(0, len(text)))]
    early, late = list(cut(so_far, 100)), list(cut(text, 100))
    assert early[:-1] == late[: len(early) - 1]
    assert pages(so_far, 100)[:-1] == pages(text, 100)[: max(0, len(pages(so_far, 100)) - 1)]


@given(TEXTS)
def test_nothing_that_belongs_together_is_cut(text: str) -> None:
    at = 0
    spans = [
        match.span()
        for match in re.finditer(r"https?://[!-;=?-~]+|<:\w+:\d+>", text)
        if match.end() - match.start() < 100
    ]
    for piece in cut(text, 250):
        at += len(piece.text)
        assert parts(text, at)
        assert not any(start < at < end for start, end in spans)


@given(TEXTS, st.integers(60, 300))
def test_every_page_closes_its_fences(text: str, most: int) -> None:
    normal = re.sub(r"`{4,}", "```", text)
    for page in pages(normal, most):
        assert len(re.findall(r"`{3,}", page)) % 2 == 0


def test_a_fence_goes_on_with_its_language() -> None:
    lines = "".join(f"line_{number} = {number}\n" for number in range(300))
    made = pages(f"Look:\n```python\n{lines}```\nDone.")
    assert len(made) == 3
    assert all(page.startswith("```python\n") for page in made[1:])
    assert all(page.endswith("\n```") for page in made[:-1])
    assert "".join(re.findall(r"line_\d+ = \d+\n", "\n".join(made))) == lines
    assert made[-1].endswith("```\nDone.")


def test_code_without_a_place_to_cut_fits_too() -> None:
    made = pages("```py\n" + "x" * 5000 + "\n```")
    assert [units(page) <= PAGE for page in made] == [True] * 3


def test_a_fence_that_ends_with_its_page_is_not_opened_again() -> None:
    for length in range(15, 40):
        made = pages("```py\n# " + "x" * length + "\n" + "a = 1\n" * 10 + "```\nDone.", 100)
        assert not any(re.search(r"```py\s*```", page) for page in made)
        assert "\n".join(made).count("a = 1") == 10
        assert made[-1].endswith("Done.")


def test_paragraphs_before_lines_before_sentences_before_words() -> None:
    def first(text: str) -> str:
        return pages(text, 100)[0]

    assert first("a" * 55 + "\n\n" + "b" * 20 + "\n" + "c. " * 30) == "a" * 55
    assert first("a" * 55 + "\n" + "b. " * 40) == "a" * 55
    assert first("One two three four five six seven eight nine ten eleven. " + "word " * 20) == (
        "One two three four five six seven eight nine ten eleven."
    )
    assert first("word " * 40).endswith("word")


def test_a_word_longer_than_a_page_is_cut_after_all() -> None:
    made = pages("x" * 5000)
    assert "".join(made) == "x" * 5000
    assert all(units(page) <= PAGE for page in made)


def test_astral_letters_count_twice() -> None:
    assert [units(page) <= PAGE for page in pages("😀" * 1500)] == [True, True]


@pytest.mark.parametrize("text", ["", "  \n ", "```", "```py\n", "```py\n\n"])
def test_what_shows_nothing_is_no_page(text: str) -> None:
    assert pages(text) == []


def test_a_fence_that_only_begins_is_not_shown() -> None:
    assert pages("Look:\n```py") == ["Look:"]
    assert pages("Look:\n```py\nx = 1") == ["Look:\n```py\nx = 1\n```"]
