"""What the slash commands about files and personas do."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from sel.errors import InputRefused, SelError
from sel.media import bringing
from sel.persona_events import ForeignView, TakenView
from sel.session_events import NewSession
from tui.commands import export
from tui.commands.base import Argument, Desk
from tui.text import one_line
from tui.widgets.ask import Question

KINDS = {
    "md": "Markdown, with what it is about on top",
    "json": "all branches, to import again",
    "html": "a page for a browser",
    "svg": "a picture",
}
IMPORT = "import"
FILES = (".json", ".jsonl", ".zip", ".md", ".png", ".charx")
"""Endings of what can be taken in."""
DROPPED = (".jsonl", ".zip", ".png", ".charx")
"""Those of them that are taken in where they are dropped, if they are what they may be."""
WIDEST = 300


def kinds(words: Sequence[str]) -> Sequence[Argument]:
    """Completions: kinds of file."""
    if len(words) > 1:
        return ()
    return [Argument(kind, about) for kind, about in KINDS.items() if kind.startswith(words[-1])]


async def export_to(desk: Desk, words: str) -> None:
    """Write the conversation to a file, of the kind its name ends in."""
    now, name = time.time(), words.strip()
    kind = name.lower() if name.lower() in KINDS else ""
    if kind or not name:
        kind = kind or "md"
        name = export.default_name(now, ending=kind)
    else:
        kind = Path(name).suffix.lstrip(".").lower()
        if not kind:
            kind, name = "md", f"{name}.md"
    if kind not in KINDS:
        raise InputRefused(
            "I write no files of that kind.", hint=f"Names end in .{', .'.join(KINDS)}."
        )
    text = await desk.brain().exported("", kind)
    if not text:
        raise InputRefused("There is nothing to export yet.")
    path = export.write(name, text, now)
    desk.say(f"Exported to {export.told(path)}", KINDS[kind])


def files(words: Sequence[str]) -> Sequence[Argument]:
    """Completions: folders, and files that may be taken in."""
    begun = " ".join(words)
    known = len(begun) - len(words[-1])  # what stands in the prompt before the last space
    return [
        Argument(path[known:], "")
        for path in bringing.completions(begun, endings=FILES)
        if path.startswith(begun[:known])
    ]


async def dropped(desk: Desk, paths: Sequence[Path]) -> str:
    """The command that takes in what was dropped on the prompt, "" for pictures and texts: a JSON
    file must be called as ChatGPT's are."""
    if len(paths) != 1:
        return ""
    ending, name = paths[0].suffix.lower(), paths[0].name.lower()
    if not (ending in DROPPED or (ending == ".json" and name.startswith("conversations"))):
        return ""
    try:
        found = await desk.brain().look_into(str(paths[0]))
    except SelError:
        return ""
    picture = ending == ".png" and found.kind != "card"
    return "" if picture else f"/{IMPORT} {paths[0]}"


def _named(words: str) -> str:
    """What is meant, a file or a folder; its name may be quoted, or escaped as terminals do."""
    return str(bringing.pasted_path(words) or words.strip().strip("'\""))


async def take_in(desk: Desk, words: str) -> None:
    """Look into a file, ask where that is needed, take it in."""
    file = _named(words)
    if not file:
        raise InputRefused(
            "Which file?",
            hint="/import FILE: an export, ChatGPT's conversations.json, a SillyTavern chat, a "
            "character card",
        )
    brain = desk.brain()
    found = await brain.look_into(file)
    if found.kind == "card":
        desk.ask(_card(desk, file, found))
        return
    desk.say(f"Reading {found.title}…")

    async def read() -> None:
        taken = await brain.take_in(file)
        if taken.asks:
            desk.ask(_hold(desk, file, taken))
        else:
            desk.say(taken.told)

    desk.apart(read)


def _card(desk: Desk, file: str, found: ForeignView) -> Question:
    async def take(number: int) -> str:
        if number == 2:
            return "nothing was imported"
        taken = await desk.brain().take_in(file)
        if number == 0:
            await desk.wish(NewSession(persona=taken.persona))
        return taken.told

    answers = ("take it and begin", "only take it", "leave it")
    return Question(IMPORT, "import this?", "\n".join(told(found)), answers, take)


def _hold(desk: Desk, file: str, refused: TakenView) -> Question:
    async def take(number: int) -> str:
        if number:
            return "nothing was imported"
        return (await desk.brain().take_in(file, keep=False)).told

    return Question(
        IMPORT, "import it?", refused.told, ("hold it until SEL ends", "leave it"), take
    )


def told(found: ForeignView) -> list[str]:
    """What a file is, line by line."""
    rows = [found.title]
    for head, lines in (
        ("Look at this first", found.warnings),
        ("Used", found.used),
        ("Not used", found.unused),
    ):
        if lines:
            rows += ["", f"{head}:", *(f"· {one_line(line, WIDEST)}" for line in lines)]
    return rows


async def persona(desk: Desk, words: str) -> None:
    """Choose, edit and make personas; with a name, begin a conversation with that one."""
    name = words.strip()
    if name:
        await desk.wish(NewSession(persona=name))
    else:
        desk.look("persona")
