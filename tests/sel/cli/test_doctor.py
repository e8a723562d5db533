import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from sel import paths as places
from sel.cli import doctor_engine, doctor_machine
from sel.cli.doctor import can_talk
from sel.cli.doctor_check import Check, House
from sel.cli.main import main
from sel.config.load import load
from sel.engine import catalog
from sel.install import flags

FOUND = {"version": "0.3", "features": ["AVX", "AVX2"], "gpu": False}


@pytest.fixture(autouse=True)
def _known_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_engine, "probe", lambda: dict(FOUND))
    monkeypatch.setattr(flags, "this_cpu", lambda: frozenset({"avx", "avx2"}))


def house(**environ: str) -> House:
    paths = places.find()
    return House(load(environ, paths, {}, paths.config), paths)


def by_name(checks: list[Check]) -> dict[str, Check]:
    return {one.name: one for one in checks}


def report(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
    code = main(["doctor", "--json"])
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return code, found


def test_every_warning_and_problem_comes_with_a_fix(
    capsys: pytest.CaptureFixture[str], home: Path
) -> None:
    home.mkdir()
    (home / "config").mkdir(mode=0o755)
    (home / "config" / "config.toml").write_text("mode = [\n")
    _, found = report(capsys)
    for check in found["checks"]:
        assert check["status"] in ("ok", "warning", "problem")
        assert check["status"] == "ok" or check["fix"], check


def test_without_a_model_it_cannot_talk(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "starter", lambda: None)
    code, found = report(capsys)
    assert (code, found["talks"]) == (1, False)


def test_a_missing_coder_is_no_reason_to_be_silent(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEL_CODER_MODEL", "nowhere.gguf")
    code, found = report(capsys)
    problems = [one["name"] for one in found["checks"] if one["status"] == "problem"]
    assert (code, problems) == (0, ["model coder"])


def test_a_build_that_dies_cannot_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_engine, "probe", lambda: {"error": "it dies when loaded (signal 4)"})
    checks = list(doctor_engine.engine_checks(house()))
    assert not can_talk(checks)
    assert "signal 4" in by_name(checks)["llama.cpp"].detail


@pytest.mark.parametrize(
    ("features", "cpu", "status", "words"),
    [
        (["AVX", "AVX2"], {"avx", "avx2"}, "ok", "built for AVX, AVX2"),
        (["AVX"], {"avx", "avx2"}, "warning", "also has AVX2"),
        (["AVX", "AMX_INT8"], {"avx", "amx_int8"}, "warning", "crashes with AMX"),
    ],
)
def test_builds(
    monkeypatch: pytest.MonkeyPatch, features: list[str], cpu: set[str], status: str, words: str
) -> None:
    monkeypatch.setattr(doctor_engine, "probe", lambda: FOUND | {"features": features})
    monkeypatch.setattr(flags, "this_cpu", lambda: frozenset(cpu))
    check = by_name(list(doctor_engine.engine_checks(house())))["llama.cpp"]
    assert check.status == status
    assert words in check.detail


def test_a_server_that_is_not_there_is_the_one_vital_problem() -> None:
    checks = list(doctor_engine.engine_checks(house(SEL_REMOTE_URL="http://127.0.0.1:9/v1")))
    vital = [one for one in checks if one.vital]
    assert [one.name for one in vital] == ["server"]
    assert not can_talk(checks)


def test_rungs_are_told(home: Path) -> None:
    memory = home / "state" / "engine-rungs.json"
    memory.parent.mkdir(parents=True)
    memory.write_text('{"a.gguf:12": "as asked", "b.gguf:34": "without extra buffers"}')
    check = by_name(list(doctor_engine.engine_checks(house())))["rung"]
    assert "b.gguf: without extra buffers" in check.detail
    memory.write_text("[]")
    assert by_name(list(doctor_engine.engine_checks(house())))["rung"].status == "ok"
    memory.write_text("{")
    assert by_name(list(doctor_engine.engine_checks(house())))["rung"].status == "warning"


def test_folders_others_can_read_are_told(home: Path) -> None:
    (home / "data").mkdir(parents=True, mode=0o755)
    (home / "data").chmod(0o755)
    (home / "logs").write_text("")
    found = by_name(list(doctor_machine.machine_checks(house())))
    assert found["folder data"].status == "warning"
    assert "chmod 700" in found["folder data"].fix
    assert found["folder logs"].status == "problem"
    assert found["folder models"].status == "ok"


def test_the_embedder_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor_machine, "_EMBEDDER", ("no_such_package",))
    found = by_name(list(doctor_machine.machine_checks(house())))
    assert found["embedder"].status == "warning"
    assert can_talk(list(found.values()))


@pytest.mark.real
def test_the_probe_answers_in_a_process_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sel.engine.workers.probe"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["version"]
