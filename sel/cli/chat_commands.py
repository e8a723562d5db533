"""What can be typed in `sel chat` beside messages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sel.cli import chat_agents, chat_bridge, chat_image, chat_remember, chat_voice, stats
from sel.cli.chat_memory import Recollection
from sel.cli.chat_remember import Brain
from sel.config.settings import MODES
from sel.errors import SettingError
from sel.events import ClearChannel, SetMode

HELP = {
    "/help": "this list",
    "/mood": "how SEL feels, and why",
    "/mode NAME": f"change the mode: {', '.join(MODES)}",
    **chat_remember.HELP,
    "/stats": "how long what takes, and what was saved",
    **chat_image.HELP,
    **chat_agents.HELP,
    **chat_voice.HELP,
    **chat_bridge.HELP,
    "/clear": "forget this conversation",
    "/quit": "leave (so does Ctrl+D)",
}


def is_command(line: str) -> bool:
    """Whether a line is meant as a command: a slash and a word, so no path and no sign."""
    word = line.split(maxsplit=1)[0] if line.strip() else ""
    return word.startswith("/") and word[1:].isalpha()


async def obey(line: str, brain: Brain, recollection: Recollection) -> str:
    """Do what the line asks; what to answer. Raises `SelError`. `/quit` is for the caller."""
    word, _, rest = line.strip().partition(" ")
    command = _COMMANDS.get(word)
    if command is None:
        raise SettingError(f"There is no {word}.", hint="/help lists what there is.")
    return await command(rest.strip(), brain, recollection)


async def _help(_rest: str, _brain: Brain, _recollection: Recollection) -> str:
    return "\n".join(f"{name}: {text}" for name, text in HELP.items())


async def _clear(_rest: str, brain: Brain, _recollection: Recollection) -> str:
    await brain.submit(ClearChannel())
    return "Forgotten."


async def _mode(name: str, brain: Brain, _recollection: Recollection) -> str:
    mode = name.lower().replace("-", "_").replace(" ", "_")
    if mode not in MODES:
        raise SettingError("There is no such mode.", hint=f"It is one of {', '.join(MODES)}.")
    await brain.submit(SetMode(mode=mode))
    return f"Mode: {mode}."


async def _mood(_rest: str, brain: Brain, _recollection: Recollection) -> str:
    affect = brain.snapshot().affect
    levels = (f"{name} {level:.2f}" for name, level in affect.levels.items())
    moves = (str(move) for move in affect.moves[-3:])
    return "\n".join([f"{affect.mood}, mode {affect.mode}", ", ".join(levels), *moves])


async def _stats(_rest: str, brain: Brain, _recollection: Recollection) -> str:
    return "\n".join(stats.lines((await brain.insight()).as_json()))


async def _agents(_rest: str, brain: Brain, _recollection: Recollection) -> str:
    return chat_agents.listed(await brain.look_at_agents())


async def _voice(rest: str, brain: Brain, _recollection: Recollection) -> str:
    return await chat_voice.obey(rest, brain)


async def _bridge(rest: str, brain: Brain, _recollection: Recollection) -> str:
    return await chat_bridge.obey(rest, brain)


_COMMANDS: dict[str, Callable[[str, Brain, Recollection], Awaitable[str]]] = {
    "/help": _help,
    "/mood": _mood,
    "/mode": _mode,
    "/stats": _stats,
    "/clear": _clear,
    "/agents": _agents,
    "/voice": _voice,
    "/bridge": _bridge,
    "/memories": chat_remember.list_them,
    "/why": chat_remember.why,
    "/undo": chat_remember.undo,
    "/forget": chat_remember.forget,
    "/consent": chat_remember.consent,
}
