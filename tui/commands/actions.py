"""What the slash commands do."""

from __future__ import annotations

from sel.errors import InputRefused
from sel.events import ClearCache, ClearChannel, SetMode, UseModel
from tui.commands.base import Desk
from tui.mood import MODES
from tui.widgets.readings import model_name

ROLES = ("general", "coder", "vision")
HIGHEST_PORT = 65_535


async def show_help(desk: Desk, _words: str) -> None:
    """Keys and commands."""
    desk.look("help")


async def show_mood(desk: Desk, _words: str) -> None:
    """All gauges, large, with their reasons."""
    desk.look("mood")


async def show_stats(desk: Desk, _words: str) -> None:
    """Everything known about the last reply and the engine."""
    desk.look("stats")


async def show_cache(desk: Desk, words: str) -> None:
    """What did not have to be made again, or let go of it."""
    word, _, kind = words.strip().lower().partition(" ")
    if not word:
        desk.look("cache")
    elif word == "clear":
        await desk.submit(ClearCache(kind=kind.strip()))
    else:
        raise InputRefused("The cache has no such command.", hint="/cache, /cache clear [KIND]")


async def show_analytics(desk: Desk, _words: str) -> None:
    """How the hormones went over days and weeks."""
    desk.look("analytics")


async def show_log(desk: Desk, _words: str) -> None:
    """The last lines of the log."""
    desk.look("log")


async def serve(desk: Desk, words: str) -> None:
    """Offer the figures over HTTP, or end it."""
    word = words.strip().lower()
    if word == "off":
        ended = await desk.brain().stop_serving()
        desk.say("The figures are no longer served." if ended else "The figures are not served.")
        return
    if word and not (word.isdecimal() and int(word) <= HIGHEST_PORT):
        raise InputRefused("That is no port.", hint="Up to 65535 (0: any free one), or off.")
    url = await desk.brain().serve(int(word) if word else None)
    desk.say(f"My figures are at {url}", "For this machine only. /serve off ends it.")


async def set_mode(desk: Desk, words: str) -> None:
    """Change the mode, or say which there are."""
    mode = words.strip().lower().replace(" ", "_").replace("-", "_")
    if mode not in MODES:
        names = ", ".join(MODES)
        raise InputRefused(
            "There is no such mode." if mode else "Which mode?", hint=f"Modes: {names}."
        )
    await desk.submit(SetMode(mode=mode))


async def use_model(desk: Desk, words: str) -> None:
    """Give a role another model, or say which is in use."""
    role, _, model = words.strip().partition(" ")
    if role and role not in ROLES:
        role, model = "general", words
    if not role:
        view = desk.snapshot()
        name = model_name(view.engine.model) if view else "–"
        desk.say(
            f"The model in use is {name}.",
            f"/models shows all; /model NAME changes it, /model ROLE NAME: {', '.join(ROLES)}.",
        )
    elif not model.strip():
        raise InputRefused(
            "Which model?",
            hint=f"/model {role} NAME; a name that /models shows, or a file.",
        )
    else:
        await desk.submit(UseModel(role=role, model=model.strip()))


async def clear(desk: Desk, _words: str) -> None:
    """Forget this conversation."""
    await desk.submit(ClearChannel())


async def toggle_panel(desk: Desk, _words: str) -> None:
    """The side panel, on or off."""
    desk.toggle_panel()


async def leave(desk: Desk, _words: str) -> None:
    """End the app."""
    desk.leave()
