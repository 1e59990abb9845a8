"""Symbols of a poster, drawn by lines and shapes on a square of SIDE; no picture is borrowed."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from math import cos, pi, sin

from PIL import Image

from content.pen import Pen


@lru_cache(maxsize=64)
def symbol(name: str, side: int) -> Image.Image:
    """The symbol's mask at that size; KeyError for an unknown one."""
    pen = Pen()
    DRAWN[name](pen)
    return pen.mask.resize((side, side), Image.Resampling.LANCZOS)


def _coin(pen: Pen) -> None:
    pen.disc(400, 400, 340)
    pen.disc(400, 400, 285, on=False)
    pen.disc(400, 400, 245)
    _yuan(pen, 400, 400, 1.0)


def _yuan(pen: Pen, x: float, y: float, scale: float) -> None:
    """The sign ¥, cut out."""
    width = round(44 * scale)
    for points in (
        ((-100, -140), (0, -10), (100, -140)),
        ((0, -10), (0, 150)),
        ((-95, 20), (95, 20)),
        ((-95, 90), (95, 90)),
    ):
        pen.line(*((x + dx * scale, y + dy * scale) for dx, dy in points), width=width, on=False)


def _coins(pen: Pen) -> None:
    for row, y in enumerate((690, 570, 450)):
        pen.box(70 + row * 12, y - 50, 400 + row * 12, y + 50, round_=50)
    pen.disc(530, 270, 215)
    _yuan(pen, 530, 270, 0.9)
    pen.box(440, 640, 740, 740, round_=50)


def _chart(pen: Pen) -> None:
    pen.line((90, 80), (90, 710), (730, 710))
    pen.line((190, 570), (340, 400), (460, 500), (650, 230), width=60)
    pen.shape((540, 170), (730, 120), (700, 320))


def _bag(pen: Pen) -> None:
    pen.shape((120, 270), (680, 270), (740, 740), (60, 740))
    pen.arc((260, 70, 540, 420), 180, 360, width=52)
    pen.disc(285, 350, 30, on=False)
    pen.disc(515, 350, 30, on=False)


def _headset(pen: Pen) -> None:
    pen.arc((110, 80, 690, 660), 180, 360, width=64)
    pen.box(80, 360, 240, 610, round_=60)
    pen.box(560, 360, 720, 610, round_=60)
    pen.line((650, 590), (610, 690), (470, 720), width=44)
    pen.disc(440, 720, 52)


def _banknote(pen: Pen) -> None:
    pen.box(40, 190, 760, 610, round_=50)
    pen.box(90, 240, 710, 560, round_=30, on=False)
    pen.disc(400, 400, 130)
    _yuan(pen, 400, 400, 0.6)
    pen.disc(170, 400, 36)
    pen.disc(630, 400, 36)


def _paper(pen: Pen) -> None:
    pen.shape((140, 50), (490, 50), (660, 220), (660, 750), (140, 750))
    pen.shape((480, 70), (480, 235), (645, 235), on=False)
    for y in (340, 450, 560):
        pen.line((240, y), (560, y), width=40, on=False)
    pen.line((240, 660), (400, 660), width=40, on=False)


def _mask(pen: Pen) -> None:
    """Somebody behind a mask."""
    pen.disc(400, 270, 190)
    pen.shape((60, 750), (120, 560), (260, 490), (540, 490), (680, 560), (740, 750))
    pen.box(180, 190, 620, 320, round_=65)
    pen.disc(310, 255, 42, on=False)
    pen.disc(490, 255, 42, on=False)
    pen.line((400, 560), (400, 700), width=40, on=False)


def _badge(pen: Pen) -> None:
    """A shield with a mark of exclamation."""
    pen.shape((400, 40), (700, 140), (690, 430), (600, 610), (400, 760), (200, 610), (110, 430), (100, 140))
    pen.line((400, 220), (400, 440), width=80, on=False)
    pen.disc(400, 580, 50, on=False)


def _heart(pen: Pen) -> None:
    pen.disc(240, 290, 190)
    pen.disc(560, 290, 190)
    pen.shape((66, 360), (734, 360), (400, 740))
    pen.shape((170, 300), (630, 300), (400, 480))
    pen.line((430, 130), (350, 310), (450, 430), (370, 600), width=40, on=False)


def _gamepad(pen: Pen) -> None:
    pen.box(40, 220, 760, 600, round_=190)
    pen.line((150, 410), (330, 410), width=56, on=False)
    pen.line((240, 320), (240, 500), width=56, on=False)
    pen.disc(530, 470, 46, on=False)
    pen.disc(640, 350, 46, on=False)


def _plane(pen: Pen) -> None:
    pen.line((400, 110), (400, 690), width=120)
    pen.shape((345, 300), (40, 500), (40, 580), (345, 500))
    pen.shape((455, 300), (760, 500), (760, 580), (455, 500))
    pen.shape((350, 620), (210, 720), (210, 770), (590, 770), (590, 720), (450, 620))


def _house(pen: Pen) -> None:
    pen.shape((400, 60), (770, 390), (30, 390))
    pen.box(130, 370, 670, 740, round_=20)
    pen.box(330, 500, 470, 745, round_=10, on=False)


def _gift(pen: Pen) -> None:
    pen.box(70, 250, 730, 390, round_=24)
    pen.box(120, 420, 680, 750, round_=24)
    pen.box(360, 250, 440, 750, round_=0, on=False)
    pen.line((400, 240), (250, 90), (190, 190), (400, 240), width=50)
    pen.line((400, 240), (550, 90), (610, 190), (400, 240), width=50)


