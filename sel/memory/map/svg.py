"""The map of a person's memories as one SVG file that needs nothing else."""

from __future__ import annotations

from sel.memory.map.figures import Picture, picture
from sel.memory.map.inscriptions import inscriptions
from sel.memory.map.legend import legend
from sel.memory.map.page import HEIGHT, MAP, WIDTH, counted, style, text
from sel.memory.map.words import clipped, day, escaped, fitted, plain
from sel.memory.types import MapView, Memory

MOST_BYTES = 5_900_000
"""Of a file: what every browser opens at once. The words shown on hovering give way to it."""

QUOTE_BYTES = 480
"""Of the words of one mark, at most."""

_GRADIENTS = "".join(
    f'<radialGradient id="{name}"><stop offset=".3" class="{name[0]}0"/>'
    f'<stop offset="1" class="{name[0]}1"/></radialGradient>\n'
    for name in ("warm", "cool")
)


def svg(view: MapView, *, person: str, now: float, waiting: int = 0) -> str:
    """A standalone drawing of `view`, the same for the same arguments, at most 6 MB.

    `now` (Unix seconds) is what ages are counted from. Any text is fine: it is escaped. Of more
    than `figures.MOST` memories the most important and newest are drawn, and it says so. `waiting`
    counts those that have no place yet.
    """
    shown = picture(view, now)
    about = _about(view, shown, now) + (f" · not on the map yet: {waiting:,}" if waiting else "")
    before = _head(about, clipped(plain(person[:200]), 32)) + shown.land
    after = inscriptions(view, shown)
    after += legend(shown.coloured, shown.others, shown.radius) + "</svg>\n"
    used = len((before + after).encode()) + sum(len(figure.encode()) for figure in shown.figures)
    room = (MOST_BYTES - used) // max(1, len(shown.marks)) - len("<title></title>")
    words = (_hover(mark.memory, min(QUOTE_BYTES, room)) for mark in shown.marks)
    told = "".join(
        figure.replace("></circle>", f"><title>{hover}</title></circle>", 1)
        for figure, hover in zip(shown.figures, words, strict=True)
    )
    return f'{before}<g id="marks">\n{told}</g>\n{after}'


def _head(about: str, person: str) -> str:
    """Everything up to the land: what this is, colours, and the lines above the map."""
    title = f"What SEL remembers of {person}"
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="name about">\n'
        f'<title id="name">{escaped(title)}</title>\n'
        f'<desc id="about">{escaped(about)}</desc>\n'
        f"{style()}<defs>\n{_GRADIENTS}</defs>\n"
        f'<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>\n'
        + text((MAP[0], 76), title, "head", 36)
        + text((MAP[0], 106), about, "soft", 15)
    )


def _about(view: MapView, shown: Picture, now: float) -> str:
    """How many there are, from when to when, and the day of the drawing."""
    count, drawn = len(view.memories), f"drawn on {day(now)}"
    if not count:
        return f"Nothing yet · {drawn}"
    told = counted(count, "memory", "memories")
    if len(shown.marks) < count:
        told = f"{len(shown.marks):,} of {told}, the most important and newest,"
    first, last = day(shown.marks[0].memory.at), day(shown.marks[-1].memory.at)
    span = f"from {first} to {last}" if first != last else f"from {first}"
    return f"{told} {span} · {drawn}"


def _hover(memory: Memory, room: int) -> str:
    """The person's words, the day, and what they are about, in at most `room` bytes."""
    after = "\n" + day(memory.at)
    if memory.tags:
        after += " · " + ", ".join(clipped(plain(tag[:100]), 24) for tag in memory.tags[:4])
    if memory.replaced_by:
        after += " · replaced by a newer one"
    after = escaped(after)
    if len(after.encode()) > room // 2:
        after = ""
    quote = plain((memory.source.quote or memory.text)[: 2 * max(8, room)])
    return "“" + fitted(quote, max(3, room - len(after.encode()) - 6)) + "”" + after
