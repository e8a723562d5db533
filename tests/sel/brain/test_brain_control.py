"""The door into a running brain."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from stage import Ear, make_parts, say, scripted

from sel import paths
from sel.brain.door.control import Caller, Gone, ask, serving, socket_path
from sel.brain.mixture import MixtureBrain
from sel.errors import SelError, SettingError


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


async def test_the_door_can_be_taught_more(tmp_path: Path) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    brain = MixtureBrain(make_parts(scripted("Fine.")))

    async def double(question: Mapping[str, Any]) -> dict[str, Any]:
        if question["number"] < 0:
            raise SettingError("That is too little.")
        return {"double": 2 * question["number"]}

    async with serving(brain, where, {"double": double}):
        found = await asyncio.to_thread(ask, where, {"ask": "double", "number": 21})
        assert found == {"double": 42}
        with pytest.raises(SettingError, match="too little"):
            await asyncio.to_thread(ask, where, {"ask": "double", "number": -1})
        with pytest.raises(SelError, match="not understood"):
            await asyncio.to_thread(ask, where, {"ask": "double"})
        assert await asyncio.to_thread(ask, where, {"ask": "affect"}) is not None
    await brain.stop()


async def test_a_caller_is_woken_when_sel_goes(tmp_path: Path) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    brain, gone = MixtureBrain(make_parts(scripted("Fine."))), asyncio.Event()
    async with serving(brain, where):
        caller = Caller.at(where)
        assert caller is not None
        await asyncio.to_thread(next, caller.ask({"ask": "affect"}))
        asyncio.get_running_loop().add_reader(caller.fileno(), gone.set)
        await asyncio.sleep(0)
        assert not gone.is_set()
    await asyncio.wait_for(gone.wait(), 30)
    asyncio.get_running_loop().remove_reader(caller.fileno())
    caller.close()
    await brain.stop()


def test_without_a_running_sel_there_is_no_answer(tmp_path: Path) -> None:
    where = paths.find({"SEL_HOME": str(tmp_path)}).ready()
    assert ask(where, {"ask": "affect"}) is None


def test_after_a_silence_nothing_more_is_asked() -> None:
    """It would be done when SEL comes round, and nobody would know."""
    near, far = socket.socketpair(socket.AF_UNIX)
    near.settimeout(0.01)
    with contextlib.closing(Caller(near)) as caller, far:
        with pytest.raises(Gone, match="does not answer") as silent:
            next(caller.ask({"ask": "how many"}))
        assert "It may still do what it was asked" in silent.value.hint
        with pytest.raises(Gone, match="not asked again"):
            next(caller.ask({"ask": "forget"}))
        assert b"forget" not in far.recv(1000)
