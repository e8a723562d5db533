"""Pictures as terminals take them, read back as a terminal would."""

from __future__ import annotations

import base64
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tui.graphics import iterm, sixel

Dots = list[list[tuple[int, int, int] | None]]


def decoded(text: str) -> Dots:
    """What a terminal makes of Sixel: rows of colours in per cent; None where nothing was drawn."""
    head = re.fullmatch('\x1bP0;1q"1;1;(\\d+);(\\d+)(.*)\x1b\\\\', text, re.DOTALL)
    assert head is not None
    wide, high = int(head[1]), int(head[2])
    dots: Dots = [[None] * wide for _ in range(high)]
    inks: dict[str, tuple[int, int, int]] = {}
    ink, top, at = "", 0, 0
    for order in re.finditer(r"#(\d+)(?:;2;(\d+);(\d+);(\d+))?|!(\d+)(.)|([?-~])|([$-])", head[3]):
        number, red, green, blue, times, repeated, once, move = order.groups()
        if red is not None:
            inks[number] = int(red), int(green), int(blue)
        elif number is not None:
            ink = number
        elif move is not None:
            top, at = (top + 6 if move == "-" else top), 0
        else:
            length = int(times or 1)
            for bit in range(6):
                if (ord(repeated or once) - 63) >> bit & 1:
                    dots[top + bit][at : at + length] = [inks[ink]] * length
            at += length
    return dots


@st.composite
def sheets(draw: st.DrawFn) -> Image.Image:
    wide, high = draw(st.integers(1, 20)), draw(st.integers(1, 20))
    inks = draw(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=9))
    cells = draw(st.lists(st.sampled_from(inks), min_size=wide * high, max_size=wide * high))
    sheet = Image.new("RGB", (wide, high))
    sheet.putdata(cells)
    return sheet


@given(sheets())
def test_a_picture_comes_back_as_it_went(sheet: Image.Image) -> None:
    dots = decoded(sixel.encoded(sheet, most=1_000_000))
    assert (len(dots[0]), len(dots)) == sheet.size
    for y, row in enumerate(dots):
        for x, dot in enumerate(row):
            assert dot is not None, "a hole"
            pixel = sheet.getpixel((x, y))
            assert isinstance(pixel, tuple)
            assert all(abs(a * 2.55 - b) <= 1.3 for a, b in zip(dot, pixel, strict=True))


def test_what_is_too_long_has_fewer_colours_and_then_is_not_told() -> None:
    noise = Image.merge("RGB", [Image.effect_noise((120, 90), 90) for _ in "RGB"])
    long, shorter = sixel.encoded(noise, 1_000_000), sixel.encoded(noise, 40_000)
    assert len(long) > 40_000 >= len(shorter) > 0
    assert len({dot for row in decoded(long) for dot in row}) > 200
    assert len({dot for row in decoded(shorter) for dot in row}) < 100
    assert sixel.encoded(noise, 1_000) == ""


@pytest.mark.parametrize("most", [1_000_000, 300])
def test_iterm_is_given_a_file_and_the_cells_it_fills(most: int) -> None:
    sheet = Image.effect_noise((40, 30), 90).convert("RGB")
    told = iterm.encoded(sheet, 4, 2, most)
    if most < 1_000:
        assert told == ""
        return
    keys, _, data = told.removeprefix("\x1b]1337;File=").removesuffix("\x07").partition(":")
    said = dict(pair.split("=") for pair in keys.split(";"))
    png = base64.b64decode(data)
    assert (said["inline"], said["width"], said["height"]) == ("1", "4", "2")
    assert said["preserveAspectRatio"] == "0"
    assert int(said["size"]) == len(png)
    with Image.open(io.BytesIO(png)) as there:
        assert there.tobytes() == sheet.tobytes()
