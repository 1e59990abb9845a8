"""A pen that draws a symbol: lines and shapes on a square of SIDE."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

SIDE = 800
LINE = 46

Point = tuple[float, float]


class Pen:
    """Draws in white on black: what is white becomes the symbol."""

    def __init__(self) -> None:
        self.mask = Image.new("L", (SIDE, SIDE), 0)
        self._draw = ImageDraw.Draw(self.mask)

    def box(
        self, x: float, y: float, right: float, below: float, *, round_: int = 40, on: bool = True
    ) -> None:
        self._draw.rounded_rectangle((x, y, right, below), round_, fill=_ink(on))

    def disc(self, x: float, y: float, radius: float, *, on: bool = True) -> None:
        self._draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_ink(on))

    def shape(self, *points: Point, on: bool = True) -> None:
        self._draw.polygon(list(points), fill=_ink(on))

    def line(self, *points: Point, width: int = LINE, on: bool = True) -> None:
        self._draw.line(list(points), fill=_ink(on), width=width, joint="curve")
        for x, y in points:
            self.disc(x, y, width / 2, on=on)

    def arc(
        self, box: Sequence[float], start: float, end: float, *, width: int = LINE, on: bool = True
    ) -> None:
        self._draw.arc(tuple(box), start, end, fill=_ink(on), width=width)


def _ink(on: bool) -> int:
    return 255 if on else 0
