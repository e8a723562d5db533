"""What SEL's processes cost, as the system tells it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from watch_stage import Ticks

from sel.observe import processes
from sel.observe.processes import OWN, Processes, Usage, read_ps, usages_by_ps, usages_in

MIB = 1024 * 1024


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits to be ended."""
    code = "import sys; print(1, flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


def test_this_process_and_its_child(child: subprocess.Popen[bytes]) -> None:
    view = Processes().look({"llm": child.pid})
    assert [(one.name, one.pid) for one in view.processes] == [
        (OWN, os.getpid()),
        ("llm", child.pid),
    ]
    assert all(MIB < one.memory < 100_000 * MIB for one in view.processes)
    assert view.memory == sum(one.memory for one in view.processes)
    assert view.processes[0].cpu_seconds > 0
    assert (view.gone, view.note) == ((), "")


def test_one_that_has_ended_is_named(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    child.stdin.close()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, but not yet asked for
    view = Processes().look({"llm": child.pid})
    assert view.gone == ("llm",)
    assert len(view.processes) == 1
    child.wait()
    assert Processes().look({"llm": child.pid}).gone == ("llm",)


def test_the_system_and_its_command_agree(child: subprocess.Popen[bytes]) -> None:
    told = usages_by_ps([child.pid])
    if told is None:
        pytest.skip("there is no ps here")
    assert told[child.pid].memory > MIB
    if Path("/proc/self/stat").exists():
        shown = usages_in(Path("/proc"), [child.pid])[child.pid]
        assert told[child.pid].memory == pytest.approx(shown.memory, rel=0.5)


def test_how_busy_each_was_between_two_looks() -> None:
    ticks, now = Ticks(), dict[int, Usage]()
    looking = Processes(clock=ticks, usages=lambda _: now)
    now[os.getpid()], now[7] = Usage(10, 1.0), Usage(20, 5.0)
    assert [one.cpu for one in looking.look({"llm": 7}).processes] == [0, 0]
    ticks.now += 4.0
    now[os.getpid()], now[7] = Usage(10, 2.0), Usage(20, 11.0)
    assert [one.cpu for one in looking.look({"llm": 7}).processes] == [0.25, 1.5]
    ticks.now += 4.0
    now[7] = Usage(20, 0.5)  # another process under the same number
    assert [one.cpu for one in looking.look({"llm": 7}).processes] == [0, 0]
    ticks.now -= 9.0
    now[7] = Usage(20, 5.0)
    assert [one.cpu for one in looking.look({"llm": 7}).processes] == [0, 0]


def test_a_system_that_does_not_tell_is_a_sentence() -> None:
    view = Processes(usages=lambda _: None).look({"llm": 7})
    assert view.processes == ()
    assert view.note == "This system does not tell what SEL's processes cost."


def stat_line(name: str, state: str = "S") -> str:
    fields = [state, *map(str, range(4, 53))]
    fields[11], fields[12], fields[21] = "250", "50", "3"
    return f"7 ({name}) {' '.join(fields)}\n"


@pytest.mark.parametrize("name", ["python", "a) S 1 (b", "two words"])
def test_a_programs_name_may_be_anything(tmp_path: Path, name: str) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(stat_line(name))
    page, tick = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
    assert usages_in(tmp_path, [7, 8]) == {7: Usage(3 * page, 300 / tick)}


def test_what_only_waits_to_be_asked_for_is_gone(tmp_path: Path) -> None:
    (tmp_path / "7").mkdir()
    (tmp_path / "7" / "stat").write_text(stat_line("python", "Z"))
    assert usages_in(tmp_path, [7]) == {}


@pytest.mark.parametrize(
    ("line", "usage"),
    [
        ("  501 S+   123456   1:02.33", Usage(123456 * 1024, 62.33)),  # macOS
        ("501 Ssl 2048 00:01:02", Usage(2048 * 1024, 62)),  # Linux
        ("501 R 1 2-03:04:05", Usage(1024, ((2 * 24 + 3) * 60 + 4) * 60 + 5)),
    ],
)
def test_what_ps_says(line: str, usage: Usage) -> None:
    assert read_ps(f"{line}\n") == {501: usage}


@pytest.mark.parametrize("line", ["", "501 Z 0 0:00", "501 S 12 soon", "ps: no such process"])
def test_what_ps_says_of_none(line: str) -> None:
    assert read_ps(line) == {}


def test_without_proc_the_command_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    asked: list[list[int]] = []

    def by_ps(pids: object) -> Mapping[int, Usage]:
        asked.append(list(pids))  # type: ignore[call-overload]
        return {os.getpid(): Usage(1, 1.0)}

    monkeypatch.setattr(processes, "_PROC", tmp_path)
    monkeypatch.setattr(processes, "usages_by_ps", by_ps)
    view = Processes().look({"llm": 7})
    assert asked == [[os.getpid(), 7]]
    assert view.gone == ("llm",)


def test_where_there_is_no_command_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert usages_by_ps([1]) is None
