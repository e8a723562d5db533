"""What the command palette finds: commands, what people ask, keys and themes, by plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider

from tui import doing, howto
from tui.commands.base import SlashCommand
from tui.commands.table import TABLE
from tui.keys import live

if TYPE_CHECKING:
    from tui.app import SelApp

WIDE = ("SelApp", "MainScreen")
"""Whose keys can be pressed from here, too."""
MEANT = 3.0
"""What each letter of another word for the same thing counts: less than in the name itself, more
than letters that happen to follow each other (as `textual.fuzzy` counts them)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be done: `words` are others it is found by."""

    title: str
    about: str
    does: Any
    words: str = ""
    first: bool = True
    """Whether it is offered before anything is typed."""


@dataclass(frozen=True, slots=True)
class Wear:
    """Puts a theme on for good. Looked at in the palette, it is worn for as long."""

    app: SelApp
    name: str

    def __call__(self) -> None:
        """For good."""
        self.app.run_worker(self.app.main.desk.run_command("theme", self.name))


class SelCommands(Provider):
    """All of it; commands are found with each of their completions."""

    async def discover(self) -> Hits:
        """Commands and questions, before anything is typed."""
        for entry in _entries(cast("SelApp", self.app)):
            if entry.first:
                yield DiscoveryHit(entry.title, entry.does, help=entry.about)

    async def search(self, query: str) -> Hits:
        """Those that match by name, by what they are about, or by another word for it."""
        matcher = self.matcher(query)
        for entry in _entries(cast("SelApp", self.app)):
            meant = MEANT * len(query) if has_words(entry.words, query) else 0.0
            score = max(matcher.match(entry.title), matcher.match(entry.about) * 0.8, meant)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.title), entry.does, help=entry.about)


class ThemeCommands(Provider):
    """The themes alone."""

    async def discover(self) -> Hits:
        """All of them."""
        for entry in _themes(cast("SelApp", self.app)):
            yield DiscoveryHit(entry.title, entry.does, help=entry.about)

    async def search(self, query: str) -> Hits:
        """Those that match."""
        matcher = self.matcher(query)
        for entry in _themes(cast("SelApp", self.app)):
            score = max(matcher.match(entry.title), matcher.match(entry.about) * 0.8)
            if score > 0:
                yield Hit(score, matcher.highlight(entry.title), entry.does, help=entry.about)


def choose_theme(app: SelApp) -> None:
    """Open the palette with the themes."""
    app.push_screen(CommandPalette(providers=[ThemeCommands], placeholder="which colours?"))


def has_words(words: str, query: str) -> bool:
    """Whether each word of the query begins one of these."""
    known, wanted = words.lower().split(), query.lower().split()
    return bool(wanted) and all(any(one.startswith(w) for one in known) for w in wanted)


def _entries(app: SelApp) -> Iterator[Entry]:
    for how in howto.HOW:
        if answer := howto.answer(how, partial(doing.can, app)):
            words = f"{how.asks} {how.words}"
            yield Entry(how.asks, doing.way(answer), partial(doing.go, app, answer), words)
    for row in TABLE:
        yield from _of_command(app, row)
    for action in app.comforts.actions():
        if action.owner in WIDE and action.id not in {row.id for row in TABLE}:
            does = partial(doing.press, app, action)
            yield Entry(action.about, _key(action.id), does, action.id, first=False)
    for theme in _themes(app):
        yield Entry(f"theme: {theme.title}", theme.about, theme.does, "colours", first=False)


def _of_command(app: SelApp, row: SlashCommand) -> Iterator[Entry]:
    words = howto.SYNONYMS.get(row.id, "")
    key = _key(row.id)
    run = app.main.desk.run_command
    if not row.needs_argument:
        yield Entry(row.name, f"{row.help}{key and f'  ({key})'}", partial(run, row.id, ""), words)
    else:
        begin = partial(doing.go, app, f"/{row.name} ")
        yield Entry(f"{row.name} …", row.help, begin, words, first=False)
    if row.id == "theme":
        return
    for choice in row.complete([""]):
        if not choice.text.endswith(" "):  # more has to follow
            does = partial(run, row.id, choice.text)
            yield Entry(f"{row.name}: {choice.text}", choice.help or row.help, does, words)


def _key(name: str) -> str:
    return live.key(name)


def _themes(app: SelApp) -> Iterator[Entry]:
    for name, about in app.comforts.themes().items():
        yield Entry(name, about, Wear(app, name))
