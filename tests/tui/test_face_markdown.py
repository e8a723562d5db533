from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it.tree import SyntaxTreeNode

from tui.markdown.blocks import lines_of
from tui.markdown.growing import GrowingMarkdown
from tui.markdown.line import Line, rows

SOURCE = """\
# Title

Hello **bold**, `code` and [words](https://example.org).
A second line.

- one
- two
  1. inner
  2. more

> a quote
> of two lines

```python
def f(x):
    return x

f(1)
```

| a | b |
|---|---|
| 1 | two |

last words
"""


def drawn(lines: list[Line]) -> list[str]:
    return [line.lead + line.text.plain for line in lines]


def test_every_kind_of_block_has_its_shape() -> None:
    assert drawn(lines_of(SOURCE)) == [
        "Title",
        "",
        "Hello bold, code and words (https://example.org).",
        "A second line.",
        "",
        "• one",
        "• two",
        "  1. inner",
        "  2. more",
        "",
        "▏ a quote",
        "▏ of two lines",
        "",
        "  python",
        "  def f(x):",
        "      return x",
        "  ",
        "  f(1)",
        "",
        "",
        "a  b  ",
        "─  ───",
        "1  two",
        "",
        "last words",
    ]


def test_code_is_coloured_and_emphasis_styled() -> None:
    lines = lines_of(SOURCE)
    keyword = next(line for line in lines if line.text.plain.startswith("def"))
    assert keyword.text.spans[0].style == ".code--keyword"
    hello = next(line for line in lines if line.text.plain.startswith("Hello"))
    assert [span.style for span in hello.text.spans][:3] == [
        ".message--strong",
        ".message--code-inline",
        ".message--link",
    ]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[bold]not markup[/bold]", ["[bold]not markup[/bold]"]),
        ("<script>x</script>", ["<script>x</script>"]),
        ("a&#x202e;b &#27;c", ["a⟨U+202E⟩b �c"]),
        ("\x1b]52;c;evil\x07", ["␛]52;c;evil␇"]),
        ("![pic](https://e.org/a.png)", ["[pic] (https://e.org/a.png)"]),
        ("```no-such-language\nx = 1\n```", ["  no-such-language", "  x = 1", ""]),
        ("", []),
    ],
)
def test_what_is_not_markdown_is_shown_as_it_is(source: str, shown: list[str]) -> None:
    assert drawn(lines_of(source)) == shown


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 30), min_size=1, max_size=60))
def test_a_text_that_grew_looks_as_if_read_at_once(sizes: list[int]) -> None:
    growing, at = GrowingMarkdown(), 0
    for size in sizes:
        growing.append(SOURCE[at : at + size])
        at += size
    growing.append(SOURCE[at:])
    assert drawn(growing.lines) == drawn(lines_of(SOURCE))
    assert growing.source == SOURCE
    growing.finish()
    assert growing.settled == growing.lines


@settings(deadline=None)
@given(st.text("ab *`_#>-\n1.|", max_size=80), st.integers(1, 9))
def test_any_text_can_grow(source: str, step: int) -> None:
    growing = GrowingMarkdown()
    for at in range(0, len(source), step):
        growing.append(source[at : at + step])
    growing.finish()
    assert drawn(growing.lines) == drawn(lines_of(source))


@settings(deadline=None)
@given(st.text("ab 世界👩 -x", max_size=120), st.integers(10, 40), st.booleans())
def test_rows_fit_and_lose_nothing(text: str, width: int, fold: bool) -> None:
    from textual.content import Content

    line = Line(Content(text), "• ", "  ", fold=fold)
    laid = rows(line, 0, width)
    assert all(row.piece.cell_length <= width - 2 for row in laid)
    assert "".join(row.piece.plain for row in laid).replace(" ", "") == text.replace(" ", "")
    assert all(text[row.start :].startswith(row.piece.plain) for row in laid)


# ---------------------------------------------------------------- texts that grow for long

WORDS = "one two **three** `four` five_six *seven* 8 * 9 [ten](http://x.y) & <b> eleven, twelve."


def long_text(kind: str, size: int) -> str:
    units = {
        "code": "def greet(names):\n    for name in names:\n        print(name)\n",
        "table": "| row | some words about it | 7 |\n",
        "list": f"- {WORDS}\n",
        "numbers": "".join(f"{n}. item of a list\n" for n in range(1, 400)),
        "lines": f"{WORDS}\n",
        "paragraph": f"{WORDS} ",
    }
    begins = {"code": "```python\n", "table": "| a | b | c |\n|---|---|---|\n"}
    return (begins.get(kind, "") + units[kind] * (size // len(units[kind]) + 1))[:size]


KINDS = ("code", "table", "list", "numbers", "lines", "paragraph")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_done_of_a_long_block_is_not_read_again(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tui.markdown import blocks

    read: list[int] = []
    parse = blocks.tree

    def reading(text: str) -> SyntaxTreeNode:
        read.append(len(text))
        return parse(text)

    monkeypatch.setattr(blocks, "tree", reading)
    text, growing = long_text(kind, 6_000), GrowingMarkdown()
    for at in range(0, len(text), 24):
        growing.append(text[at : at + 24])
    assert sum(size > 600 for size in read) <= 6  # where a mark or a column grew wider
    assert drawn(growing.lines) == drawn(lines_of(text))


def test_news_are_all_that_changed() -> None:
    text = "\n\n".join(
        (long_text(kind, 900) + ("\n```" if kind == "code" else "")) for kind in KINDS
    )
    growing, seen = GrowingMarkdown(), []  # type: ignore[var-annotated]
    for at in range(0, len(text), 7):
        growing.append(text[at : at + 7])
        begin, lines = growing.news()
        seen[begin:] = drawn(lines)
        assert len(seen) == len(growing.lines)
    assert seen == drawn(growing.lines) == drawn(lines_of(text))


def test_a_string_that_runs_through_pieces_of_code_is_coloured_at_its_end() -> None:
    text = '```python\nx = """\n' + "words\n" * 60 + '"""\n```\n'
    growing = GrowingMarkdown()
    for at in range(0, len(text), 50):
        growing.append(text[at : at + 50])
    styles = {
        span.style
        for line in growing.lines
        if line.text.plain == "words"
        for span in line.text.spans
    }
    assert styles == {".code--string"}


def test_a_line_that_grows_breaks_as_if_it_came_at_once() -> None:
    from tui.widgets.paper import Paper

    text = f"{WORDS} " * 12
    paper, whole = Paper(), Paper(lines_of(text))
    growing = GrowingMarkdown()
    paper._rows_for(40)
    for at in range(0, len(text), 3):
        growing.append(text[at : at + 3])
        begin, lines = growing.news()
        paper.replace(begin, lines)
    pieces = [row.piece.plain for row in paper._rows_for(40)]
    assert pieces == [row.piece.plain for row in whole._rows_for(40)]
