"""From settings to a model that sees: which projector, which worker, and what is said without."""

from __future__ import annotations

from pathlib import Path

import pytest
from make_gguf import write

from sel.cli import assemble
from sel.cli.doctor_check import House
from sel.cli.doctor_vision import vision_checks
from sel.config.load import Loaded
from sel.config.settings import Settings
from sel.engine.experts import Experts
from sel.engine.local import LocalEngine
from sel.engine.supervisor import SEEING_WORKER, WORKER
from sel.errors import ModelFileError
from sel.events import NoticeGiven
from sel.paths import Paths, find


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """Two models of the person's own."""
    paths = find({"SEL_HOME": str(tmp_path)})
    for name in ("talker", "seer"):
        (paths.models / name).mkdir(parents=True)
        write(paths.models / name / f"{name}.gguf")
    return paths


def projector(paths: Paths) -> Path:
    path = paths.models / "seer" / "mmproj-seer.gguf"
    path.touch()
    return path


def built(paths: Paths, **settings: str) -> tuple[Experts, list[NoticeGiven]]:
    notices: list[NoticeGiven] = []
    asked = Settings(general_model="talker", single_backend=False, **settings)  # type: ignore[arg-type]
    return assemble._experts(asked, paths, notices), notices


def made(experts: Experts, model: Path) -> tuple[str, str]:
    """The worker of the engine for a model, and its projector."""
    engine = experts._make(str(model))
    assert isinstance(engine, LocalEngine)
    supervisor = engine._supervisor
    return supervisor._worker, supervisor._asked.projector


def test_the_model_for_pictures_has_eyes_and_no_other(paths: Paths) -> None:
    beside = projector(paths)
    experts, notices = built(paths, vision_model="seer")
    assert (experts.has("vision"), notices) == (True, [])
    assert made(experts, paths.models / "seer/seer.gguf") == (SEEING_WORKER, str(beside))
    assert made(experts, paths.models / "talker/talker.gguf") == (WORKER, "")


def test_one_model_may_play_both(paths: Paths) -> None:
    beside = projector(paths)
    (paths.models / "talker" / "mmproj-talker.gguf").write_bytes(beside.read_bytes())
    experts, _ = built(paths, vision_model="talker")
    assert experts.model("vision") == experts.model("general")
    worker, used = made(experts, Path(experts.model("general")))
    assert (worker, Path(used).name) == (SEEING_WORKER, "mmproj-talker.gguf")


def test_without_a_projector_nothing_is_pretended(paths: Paths) -> None:
    experts, (notice,) = built(paths, vision_model="seer")
    assert not experts.has("vision")
    assert "no projector" in notice.title


async def test_a_projector_is_of_the_model_it_was_named_for(paths: Paths, tmp_path: Path) -> None:
    named = tmp_path / "eyes.gguf"
    named.touch()
    experts, _ = built(paths, vision_model="seer", vision_projector=str(named))
    assert made(experts, paths.models / "seer/seer.gguf") == (SEEING_WORKER, str(named))
    before = experts.model("vision")
    with pytest.raises(ModelFileError, match="no projector"):
        await experts.assign("vision", str(paths.models / "talker/talker.gguf"))
    assert experts.model("vision") == before


async def test_a_model_that_talks_already_is_made_anew_to_see() -> None:
    class Engine:
        view = None
        stopped = 0

        def on_change(self, callback: object) -> None: ...

        async def start(self) -> None: ...

        async def stop(self) -> None:
            self.stopped += 1

    engines: list[Engine] = []

    def make(_: str) -> Engine:
        engines.append(Engine())
        return engines[-1]

    experts = Experts(make, {"general": "one"})  # type: ignore[arg-type]
    async with experts.lease("general"):
        pass
    await experts.assign("vision", "one")
    assert [one.stopped for one in engines] == [1, 0]
    async with experts.lease("general") as engine:
        assert id(engine) == id(engines[1])


def test_the_doctor_says_what_sees(paths: Paths) -> None:
    def said(**settings: str) -> tuple[str, str]:
        loaded = Loaded(Settings(**settings), (), {})  # type: ignore[arg-type]
        check, *_ = vision_checks(House(loaded, paths))
        return check.status, check.detail

    assert said()[0] == "ok"
    assert said(vision_model="seer")[0] == "problem"
    projector(paths)
    assert said(vision_model="seer") == ("ok", "seer.gguf sees, through mmproj-seer.gguf (0 MB).")
