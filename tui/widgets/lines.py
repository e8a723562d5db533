"""One-row widgets at the bottom of the screen: the keys, and the state when there is no panel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.markup import escape
from textual.widgets import Static

from tui.keys import live
from tui.remembered import memory_word
from tui.text import visible

if TYPE_CHECKING:
    from textual.timer import Timer

    from tui.heard.page import Line
    from tui.widgets.readings import Readings

TELL_SECONDS = 4.0
KEYS: Sequence[tuple[str, str, str]] = (
    ("", "help", "app.help"),
    ("/", "commands", "screen.begin_command"),
    ("", "all else", "app.command_palette"),
    ("", "panel", "screen.toggle_panel"),
    ("", "memory", "app.look_or_close('memories')"),
    ("", "quit", "app.quit"),
)
"""Key ("" for the one the action has), what it does, the action; a click does the same. Of
several actions, "screen.up|screen.down", each is told with its key and has its click."""


class KeyLine(Static):
    """The footer: what keys do here. A key that was given to something else is told as it is."""

    def __init__(self, keys: Sequence[tuple[str, str, str]] = KEYS) -> None:
        super().__init__("", id="keys", markup=False)
        self._shown, self._said = keys, ""
        self._telling: Timer | None = None
        self.auto_links = False

    def on_mount(self) -> None:
        """Keys are known once it is known where this stands."""
        self.show(self._shown)

    def keys_changed(self) -> None:
        """Some keys are others now."""
        self.show(self._shown)

    def show(self, keys: Sequence[tuple[str, str, str]]) -> None:
        """Other keys; after what is told just now."""
        self._shown = keys
        if self.is_attached and self._telling is None:
            self._said = ""
            self.remove_class("-saying")
            pieces = [Content.from_markup(self._piece(*one)) for one in keys]
            self.update(_fitting(pieces, self.size.width), layout=False)

    def on_resize(self) -> None:
        """Another room, for more keys or fewer."""
        if not self._said:
            self.show(self._shown)

    def in_words(self) -> Sequence[Line]:
        """The sentence, and each key with what it does."""
        from tui.heard import signs  # lazy: few need it
        from tui.heard.page import Line

        told = [
            f"{signs.key(' '.join(one for one, _ in self._keys_of(key, action)))}: {what}"
            for key, what, action in self._shown
        ]
        note = [f"Note: {self._said}"] if self._said else []
        return [Line(words) for words in (*note, "Keys:", *told)]

    def _keys_of(self, key: str, action: str) -> list[tuple[str, str]]:
        """Each action, with the key that it has now."""
        found = []
        for one in action.split("|"):
            where, _, name = one.rpartition(".")
            node = self.app if where == "app" else self.screen
            found.append((live.of_action(node._bindings, name, key) if name else key, one))
        return found

    def _piece(self, key: str, what: str, action: str) -> str:
        known = self._keys_of(key, action)
        gap = " " if any(one.isalnum() for one, _ in known) else ""
        signs = [f"[$foreground]{escape(one)}[/]" for one, _ in known]
        signs[-1] += f" [$quiet]{what}[/]"
        clicks = (does for _, does in known)
        return gap.join(
            f"[@click={click}]{sign}[/]" if click else sign
            for sign, click in zip(signs, clicks, strict=True)
        )

    def say(self, words: str) -> None:
        """A sentence in the keys' place, until other keys are shown."""
        self._said = words
        self.add_class("-saying")
        self.update(Content.styled(visible(words), "$foreground"))

    def tell(self, words: str, seconds: float = TELL_SECONDS) -> None:
        """A sentence in the keys' place, for a moment; nothing once the screen is closed."""
        if self.is_attached:
            if self._telling is not None:
                self._telling.stop()
            self.say(words)
            self._telling = self.set_timer(seconds, self._told)

    def hush(self) -> None:
        """What is told just now is told no longer."""
        if self._telling is not None:
            self._telling.stop()
            self._told()

    def _told(self) -> None:
        self._telling = None
        self.show(self._shown)


def _fitting(pieces: list[Content], width: int) -> Content:
    """The keys in one row: closer together where there is less room, then without those before the
    last, which leads out."""
    for gap in ("   ", "  "):
        row = Content(gap).join(pieces)
        if not width or row.cell_length <= width:
            return row
    if len(pieces) < 3:
        return row
    return _fitting([*pieces[:-2], pieces[-1]], width)


class StatusLine(Static):
    """Face, mood word, speed, engine and Discord: what stays of the panel on a narrow terminal."""

    def __init__(self) -> None:
        super().__init__("", id="status", markup=False)
        self._mood = Content()
        self._told: tuple[str, ...] = ()
        self._bridge: Sequence[str] = ()

    def show(self, face: str, mood: str, readings: Readings) -> None:
        """New values."""
        speed = f"{readings.speed:.0f} tok/s" if readings.speed else ""
        self._mood = Content.assemble((f"{face} ", "$sel"), (mood, "$foreground"))
        self._told = (speed, readings.state(), memory_word(readings.consent))
        self._bridge = readings.bridge
        self._draw()

    def on_resize(self) -> None:
        """Another room, which may have a longer wording."""
        self._draw()

    def _draw(self) -> None:
        """All there is room for: of Discord in the shorter wording before the speed goes."""
        wordings: list[tuple[str, ...]] = [(*self._told, one) for one in self._bridge]
        wordings += [] if wordings else [self._told]
        for told in (*wordings, (*self._told[1:], *self._bridge[-1:]), self._told[1:]):
            row = "".join(f"   {one}" for one in told if one)
            if self._mood.cell_length + len(row) <= self.size.width:
                break
        self.update(Content.assemble(self._mood, (row, "$quiet")))
