"""Which screen is opened by which word. Each is imported when it is wanted."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

if TYPE_CHECKING:
    from tui.app import SelApp

SCREENS: dict[str, tuple[str, str]] = {
    "why": ("tui.screens.why", "WhyScreen"),
    "agents": ("tui.screens.agents", "AgentsScreen"),
    "memories": ("tui.screens.memory", "MemoryScreen"),
    "channels": ("tui.screens.channels", "ChannelsScreen"),
    "home": ("tui.screens.home", "HomeScreen"),
    "tree": ("tui.screens.tree", "TreeScreen"),
    "analytics": ("tui.screens.analytics", "AnalyticsScreen"),
    "stats": ("tui.screens.stats", "StatsScreen"),
}
"""Screens that are given the desk and nothing else: word → (module, class)."""
COMFORTS = ("help", "settings", "keys", "theme", "setup")


def look(app: SelApp, what: str, words: str = "") -> None:
    """Open the screen of this word, about `words` where it takes some (find and comforts)."""
    if what in COMFORTS:
        app.comforts.look(what, words)
    else:
        app.push_screen(_made(app, what, words))


def _made(app: SelApp, what: str, words: str) -> Screen[Any]:
    desk = app.main.desk
    if what == "mood":
        from tui.screens.mood import MoodScreen

        return MoodScreen(desk.feed.affect, desk.feed.now)
    if what == "find":
        from tui.screens.find import FindScreen

        return FindScreen(desk, words)
    if what == "cache":
        from tui.screens.stats import CACHE, StatsScreen

        return StatsScreen(desk, CACHE)
    if what == "log":
        from tui.screens.log import LogScreen

        return LogScreen(*app.log_kept)
    module, name = SCREENS[what]
    made: Screen[Any] = getattr(importlib.import_module(module), name)(desk)
    return made
