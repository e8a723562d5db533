"""Mixing, taking back, resampling and the time line, without any device."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sel.engine.workers.audio.clock import Clock, moment
from sel.engine.workers.audio.echo import RATE as SLOW
from sel.engine.workers.audio.echo import STEP, TimeLine
from sel.engine.workers.audio.frames import Framer, level
from sel.engine.workers.audio.player import Item, Player
from sel.engine.workers.audio.resample import Resampler, resampled

RATE, BLOCK = 8_000, 80
BUFFER = 300
"""Samples that may be written and not out yet."""


class Listener:
    """Takes blocks of a player one after another, as a speaker with a buffer does."""

    def __init__(self) -> None:
        self.player = Player(RATE)
        self.out: list[float] = []
        self.told: list[dict[str, Any]] = []

    @property
    def now(self) -> float:
        return len(self.out) / RATE

    def listen(self, samples: int) -> None:
        for _ in range(-(-samples // BLOCK)):
            self.out += self.player.fill(BLOCK, self.now).tolist()
            self.told += self.player.happened(self.now - BUFFER / RATE)

    def cut(self, unheard: int) -> tuple[int, int] | None:
        """Hush while so many samples were written and not out; they never come out."""
        del self.out[len(self.out) - unheard :]
        return self.player.cut(self.now)


def item(number: int, samples: int, pause: float = 0.0, first: int = 1) -> Item:
    """Samples that count, so that one that is missing or double shows."""
    counted = np.arange(first, first + samples, dtype=np.float32) / 100_000
    return Item(number, RATE, np.asarray(counted, np.float32), pause)


def sounds(out: list[float]) -> list[int]:
    return [round(100_000 * value) for value in out if value]


@given(
    lengths=st.lists(st.integers(0, 700), min_size=1, max_size=4),
    cuts=st.lists(st.tuples(st.integers(0, 600), st.integers(0, BUFFER)), max_size=4),
    pause=st.sampled_from([0.0, 0.02]),
)
def test_however_often_it_is_cut_every_sample_is_heard_once(
    lengths: list[int], cuts: list[tuple[int, int]], pause: float
) -> None:
    it, first = Listener(), 1
    for number, samples in enumerate(lengths):
        it.player.add(item(number, samples, pause, first))
        first += samples
    for samples, unheard in cuts:
        it.listen(samples)
        cut = it.cut(min(unheard, len(it.out)) if it.player.busy else 0)
        if cut is not None:
            # All of the sounds before it and so many of its own: exactly what came out.
            assert sum(lengths[: cut[0]]) + cut[1] == len(sounds(it.out))
        it.listen(BLOCK)  # nothing while it is held
        assert sounds(it.out) == list(range(1, len(sounds(it.out)) + 1))
        it.player.resume()
    it.listen(sum(lengths) + 1_000)
    assert sounds(it.out) == list(range(1, first))
    assert [told["id"] for told in it.told if told["type"] == "ended"] == list(range(len(lengths)))
    assert not it.player.busy


def test_a_pause_counts_from_the_end_of_what_was_said() -> None:
    it = Listener()
    it.player.add(item(1, 160))
    it.listen(160 + 400)  # 50 ms of silence already
    it.player.add(item(2, 160, pause=0.1))
    it.listen(1_200)
    assert [told["at"] for told in it.told if told["type"] == "began"] == [0.0, 0.12]


def test_after_a_drop_nothing_waits() -> None:
    it = Listener()
    it.player.add(item(1, 4_000))
    it.listen(800)
    it.cut(80)
    it.player.drop()
    it.player.add(item(2, 80, pause=1.0))
    it.listen(80 + BUFFER)
    assert it.told[-1]["id"] == 2
    assert sounds(it.out)[-80:] == list(range(1, 81))


def test_a_sound_can_begin_anew() -> None:
    it = Listener()
    it.player.add(item(1, 800))
    it.listen(400)
    it.cut(0)
    it.player.over_again()
    it.player.resume()
    it.listen(1_200)
    assert sounds(it.out) == [*range(1, 401), *range(1, 801)]
    assert [told["type"] for told in it.told] == ["began", "ended"]


def test_a_fade_takes_30_ms_and_has_no_steps() -> None:
    it = Listener()
    it.player.add(Item(1, RATE, np.full(8_000, 0.5, np.float32)))
    it.listen(800)
    it.player.duck(0.2)
    it.listen(800)
    it.player.duck(1.0)
    it.listen(800)
    out = np.array(it.out)
    assert np.abs(np.diff(out)).max() < 0.5 / (0.03 * RATE) * 1.01
    assert out[800 + 240] == pytest.approx(0.1)
    assert out[-1] == pytest.approx(0.5)


def test_it_is_known_when_sound_was_out() -> None:
    it = Listener()
    it.listen(800)
    it.player.add(item(1, 800))
    it.listen(1_600)
    assert not it.player.sounding(0.0, 0.09)
    assert it.player.sounding(0.05, 0.11)
    assert it.player.sounding(0.19, 0.3)
    assert not it.player.sounding(0.21, 0.3)


# ---------------------------------------------------------------- rates


@pytest.mark.parametrize(("rate", "wanted"), [(22_050, 48_000), (44_100, 16_000), (48_000, 16_000)])
def test_a_tone_keeps_its_length_place_and_loudness(rate: int, wanted: int) -> None:
    def tone(of: int, seconds: float) -> Any:
        return np.sin(2 * np.pi * 1_000 * np.arange(round(seconds * of)) / of).astype(np.float32)

    made = resampled(tone(rate, 0.5), rate, wanted)
    assert len(made) == round(0.5 * wanted)
    middle = slice(wanted // 20, -wanted // 20)
    assert np.abs(made - tone(wanted, 0.5))[middle].max() < 0.01


def test_what_is_too_high_for_a_rate_does_not_come_back_as_something_else() -> None:
    high = np.sin(2 * np.pi * 11_000 * np.arange(44_100) / 44_100).astype(np.float32)
    assert np.std(resampled(high, 44_100, 16_000)[800:-800]) < 0.01


@given(st.lists(st.integers(0, 900), min_size=1, max_size=8))
def test_a_stream_is_the_same_in_any_blocks(sizes: list[int]) -> None:
    samples = np.random.default_rng(1).standard_normal(sum(sizes)).astype(np.float32)
    whole = Resampler(44_100, 16_000).push(samples)
    stream = Resampler(44_100, 16_000)
    pieces = [stream.push(piece) for piece in np.split(samples, np.cumsum(sizes)[:-1])]
    assert np.allclose(np.concatenate(pieces), whole, atol=1e-5)


@given(
    st.integers(0, 1_500), st.sampled_from([(22_050, 48_000), (16_000, 44_100), (48_000, 16_000)])
)
def test_a_whole_sound_is_as_its_stream(samples: int, rates: tuple[int, int]) -> None:
    sound = np.random.default_rng(samples).standard_normal(samples).astype(np.float32)
    whole, stream = resampled(sound, *rates), Resampler(*rates).push(sound)
    assert len(whole) == math.ceil(samples * rates[1] / rates[0])
    assert np.allclose(whole[: len(stream)], stream, atol=1e-5)


def test_frames_are_cut_evenly_whatever_comes() -> None:
    framer = Framer()
    samples = np.asarray(np.arange(2_000) / 32_768, np.float32)
    frames = framer.push(5.0, samples[:700]) + framer.push(5.0 + 700 / SLOW, samples[700:])
    assert [frame["n"] for _, frame in frames] == [1, 2, 3]
    assert [frame["at"] for _, frame in frames] == pytest.approx([5.032, 5.064, 5.096])


def test_loudness_in_dbfs() -> None:
    assert level(np.zeros(512, np.float32)) == -90
    assert level(np.ones(512, np.float32)) == 0
    assert level(np.full(512, 0.1, np.float32)) == pytest.approx(-20, abs=0.1)


# ---------------------------------------------------------------- times


def test_a_clock_evens_out_jitter_and_follows_a_jump() -> None:
    clock, jitter = Clock(1_000), np.random.default_rng(2).uniform(-0.004, 0.004, 200)
    times = [clock.block(step * 0.01 + float(jitter[step]), 10) for step in range(200)]
    assert np.abs(np.diff(times[50:]) - 0.01).max() < 0.001
    assert clock.block(7.0, 10) == 7.0
    clock.reset()
    assert clock.block(6.999, 10) == 6.999


def test_times_of_a_card_that_tells_none() -> None:
    assert moment(0.0, 0.0) == pytest.approx(moment(5.0, 5.0), abs=0.01)
    assert moment(5.1, 5.0) - moment(5.0, 5.0) == pytest.approx(0.1, abs=0.01)


def test_what_is_played_lies_where_it_is_out() -> None:
    line = TimeLine(SLOW)
    line.add(10.0, np.arange(1, 1_601, dtype=np.float32))
    assert line.read(10.01)[0] == 161
    assert line.read(10.021)[0] == 161 + STEP  # a millisecond off is jitter
    line.add(10.3, np.full(1_600, 7, np.float32))
    assert not line.read(10.2).any()
    assert (line.read(10.31) == 7).all()
    line.add(10.35, np.full(1_600, 9, np.float32))  # what was to follow was cut off
    assert (line.read(10.36) == 9).all()
    assert not line.read(99.0).any()
    assert not line.read(0.0).any()