def _card(pen: Pen) -> None:
    pen.box(40, 150, 760, 650, round_=70)
    pen.box(40, 260, 760, 350, round_=0, on=False)
    pen.line((150, 500), (400, 500), width=44, on=False)
    pen.disc(630, 510, 56, on=False)


def _envelope(pen: Pen) -> None:
    pen.box(40, 170, 760, 650, round_=50)
    pen.line((90, 230), (400, 450), (710, 230), width=44, on=False)


def _case(pen: Pen) -> None:
    pen.arc((270, 80, 530, 340), 180, 360, width=56)
    pen.box(40, 210, 760, 700, round_=60)
    pen.box(40, 420, 760, 460, round_=0, on=False)
    pen.box(340, 390, 460, 500, round_=20, on=False)
    pen.box(365, 410, 435, 480, round_=14)


def _phone(pen: Pen) -> None:
    """A receiver with waves."""
    pen.line((190, 200), (230, 420), (380, 570), (600, 610), width=110)
    pen.box(110, 90, 290, 290, round_=50)
    pen.box(510, 510, 710, 690, round_=50)
    pen.arc((300, 120, 660, 480), 285, 350, width=48)
    pen.arc((390, 210, 570, 390), 285, 350, width=44)


def _face(pen: Pen) -> None:
    """A face in a camera's corners."""
    for x, y, dx, dy in ((70, 70, 1, 1), (730, 70, -1, 1), (70, 730, 1, -1), (730, 730, -1, -1)):
        pen.line((x + 150 * dx, y), (x, y), (x, y + 150 * dy), width=50)
    pen.disc(400, 400, 230)
    pen.disc(320, 350, 34, on=False)
    pen.disc(480, 350, 34, on=False)
    pen.arc((290, 350, 510, 540), 20, 160, width=36, on=False)


def _camera(pen: Pen) -> None:
    pen.box(40, 210, 540, 590, round_=70)
    pen.shape((570, 380), (760, 240), (760, 560), (570, 420))
    pen.disc(190, 340, 46, on=False)


def _code(pen: Pen) -> None:
    """What a code looks like; nothing can read it."""
    for x, y in ((60, 60), (500, 60), (60, 500)):
        pen.box(x, y, x + 240, y + 240, round_=20)
        pen.box(x + 50, y + 50, x + 190, y + 190, round_=10, on=False)
        pen.box(x + 85, y + 85, x + 155, y + 155, round_=6)
    for x, y in (
        (380, 100),
        (380, 260),
        (100, 380),
        (260, 380),
        (420, 420),
        (560, 500),
        (680, 420),
        (480, 620),
        (640, 640),
    ):
        pen.box(x - 30, y - 30, x + 40, y + 40, round_=6)


def _box(pen: Pen) -> None:
    pen.shape((400, 50), (740, 210), (400, 370), (60, 210))
    pen.shape((60, 260), (375, 410), (375, 760), (60, 610))
    pen.shape((740, 260), (425, 410), (425, 760), (740, 610))
    pen.line((240, 125), (580, 290), width=34, on=False)


def _sim(pen: Pen) -> None:
    pen.shape((150, 50), (470, 50), (650, 230), (650, 750), (150, 750))
    pen.box(250, 380, 550, 640, round_=30, on=False)
    pen.box(280, 410, 385, 495, round_=10)
    pen.box(415, 410, 520, 495, round_=10)
    pen.box(280, 525, 385, 610, round_=10)
    pen.box(415, 525, 520, 610, round_=10)


def _cap(pen: Pen) -> None:
    """A pupil's square cap."""
    pen.shape((400, 130), (780, 300), (400, 470), (20, 300))
    pen.shape((180, 410), (400, 510), (620, 410), (620, 590), (400, 690), (180, 590))
    pen.line((690, 350), (690, 600), width=40)
    pen.disc(690, 620, 50)


def _star(pen: Pen) -> None:
    around = [
        (400 + radius * sin(turn * pi / 5), 420 - radius * cos(turn * pi / 5))
        for turn in range(10)
        for radius in ((370 if turn % 2 == 0 else 165),)
    ]
    pen.shape(*around)


def _tap(pen: Pen) -> None:
    """A card held against a telephone."""
    pen.box(70, 50, 440, 750, round_=60)
    pen.box(115, 130, 395, 640, round_=14, on=False)
    for size in (0, 90, 180):
        pen.arc((330 - size, 400 - 110 - size, 550 + size, 400 + 110 + size), 315, 45, width=44)


def _people(pen: Pen) -> None:
    """One above, more below, and more."""
    for y, across in ((120, (400,)), (380, (220, 580)), (640, (100, 400, 700))):
        for x in across:
            pen.disc(x, y - 40, 60)
            pen.shape((x - 90, y + 110), (x - 60, y + 30), (x + 60, y + 30), (x + 90, y + 110))


DRAWN: dict[str, Callable[[Pen], None]] = {
    "coin": _coin,
    "coins": _coins,
    "chart": _chart,
    "bag": _bag,
    "headset": _headset,
    "banknote": _banknote,
    "paper": _paper,
    "mask": _mask,
    "badge": _badge,
    "heart": _heart,
    "gamepad": _gamepad,
    "plane": _plane,
    "house": _house,
    "gift": _gift,
    "card": _card,
    "envelope": _envelope,
    "case": _case,
    "phone": _phone,
    "face": _face,
    "camera": _camera,
    "code": _code,
    "box": _box,
    "sim": _sim,
    "cap": _cap,
    "star": _star,
    "tap": _tap,
    "people": _people,
}
