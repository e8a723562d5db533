"""Numbers of things in words, as the command line, the app and SEL itself say them."""

from __future__ import annotations

from collections.abc import Sequence


def counted(count: int, things: str) -> str:
    """ "1 memory", "3 memories": a number and what is counted, of which the plural is given."""
    things = things.replace("_", " ")
    if count == 1:
        things = f"{things[:-3]}y" if things.endswith("ies") else things.removesuffix("s")
    return f"{count:,} {things}"


def counted_all(memories: int, notes: int, talks: int = 0) -> str:
    """ "3 memories, 1 note and 12 conversations"; of what there is none, nothing but memories."""
    more = ((notes, "notes"), (talks, "conversations"))
    return series([counted(memories, "memories"), *(counted(n, what) for n, what in more if n)])


def series(parts: Sequence[str]) -> str:
    """ "a, b and c"; "" of none."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))
