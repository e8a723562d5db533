"""The shape of the code, in lines: what is small can be read."""

import ast
import functools
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for name in ("sel", "tui", "bridge") for path in (ROOT / name).rglob("*.py"))
FILE_MOST, FILE_MEDIAN = 400, 120
FUNCTION_MOST, FUNCTION_MEDIAN, FUNCTION_P95 = 60, 10, 40
TESTS_LEAST = 0.5
"""Lines of tests per line of code; the aim is 0.7."""


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


@functools.cache
def functions() -> tuple[tuple[str, int], ...]:
    """Every function's place and its length, from `def` to its last line."""
    return tuple(_functions())


def _functions() -> Iterator[tuple[str, int]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                place = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
                yield place, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_long() -> None:
    long = {str(path.relative_to(ROOT)): lines_of(path) for path in SOURCES}
    assert not {path: lines for path, lines in long.items() if lines > FILE_MOST}


def test_most_files_are_short() -> None:
    lengths = [lines_of(path) for path in SOURCES if path.name != "__init__.py"]
    assert statistics.median(lengths) <= FILE_MEDIAN


def test_no_function_is_long() -> None:
    assert not {place: length for place, length in functions() if length > FUNCTION_MOST}


def test_most_functions_are_short() -> None:
    lengths = sorted(length for _, length in functions())
    assert statistics.median(lengths) <= FUNCTION_MEDIAN
    assert lengths[int(len(lengths) * 0.95)] <= FUNCTION_P95


def test_nothing_is_complex() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "ruff",
            "check",
            "--select",
            "C901",
            "--no-cache",
            "sel",
            "tui",
            "bridge",
        ],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_broad_except_gives_its_reason() -> None:
    """Ruff refuses a broad except without the mark; the mark needs its reason."""
    marks = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in SOURCES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "BLE001" in line and not re.search(r"# noqa: BLE001 - \w", line)
    ]
    assert marks == []


def test_there_are_enough_tests() -> None:
    tests = sum(map(lines_of, (ROOT / "tests").rglob("*.py")))
    assert tests >= TESTS_LEAST * sum(map(lines_of, SOURCES))
