"""SEL's own themes, all of them: for bright rooms and dark ones, for those who see less."""

from __future__ import annotations

from textual.theme import Theme

from tui.theme import DARK, LIGHT
from tui.themes.derive import AAA, derived

CONTRAST = derived(
    "sel-contrast",
    {
        "background": "#000000",
        "surface": "#0b0b0b",
        "panel": "#0b0b0b",
        "code-ground": "#101010",
        "person-ground": "#0a1518",
        "foreground": "#ffffff",
        "sel": "#d9c8ff",
        "person": "#9fe8f5",
        "border": "#b9a2f2",
        "line": "#6f6f6f",
        "faint": "#8a8a8a",
    },
    dark=True,
    ratio=AAA,
)
CONTRAST_LIGHT = derived(
    "sel-contrast-light",
    {
        "background": "#ffffff",
        "surface": "#f4f4f4",
        "panel": "#f4f4f4",
        "code-ground": "#f0f0f0",
        "person-ground": "#ecf4f5",
        "foreground": "#000000",
        "sel": "#3d1a86",
        "person": "#003d4d",
        "border": "#4a2a95",
        "line": "#8a8a8a",
        "faint": "#707070",
    },
    dark=False,
    ratio=AAA,
)
NIGHT = derived(
    "sel-night",
    {"background": "#1a1613", "foreground": "#dfd3c3", "sel": "#e0ab76", "person": "#a9bd8c"},
    dark=True,
)
SEA = derived(
    "sel-sea",
    {"background": "#0e191f", "foreground": "#cddce2", "sel": "#7cc7c4", "person": "#9db8ea"},
    dark=True,
)
MOSS = derived(
    "sel-moss",
    {"background": "#151a15", "foreground": "#d2dbcd", "sel": "#a5c987", "person": "#d8b87a"},
    dark=True,
)
PAPER = derived(
    "sel-paper",
    {"background": "#f3ead7", "foreground": "#3a3128", "sel": "#84441f", "person": "#23575c"},
    dark=False,
)

THEMES: tuple[Theme, ...] = (DARK, LIGHT, NIGHT, SEA, MOSS, PAPER, CONTRAST, CONTRAST_LIGHT)
