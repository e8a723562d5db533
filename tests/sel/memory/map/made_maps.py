"""Made-up maps for the tests of the map: always the same for the same count."""

import random
from collections import Counter
from collections.abc import Sequence
from functools import cache
from xml.etree import ElementTree

from hypothesis import HealthCheck, settings

from sel.memory.types import MapView, Memory, Source, Tile

NOW = 1_790_000_000.0
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""For properties: a slow machine is no fault."""

THEMES = (
    ("work", "The job at the harbour office", "My boss moved the deadline again"),
    ("family", "Mother, Ida and the cousins", "Ida starts school in September"),
    ("health", "Sleep and the bad knee", "I slept four hours and my knee hurts"),
    ("music", "Playing the cello", "I practise the cello every morning"),
    ("food", "Cooking for many", "I don't eat meat, but I love my grandmother's soup"),
    ("travel", "Porto and the sea", "We want to go to Porto in May"),
    ("pets", "Miso the cat", "Miso is afraid of the vacuum cleaner"),
    ("home", "The flat with the crooked floor", "The flat in Linden Street has a crooked floor"),
    ("books", "Reading at night", "I read Tove Jansson before I sleep"),
    ("garden", "Tomatoes on the balcony", "The tomatoes on the balcony are red at last"),
)


def parsed(page: str) -> ElementTree.Element:
    """The root of a piece of XML; raises where it is none."""
    return ElementTree.fromstring(page)  # noqa: S314 - our own


Points = dict[str, tuple[float, float]]


@cache
def made(count: int) -> MapView:
    """A map of so many memories in up to ten themes. Shared: change copies only."""
    rnd = random.Random(7_000_021 + count)
    middles = [(rnd.uniform(0.1, 0.9), rnd.uniform(0.1, 0.9)) for _ in THEMES]
    spread = [rnd.uniform(0.03, 0.11) for _ in THEMES]
    memories, places = {}, {}
    for number in range(count):
        theme = int(len(THEMES) * rnd.random() ** 1.6)
        memory = remembered(f"m{number:05}", theme, rnd)
        memories[memory.id] = memory
        x, y = (rnd.gauss(at, spread[theme]) for at in middles[theme])
        places[memory.id] = min(1.0, max(0.0, x)), min(1.0, max(0.0, y))
    return tiled(memories, places)


def remembered(id: str, theme: int, rnd: random.Random) -> Memory:
    tag, _, text = THEMES[theme]
    at = NOW - 86400 * 900 * rnd.random() ** 3
    return Memory(
        id=id,
        person="anna",
        scope="desk",
        text=text,
        kind="fact",
        source=Source(quote=f"{text}, you know & so on <{id}>", at=at),
        at=at,
        tags=(tag, "life") if rnd.random() < 0.2 else (tag,),
        importance=rnd.choice((0.5, 0.5, 0.5, 0.5, 0.6, 0.7, 0.9)),
        valence=max(-1.0, min(1.0, rnd.gauss(0.05, 0.35))),
        replaced_by="m00000" if rnd.random() < 0.03 else "",
    )


def tiled(memories: dict[str, Memory], places: Points) -> MapView:
    """Cut the square at the medians: up to eight roots, four levels."""
    tiles: dict[str, Tile] = {}
    roots: tuple[str, ...] = ()
    if memories:
        boxes = _cut(sorted(places), places, (0.0, 0.0, 1.0, 1.0), 3)
        held = memories, places
        roots = tuple(_tile(tiles, held, box, 3, f"/{n}") for n, box in enumerate(boxes))
    return MapView(tiles=tiles, roots=roots, places=places, memories=memories)


Box = tuple[list[str], tuple[float, float, float, float]]


def _cut(
    ids: Sequence[str], places: Points, box: tuple[float, float, float, float], times: int
) -> list[Box]:
    """At most 2 ** times pieces, the longer side cut each time."""
    if times == 0 or len(ids) < 2:
        return [(list(ids), box)]
    x, y, wide, high = box
    axis = 0 if wide >= high else 1
    order = sorted(ids, key=lambda id: (places[id][axis], id))
    half = len(order) // 2
    at = (places[order[half - 1]][axis] + places[order[half]][axis]) / 2
    if axis == 0:
        parts = ((x, y, at - x, high), (at, y, x + wide - at, high))
    else:
        parts = ((x, y, wide, at - y), (x, at, wide, y + high - at))
    return [
        piece
        for side, part in zip((order[:half], order[half:]), parts, strict=True)
        for piece in _cut(side, places, part, times - 1)
    ]


def _tile(
    tiles: dict[str, Tile],
    all_held: tuple[dict[str, Memory], Points],
    piece: Box,
    level: int,
    id: str,
) -> str:
    (memories, places), (ids, box) = all_held, piece
    pieces = _cut(ids, places, box, 2) if level else []
    children = [
        _tile(tiles, all_held, child, level - 1, f"{id}/{n}") for n, child in enumerate(pieces)
    ]
    held = [memories[one] for one in ids]
    tag = Counter(memory.tags[0] for memory in held).most_common(1)[0][0] if held else ""
    tiles[id] = Tile(
        id=id,
        level=level,
        parent=id.rpartition("/")[0],
        children=tuple(children),
        members=tuple(ids),
        x=box[0],
        y=box[1],
        width=box[2],
        height=box[3],
        centroid=(),
        count=len(held),
        since=min((memory.at for memory in held), default=0.0),
        until=max((memory.at for memory in held), default=0.0),
        valence=sum(memory.valence for memory in held) / max(1, len(held)),
        title=next((title for name, title, _ in THEMES if name == tag), ""),
    )
    return id
