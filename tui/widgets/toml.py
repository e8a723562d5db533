"""A text area that knows TOML well enough to colour it, without a parser's library."""

from __future__ import annotations

import re

from rich.style import Style
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tui.widgets.in_order import InOrder

_LINE = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<heading>^\s*\[\[?[^\]\n]*\]?\]?)"
    r"|(?P<key>^\s*[\w\"'.-]+(?=\s*=))|(?P<string>\"(?:\\.|[^\"\\])*\"?|'[^']*'?)"
    r"|(?P<number>(?<![\w\"])[+-]?\d[\d._]*|\b(?:true|false)\b)"
)
_FENCE = '"""'
_COLOURS = {
    "comment": ("quiet", False),
    "heading": ("sel", True),
    "key": ("person", False),
    "string": ("foreground", False),
    "number": ("lift", False),
}


class TomlArea(InOrder, TextArea):
    """An editor for a persona's file."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id, soft_wrap=True, tab_behavior="focus", show_line_numbers=True)

    def on_mount(self) -> None:
        """Colours are the app's."""
        self._dress()
        self.app.theme_changed_signal.subscribe(self, lambda _: self._dress())

    def _dress(self) -> None:
        colours = self.app.theme_variables
        styles = {
            name: Style(color=colours.get(colour), bold=bold)
            for name, (colour, bold) in _COLOURS.items()
        }
        self.register_theme(TextAreaTheme(name="persona", syntax_styles=styles))
        self.theme = "persona"

    def _build_highlight_map(self) -> None:
        """Textual asks its parser here; without one there is nothing, and ours is enough."""
        self._line_cache.clear()
        found = self._highlights
        found.clear()
        inside = False
        for number, line in enumerate(self.document.lines):
            count = line.count(_FENCE)
            if inside or count:
                found[number] = [(0, None, "string")]
                if not inside and (match := re.match(r"\s*[\w-]+(?=\s*=)", line)):
                    end = len(line[: match.end()].encode())
                    found[number] = [(0, end, "key"), (end, None, "string")]
                inside ^= bool(count % 2)
                continue
            found[number] = [
                (len(line[: m.start()].encode()), len(line[: m.end()].encode()), m.lastgroup or "")
                for m in _LINE.finditer(line)
            ]
