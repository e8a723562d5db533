"""Sound on its way to Discord: resampled, cut into frames, nothing lost or out of its place."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.media.frames import FRAME, SILENCE, Frames
from bridge.media.samples import RATE, resampled, stereo, waveform


def tone(hertz: float, rate: int, seconds: float = 0.5, loud: int = 10_000) -> bytes:
    at = np.arange(int(rate * seconds)) / rate
    made: bytes = np.rint(loud * np.sin(2 * np.pi * hertz * at)).astype("<i2").tobytes()
    return made


def of(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2").astype(np.float64)


# ---------------------------------------------------------------- frames

PIECES = st.lists(st.binary(max_size=3 * FRAME), max_size=6)


@given(PIECES, st.lists(st.booleans(), max_size=20))
def test_no_byte_is_lost_and_their_order_is_kept(pieces: list[bytes], turns: list[bool]) -> None:
    """Added and taken in any order; a frame that is not ready is silence, and costs none."""
    frames, waiting, heard = Frames(), list(pieces), b""
    for take in turns:
        if take:
            had = frames.waiting
            frame = frames.read()
            assert len(frame) == FRAME
            if had:
                heard += frame
            else:
                assert frame == SILENCE
        elif waiting:
            frames.add(waiting.pop(0))
    for piece in waiting:
        frames.add(piece)
    frames.end()
    while frame := frames.read():
        assert len(frame) == FRAME
        heard += frame
    whole = b"".join(pieces)
    assert heard == whole + bytes(-len(whole) % FRAME)
    assert frames.done
    assert frames.read() == b""


def test_dropping_is_silence_at_once() -> None:
    frames = Frames()
    frames.add(bytes(5 * FRAME))
    assert not frames.done
    frames.drop()
    assert frames.read() == b""


# ---------------------------------------------------------------- samples


@settings(max_examples=40)
@given(
    st.integers(0, 4000), st.sampled_from([8000, 16_000, 22_050, 24_000, 44_100, 48_000, 96_000])
)
def test_the_length_is_kept(count: int, rate: int) -> None:
    made = resampled(bytes(2 * count), rate)
    assert len(made) == 2 * (-(-count * RATE // rate))


@pytest.mark.parametrize("rate", [16_000, 22_050, 24_000, 44_100])
@pytest.mark.parametrize("hertz", [440.0, 3000.0])
def test_a_tone_stays_that_tone(rate: int, hertz: float) -> None:
    made, wanted = of(resampled(tone(hertz, rate), rate)), of(tone(hertz, RATE))
    made, wanted = made[500:-500], wanted[500 : len(made) - 500]
    assert np.abs(made - wanted).max() < 60  # -44 dB of 10,000


def test_what_48_khz_cannot_hold_is_gone() -> None:
    made = of(resampled(tone(40_000, 96_000), 96_000))[500:-500]
    assert np.abs(made).max() < 100


def test_loud_sound_is_not_turned_over() -> None:
    square = np.where(np.arange(2000) // 40 % 2, 32767, -32768).astype("<i2").tobytes()
    made = of(resampled(square, 16_000))
    middle = made[30::120][2:-2]
    assert (
        np.sign(middle) == np.where(np.arange(len(made))[30::120][2:-2] // 120 % 2, 1, -1)
    ).all()


def test_a_long_sound_has_no_seams() -> None:
    rate = 22_050
    whole = of(resampled(tone(440, rate, 2.5), rate))
    assert np.abs(np.diff(whole[100:-100])).max() < 1.05 * 10_000 * 2 * np.pi * 440 / RATE


def test_an_impossible_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="no rate"):
        resampled(bytes(8), 0)


def test_both_ears_hear_the_same() -> None:
    assert stereo(b"\x01\x02\x03\x04") == b"\x01\x02\x01\x02\x03\x04\x03\x04"


def test_the_picture_of_a_note_is_loud_where_it_is_loud() -> None:
    sound = bytes(2 * RATE) + tone(440, RATE, 1.0)
    bars = base64.b64decode(waveform(sound))
    assert len(bars) == 20
    assert max(bars[:10]) == 0
    assert min(bars[10:]) > 250
    assert len(base64.b64decode(waveform(bytes(2 * RATE * 100)))) == 256
    assert base64.b64decode(waveform(b"")) == b"\0"
