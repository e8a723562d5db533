"""Drawing for pictures on Discord: a dark sheet, soft light, rounded bars, letters.

Everything is drawn twice as large and made smaller at the end, which smooths the edges. Pillow is
loaded with this module, so it is imported only when a picture is wanted; its own font needs no
file on the machine. Raises `ImportError` and `OSError` where Pillow or its letters are missing.
"""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageFont

LARGER = 2
"""How much larger than shown everything is drawn."""
GROUND, GROUND_LOW = "#181a21", "#121319"
TEXT, QUIET, TRACK, LINE = "#eceef3", "#9aa1b1", "#282c36", "#333844"

Box = tuple[float, float, float, float]


@lru_cache(maxsize=16)
def letters(size: float) -> ImageFont.FreeTypeFont:
    """The font at this size (pixels of the finished picture). Raises `OSError` without FreeType."""
    font = ImageFont.load_default(size * LARGER)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise OSError("no letters of any size without FreeType")
    return font


def mixed(one: str, other: str, share: float) -> str:
    """A colour between two: `share` 0 is the first, 1 the other."""
    pairs = zip(ImageColor.getrgb(one)[:3], ImageColor.getrgb(other)[:3], strict=True)
    red, green, blue = (round(a + (b - a) * share) for a, b in pairs)
    return f"#{red:02x}{green:02x}{blue:02x}"


class Sheet:
    """A picture in the making. All lengths are pixels of the finished one."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._image = _ramp((width * LARGER, height * LARGER), GROUND, GROUND_LOW, upright=True)
        self._pen = ImageDraw.Draw(self._image)

    def glow(self, x: float, y: float, radius: float, colour: str, strength: float) -> None:
        """Soft round light; `strength` 0..1 is how bright its middle is."""
        small, reach = 8, radius * 2.2  # drawn coarsely: it is blurred away in any case
        mask = Image.new("L", (round(2 * reach / small), round(2 * reach / small)))
        near, far = (reach - radius) / small, (reach + radius) / small
        ImageDraw.Draw(mask).ellipse((near, near, far, far), fill=round(strength * 255))
        soft = mask.filter(ImageFilter.GaussianBlur(radius / small / 2))
        size = round(2 * reach * LARGER)
        soft = soft.resize((size, size), Image.Resampling.BICUBIC)
        corner = (round((x - reach) * LARGER), round((y - reach) * LARGER))
        self._image.paste(Image.new("RGB", soft.size, colour), corner, soft)

    def bar(self, box: Box, fill: str, to: str = "") -> None:
        """A bar with round ends, from one colour `to` another; never shorter than it is high."""
        x1, y1, x2, y2 = (round(value) for value in _scaled(box))
        size = (max(x2 - x1, y2 - y1), y2 - y1)
        mask = Image.new("L", size)
        shape = (0, 0, size[0] - 1, size[1] - 1)
        ImageDraw.Draw(mask).rounded_rectangle(shape, size[1] / 2, 255)
        self._image.paste(_ramp(size, fill, to or fill, upright=False), (x1, y1), mask)

    def area(self, points: list[tuple[float, float]], floor: float, colour: str) -> None:
        """The ground below a line, fading downwards to nothing at `floor`."""
        left, right = points[0][0], points[-1][0]
        top = min([*(y for _, y in points), floor - 1])
        shape = [*points, (right, floor), (left, floor)]
        size = (round((right - left) * LARGER), round((floor - top) * LARGER))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(_flat([(x - left, y - top) for x, y in shape]), fill=255)
        fade = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize(size)
        veil = ImageChops.multiply(mask, fade.point([round(one * 0.45) for one in range(256)]))
        corner = (round(left * LARGER), round(top * LARGER))
        self._image.paste(Image.new("RGB", size, colour), corner, veil)

    def line(self, points: list[tuple[float, float]], colour: str, width: float) -> None:
        """A line through points, with round joints and ends."""
        self._pen.line(_flat(points), fill=colour, width=round(width * LARGER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, colour)

    def dashes(self, x1: float, x2: float, y: float, colour: str) -> None:
        """A level dashed line."""
        at = x1
        while at < x2:
            self.line([(at, y), (min(at + 7, x2), y)], colour, 2)
            at += 15

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        self._pen.ellipse(_scaled((x - radius, y - radius, x + radius, y + radius)), fill=colour)

    def arc(  # noqa: PLR0913, PLR0917 - where, how wide, how high, which part of it, and with what
        self, x: float, y: float, wide: float, high: float, part: tuple[int, int], colour: str
    ) -> None:
        """A part of an ellipse's rim, from one angle to another (degrees, clockwise from right)."""
        box = _scaled((x - wide, y - high, x + wide, y + high))
        self._pen.arc(box, *part, fill=colour, width=6 * LARGER)

    def card(self, box: Box, fill: str, edge: str = "", radius: float = 14) -> None:
        """A rounded rectangle."""
        self._pen.rounded_rectangle(
            _scaled(box), radius * LARGER, fill, outline=edge or None, width=2 * LARGER
        )

    def write(  # noqa: PLR0913, PLR0917 - where, what, how large, with what, to which side
        self, x: float, y: float, text: str, size: float, colour: str = TEXT, anchor: str = "ls"
    ) -> None:
        """Letters; `anchor` is Pillow's ("ls" begins at x and stands on y)."""
        self._pen.text((x * LARGER, y * LARGER), text, colour, letters(size), anchor)

    def wide(self, text: str, size: float) -> float:
        """How wide a text is."""
        return letters(size).getlength(text) / LARGER

    def png(self) -> bytes:
        """The finished picture."""
        done = self._image.resize((self.width, self.height), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        done.save(out, "PNG", compress_level=6)
        return out.getvalue()


def _ramp(size: tuple[int, int], one: str, other: str, *, upright: bool) -> Image.Image:
    """A picture that goes from one colour to another: downwards, or to the right."""
    ramp = Image.linear_gradient("L")
    ramp = ramp if upright else ramp.transpose(Image.Transpose.ROTATE_90)
    mask = ramp.resize(size)
    return Image.composite(Image.new("RGB", size, other), Image.new("RGB", size, one), mask)


def _scaled(box: Box) -> Box:
    x1, y1, x2, y2 = box
    return x1 * LARGER, y1 * LARGER, x2 * LARGER, y2 * LARGER


def _flat(points: list[tuple[float, float]]) -> list[float]:
    return [round(value * LARGER) for point in points for value in point]
