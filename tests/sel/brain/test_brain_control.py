"""The door into a running brain."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from stage import Ear, make_parts, say, scripted

from sel import paths
from sel.brain.control import ask, serving, socket_path
from sel.brain.mixture import MixtureBrain
from sel.errors import SelError


async def test_the_last_prompt_is_told_part_by_part(tmp_path: Path) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    brain = MixtureBrain(make_parts(scripted("Fine.")))
    ear = Ear(brain)
    await brain.start()
    async with serving(brain, where):
        assert socket_path(where).stat().st_mode & 0o777 == 0o600
        await ear.ending(await say(brain, "How are you?"))
        answer = await asyncio.to_thread(ask, where, {"ask": "prompt", "channel": "desk"})
        assert answer is not None
        names = [name for name, _, _ in answer["components"]]
        assert names[0] == "persona"
        assert names[-1] == "message"
        assert "mood" in names
        assert answer["components"][-1][1] == "How are you?"
        affect = await asyncio.to_thread(ask, where, {"ask": "affect"})
        assert affect is not None
        assert affect["affect"]["mood"] == brain.snapshot().affect.mood
        with pytest.raises(SelError, match="cannot be asked"):
            await asyncio.to_thread(ask, where, {"ask": "everything"})
        with pytest.raises(SelError, match="not understood"):
            await asyncio.to_thread(ask, where, {"no": "question"})
    assert not socket_path(where).exists()
    await brain.stop()
    await ear.close()


def test_without_a_running_sel_there_is_no_answer(tmp_path: Path) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    assert ask(where, {"ask": "affect"}) is None
