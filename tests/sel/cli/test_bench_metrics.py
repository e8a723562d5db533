"""What the benchmark of being scraped is made of, and the figures of measuring and keeping."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from sel import paths as places
from sel.cli.assemble import make_parts
from sel.cli.benches import costs, metrics
from sel.cli.benches.figures import Figure
from sel.cli.benches.talk import Bench
from sel.cli.main import main
from sel.config.settings import Settings
from sel.engine.llm_config import LlmConfig
from sel.engine.scripted import ScriptedEngine
from sel.errors import SelError


def bench(folder: Path, rounds: int = 1) -> Bench:
    parts = make_parts(Settings(), places.find().ready(), demo=True)
    return Bench(
        parts=parts,
        config=LlmConfig(path="scripted"),
        logs=folder,
        rungs=folder / "rungs",
        rounds=rounds,
        turns=1,
    )


def test_the_figure_is_the_median_of_the_pairs_ratios() -> None:
    pairs = [([3.0, 4.2, 9.0], [3.0, 4.0, 5.0]), ([1.0], [1.0]), ([40.0], [10.0])]
    found = metrics.figure("some", pairs, [0.01, 0.02, 0.03])
    assert found.value == pytest.approx(1.05)
    assert "p50 4.20 ÷ 4.00 ms" in found.detail
    assert "of 5 turns each; 3 scrapes of 20.0 ms" in found.detail
    assert not metrics.figure("some", [([4.3], [4.0])] * 3, [0.01]).met


async def test_a_brain_is_compared_with_itself(tmp_path: Path) -> None:
    made = bench(tmp_path)
    engine = ScriptedEngine(replies=[metrics.WORDS])
    async with made.stage_of(engine, 0) as stage:
        found = await metrics._compare(made, stage, 2, "scripted")
        assert not [one for one in threading.enumerate() if one.name == "sel-metrics"]
    assert found.value > 0
    assert "of 4 turns each" in found.detail
    spoken = {one.slot for one in engine.requests if one.max_tokens}
    assert len(spoken) == 1 + 2 * 2  # one to warm up, then two pairs of rounds


async def test_a_scrape_that_is_not_answered_is_told() -> None:
    with pytest.raises(SelError, match="not answered"):
        async with metrics.scraping("127.0.0.1:1") as scraper:
            await scraper.once()


@pytest.mark.parametrize("subject", ["observe", "cache"])
def test_the_command_prints_what_it_costs(subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", subject, "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert len(figures) == 2
    for one in figures:
        assert one["name"].startswith(f"{subject}: ")
        assert one["value"] > 0
        assert one["at_most"]


def test_what_the_monitor_holds_is_within_its_aim() -> None:
    _, memory = costs.observe()
    assert memory.unit == "KB"
    assert memory.met  # bytes, not time: the same on every machine


def test_the_command_measures_being_scraped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    async def measured(made: Bench) -> list[Figure]:
        assert made.rounds == 2
        return [metrics.figure("some", [([1.0], [1.0])] * 2, [0.01])]

    monkeypatch.setattr(metrics, "measure", measured)
    monkeypatch.setattr(
        "sel.cli.bench._bench", lambda *_, quick: bench(tmp_path, 2 if quick else 5)
    )
    assert main(["bench", "metrics", "--quick"]) == 0
    assert "a scrape each second ÷ none, some" in capsys.readouterr().out
