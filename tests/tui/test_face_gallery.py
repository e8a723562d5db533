"""Every screen, in two themes and at two sizes: drawn from the one table, one app per theme. What
each looks like in detail is in the tests of the screens."""

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
    names = list(SCREENS)
    wide, small = (names[::2], names[1::2]) if theme == "sel-dark" else (names[1::2], names[::2])
    async with gallery(theme, (120, 40)) as pictures:
        for size, those in (((120, 40), wide), ((80, 24), small)):
            for name in those:
                svg = await pictures.draw(name, size)
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
