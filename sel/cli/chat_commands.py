"""What can be typed in `sel chat` beside messages."""

from __future__ import annotations

from typing import Protocol

from sel.config.settings import MODES
from sel.errors import SettingError
from sel.events import ClearChannel, Command, SetMode, Snapshot

HELP = {
    "/help": "this list",
    "/mood": "how SEL feels, and why",
    "/mode NAME": f"change the mode: {', '.join(MODES)}",
    "/clear": "forget this conversation",
    "/quit": "leave (so does Ctrl+D)",
}


class Brain(Protocol):
    """The part of the brain a command needs."""

    async def submit(self, command: Command) -> str:
        """Take a command."""
        ...

    def snapshot(self) -> Snapshot:
        """Everything, now."""
        ...


def is_command(line: str) -> bool:
    """Whether a line is meant as a command: a slash and a word, so no path and no sign."""
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    return word.startswith("/") and word[1:].isalpha()


async def obey(line: str, brain: Brain) -> str:
    """Do what the line asks; what to answer. Raises `SelError`. `/quit` is for the caller."""
    word, _, rest = line.strip().partition(" ")
    if word == "/help":
        return "\n".join(f"{name}: {text}" for name, text in HELP.items())
    if word == "/mood":
        return _mood(brain.snapshot())
    if word == "/mode":
        return await _mode(rest.strip(), brain)
    if word == "/clear":
        await brain.submit(ClearChannel())
        return "Forgotten."
    raise SettingError(f"There is no {word}.", hint="/help lists what there is.")


async def _mode(name: str, brain: Brain) -> str:
    mode = name.lower().replace("-", "_").replace(" ", "_")
    if mode not in MODES:
        raise SettingError("There is no such mode.", hint=f"It is one of {', '.join(MODES)}.")
    await brain.submit(SetMode(mode=mode))
    return f"Mode: {mode}."


def _mood(snapshot: Snapshot) -> str:
    affect = snapshot.affect
    levels = (f"{name} {level:.2f}" for name, level in affect.levels.items())
    moves = (str(move) for move in affect.moves[-3:])
    return "\n".join([f"{affect.mood}, mode {affect.mode}", ", ".join(levels), *moves])
