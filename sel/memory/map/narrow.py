"""A map with only what may be seen in one place. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sel.memory.types import MapView, Tile


def narrowed(view: MapView, scopes: Collection[str]) -> MapView:
    """The map of the memories of these scopes. A tile that held others as well has no title any
    more: it would be made of their words, too."""
    memories = {id: one for id, one in view.memories.items() if one.scope in scopes}
    tiles = {
        id: _without(tile, memories)
        for id, tile in view.tiles.items()
        if any(member in memories for member in tile.members)
    }
    tiles = {
        id: replace(tile, children=tuple(one for one in tile.children if one in tiles))
        for id, tile in tiles.items()
    }
    return MapView(
        tiles=tiles,
        roots=tuple(one for one in view.roots if one in tiles),
        places={id: place for id, place in view.places.items() if id in memories},
        memories=memories,
    )


def _without(tile: Tile, memories: Collection[str]) -> Tile:
    left = tuple(one for one in tile.members if one in memories)
    if len(left) == len(tile.members):
        return tile
    return replace(tile, members=left, count=len(left), title="")
