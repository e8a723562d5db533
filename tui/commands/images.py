"""`/image`: show SEL a picture, or bring a text file along."""

from __future__ import annotations

from collections.abc import Sequence

from sel.errors import InputRefused
from sel.media import bringing
from tui.commands.base import Argument, Desk

PASTE = "paste"


async def image(desk: Desk, words: str) -> None:
    """Bring a file along; words behind its path are sent with it at once."""
    if words == PASTE or words.startswith(f"{PASTE} "):
        await desk.attach(None, words[len(PASTE) :].strip())
        return
    path, rest = bringing.split(words)
    if path is None:
        raise InputRefused(
            "There is no such file." if words else "Which picture?",
            hint="/image FILE [what you want to know], or /image paste for the clipboard.",
        )
    await desk.attach(path, rest)


def complete(words: Sequence[str]) -> Sequence[Argument]:
    """Pictures and folders that begin so, and the clipboard."""
    begun = " ".join(words)
    known = len(begun) - len(words[-1])  # what stands in the prompt before the last space
    found = [
        Argument(path[known:], "" if path.endswith("/") else "a picture")
        for path in bringing.completions(begun)
        if path.startswith(begun[:known])
    ]
    if len(words) == 1 and PASTE.startswith(begun):
        found.insert(0, Argument(PASTE, "the picture on the clipboard"))
    return found
