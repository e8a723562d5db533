"""The colours of tags, for light and dark grounds.

Seven hues and a grey, found by a search for the set whose members stay farthest apart (OKLab) for
ordinary eyes and for those without red, green or blue cones (Machado et al. 2009), each with a
contrast of 3:1 or more against the ground (WCAG 2.2, 1.4.11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sel.memory.types import Memory

LIGHT = ("#5368e5", "#c38323", "#0d785b", "#5d1195", "#c52f15", "#4093bb", "#690410")
DARK = ("#667efe", "#fac463", "#68fdeb", "#9043a1", "#f1735c", "#4db9c8", "#be222d")
"""The colour of the most frequent tag first; the same families of hues on both grounds."""

OTHER_LIGHT, OTHER_DARK = "#85837d", "#848a94"
"""For all other tags, and for no tag."""

GROUND_LIGHT, GROUND_DARK = "#fbf8f1", "#11151d"


def tags(memories: Iterable[Memory]) -> tuple[str, ...]:
    """The tags that have colours, most frequent first; equally frequent ones by name."""
    counts = Counter(tag for memory in memories for tag in set(memory.tags) if tag)
    return tuple(sorted(counts, key=lambda tag: (-counts[tag], tag))[: len(LIGHT)])


def colour_of(memory: Memory, coloured: tuple[str, ...]) -> int:
    """Which colour this memory has: that of its first tag among `coloured`, −1 for grey."""
    for tag in memory.tags:
        if tag in coloured:
            return coloured.index(tag)
    return -1
