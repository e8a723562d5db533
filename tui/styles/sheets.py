"""Where the style sheets are.

`app` and `main` are read at the start; a widget group's own sheet becomes its `DEFAULT_CSS`, which
Textual reads when the first of the group is mounted, so that the first frame waits for none of it.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent


def css(name: str) -> str:
    """The text of `NAME.tcss`."""
    return (FOLDER / f"{name}.tcss").read_text(encoding="utf-8")
