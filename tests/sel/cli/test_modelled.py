"""A running SEL's models: listed, given roles, measured, fetched, stopped and gone on with."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from hub_server import LocalHub, serving
from made_models import gguf, projector
from make_gguf import TINY, gguf_bytes

from sel import paths
from sel.affect.appraisal.appraiser import Appraiser
from sel.brain.mixture import MixtureBrain
from sel.brain.parts import Parts
from sel.cli.main import main
from sel.cli.served import ServedBrain
from sel.config.settings import Settings
from sel.engine import catalog
from sel.engine.experts import Experts
from sel.engine.scripted import ScriptedEngine
from sel.errors import EngineGaveUp, FetchError, SelError
from sel.events import Event, NoticeGiven
from sel.model_events import (
    GiveRole,
    MeasureModel,
    ModelsChanged,
    PullChanged,
    PullModel,
    StopPull,
)
from sel.models.measure import Measured
from sel.models.shelf import Where, locate
from sel.models.speed import Speed
from sel.prompt.persona import Persona
from sel.routing.router import Router

REPO = "owner/tiny-GGUF"
MODEL = gguf_bytes(TINY) + bytes(400_000)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(catalog, "starter", lambda: None)


def engine(model: str) -> ScriptedEngine:
    failure = EngineGaveUp("No rung held.") if "broken" in model else None
    return ScriptedEngine(replies=("well",) * 9, model=model, fail_start=failure)


class Stage:
    """A served brain whose engines are scripted, and what it told."""

    def __init__(self) -> None:
        self.paths = paths.find().ready()
        old = gguf(self.paths.models / "old.gguf")
        assets = paths.assets()
        parts = Parts(
            settings=Settings(timezone="UTC"),
            experts=Experts(engine, {"general": str(old)}),
            router=Router.from_file(assets / "routing" / "weights.json"),
            appraiser=Appraiser.from_file(assets / "appraisal" / "weights.json"),
            persona=Persona(),
            find_model=lambda name: str(locate(name, Where.here(self.paths))),
        )
        self.brain = ServedBrain(MixtureBrain(parts), self.paths)
        self.told: list[Event] = []
        self._new = asyncio.Event()

    async def listen(self) -> None:
        async for event in self.brain.subscribe():
            self.told.append(event)
            self._new.set()

    async def until(self, met: Callable[[Event], bool]) -> Event:
        async with asyncio.timeout(60):
            while not (found := [event for event in self.told if met(event)]):
                self._new.clear()
                await self._new.wait()
        return found[0]


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    made = Stage()
    await made.brain.start()
    listening = asyncio.create_task(made.listen())
    yield made
    listening.cancel()
    await made.brain.stop()


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[LocalHub]:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    with serving(LocalHub(files={"tiny-Q8_0.gguf": MODEL}, large={"tiny-Q8_0.gguf"})) as local:
        local.about = {"id": REPO}
        monkeypatch.setenv("HF_ENDPOINT", local.address)
        yield local


async def test_roles_are_those_of_this_moment(stage: Stage) -> None:
    new = gguf(stage.paths.models / "new.gguf")
    rows = {one.name: one.roles for one in await stage.brain.models()}
    assert rows == {"old": ("general", "coder"), "new": ()}
    await stage.brain.submit(GiveRole(role="general", model=str(new)))
    rows = {one.name: one.roles for one in await stage.brain.models()}
    assert rows == {"new": ("general", "coder"), "old": ()}
    assert stage.paths.config_file.read_text() == 'general_model = "new"\n'
    told = await stage.until(lambda event: isinstance(event, NoticeGiven))
    assert isinstance(told, NoticeGiven)
    assert told.title.startswith("new is now the general expert (0.")
    await stage.until(lambda event: isinstance(event, ModelsChanged))


async def test_one_that_cannot_be_loaded_is_not_written_down(stage: Stage) -> None:
    broken = gguf(stage.paths.models / "broken.gguf")
    await stage.brain.models()
    with pytest.raises(EngineGaveUp):
        await stage.brain.submit(GiveRole(role="coder", model=str(broken)))
    assert not stage.paths.config_file.exists()
    assert {one.name: one.roles for one in await stage.brain.models()}["broken"] == ()


async def test_vision_takes_its_projector_along(stage: Stage) -> None:
    sees = gguf(stage.paths.models / "see" / "see-Q8_0.gguf")
    beside = projector(stage.paths.models / "see" / "mmproj-see-f16.gguf")
    await stage.brain.models()
    await stage.brain.submit(GiveRole(role="vision", model=str(sees)))
    text = stage.paths.config_file.read_text()
    assert text == f'vision_model = "see-Q8_0"\nvision_projector = "{beside}"\n'


async def test_a_context_is_judged(stage: Stage) -> None:
    (row,) = await stage.brain.models()
    fit = stage.brain.model_fit(row.path, 4096)
    assert fit is not None
    assert (fit.state, fit.context) == ("fits", 4096)
    assert stage.brain.model_fit("/nowhere", 4096) is None


async def test_a_speed_is_measured_and_kept(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def measured(info: object, config: object, where: object) -> Measured:
        speed = Speed(reading=345.0, making=96.0)
        return Measured(context=2048, need=None, peak=1, mapped=0, speed=speed)  # type: ignore[arg-type]

    monkeypatch.setattr("sel.models.measure.measure", measured)
    (row,) = await stage.brain.models()
    await stage.brain.submit(MeasureModel(model=row.path))
    assert (await stage.brain.models())[0].making == 96.0
    with pytest.raises(SelError, match="cannot be measured"):
        await stage.brain.submit(MeasureModel(model="/nowhere"))


async def test_a_model_is_fetched(stage: Stage, hub: LocalHub) -> None:
    assert stage.brain.hub_name() == "127.0.0.1"
    hub.found = [hub.about]
    assert [one.repo for one in await stage.brain.search_models("tiny")] == [REPO]
    offers = await stage.brain.model_offers(REPO)
    (offer,) = offers.offers
    assert offer.advice
    assert not offer.here
    await stage.brain.submit(PullModel(repo=REPO, files=offer.files))
    done = await stage.until(lambda event: _state(event) == "done")
    assert isinstance(done, PullChanged)
    assert done.pull.done == done.pull.total == len(MODEL)
    rows = {one.name: one for one in await stage.brain.models()}
    assert rows["tiny-Q8_0"].pulled
    assert not rows["old"].pulled
    assert (await stage.brain.model_offers(REPO)).offers[0].here


async def test_a_download_is_stopped_and_gone_on_with(stage: Stage, hub: LocalHub) -> None:
    arrived, go_on = threading.Event(), threading.Event()
    (offer,) = (await stage.brain.model_offers(REPO)).offers

    def hold() -> None:
        arrived.set()
        go_on.wait(20)

    hub.before_body = hold
    await stage.brain.submit(PullModel(repo=REPO, files=offer.files))
    await asyncio.to_thread(arrived.wait, 20)
    with pytest.raises(FetchError, match="being fetched"):
        await stage.brain.submit(PullModel(repo=REPO, files=offer.files))
    await stage.brain.submit(StopPull())
    go_on.set()
    await stage.until(lambda event: _state(event) == "stopped")
    hub.before_body = lambda: None
    stage.told.clear()
    await stage.brain.submit(PullModel(repo=REPO, files=offer.files))
    await stage.until(lambda event: _state(event) == "done")
    assert (stage.paths.models / REPO / "tiny-Q8_0.gguf").read_bytes() == MODEL


async def test_a_download_that_fails_says_why(stage: Stage, hub: LocalHub) -> None:
    (offer,) = (await stage.brain.model_offers(REPO)).offers
    hub.files.clear()
    await stage.brain.submit(PullModel(repo=REPO, files=offer.files))
    failed = await stage.until(lambda event: _state(event) == "failed")
    assert isinstance(failed, PullChanged)
    assert "no such thing" in failed.pull.error
    assert stage.brain.pulling() == failed.pull


def _state(event: Event) -> str:
    return event.pull.state if isinstance(event, PullChanged) else ""


async def test_the_command_line_asks_the_sel_that_runs(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    gguf(stage.paths.models / "new.gguf")
    assert await asyncio.to_thread(main, ["models", "use", "general", "new"]) == 0
    assert "now, after 0." in capsys.readouterr().out
    gguf(stage.paths.models / "broken.gguf")
    assert await asyncio.to_thread(main, ["models", "use", "general", "broken"]) == 1
    assert stage.paths.config_file.read_text() == 'general_model = "new"\n'
    rows = {one.name: one.roles for one in await stage.brain.models()}
    assert rows["new"] == ("general", "coder")
