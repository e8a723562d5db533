"""`sel bench store`: which figures it has, and that each comes from what it says."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sel.cli.benches import store as bench_store
from sel.cli.benches import store_crash
from sel.cli.benches.figures import Figure
from sel.cli.main import main
from sel.store.store import Store

FIGURE = Figure(name="insert", value=1.0, aim=2.0, at_most=True)


def test_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    crashes = store_crash.Crashes(kills=40, steps=900, lost=2, unopened=1)
    monkeypatch.setattr(store_crash, "measured", lambda *_: crashes)
    monkeypatch.setattr(bench_store, "FEW", 20)
    made = bench_store.measure(tmp_path, quick=True, many=300)
    assert [one.name for one in made] == [
        "insert at 300, p95",
        "insert at 300 ÷ at 20",
        "opening 300",
        "harm done by 40 kills",
    ]
    assert [(one.unit, one.aim, one.at_most) for one in made] == [
        ("ms", 2.0, True),
        ("", 1.5, True),
        ("s", 1.5, True),
        ("", 0, True),
    ]
    assert all(one.value > 0 for one in made)
    assert made[3].value == 3
    assert "900 acknowledged writes, 2 lost" in made[3].detail
    for words in ("bare fsynced append", "while folding", "JSONStorage"):
        assert words in made[0].detail


def test_a_filled_store_is_folded(tmp_path: Path) -> None:
    store = bench_store.filled(tmp_path / "few", 50)
    assert len(store.table("memories")) == 50
    assert not list((tmp_path / "few").glob("documents.journal.*"))
    store.close()
    store = Store.open(tmp_path / "few")
    assert store.table("memories").get(doc_id=50) == bench_store.document(49)
    store.close()


def test_the_command_measures_the_store_where_memories_are_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(folder: Path, *, quick: bool) -> list[Figure]:
        assert folder.parent == home / "data"
        assert quick
        return [FIGURE]

    monkeypatch.setattr(bench_store, "measure", measure)
    assert main(["bench", "store", "--quick", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"figures": [FIGURE.as_json()]}
    assert not [path for path in (home / "data").iterdir() if path.is_dir()]


def test_the_command_leaves_memory_to_its_own_bench(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[object] = []

    def measure(quick: bool) -> list[Figure]:
        asked.append(quick)
        return [FIGURE]

    memory = SimpleNamespace(measure=measure)
    monkeypatch.setitem(sys.modules, "sel.cli.benches.memory", memory)
    assert main(["bench", "memory"]) == 0
    assert asked == [False]
    assert capsys.readouterr().out.startswith("figure")


def test_another_subject_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["bench", "weather"])
    assert "weather" in capsys.readouterr().err
