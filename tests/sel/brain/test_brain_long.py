"""A turn of a long conversation is no more work than one of a short conversation."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from types import FrameType
from typing import Any, cast

import pytest
from memory_stage import LittleLibrary, tell, until
from stage import Ear, make_parts, scripted

from sel.brain.mixture import MixtureBrain
from sel.events import MessageView
from sel.memory.library import Library
from sel.sessions.shelf import Shelf
from sel.sessions.tree import Node

pytestmark = pytest.mark.usefixtures("plainly")

SHORT, LONG = 700, 4_000
"""Turns. What may come back of a conversation (`sel.prompt.archive`) is all there in both."""


async def calls_of_a_turn(folder: Path, turns: int) -> int:
    """How many functions are called, generators gone on with included, while a turn is made and
    kept, in a conversation of so many; on the brain's own thread."""
    parts = dataclasses.replace(
        make_parts(scripted("A fine bird.")),
        open_library=lambda: cast(Library, LittleLibrary("you")),
        sessions=Shelf(folder / str(turns)),
    )
    brain = MixtureBrain(parts)
    ear = Ear(brain)
    await brain.start()
    await until(lambda: brain._kept.settled.is_set() and "you" in brain.snapshot().consent)
    tree = brain._kept.session.tree
    for number in range(turns):
        tree.add(turn(f"old-{number}", tree.head))
    brain._kept.session.may.update(tree.nodes)
    brain.conversations.stand()
    await brain.find("wren")
    await tell(brain, ear, "Is it warm?")  # what is made once is made
    await brain._kept.put_away()
    calls = 0

    def count(frame: FrameType, event: str, given: Any) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        await tell(brain, ear, "And now?")
        await brain._kept.put_away()
    finally:
        sys.setprofile(None)
    assert brain.session().messages == 2 * turns + 4
    assert brain.session().kept
    await brain.stop()
    await ear.close()
    return calls


def turn(id: str, parent: str) -> Node:
    said, reply = f"I saw wren {id}.", "A fine bird."
    views = (
        MessageView(role="person", text=said, turn_id=id, person="you", at=1.0),
        MessageView(role="sel", text=reply, turn_id=id, at=1.0),
    )
    return Node(
        id=id, parent=parent, at=1.0, messages=views, said=said, reply=reply, people=("you",)
    )


async def test_it_does_not_grow(tmp_path: Path) -> None:
    short = await calls_of_a_turn(tmp_path, SHORT)
    long = await calls_of_a_turn(tmp_path, LONG)
    assert long < 1.1 * short
