import io
import sys
from pathlib import Path

import pytest

from sel.install import progress


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("  [12/193] Building CXX object x.o\n", "compiling, 12 of 193"),
        ("  [ 37%] Building CXX object x.o\n", "compiling, 37 %"),
        ("Collecting textual>=8.2\n", "collecting textual"),
        ("  Downloading textual-8.2.8-py3-none-any.whl (700 kB)\n", "downloading textual"),
        ("  Building wheel for llama-cpp-python (pyproject.toml)\n", "building llama-cpp-python"),
        ("Installing collected packages: a, b\n", "installing"),
        ("Requirement already satisfied: rich\n", ""),
    ],
)
def test_what_lines_mean(line: str, words: str) -> None:
    assert progress.meaning(line) == words


def run(script: str, log: Path) -> tuple[int, str]:
    out = io.StringIO()
    return progress.run("Working", [sys.executable, "-c", script], log, out=out), out.getvalue()


def test_a_command_that_works_leaves_one_line_and_its_words_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "deep" / "build.log"
    code, said = run("print('Collecting rich'); print('much more')", log)
    assert code == 0
    assert said.endswith("Working: done (0:00)\n")
    assert "much more" not in said
    assert "much more" in log.read_text()
    assert "\x1b" not in said


def test_a_command_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    code, said = run("print('no compiler'); raise SystemExit(3)", tmp_path / "build.log")
    assert code == 3
    assert "Working: failed" in said
    assert "no compiler" in said
    assert "build.log" in said


def test_on_a_terminal_the_line_is_redrawn() -> None:
    class Screen(io.StringIO):
        def isatty(self) -> bool:
            return True

    out = Screen()
    line = progress.Line("Working", out, redraw=True)
    line.show("compiling, 1 of 2")
    line.end("done")
    assert out.getvalue().count("\n") == 1
    assert out.getvalue().startswith("\r\x1b[KWorking (0:00) compiling, 1 of 2")


def test_clock() -> None:
    assert progress.clock(187.9) == "3:07"
