"""Which kinds of pictures a terminal draws, by what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Kind = Literal["kitty", "iterm", "sixel", "blocks", "off"]
"""`kitty`: cells that stand for a picture (see `tui.graphics.kitty`); `iterm` and `sixel` are
painted over cells (`tui.graphics.easel`); `blocks` are half blocks, `off` is the name alone."""
SIXEL = 4
"""Among what a terminal answers to "what are you" (its primary device attributes)."""


def by_name(environ: Mapping[str, str]) -> Kind | None:
    """What the names around tell; None where the terminal itself must be asked.

    Through tmux and screen, and without colours, it is blocks: what stands between draws the screen
    anew as it likes, and knows nothing of pictures or knows them only in part."""
    term, program = environ.get("TERM", ""), environ.get("TERM_PROGRAM", "")
    if environ.get("TMUX") or environ.get("STY") or term.startswith(("screen", "tmux")):
        return "blocks"
    if environ.get("NO_COLOR"):
        return "blocks"
    colourful = environ.get("COLORTERM") in ("truecolor", "24bit")
    if ("kitty" in term or program == "ghostty") and colourful:
        return "kitty"
    if program in ("iTerm.app", "WezTerm") or (
        not program and environ.get("LC_TERMINAL") == "iTerm2"
    ):
        return "iterm"
    return None
