"""SEL's commands in Textual's command palette, from the same table as the slash commands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.commands.base import SlashCommand
from tui.commands.table import TABLE

if TYPE_CHECKING:
    from tui.screens.main import MainScreen


class SelCommands(Provider):
    """Every row of the table that means something alone, and with each of its completions."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for title, about, row, words in _entries():
            yield DiscoveryHit(title, partial(self._run, row, words), help=about)

    async def search(self, query: str) -> Hits:
        """Those that match."""
        matcher = self.matcher(query)
        for title, about, row, words in _entries():
            score = max(matcher.match(title), matcher.match(about) * 0.8)
            if score > 0:
                run = partial(self._run, row, words)
                yield Hit(score, matcher.highlight(title), run, help=about)

    async def _run(self, row: SlashCommand, words: str) -> None:
        screen = cast("MainScreen", self.app.screen_stack[0])
        await screen.desk.run_command(row.id, words)


def _entries() -> Iterator[tuple[str, str, SlashCommand, str]]:
    for row in TABLE:
        if not row.needs_argument:
            yield row.name, row.help, row, ""
        for choice in row.complete([""]):
            if not choice.text.endswith(" "):  # more has to follow
                yield f"{row.name}: {choice.text}", choice.help or row.help, row, choice.text
