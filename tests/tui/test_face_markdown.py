from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
