"""The order of installing, with pip and the compiler replaced."""

import json
import sys
from pathlib import Path

import pytest

from sel.install import __main__ as install
from sel.install import flags, llama, progress


class Machine:
    """What was run, and whether it worked."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.fails = ""

    def run(self, title: str, command: list[str], log: Path) -> int:
        self.ran.append(" ".join(command[4:]))
        return int(bool(self.fails) and self.fails in self.ran[-1])


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    machine = Machine()
    wheel = tmp_path / "llama.whl"
    monkeypatch.setattr(install, "STAMP", tmp_path / "stamp.json")
    monkeypatch.setattr(progress, "run", machine.run)
    monkeypatch.setattr(llama, "wheel", lambda build, folder: wheel)
    return machine


def start(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["install", *arguments])
    return install.main()


def test_llama_then_torch_then_the_rest(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert start(monkeypatch, "--extras", "starter,embed") == 0
    assert "--no-deps" in machine.ran[0]
    assert "llama.whl" in machine.ran[0]
    assert "torch==" in machine.ran[1]
    assert "[embed,starter]" in machine.ran[2]


def test_a_second_run_does_nothing(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    start(monkeypatch, "--extras", "starter,embed")
    machine.ran.clear()
    assert start(monkeypatch, "--extras", "embed,starter") == 0
    assert machine.ran == []


def test_what_is_there_stays_when_less_is_asked(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(monkeypatch, "--extras", "starter,embed,dev", "--variant", "cuda")
    machine.ran.clear()
    assert start(monkeypatch, "--extras", "starter") == 0
    assert machine.ran == []
    assert json.loads(install.STAMP.read_text())["variant"] == "cuda"


def test_another_cpu_means_another_build_but_not_another_torch_of_its_own(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    start(monkeypatch, "--extras", "starter")
    machine.ran.clear()
    monkeypatch.setattr(flags, "this_cpu", lambda: frozenset({"amx_tile", "avx2"}))
    assert start(monkeypatch, "--extras", "starter") == 0
    assert "llama.whl" in machine.ran[0]
    assert len(machine.ran) == 2


@pytest.mark.parametrize("step", ["llama.whl", "torch==", "--editable"])
def test_a_step_that_fails_is_tried_again_next_time(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    machine.fails = step
    assert start(monkeypatch, "--extras", "embed") == 1
    machine.fails = ""
    machine.ran.clear()
    assert start(monkeypatch, "--extras", "embed") == 0
    assert any(step in one for one in machine.ran)


def test_a_broken_stamp_means_installing_anew(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    install.STAMP.write_text("{")
    assert start(monkeypatch, "--extras", "starter") == 0
    assert machine.ran
