"""WCAG AA: 4.5:1 for text, 3:1 for drawings that mean something."""

from __future__ import annotations

import itertools

import pytest
from textual.color import Color
from textual.theme import Theme

from tui.theme import DARK, LIGHT, THEMES, other

TEXT = ("quiet", "person", "sel", "lift", "alarm", "night", "body")
GROUNDS = ("code-ground", "person-ground")


def colour(theme: Theme, name: str) -> Color:
    value = theme.variables.get(name) or getattr(theme, name)
    return Color.parse(value)


def contrast(one: Color, other: Color) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(value: Color) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in value.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_text_can_be_read_on_every_ground(theme: Theme) -> None:
    names = (*TEXT, "foreground", "success", "warning", "error")
    grounds = (*GROUNDS, "background", "surface")
    for name, ground in itertools.product(names, grounds):
        ratio = contrast(colour(theme, name), colour(theme, ground))
        assert ratio >= 4.5, f"{name} on {ground}: {ratio:.2f}"


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_drawings_and_highlights_can_be_seen(theme: Theme) -> None:
    assert contrast(colour(theme, "spark"), colour(theme, "background")) >= 3
    assert contrast(colour(theme, "border"), colour(theme, "background")) >= 3
    for kind in ("block-cursor", "screen-selection", "input-cursor"):
        pair = colour(theme, f"{kind}-foreground"), colour(theme, f"{kind}-background")
        assert contrast(*pair) >= 4.5


def test_both_themes_name_the_same_colours_and_lead_to_each_other() -> None:
    assert DARK.variables.keys() == LIGHT.variables.keys()
    assert other(DARK.name) == LIGHT.name
    assert other(LIGHT.name) == DARK.name
    assert other("nord") == LIGHT.name
