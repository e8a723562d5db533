"""The first two themes. Every text colour meets WCAG AA (4.5:1) on every ground it stands on.

Few colours, each with one meaning: violet is SEL, teal the person, and a hormone has the colour of
its family. No meaning is carried by colour alone, so NO_COLOR loses none.
"""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="sel-dark",
    dark=True,
    primary="#b6a2ee",
    secondary="#82bccb",
    accent="#b6a2ee",
    success="#93c294",
    warning="#dcb574",
    error="#e78f8f",
    foreground="#d6d9e0",
    background="#14161b",
    surface="#1a1d23",
    panel="#1d2027",
    variables={
        "quiet": "#8d94a3",
        "faint": "#4a515f",
        "spark": "#666f81",
        "line": "#2b303a",
        "person": "#82bccb",
        "sel": "#b6a2ee",
        "lift": "#e3ac7c",
        "alarm": "#e08686",
        "night": "#8aa8e6",
        "body": "#9cc08f",
        "tag-0": "#8aa8e6",
        "tag-1": "#e3ac7c",
        "tag-2": "#9cc08f",
        "tag-3": "#c3a4ee",
        "tag-4": "#e08686",
        "tag-5": "#6fc3c8",
        "tag-6": "#d9cf8a",
        "tag-other": "#848a94",
        "code-ground": "#1b1d23",
        "person-ground": "#1b1f24",
        "input-cursor-background": "#d6d9e0",
        "input-cursor-foreground": "#14161b",
        "input-selection-background": "#3a4358",
        "screen-selection-background": "#3a4358",
        "screen-selection-foreground": "#ffffff",
        "block-cursor-background": "#292d36",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-text-style": "none",
        "block-hover-background": "#20242c",
        "border": "#6f6498",
        "border-blurred": "#2b303a",
        "scrollbar": "#2b303a",
        "scrollbar-hover": "#4a515f",
        "scrollbar-active": "#6f6498",
        "scrollbar-background": "#14161b",
        "scrollbar-background-hover": "#14161b",
        "scrollbar-background-active": "#14161b",
        "scrollbar-corner-color": "#14161b",
    },
)

LIGHT = Theme(
    name="sel-light",
    dark=False,
    primary="#6547ad",
    secondary="#1b6478",
    accent="#6547ad",
    success="#35703a",
    warning="#82560a",
    error="#a33636",
    foreground="#2c2e35",
    background="#faf8f4",
    surface="#f3f0ea",
    panel="#f0ede6",
    variables={
        "quiet": "#656873",
        "faint": "#b1aea6",
        "spark": "#8d8a84",
        "line": "#dedad1",
        "person": "#1b6478",
        "sel": "#6547ad",
        "lift": "#9a5115",
        "alarm": "#b03a3a",
        "night": "#3a5cab",
        "body": "#48713a",
        "tag-0": "#3a5cab",
        "tag-1": "#9a5115",
        "tag-2": "#48713a",
        "tag-3": "#6547ad",
        "tag-4": "#b03a3a",
        "tag-5": "#1b7478",
        "tag-6": "#7a6608",
        "tag-other": "#85837d",
        "code-ground": "#f2efe8",
        "person-ground": "#eef1ef",
        "input-cursor-background": "#2c2e35",
        "input-cursor-foreground": "#faf8f4",
        "input-selection-background": "#d5cdea",
        "screen-selection-background": "#d5cdea",
        "screen-selection-foreground": "#1a1a20",
        "block-cursor-background": "#ece8f4",
        "block-cursor-foreground": "#1a1a20",
        "block-cursor-text-style": "none",
        "block-hover-background": "#ece8e0",
        "border": "#8f7cc4",
        "border-blurred": "#dedad1",
        "scrollbar": "#dedad1",
        "scrollbar-hover": "#b1aea6",
        "scrollbar-active": "#8f7cc4",
        "scrollbar-background": "#faf8f4",
        "scrollbar-background-hover": "#faf8f4",
        "scrollbar-background-active": "#faf8f4",
        "scrollbar-corner-color": "#faf8f4",
    },
)

THEMES = (DARK, LIGHT)
"""Those the first frame may need; `tui.themes` has more."""

ABOUT = {
    "sel-dark": "quiet and dark, violet and teal",
    "sel-light": "quiet and light, as by day",
    "sel-night": "dark and warm, as by a lamp",
    "sel-sea": "dark and cool, blue and green",
    "sel-moss": "dark and green, as in a wood",
    "sel-paper": "light and warm, ink on paper",
    "sel-contrast": "black, with the most contrast",
    "sel-contrast-light": "white, with the most contrast",
}
"""All of our own, in a few words each."""

_PARTNERS = {
    "sel-dark": "sel-light",
    "sel-light": "sel-dark",
    "sel-night": "sel-paper",
    "sel-paper": "sel-night",
    "sel-moss": "sel-paper",
    "sel-sea": "sel-light",
    "sel-contrast": "sel-contrast-light",
    "sel-contrast-light": "sel-contrast",
}


def own_variables(dark: bool) -> dict[str, str]:
    """Our own colour names for a theme that is not ours, dark or light."""
    return (DARK if dark else LIGHT).variables


def other(name: str, *, dark: bool = True) -> str:
    """The theme a toggle leads to: the partner, or for a theme that is not ours and is `dark` or
    not, the plain one of the other kind."""
    return _PARTNERS.get(name, LIGHT.name if dark else DARK.name)
