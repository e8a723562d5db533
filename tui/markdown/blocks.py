"""Markdown source to lines: headings, paragraphs, lists, quotes, code, tables, rules."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from rich.cells import cell_len

from tui.markdown import code
from tui.markdown.inline import content_of
from tui.markdown.line import BLANK, Line, plain
from tui.markdown.table import table
from tui.text import visible

RULE = "─" * 24
QUOTE = "▏ "


@cache
def parser() -> MarkdownIt:
    """CommonMark with tables and strike-through; HTML stays text."""
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def lines_of(source: str) -> list[Line]:
    """All lines of a Markdown source, blocks set apart by blank lines."""
    return spaced(tree(source).children)


def tree(source: str) -> SyntaxTreeNode:
    """The parsed source; `node.map` counts source lines from 0."""
    return SyntaxTreeNode(parser().parse(visible(source)))


def spaced(nodes: list[SyntaxTreeNode]) -> list[Line]:
    """Lines of sibling blocks with one blank line between."""
    lines: list[Line] = []
    for node in nodes:
        if lines:
            lines.append(BLANK)
        lines.extend(block(node))
    return lines


def block(node: SyntaxTreeNode) -> list[Line]:
    """Lines of one block."""
    maker = _MAKERS.get(node.type)
    if maker is not None:
        return maker(node)
    return spaced(node.children) if node.children else plain(node.content.rstrip("\n"))


def _paragraph(node: SyntaxTreeNode) -> list[Line]:
    return [Line(piece) for piece in content_of(node.children[0]).split("\n", allow_blank=True)]


def _heading(node: SyntaxTreeNode) -> list[Line]:
    style = ".message--title" if node.tag in ("h1", "h2") else ".message--heading"
    content = content_of(node.children[0]).stylize_before(style)
    return [Line(piece) for piece in content.split("\n")]


def _code(node: SyntaxTreeNode) -> list[Line]:
    return code.block(node.content, node.info if node.type == "fence" else "")


def _quote(node: SyntaxTreeNode) -> list[Line]:
    return [_led(line, QUOTE, QUOTE) for line in spaced(node.children)]


def _list(node: SyntaxTreeNode) -> list[Line]:
    first = first_number(node)
    widest = mark_width(node, first + len(node.children) - 1)
    lines: list[Line] = []
    for number, item in enumerate(node.children, first):
        if lines and is_loose(item):
            lines.append(BLANK)
        lines.extend(item_lines(node, item, number, widest))
    return lines


def first_number(node: SyntaxTreeNode) -> int:
    """Of a list's first item."""
    return int(node.attrs.get("start", 1))


def mark_width(node: SyntaxTreeNode, last: int) -> int:
    """Cells the marks of a list take whose last number is this."""
    return cell_len(_mark(node, last))


def item_lines(node: SyntaxTreeNode, item: SyntaxTreeNode, number: int, width: int) -> list[Line]:
    """Lines of one item of a list, its mark in so many cells."""
    return _item(item, _mark(node, number).rjust(width))


def _mark(node: SyntaxTreeNode, number: int) -> str:
    return f"{number}. " if node.type == "ordered_list" else "• "


def is_loose(item: SyntaxTreeNode) -> bool:
    """A list written with blank lines between its items; its paragraphs are not hidden."""
    return any(child.type == "paragraph" and not child.hidden for child in item.children)


def _item(item: SyntaxTreeNode, mark: str) -> list[Line]:
    blank = " " * cell_len(mark)
    inner = spaced(item.children) if is_loose(item) else _tight(item.children)
    inner = inner or [BLANK]
    return [_led(inner[0], mark, blank), *(_led(line, blank, blank) for line in inner[1:])]


def _tight(nodes: list[SyntaxTreeNode]) -> list[Line]:
    return [line for node in nodes for line in block(node)]


def _led(line: Line, lead: str, hang: str) -> Line:
    return Line(line.text, lead + line.lead, hang + line.hang, line.style, line.fold, line.mute)


def _rule(_node: SyntaxTreeNode) -> list[Line]:
    return plain(RULE, ".message--quiet")


_MAKERS: dict[str, Callable[[SyntaxTreeNode], list[Line]]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "fence": _code,
    "code_block": _code,
    "blockquote": _quote,
    "bullet_list": _list,
    "ordered_list": _list,
    "table": table,
    "hr": _rule,
}
