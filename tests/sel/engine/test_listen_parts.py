"""The parts of the child that hears: the stream of frames, the ring, a recording's pieces."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sel.engine.workers.listen.pieces import LEAST, LONGEST, Piece, Pieces, level_of
from sel.engine.workers.listen.ring import Ring
from sel.engine.workers.listen.vad import FRAME, Vad


def frame(value: int) -> bytes:
    return np.full(FRAME, value, "<i2").tobytes()


@pytest.mark.real
def test_frames_one_by_one_are_judged_as_many_at_once_and_left_alone() -> None:
    random = np.random.default_rng(3)
    tone = np.sin(np.arange(40 * FRAME) / 20) * np.linspace(0, 1, 40 * FRAME)
    sound = (0.2 * tone + random.normal(0, 0.05, 40 * FRAME)).astype(np.float32)
    before = sound.copy()
    vad = Vad()
    at_once = vad.judge(sound)
    vad.reset()
    singly = [vad.judge(sound[place : place + FRAME])[0] for place in range(0, len(sound), FRAME)]
    assert singly == pytest.approx(at_once, abs=1e-4)
    assert len(at_once) == 40
    assert np.array_equal(sound, before)
    assert vad.judge(sound[:100]) == []


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 70))
def test_the_ring_gives_what_it_still_has(count: int, first: int, last: int) -> None:
    ring = Ring(frames=16)
    for number in range(100, 100 + count):
        ring.put(number, frame(number))
    span = ring.span(100 + first, 100 + last)
    oldest = max(count - 16, 0)
    there = range(max(first, oldest), min(last, count - 1) + 1)
    values = [round(one * 32768) for one in span[::FRAME]]
    assert values == [100 + number for number in there]


def test_frames_out_of_turn_begin_anew() -> None:
    ring = Ring(frames=16)
    ring.put(0, frame(7))
    ring.put(500, frame(8))
    assert len(ring.span(0, 600)) == FRAME


def cut(course: list[tuple[int, float]]) -> list[Piece]:
    """The pieces of frames that are loud where they are like speech."""
    pieces, found = Pieces(), []
    for count, p in course:
        sound = np.full(count * FRAME, 8000 if p > 0.2 else 3, np.int16)
        found += list(pieces.take(sound, [p] * count))
    return [*found, *pieces.rest()]


def test_a_pause_of_a_second_ends_a_piece_and_a_short_one_does_not() -> None:
    first, second = cut([(50, 0.0), (40, 0.9), (20, 0.0), (40, 0.9), (40, 0.0), (30, 0.9)])
    assert (first.first, first.last) == (50 - 6, 149 + 6)
    assert first.speech == 80
    assert (second.first, second.last) == (190 - 6, 219)
    assert first.over_noise > 30
    assert len(second.sound) == (second.last - second.first + 1) * FRAME


def test_a_long_piece_ends_at_a_short_pause_and_an_endless_one_anyway() -> None:
    first, second = cut([(480, 0.9), (12, 0.0), (30, 0.9)])
    assert first.speech == 480
    assert second.speech == 30
    assert all(one.last - one.first < LONGEST for one in cut([(3000, 0.9)]))


def test_a_click_is_no_piece() -> None:
    assert cut([(50, 0.0), (LEAST - 1, 0.9), (60, 0.0)]) == []


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 400), st.floats(0, 1)), max_size=12))
def test_pieces_are_in_order_short_enough_and_lose_no_speech(
    course: list[tuple[int, float]],
) -> None:
    found = cut(course)
    for piece in found:
        assert 0 <= piece.last - piece.first < LONGEST
        assert piece.speech >= LEAST
    for one, other in itertools.pairwise(found):
        assert one.last < other.first
    speech = sum(count for count, p in course if p >= 0.5)
    assert sum(piece.speech for piece in found) >= speech - (LEAST - 1) * (len(course) + 1)


def test_loudness_is_in_decibels_below_full_scale() -> None:
    assert level_of(np.zeros(FRAME, np.int16)) == -90.0
    assert level_of(np.full(FRAME, 32767, np.int16)) == pytest.approx(0.0, abs=0.01)
    assert level_of(np.full(FRAME, 3277, np.int16)) == pytest.approx(-20.0, abs=0.01)
