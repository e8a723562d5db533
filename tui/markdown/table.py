"""A Markdown table as lines that fit a width."""

from __future__ import annotations

from markdown_it.tree import SyntaxTreeNode
from textual.content import Content

from tui.markdown.inline import content_of
from tui.markdown.line import Line

GAP = "  "
NARROWEST_COLUMN = 4
WIDEST = 88
"""Cells a table may take before its widest columns are wrapped."""

Cells = list[Content]
"""Of one row."""


def table(node: SyntaxTreeNode) -> list[Line]:
    """The table's rows, a rule under its head, cells wrapped where it would be too wide."""
    head, *body = rows_of(node)
    widths = widths_of([head, *body])
    return [*head_lines(head, widths), *body_lines(body, widths)]


def rows_of(node: SyntaxTreeNode) -> list[Cells]:
    """The cells of every row, the head's first."""
    return [
        [_cell(cell) for cell in row.children] for part in node.children for row in part.children
    ]


def widths_of(rows: list[Cells]) -> list[int]:
    """The widest cell of each column; what is wider than a table may be is as good as that."""
    return [
        min(max(1, *(cell.cell_length for cell in column)), WIDEST)
        for column in zip(*rows, strict=True)
    ]


def head_lines(head: Cells, widths: list[int]) -> list[Line]:
    """The head and the rule under it."""
    fitted = _fitted(widths)
    return [*_row(head, fitted, ".message--strong"), _rule(fitted)]


def body_lines(rows: list[Cells], widths: list[int]) -> list[Line]:
    """Rows below the head."""
    fitted = _fitted(widths)
    return [line for row in rows for line in _row(row, fitted, "")]


def _cell(node: SyntaxTreeNode) -> Content:
    content = content_of(node.children[0]) if node.children else Content("")
    return Content(" ").join(content.split("\n")) if "\n" in content.plain else content


def _fitted(widths: list[int]) -> list[int]:
    fitted = list(widths)
    room = WIDEST - len(GAP) * (len(fitted) - 1)
    while sum(fitted) > room and max(fitted) > NARROWEST_COLUMN:
        fitted[fitted.index(max(fitted))] -= 1
    return fitted


def _row(cells: list[Content], widths: list[int], style: str) -> list[Line]:
    wrapped = [cell.wrap(width) or [Content("")] for cell, width in zip(cells, widths, strict=True)]
    lines: list[Line] = []
    for index in range(max(len(pieces) for pieces in wrapped)):
        padded = [
            _pad(pieces[index] if index < len(pieces) else Content(""), width)
            for pieces, width in zip(wrapped, widths, strict=True)
        ]
        text = Content(GAP).join(padded)
        lines.append(Line(text.stylize(style) if style else text, fold=True))
    return lines


def _pad(content: Content, width: int) -> Content:
    return content.pad_right(max(width - content.cell_length, 0))


def _rule(widths: list[int]) -> Line:
    text = GAP.join("─" * width for width in widths)
    return Line(Content.styled(text, ".message--quiet"), fold=True)
