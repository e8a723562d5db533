"""What of the last block of a growing text is done: items, rows, the beginning of a paragraph.

What is done is not read again. In its place stands a prefix of a few letters, so that the rest is
read as what it is: another item of the same list, another row of the same table, the middle of a
paragraph.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.tree import SyntaxTreeNode
from textual.content import Content

from tui.markdown import blocks
from tui.markdown.inline import content_of
from tui.markdown.line import BLANK, Line
from tui.markdown.table import body_lines, head_lines, rows_of, widths_of

LONG = 240
"""Characters of a paragraph after which its beginning is looked at."""
LONGEST = 1_500
"""Characters read again at most, even where a mark of emphasis may still be waiting for its end."""
RECENT = 40
"""Characters at the end of a long line that are left open."""

_WAITS = re.compile(r"[`\[]|\*+(?=\S)|(?<![^\W_])_+(?=\S)|~~")
"""What is left in a text where a mark may still find its end."""
_SPACE = re.compile(r"(?<=\S) (?=\S)")


class Part(ABC):
    """What is done of a block, and how to draw the rest of it."""

    prefix: str

    @abstractmethod
    def draw(self, node: SyntaxTreeNode, rest: str) -> list[Line] | None:
        """Lines of the rest, where it was read with the prefix; None where it changes what was
        taken for done."""


class Grown(NamedTuple):
    """A step on: lines that are done now, and the source and the lines of what is not."""

    part: Part
    done: list[Line]
    rest: str
    tail: list[Line]


def advance(part: Part | None, node: SyntaxTreeNode, source: str) -> Grown | None:
    """Take for done what can be of a block whose open source is this; None for no step."""
    if node.type == "paragraph" and (part is None or isinstance(part, Paragraph)):
        return _paragraph(part, source)
    if node.type in ("bullet_list", "ordered_list") and (part is None or isinstance(part, Items)):
        return _items(part, node, source)
    if node.type == "table" and (part is None or isinstance(part, Rows)):
        return _rows(part, node, source)
    return None


# ---------------------------------------------------------------- paragraphs


@dataclass(frozen=True)
class Paragraph(Part):
    """Whole lines are done, or of a long line (`done`) its beginning."""

    prefix: str
    done: Content | None = None

    def draw(self, node: SyntaxTreeNode, rest: str) -> list[Line] | None:  # noqa: ARG002
        """The lines that are not done."""
        if node.type != "paragraph":
            return None
        lines = _lines(content_of(node.children[0])[len(self.prefix) :])
        if self.done is None:
            return lines
        first, *others = lines or [Line(Content(""))]
        return [Line(self.done + first.text, kept=len(self.done)), *others]


def _lines(content: Content) -> list[Line]:
    return [Line(piece) for piece in content.split("\n", allow_blank=True)] if content else []


def _paragraph(part: Paragraph | None, source: str) -> Grown | None:
    if len(source) < LONG:
        return None
    cut = source.rfind("\n", 0, max(source.rfind("\n"), 0))
    if cut > 0:
        return _after_lines(part, source, cut)
    return _after_words(part, source) if "\n" not in source and "|" not in source else None


def _after_lines(part: Paragraph | None, source: str, cut: int) -> Grown | None:
    """All lines are done but the last complete one, which may turn out to be the head of a
    table."""
    done = _settled(part, source[:cut], len(source))
    after = Paragraph("x\n")
    rest = source[cut + 1 :]
    tail = _read(after, rest)
    return Grown(after, done, rest, tail) if done is not None and tail is not None else None


def _after_words(part: Paragraph | None, source: str) -> Grown | None:
    spaces = [match.start() for match in _SPACE.finditer(source, 0, len(source) - RECENT)]
    if not spaces:
        return None
    cut = spaces[-1]
    done = _settled(part, source[:cut], len(source))
    if done is None or len(done) != 1:
        return None
    after = Paragraph("x ", done[0].text + " ")
    rest = source[cut + 1 :]
    tail = _read(after, rest)
    return Grown(after, [], rest, tail) if tail is not None else None


def _settled(part: Paragraph | None, source: str, size: int) -> list[Line] | None:
    """The lines of this, if nothing in it waits for what comes later."""
    nodes = blocks.tree((part.prefix if part else "") + source).children
    if len(nodes) != 1 or nodes[0].type != "paragraph":
        return None
    if size < LONGEST and any(
        one.type == "text" and _WAITS.search(one.content) for one in nodes[0].walk()
    ):
        return None
    return part.draw(nodes[0], source) if part else blocks.block(nodes[0])


def _read(part: Part, rest: str) -> list[Line] | None:
    nodes = blocks.tree(part.prefix + rest).children
    return part.draw(nodes[0], rest) if len(nodes) == 1 else None


# ---------------------------------------------------------------- lists


@dataclass(frozen=True)
class Items(Part):
    """`count` items are done, the first of them number `first`, their marks `width` cells wide."""

    prefix: str
    kind: str
    first: int
    count: int
    width: int
    loose: bool

    def draw(self, node: SyntaxTreeNode, rest: str) -> list[Line] | None:  # noqa: ARG002
        """The items that are not done."""
        if node.type != self.kind or blocks.is_loose(node.children[0]) != self.loose:
            return None
        if [line.text.plain for line in _plain(node.children[0])] != ["x"]:
            return None  # it goes on in what was taken for done
        last = self.first + self.count + len(node.children) - 2
        if blocks.mark_width(node, last) != self.width:
            return None
        return _item_lines(node, node.children[1:], self.first + self.count, self.width, True)


def _plain(item: SyntaxTreeNode) -> list[Line]:
    lines = [line for child in item.children for line in blocks.block(child)]
    return [line for line in lines if line.text.plain.strip()]


def _item_lines(
    node: SyntaxTreeNode, items: list[SyntaxTreeNode], first: int, width: int, under: bool
) -> list[Line]:
    lines: list[Line] = []
    for number, item in enumerate(items, first):
        if (lines or under) and blocks.is_loose(item):
            lines.append(BLANK)
        lines += blocks.item_lines(node, item, number, width)
    return lines


def _items(part: Items | None, node: SyntaxTreeNode, source: str) -> Grown | None:
    items = node.children[1:] if part else node.children
    first = part.first if part else blocks.first_number(node)
    count = part.count if part else 0
    if len(items) < 2 or not items[-1].map or not _plain(items[-1]):
        return None  # of an item without words nobody knows yet what it will be
    width = blocks.mark_width(node, first + count + len(items) - 1)
    loose = any(blocks.is_loose(item) for item in node.children)
    done = _item_lines(node, items[:-1], first + count, width, bool(count))
    row = items[-1].map[0] - (part.prefix.count("\n") if part else 0)
    rest = "\n".join(source.split("\n")[row:])
    indent = " " * (len(rest) - len(rest.lstrip(" ")))
    mark = f"1{node.markup}" if node.type == "ordered_list" else node.markup
    prefix = f"{indent}{mark} x\n" + ("\n" if loose else "")
    after = Items(prefix, node.type, first, count + len(items) - 1, width, loose)
    tail = _read(after, rest)
    return Grown(after, done, rest, tail) if tail is not None else None


# ---------------------------------------------------------------- tables


@dataclass(frozen=True)
class Rows(Part):
    """The head and the rows so far are done, their columns this wide."""

    prefix: str
    widths: tuple[int, ...]

    def draw(self, node: SyntaxTreeNode, rest: str) -> list[Line] | None:
        """The rows that are not done. One that grows is fitted into the columns there are."""
        if node.type != "table" or not node.map:
            return None
        rows = rows_of(node)[1:]
        whole = (self.prefix + rest).count("\n") >= node.map[1]
        if _wider(rows if whole else rows[:-1], self.widths):
            return None
        return body_lines(rows, list(self.widths))


def _wider(rows: list[list[Content]], widths: tuple[int, ...]) -> bool:
    return bool(rows) and any(new > old for new, old in zip(widths_of(rows), widths, strict=True))


def _rows(part: Rows | None, node: SyntaxTreeNode, source: str) -> Grown | None:
    head, *body = rows_of(node)
    if len(body) < 2:
        return None
    lines = source.split("\n")
    if part is None:
        widths = tuple(widths_of([head, *body[:-1]]))
        prefix = "\n".join(lines[:2]) + "\n"
        done = [*head_lines(head, list(widths)), *body_lines(body[:-1], list(widths))]
        row = 2 + len(body) - 1
    else:
        widths, prefix = part.widths, part.prefix
        done = body_lines(body[:-1], list(widths))
        row = len(body) - 1
    after = Rows(prefix, widths)
    rest = "\n".join(lines[row:])
    tail = _read(after, rest)
    return Grown(after, done, rest, tail) if tail is not None else None
