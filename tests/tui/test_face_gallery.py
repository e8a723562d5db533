"""Every screen, at two sizes, in two themes: drawn from the one table, each app once."""

from __future__ import annotations

import html
import re

import pytest

from sel.errors import InputRefused
from tui import looking
from tui.comforts import SCREENS as COMFORTS
from tui.gallery import SCREENS, drawn, gallery

HEADS = {
    "conversation": "Say something",
    "home": "conversations",
    "find": "searched 4,312",
    "tree": "branches",
    "memory": "memory",
    "mind": "bonded",
    "mood": "rests at",
    "analytics": "analytics",
    "stats": "statistics",
    "models": "models",
    "persona": "personas",
    "settings": "settings",
    "keys": "keys",
    "channels": "Lighthouse",
    "agents": "calculator",
    "why": "why this reply",
    "log": "sel.engine.local",
    "help": "help",
    "wizard": "I am SEL: an AI",
}
"""Words that stand on each screen, whatever its size."""


def words(svg: str) -> str:
    """What stands in a picture."""
    return html.unescape("".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))).replace(
        "\xa0", " "
    )


@pytest.mark.parametrize("theme", ["sel-dark", "sel-light"])
async def test_every_screen_is_drawn(theme: str) -> None:
    wide, small = (120, 40), (80, 24)
    async with gallery(theme, wide) as pictures:
        for place, name in enumerate(SCREENS):
            first, other = (wide, small) if place % 2 else (small, wide)
            for svg in (await pictures.draw(name, first), await pictures.again(other)):
                assert HEADS[name] in words(svg), name
                assert "@font-face" not in svg


def test_the_table_has_every_screen_there_is() -> None:
    named = {*looking.OF_THE_DESK, *COMFORTS, "mood", "find", "stats", "log"}
    same = {"memories": "memory", "setup": "wizard", "theme": "conversation"}
    assert {same.get(name, name) for name in named} <= SCREENS.keys()
    assert HEADS.keys() == SCREENS.keys()


async def test_a_name_that_is_none_is_told_with_those_there_are() -> None:
    with pytest.raises(InputRefused, match="no screen called 'nowhere'") as refused:
        await drawn("nowhere")
    assert "home, find" in refused.value.hint
    with pytest.raises(InputRefused, match="no theme called 'nothing'"):
        await drawn("mood", "nothing", (40, 12))
