from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.mood import ago, face_for
from tui.widgets.bars import level_line, mark_at, marked, spark


@pytest.mark.parametrize(
    ("level", "filled", "rest"),
    [
        (0.0, "", "────"),
        (1.0, "━━━━", ""),
        (0.5, "━━", "──"),
        (0.375, "━╾", "──"),
        (-1.0, "", "────"),
        (7.0, "━━━━", ""),
    ],
)
def test_a_level_fills_its_line_by_half_cells(level: float, filled: str, rest: str) -> None:
    assert level_line(level, 4) == (filled, rest)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 60))
def test_more_is_never_drawn_shorter(one: float, other: float, width: int) -> None:
    low, high = sorted((one, other))
    assert len(level_line(low, width)[0]) <= len(level_line(high, width)[0])
    assert len("".join(level_line(low, width))) == width
    assert 0 <= mark_at(low, width) < width


def test_a_mark_goes_through_every_kind_of_cell() -> None:
    assert [marked(cell) for cell in "━╾─"] == ["┿", "┾", "┼"]


def test_a_spark_rises_with_its_values_and_stays_flat_for_noise() -> None:
    assert spark([0.0, 0.25, 0.5, 0.75, 1.0], 5) == "▁▃▅▇█"
    assert len(set(spark([0.3, 0.301, 0.299, 0.3], 4))) == 1
    assert spark([], 4) == "    "
    assert spark([0.5], 4).startswith("   ")


@given(st.lists(st.floats(0, 1), max_size=200), st.integers(0, 40))
def test_a_spark_has_its_width(values: list[float], width: int) -> None:
    assert len(spark(values, width)) == width


def test_faces_follow_mood_and_engine() -> None:
    assert face_for("calm", "ready") != face_for("stressed", "ready")
    assert face_for("calm", "waking") == face_for("glowy", "waking")
    assert face_for("calm", "failed") != face_for("calm", "ready")
    assert len({len(face_for(mood, "ready")) for mood in ("calm", "wired", "unknown")}) == 1


@pytest.mark.parametrize(
    ("seconds", "words"), [(-5, "just now"), (59, "just now"), (61, "1 min ago"), (7300, "2 h ago")]
)
def test_time_ago_in_words(seconds: float, words: str) -> None:
    assert ago(seconds) == words
