"""Roles and engines: who may be in memory, who waits, what an error leaves behind."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from sel.engine.experts import Experts
from sel.engine.scripted import ScriptedEngine
from sel.errors import EngineError, EngineGaveUp


class Factory:
    """Makes scripted engines by name and remembers them."""

    def __init__(self) -> None:
        self.made: dict[str, list[ScriptedEngine]] = {}
        self.broken: set[str] = set()

    def __call__(self, model: str) -> ScriptedEngine:
        failure = EngineGaveUp("No rung held.") if model in self.broken else None
        engine = ScriptedEngine(replies=("x",), model=model, fail_start=failure)
        self.made.setdefault(model, []).append(engine)
        return engine


async def test_one_file_is_one_engine_whatever_its_roles() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a", "coder": "a"}, single=False)
    async with experts.lease("general") as one, experts.lease("coder") as two:
        assert one is two
    async with experts.lease("vision") as fallback:
        assert fallback is one
    assert not experts.has("vision")
    await experts.stop()


async def test_the_old_engine_is_gone_before_the_new_one_loads() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a", "coder": "b"})
    async with experts.lease("general"):
        waiting = asyncio.ensure_future(experts.lease("coder").__aenter__())
        await asyncio.sleep(0.05)
        assert not waiting.done()
        assert "b" not in factory.made
    await waiting
    assert factory.made["a"][0].view.state == "asleep"
    assert factory.made["b"][0].view.state == "ready"
    await experts.stop()


async def test_who_waits_is_served_in_order() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a", "coder": "b"})
    served: list[str] = []

    async def use(role: str, name: str) -> None:
        async with experts.lease(role):  # type: ignore[arg-type]
            served.append(name)
            await asyncio.sleep(0.01)

    first = asyncio.create_task(use("general", "1"))
    await asyncio.sleep(0)
    others = [asyncio.create_task(use("coder", "2")), asyncio.create_task(use("general", "3"))]
    await asyncio.gather(first, *others)
    assert served == ["1", "2", "3"]
    await experts.stop()


async def test_a_waiter_that_is_cancelled_holds_nobody_up() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a", "coder": "b"})
    async with experts.lease("general"):
        waiting = asyncio.ensure_future(experts.lease("coder").__aenter__())
        await asyncio.sleep(0.01)
        waiting.cancel()
        async with asyncio.timeout(30), experts.lease("general"):
            pass
    await experts.stop()


async def test_a_model_that_fails_leaves_the_role_with_the_one_it_had() -> None:
    factory = Factory()
    factory.broken.add("bad")
    experts = Experts(factory, {"general": "a"})
    async with experts.lease("general"):
        pass
    with pytest.raises(EngineError, match="No rung"):
        await experts.assign("general", "bad")
    assert experts.model("general") == "a"
    async with asyncio.timeout(30), experts.lease("general") as engine:
        assert engine.view.state == "ready"
    await experts.stop()


async def test_an_engine_that_gave_up_is_made_anew_by_the_next_lease() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a"})
    with pytest.raises(EngineGaveUp):
        async with experts.lease("general"):
            raise EngineGaveUp("It keeps dying.")
    async with experts.lease("general"):
        pass
    assert len(factory.made["a"]) == 2
    await experts.stop()


async def test_a_new_model_replaces_the_old_one() -> None:
    factory = Factory()
    experts = Experts(factory, {"general": "a"}, single=False)
    async with experts.lease("general"):
        pass
    await experts.assign("general", "b")
    assert factory.made["a"][0].view.state == "asleep"
    async with experts.lease("general") as engine:
        assert engine is factory.made["b"][0]
    await experts.stop()


async def test_children_can_be_looked_for_while_experts_change() -> None:
    """From another thread, as the metrics do."""

    class Child(ScriptedEngine):
        pid = 7

    experts = Experts(lambda model: Child(replies=("x",), model=model), {"general": "a"})
    over, found = threading.Event(), set[str]()

    def look() -> None:
        while not over.is_set():
            found.update(experts.children())

    looking = asyncio.get_running_loop().run_in_executor(None, look)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for number in range(300):
            await experts.assign("coder", f"model {number}")
            await asyncio.sleep(0.0005)
        async with asyncio.timeout(30):
            while not found:  # noqa: ASYNC110 - the thread looks at least once
                await asyncio.sleep(0.001)
    finally:
        sys.setswitchinterval(before)
        over.set()
        await looking
    assert found == {"coder"}
    assert set(experts.children()) == {"coder"}
    await experts.stop()
