"""Code with its colours. Pygments is imported when the first code block is drawn, not before."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textual.content import Content, Span

from tui.markdown.line import Line
from tui.text import visible

_STYLES = {
    "Comment": ".code--comment",
    "Keyword": ".code--keyword",
    "Operator.Word": ".code--keyword",
    "Literal.String": ".code--string",
    "Literal.Number": ".code--number",
    "Name.Builtin": ".code--name",
    "Name.Class": ".code--name",
    "Name.Decorator": ".code--name",
    "Name.Function": ".code--name",
    "Name.Tag": ".code--name",
    "Generic.Inserted": ".code--string",
    "Generic.Deleted": ".code--number",
}
MARGIN = "  "
LARGEST = 60_000
"""Characters; longer code stays uncoloured, for colouring it would hold the screen up."""


def block(code: str, language: str) -> list[Line]:
    """A code block: its language above, the code, a row of air below."""
    name = visible(language.split(maxsplit=1)[0]) if language.split() else ""
    return [title(name), *body(code, name), END]


def title(name: str) -> Line:
    """The row above the code."""
    return Line(Content.styled(name, ".code--title"), MARGIN, MARGIN, ".message--code", mute=True)


END = Line(Content(""), style=".message--code", mute=True)


def body(code: str, name: str) -> list[Line]:
    """The code's own lines, coloured."""
    text = visible(code.removesuffix("\n"))
    coloured = _coloured(text, name) if name and len(text) <= LARGEST else Content(text)
    return [
        Line(line, MARGIN, MARGIN, ".message--code", fold=True)
        for line in coloured.split("\n", allow_blank=True)
    ]


def _coloured(text: str, name: str) -> Content:
    lexer = _lexer(name)
    if lexer is None:
        return Content(text)
    spans: list[Span] = []
    at = 0
    for kind, piece in lexer.get_tokens(text):
        end = at + len(piece)
        if style := _style_of(kind):
            spans.append(Span(at, min(end, len(text)), style))
        at = end
    return Content(text, [span for span in spans if span.start < len(text)])


@lru_cache(maxsize=16)
def _lexer(name: str) -> Any:
    # lazy: not part of the first frame
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]

    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@lru_cache(maxsize=256)
def _style_of(kind: tuple[str, ...]) -> str:
    for size in range(len(kind), 0, -1):
        if style := _STYLES.get(".".join(kind[:size])):
            return style
    return ""
