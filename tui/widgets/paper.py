"""A widget that draws lines of text: wrapped once per width, only what is visible rendered.

Text can be selected with the mouse; a selection copies the text as written, without wrapping.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual._border import get_box
from textual.content import Content
from textual.geometry import Region, Size, Spacing
from textual.selection import Selection
from textual.strip import Strip
from textual.style import NULL_STYLE, Style
from textual.widget import Widget

from tui.markdown.line import Line, Row, rows
from tui.styles.sheets import css

INKS = {
    "message--person",
    "message--sel",
    "message--quiet",
    "message--strong",
    "message--emphasis",
    "message--struck",
    "message--link",
    "message--title",
    "message--heading",
    "message--code",
    "message--code-inline",
    "message--problem",
    "message--found",
    "code--title",
    "code--comment",
    "code--keyword",
    "code--string",
    "code--number",
    "code--name",
}
"""The looks text may have."""


MOST_STRIPS = 1_000
"""Rows of one paper that are kept as they were drawn."""


class Inks(Widget):
    """Where papers look up how text looks. One for many of them, never on the screen: styling each
    paper, or each page, with all of it would cost more than drawing them."""

    DEFAULT_CSS = css("message")
    SCOPED_CSS = False
    COMPONENT_CLASSES: ClassVar[set[str]] = INKS


class Paper(Widget):
    """Draws `Line`s. Change them with `write`; it repaints no more than what changed."""

    def __init__(self, lines: Sequence[Line] = (), *, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self.inks: Inks | None = None
        self._lines: list[Line] = list(lines)
        self._rows: list[Row] = []
        self._first_row: list[int] = []  # of each line laid out so far
        self._width = 0
        self._strips: dict[int, Strip] = {}
        self._whole: dict[int, Strip] = {}  # with what is around them
        self._marked = ""

    # ------------------------------------------------------------ content

    @property
    def lines(self) -> Sequence[Line]:
        """What is drawn."""
        return self._lines

    def write(self, lines: Sequence[Line]) -> None:
        """Draw these lines from now on; leading lines that are the same objects stay laid out."""
        same = 0
        for old, new in zip(self._lines, lines, strict=False):
            if old is not new:
                break
            same += 1
        self.replace(same, lines[same:])

    def replace(self, at: int, lines: Sequence[Line], count: int | None = None) -> None:
        """Draw these lines in place of `count` from number `at` on (None: of all from there)."""
        self._lines[at : None if count is None else at + count] = lines
        before = len(self._rows)
        top = self._forget_from(at, lines[0].kept if lines else 0)
        if not self._width:
            self.refresh(layout=True)
            return
        self._lay_out()
        if len(self._rows) != before:
            self.refresh(layout=True)
        else:
            self.refresh(Region(0, top, self._width, before - top).translate(self.gutter.top_left))

    def row_of(self, line: int) -> int:
        """The row of the content a line begins at, counted from the end where it is negative; -1
        where that is not laid out."""
        known = len(self._first_row) == len(self._lines) and -len(self._lines) <= line
        return self._first_row[line] if known else -1

    def mark(self, words: str) -> None:
        """Show where these words are, whatever their case; "" shows nothing."""
        if words.casefold() != self._marked:
            self._marked = words.casefold()
            self._draw_anew()
            self.refresh()

    def _forget_from(self, line: int, kept: int = 0) -> int:
        """Drop the rows of this line and the following; the number of rows left. Of a line whose
        first `kept` characters are the same only the last rows are laid out again."""
        if line >= len(self._first_row):
            return len(self._rows)
        first = top = self._first_row[line]
        before = len(self._rows)
        while kept and top + 1 < before and line == self._rows[top + 1].line:
            if self._rows[top + 1].start > kept:
                break
            top += 1
        since = self._rows[top].start if top > first else 0
        del self._rows[top:], self._first_row[line:]
        for y in range(top, before):
            self._strips.pop(y, None)
            self._whole.pop(y, None)
        if since:
            self._first_row.append(first)
            self._rows += rows(self._lines[line], line, self._width, since)
        return top

    def _lay_out(self) -> None:
        for number in range(len(self._first_row), len(self._lines)):
            self._first_row.append(len(self._rows))
            self._rows.extend(rows(self._lines[number], number, self._width))

    def _rows_for(self, width: int) -> list[Row]:
        if width != self._width:
            self._width = width
            self._forget_from(0)
        self._lay_out()
        return self._rows

    # ------------------------------------------------------------ Textual's questions

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        """Rows needed at this width."""
        return len(self._rows_for(width))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Rows with what is around them. Textual puts that together anew whenever anything moves;
        kept rows are most of what a stream of text does not have to pay for."""
        if len(self._strips) > MOST_STRIPS:
            self._draw_anew()
        padding, (bar, _) = self.styles.padding, self.styles.border_left
        if self.gutter != padding + Spacing(left=1 if bar else 0) or self.opacity < 1:
            return super().render_lines(crop)
        sides = self._sides()
        rows_ = [self._around(y - padding.top, *sides) for y in crop.line_range]
        if crop.x or crop.right < self.outer_size.width:
            return [strip.crop(crop.x, crop.right) for strip in rows_]
        return rows_

    def _around(self, y: int, left: Sequence[Segment], right: Segment) -> Strip:
        strip = self._whole.get(y)
        if strip is None:
            style = self.visual_style.rich_style
            row = self.render_line(y) if y >= 0 else Strip.blank(self.size.width, style)
            strip = Strip([*left, *row, right]).simplify()
            _, background = self.background_colors
            for line_filter in self.get_line_filters():
                strip = strip.apply_filter(line_filter, background)
            self._whole[y] = strip
        return strip

    def _sides(self) -> tuple[Sequence[Segment], Segment]:
        """What stands left and right of a row: the line at the left, if there is one, and air."""
        (kind, color), padding = self.styles.border_left, self.styles.padding
        if not kind:
            style = self.visual_style.rich_style
            return [Segment(" " * padding.left, style)], Segment(" " * padding.right, style)
        under, ground = self.background_colors
        inner, outer = Style(background=under + ground), Style(background=under)
        bar = get_box(kind, inner, outer, Style(foreground=under + color))[1][0]
        air = Segment(" " * padding.left, inner.rich_style)
        return [bar, air], Segment(" " * padding.right, inner.rich_style)

    def render_line(self, y: int) -> Strip:
        """One row of the widget's content."""
        width = self.size.width
        laid = self._rows_for(width)
        if y >= len(laid):
            return Strip.blank(width, self.visual_style.rich_style)
        strip = self._strips.get(y)
        if strip is None:
            strip = self._strips[y] = self._strip(laid[y], width)
        return strip

    def _strip(self, row: Row, width: int) -> Strip:
        style = self._row_style(row.style)
        piece, selection = self._with_marks(row), self.text_selection
        if selection is not None and (span := selection.get_span(row.line)) is not None:
            start, end = span
            end = len(piece) if end < 0 else end - row.start
            piece = piece.stylize(self._selection_style, max(start - row.start, 0), max(end, 0))
        segments = []
        if row.lead:
            lead = style + self._span_style(".message--quiet") if not row.style else style
            segments.append(Segment(row.lead, lead.rich_style_with_offset(row.start, row.line)))
        x = row.start
        for text, text_style in piece.render(style, end="", parse_style=self._span_style):
            look = (style + text_style).rich_style_with_offset(x, row.line)
            segments.append(Segment(text, look))
            x += len(text)
        return Strip(segments).extend_cell_length(width, style.rich_style).crop(0, width)

    def _with_marks(self, row: Row) -> Content:
        piece = row.piece
        if self._marked:
            text = self._lines[row.line].text.plain.casefold()
            at = text.find(self._marked)
            while at >= 0:
                start, end = at - row.start, at - row.start + len(self._marked)
                if end > 0 and start < len(piece):
                    piece = piece.stylize(".message--found", max(start, 0), end)
                at = text.find(self._marked, at + len(self._marked))
        return piece

    @property
    def _selection_style(self) -> Style:
        return Style.from_styles(self.screen.get_component_styles("screen--selection"))

    def _row_style(self, name: str) -> Style:
        if name and self.inks is not None:
            return self.inks.get_visual_style(name[1:])
        return self.visual_style

    def _span_style(self, style: Style | str) -> Style:
        """A span's look: one of the inks, or a style as it is."""
        if isinstance(style, str) and self.inks is not None:
            return self.inks.get_visual_style(style[1:], partial=True)
        return style if isinstance(style, Style) else NULL_STYLE

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """The selected text as it was written; marks of lists and quotes belong to it."""
        taken: list[str] = []
        for number, line in enumerate(self._lines):
            span = selection.get_span(number)
            if span is None or line.mute:
                continue
            start, end = span
            text = line.text.plain[start : None if end < 0 else end]
            taken.append(
                line.lead.replace("▏", ">") + text if not start and not line.style else text
            )
        return ("\n".join(taken).rstrip(), "\n\n") if taken else None

    def selection_updated(self, selection: Selection | None) -> None:  # noqa: ARG002
        """Colours follow the selection."""
        self._draw_anew()
        self.refresh()

    def _draw_anew(self) -> None:
        self._strips.clear()
        self._whole.clear()

    def notify_style_update(self) -> None:
        """Colours follow the theme."""
        self._draw_anew()
        super().notify_style_update()
