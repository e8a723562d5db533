"""Memories of somebody who does not exist, for tests and pictures of the face."""

from __future__ import annotations

from sel.memory_events import MemoryView
from tui.scene import NOON

HOUR, DAY = 3600.0, 86400.0

SISTER = MemoryView(
    id="m1",
    text="I have a sister, Ana",
    kind="person",
    quote="by the way, I have a sister, Ana, she lives in Bilbao",
    at=NOON - 2 * HOUR,
    tags=("family",),
    hard=True,
    importance=0.8,
    mood="bonded",
    valence=0.5,
    strength=3,
)
PORTO = MemoryView(
    id="m2",
    text="I moved to Porto",
    kind="fact",
    quote="I moved to Porto",
    at=NOON - 3 * DAY,
    tags=("home", "portugal"),
    hard=True,
    importance=0.9,
    mood="glowy",
    valence=0.4,
    channel="desk",
    was=("I live in Lisbon",),
)

_REST = (
    ("I love rye bread with too much butter", "preference", "food", 0.6, 0.5),
    ("My dog is called Miso", "fact", "pets", 0.7, 0.6),
    ("I play the cello on Thursdays", "episode", "music", 0.5, 0.2),
    ("I start the new job on Monday", "plan", "work", 0.7, 0.1),
    ("My back hurts when I sit too long", "episode", "health", 0.6, -0.4),
    ("Grandmother's birthday is the third of May", "person", "family", 0.9, 0.3),
    ("I cannot stand coriander", "preference", "food", 0.6, -0.3),
    ("I want to learn to sail before I turn forty", "plan", "dreams", 0.8, 0.4),
    ("My flat has a fig tree in the yard", "fact", "home", 0.5, 0.3),
    ("Tomás is my oldest friend", "person", "friends", 0.8, 0.5),
    ("I am afraid of the dentist", "episode", "health", 0.7, -0.6),
    ("I write best before breakfast", "preference", "work", 0.5, 0.1),
)


def kept(count: int = 14) -> tuple[MemoryView, ...]:
    """So many memories, newest first."""
    more = tuple(
        MemoryView(
            id=f"m{number + 3}",
            text=text if number < len(_REST) else f"{text}, number {number}",
            kind=kind,
            quote=text,
            at=NOON - (4 + 2.5 * number) * DAY,
            tags=(tag,),
            hard=number % 3 == 0,
            importance=importance,
            mood="calm",
            valence=valence,
        )
        for number in range(max(count - 2, 0))
        for text, kind, tag, importance, valence in (_REST[number % len(_REST)],)
    )
    return (SISTER, PORTO, *more)[:count]
