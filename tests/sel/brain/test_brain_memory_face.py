"""What faces are shown of the memory."""

from __future__ import annotations

import pytest
from memory_stage import LittleLibrary, remembering_brain
from stage import scripted
from test_brain_recalling import stocked

from sel.brain.memory.face import MemoryFace
from sel.event_json import to_json

pytestmark = pytest.mark.usefixtures("plainly")


async def test_memories_are_listed_searched_and_previewed_for_their_person() -> None:
    library = stocked("you", "desk", "I like fog", "I live in a tower")
    async with remembering_brain(library, scripted("Fine.")) as (brain, _):
        assert [one.text for one in await brain.memories()] == ["I live in a tower", "I like fog"]
        assert [one.text for one in await brain.memories("you", text="fog")] == ["I like fog"]
        assert await brain.memories("ana") == []
        (hit,) = await brain.memory_search("which tower")
        assert (hit.text, hit.score) == ("I live in a tower", 0.9)
        assert await brain.memory_search("which tower", "ana") == []
        (meant,) = await brain.forget_preview("you", "the tower")
        assert meant.id == hit.id
        assert len(await brain.memories()) == 2


async def test_consent_is_told_and_asked_for_in_words() -> None:
    library = LittleLibrary("ana")
    async with remembering_brain(library, scripted("Fine.")) as (brain, _):
        assert await brain.consent("ana") == "given"
        assert await brain.consent() == "unasked"
        assert brain.snapshot().consent == {"ana": "given", "you": "unasked"}
        assert '"consent"' in to_json(brain.snapshot())
        assert "memory" in brain.consent_words


async def test_the_map_is_looked_at_drawn_and_saved() -> None:
    library = stocked("you", "desk", "I like fog")
    async with remembering_brain(library, scripted("Fine.")) as (brain, _):
        assert set((await brain.memory_map()).places) == {"m1"}
        rows = (await brain.memory_drawing("you", 30, 8, 3, (0.5, 0.5), "m1")).rows
        assert [len(row) for row in rows] == [30] * 8
        picture = await brain.memory_svg()
        assert "<svg" in picture
        assert "I like fog" in picture


async def test_another_face_over_the_same_memory_shows_the_same() -> None:
    async with remembering_brain(stocked(), scripted("Fine.")) as (brain, _):
        other = MemoryFace(brain.memory)
        assert await other.memories() == await brain.memories()
        assert other.why() == brain.why()
