"""Which screen a name opens. Screens are imported when opened: none is in the first frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tui.comforts import SCREENS as COMFORTS

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app import SelApp
    from tui.screens.desk import ScreenDesk

OF_THE_DESK = {
    "why": ("why", "WhyScreen"),
    "agents": ("agents", "AgentsScreen"),
    "memories": ("memory", "MemoryScreen"),
    "persona": ("persona", "PersonaScreen"),
    "channels": ("channels", "ChannelsScreen"),
    "home": ("home", "HomeScreen"),
    "tree": ("tree", "TreeScreen"),
    "analytics": ("analytics", "AnalyticsScreen"),
    "models": ("models", "ModelsScreen"),
    "mind": ("mind", "MindScreen"),
}
"""Screens that want the desk and nothing else: name → (module, class)."""


def is_it(screen: Screen[Any], what: str) -> bool:
    """Whether this is the screen that a name opens; of those with a key of their own."""
    _, name = OF_THE_DESK.get(what, ("", f"{what.capitalize()}Screen"))
    return type(screen).__name__ == name


def look(app: SelApp, what: str, words: str = "") -> None:
    """Open a screen, about these words: one of `OF_THE_DESK`, of `COMFORTS`, or "mood", "find",
    "stats", "cache" or "log"."""
    if what in COMFORTS:
        app.comforts.look(what, words)
        return
    app.push_screen(_made(app, app.main.desk, what, words))


def _made(app: SelApp, desk: ScreenDesk, what: str, words: str) -> Screen[Any]:
    if what in OF_THE_DESK:
        module, name = OF_THE_DESK[what]
        screen: Screen[Any] = getattr(import_module(f"tui.screens.{module}"), name)(desk)
        return screen
    if what == "mood":
        from tui.screens.mood import MoodScreen

        return MoodScreen(desk.feed.affect, desk.feed.now)
    if what == "find":
        from tui.screens.find import FindScreen

        return FindScreen(desk, words)
    if what in {"stats", "cache"}:
        from tui.screens.stats import CACHE, NOW, StatsScreen

        return StatsScreen(desk, CACHE if what == "cache" else NOW)
    from tui.screens.log import LogScreen

    return LogScreen(*app.log_port)
