"""What people call the same thing when they tell it and when they ask about it. Pure.

"What does my spouse do?" and "My wife teaches maths" share no word, and a small embedder brings
them together only halfway. These are the few circles of words in which people speak of their lives.
"""

from __future__ import annotations

from collections.abc import Collection

from sel.memory.index.words import stem

CIRCLES = tuple(
    frozenset(map(stem, line.split()))
    for line in """
    spouse partner wife husband married marry wedding
    child kid son daughter boy girl baby twin eldest youngest pregnant
    parent mother father mum dad mom
    family relative sibling sister brother mother father mum dad mom cousin aunt uncle niece \
    nephew grandmother grandfather wife husband son daughter stepmother stepfather
    pet animal dog cat rabbit bird parrot horse hamster fish tortoise snake insect bee spider
    job work profession occupation career living trade employ earn position
    home house flat apartment live city town
    car drive vehicle van bike commute
    food eat meal dish cook ingredient allergic diet vegetarian vegan meat
    drink tea coffee beer wine alcohol
    ill health illness disease medicine tablet pill doctor diabetes pain hurt
    afraid scared fear terrified phobia frighten
    language speak tongue
    school study university college degree
    move relocate
    born birth birthday age old
    instrument music piano guitar violin cello trumpet choir sing
    book novel read write author
    film movie series watch
    money pay cost debt loan rent salary save owe
    sport team football run race train
    hobby collect collection
    boss manager chief
    friend mate buddy
    sleep awake bed
    name call nickname
    """.strip().splitlines()
)


def circles(stems: Collection[str]) -> list[int]:
    """Which circles these stems speak of."""
    return [number for number, circle in enumerate(CIRCLES) if not circle.isdisjoint(stems)]


def shared(wanted: Collection[int], stems: Collection[str]) -> float:
    """The share (0..1) of these circles that the stems speak of; 0 for no circles."""
    if not wanted:
        return 0.0
    return sum(not CIRCLES[number].isdisjoint(stems) for number in wanted) / len(wanted)
