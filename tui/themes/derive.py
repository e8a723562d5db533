"""A whole theme from a few colours: what is not given is mixed, and can be read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from textual.color import Color
from textual.theme import Theme

from tui.theme import DARK, LIGHT

AA, AAA, DRAWING = 4.5, 7.0, 3.0
"""WCAG 2: text, text for those who see less, and drawings that mean something."""

PLAIN: Final = ("background", "foreground", "surface", "panel", "success", "warning", "error")
TEXT: Final = (
    *("sel", "person", "foreground", "quiet", "success", "warning", "error"),
    *("lift", "alarm", "night", "body"),
)
"""Colours that words are written in."""
TAGS: Final = (*(f"tag-{number}" for number in range(7)), "tag-other")
GROUNDS: Final = ("background", "surface", "panel", "code-ground", "person-ground")
"""What words are written on."""
LINES: Final = ("faint", "spark", "line", "border")
COLOURS: Final = (*dict.fromkeys((*GROUNDS, *TEXT, *LINES, *TAGS)),)
"""All that can be given."""

_WHITE, _BLACK = Color(255, 255, 255), Color(0, 0, 0)
_STEPS: Final = 40


def contrast(one: Color, other: Color) -> float:
    """WCAG's ratio, 1..21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(value: Color) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in value.normalized
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def readable(colour: Color, grounds: Iterable[Color], ratio: float, *, dark: bool) -> Color:
    """The colour, or the nearest towards white (on dark grounds) or black that has this contrast
    with each of the grounds; white or black where none has."""
    grounds, end = tuple(grounds), _WHITE if dark else _BLACK
    for step in range(_STEPS + 1):
        tried = colour.blend(end, step / _STEPS)
        if all(contrast(tried, ground) >= ratio for ground in grounds):
            return tried
    return end


def weak(theme: Theme, ratio: float = AA) -> list[tuple[str, str, float]]:
    """Texts that are hard to read: (colour, ground, contrast), the worst ground of each."""
    found = []
    for name in TEXT:
        words = colour_of(theme, name)
        worst = min(GROUNDS, key=lambda ground: contrast(words, colour_of(theme, ground)))
        if (has := contrast(words, colour_of(theme, worst))) < ratio:
            found.append((name, worst, has))
    return found


def colour_of(theme: Theme, name: str) -> Color:
    """A colour of a theme by our name for it."""
    return Color.parse(theme.variables.get(name) or getattr(theme, name))


def derived(name: str, given: Mapping[str, str], *, dark: bool, ratio: float = AA) -> Theme:
    """The theme. `given` are colours by name, taken as they are; with `background`, `foreground`
    and `sel` it has a face of its own already. `ratio` is the contrast of all that is mixed."""
    base = DARK if dark else LIGHT
    mixer = _Mixer(given, base, dark, ratio)
    ours = {colour: mixer.hex(colour) for colour in COLOURS}
    text = _BLACK if not dark else _WHITE
    chosen, marked = mixer.mix(*CHOSEN), mixer.mix("background", "sel", 0.3)
    marked = marked if contrast(marked, text) >= ratio else mixer.mix("background", "sel", 0.15)
    variables: dict[str, str] = {
        **{colour: value for colour, value in ours.items() if colour not in PLAIN},
        "input-cursor-background": ours["foreground"],
        "input-cursor-foreground": ours["background"],
        "input-selection-background": marked.hex,
        "screen-selection-background": marked.hex,
        "screen-selection-foreground": text.hex,
        "block-cursor-background": chosen.hex,
        "block-cursor-foreground": text.hex,
        "block-cursor-text-style": "none",
        "block-hover-background": mixer.mix("background", "foreground", 0.07).hex,
        "border-blurred": ours["line"],
        "scrollbar": ours["line"],
        "scrollbar-hover": ours["faint"],
        "scrollbar-active": ours["border"],
        **dict.fromkeys(_SCROLL_GROUNDS, ours["background"]),
    }
    return Theme(
        name=name,
        dark=dark,
        primary=ours["sel"],
        secondary=ours["person"],
        accent=ours["sel"],
        success=ours["success"],
        warning=ours["warning"],
        error=ours["error"],
        foreground=ours["foreground"],
        background=ours["background"],
        surface=ours["surface"],
        panel=ours["panel"],
        variables=variables,
    )


_SCROLL_GROUNDS: Final = (
    "scrollbar-background",
    "scrollbar-background-hover",
    "scrollbar-background-active",
    "scrollbar-corner-color",
)
_MIXED: Final[dict[str, tuple[str, str, float]]] = {
    "surface": ("background", "foreground", 0.03),
    "panel": ("background", "foreground", 0.045),
    "code-ground": ("background", "foreground", 0.035),
    "person-ground": ("background", "person", 0.05),
    "quiet": ("foreground", "background", 0.4),
    "faint": ("foreground", "background", 0.7),
    "spark": ("foreground", "background", 0.55),
    "line": ("foreground", "background", 0.86),
    "border": ("sel", "background", 0.45),
    "tag-other": ("foreground", "background", 0.45),
}
"""What is mixed of what: from the first, so far towards the second."""
_MARGIN: Final = {"foreground": 1.0, "person": 1.0}
"""More contrast for what grounds are mixed of, which come nearer to it by that."""
CHOSEN: Final = ("background", "foreground", 0.1)
"""The row that is chosen in a list."""
_LEAST: Final = {"spark": DRAWING, "border": DRAWING, "faint": 0.0, "line": 0.0}


class _Mixer:
    """Finds each colour once."""

    def __init__(self, given: Mapping[str, str], base: Theme, dark: bool, ratio: float) -> None:
        self._base, self._dark, self._ratio = base, dark, ratio
        self._known = {name: Color.parse(value) for name, value in given.items()}
        self._given = frozenset(given)

    def hex(self, name: str) -> str:
        """A colour, written."""
        return self.colour(name).hex

    def mix(self, one: str, other: str, share: float) -> Color:
        """So much of the other in the one."""
        return self.colour(one).blend(self.colour(other), share)

    def colour(self, name: str) -> Color:
        """The one that is given, or one that is made."""
        if name not in self._known:
            self._known[name] = self._made(name)
        return self._known[name]

    def _made(self, name: str) -> Color:
        colour = self.mix(*_MIXED[name]) if name in _MIXED else colour_of(self._base, name)
        if name in GROUNDS:
            return colour
        least = _LEAST.get(name, self._ratio) + _MARGIN.get(name, 0.0)
        on = [self.colour(ground) for ground in self._grounds(name)]
        if name not in LINES and name != "foreground":  # which that ground is mixed of
            on.append(self.mix(*CHOSEN))
        return readable(colour, on, least, dark=self._dark)

    def _grounds(self, name: str) -> tuple[str, ...]:
        """Where it must be readable; a ground that is mixed of it does not count."""
        if name in LINES:
            return ("background",)
        if name in _MARGIN:
            return ("background", *(one for one in GROUNDS[1:] if one in self._given))
        return GROUNDS
