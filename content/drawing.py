"""Draws posters: 1080 × 1350, huge type. For worker processes only: it opens fonts and pictures."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from zlib import Z_RLE

from PIL import Image, ImageColor, ImageDraw, ImageFont

from content.poster import Poster
from content.symbols import symbol

WIDTH, HEIGHT = 1080, 1350
MARGIN = 70
SYMBOL = 300
# Where the action's band and the hotline's begin.
ACTION_Y, FOOT_Y = 850, 1150
HUGE, LARGE, SMALL = 210, 88, 58
PAPER, INK = 0, 255
A4 = (1240, 1754)  # at 150 dots an inch
A4_DPI = 150.0

# Ink and paper of each family.
COLOURS: dict[str, tuple[str, str]] = {
    "gain": ("#a3160f", "#fff3d6"),
    "credit": ("#14365e", "#ffe9b8"),
    "shopping": ("#0b5d57", "#fdf0dc"),
    "disguise": ("#1f2d7a", "#e9f1ff"),
    "heart": ("#7a1648", "#ffe8ef"),
    "livelihood": ("#2a5a1c", "#f6f5d8"),
}
_PIECES = re.compile(r"[A-Za-z0-9]+|.")
_CLAUSES = re.compile(r"[^，；。：]+[，；。：]?[”’]?")
_PARTS = re.compile(r"[^，；。：、]+[，；。：、]?[”’]?")
_NEVER_FIRST = "，。；：？！、”’）"


def draw(poster: Poster) -> Image.Image:
    """The poster as a picture: shades between its two colours, from PAPER to INK."""
    picture = Image.new("L", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(picture)
    picture.paste(INK, ((WIDTH - SYMBOL) // 2, 60), symbol(poster.symbol, SYMBOL))
    _label(pen, poster.label)
    _headline(pen, poster.lines)
    pen.rectangle((0, ACTION_Y, WIDTH, FOOT_Y), fill=INK)
    _action(pen, poster.action)
    _foot(pen, poster)
    picture.putpalette(_shades(*COLOURS[poster.family]))
    return picture


def png(poster: Poster) -> bytes:
    out = io.BytesIO()
    draw(poster).save(out, "PNG", compress_type=Z_RLE)
    return out.getvalue()


def _shades(ink: str, paper: str) -> list[int]:
    """Every shade's red, green and blue."""
    dark, light = ImageColor.getrgb(ink), ImageColor.getrgb(paper)
    steps = (step / 255 for step in range(256))
    return [round(a + (b - a) * step) for step in steps for a, b in zip(light, dark, strict=True)]


def pdf(poster: Poster) -> bytes:
    """The poster on a sheet of A4, ready to be printed."""
    page = Image.new("RGB", A4, "white")
    height = round(HEIGHT * A4[0] / WIDTH)
    page.paste(
        draw(poster).convert("RGB").resize((A4[0], height), Image.Resampling.LANCZOS),
        (0, (A4[1] - height) // 2),
    )
    out = io.BytesIO()
    page.save(out, "PDF", resolution=A4_DPI)
    return out.getvalue()


def font_file() -> Path:
    """Noto Sans SC (SIL Open Font License), as the package zhplot brings it."""
    spec = find_spec("zhplot")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "fonts" / "NotoSansSC-Regular.ttf"


@lru_cache(maxsize=64)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_file()), size)


def _bold(size: int) -> int:
    """The font has one weight; a stroke around it makes the other."""
    return max(1, size // 48)


def _wide(text: str, size: int) -> float:
    """Measured once in one size: the font's widths grow with it."""
    return _per_unit(text) * size + 2 * _bold(size)


@lru_cache(maxsize=4096)
def _per_unit(text: str) -> float:
    return _font(100).getlength(text) / 100


def _write(pen: ImageDraw.ImageDraw, middle: tuple[float, float], text: str, size: int, shade: int) -> None:
    bold = _bold(size)
    pen.text(middle, text, fill=shade, font=_font(size), anchor="mm", stroke_width=bold, stroke_fill=shade)


def _label(pen: ImageDraw.ImageDraw, label: str) -> None:
    """The fraud's own name, small, for who knows it; beside the symbol."""
    room = (WIDTH - SYMBOL) / 2 - 90
    size = min(40, int(room / _per_unit(label)))
    pen.text((50, 60), label, fill=INK, font=_font(size), anchor="lt")


def _headline(pen: ImageDraw.ImageDraw, lines: tuple[str, ...]) -> None:
    top, bottom = 60 + SYMBOL + 30, ACTION_Y - 30
    room, width = (bottom - top) / len(lines), WIDTH - 2 * MARGIN
    widest = max(_per_unit(line) for line in lines)
    size = min(HUGE, int(room / 1.16), int(width / (widest + 0.06)))
    step = min(room, size * 1.3)
    first = (top + bottom) / 2 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        _write(pen, (WIDTH / 2, first + number * step), line, size, INK)


def _action(pen: ImageDraw.ImageDraw, action: str) -> None:
    lines, size = _fitted(action.rstrip("。"), WIDTH - 2 * MARGIN, FOOT_Y - ACTION_Y - 30)
    step = size * 1.28
    first = (ACTION_Y + FOOT_Y) / 2 - step * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        _write(pen, (WIDTH / 2, first + number * step), line, size, PAPER)


def _fitted(text: str, width: int, height: int) -> tuple[list[str], int]:
    """The action in the largest type in which it fits, a clause to a line where that can be."""
    ways = [_by_clauses, _by_parts, _even]
    if "；" in text:
        ways.insert(0, _by_halves)
    for broken in ways:
        for size in range(LARGE, SMALL, -2):
            lines = broken(text, size, width)
            if len(lines) * size * 1.28 <= height and max(_wide(line, size) for line in lines) <= width:
                return lines, size
    return _even(text, SMALL, width), SMALL


def _by_halves(text: str, size: int, width: int) -> list[str]:
    """What to do, and what to do where it has happened: a line for each."""
    return text.split("；")


def _by_clauses(text: str, size: int, width: int) -> list[str]:
    """Broken after commas alone; what is short stays together."""
    return _joined(_CLAUSES.findall(text), size, width)


def _by_parts(text: str, size: int, width: int) -> list[str]:
    """Broken between the things of a list too."""
    return _joined(_PARTS.findall(text), size, width)


def _joined(clauses: list[str], size: int, width: int) -> list[str]:
    lines = [""]
    for clause in clauses:
        if lines[-1] and _wide(lines[-1] + clause, size) > width:
            lines.append("")
        lines[-1] += clause
    return [line.rstrip("，；、") for line in lines]


def _even(text: str, size: int, width: int) -> list[str]:
    """Broken anywhere but before a mark or within a number, into lines of about the same length."""
    lines = _broken(text, size, width)
    for narrower in range(width - 10, width // 2, -10):
        tried = _broken(text, size, narrower)
        if len(tried) > len(lines):
            break
        best = tried
        lines = best
    return lines


def _broken(text: str, size: int, width: int) -> list[str]:
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and piece not in _NEVER_FIRST and _wide(lines[-1] + piece, size) > width:
            lines.append("")
        lines[-1] += piece
    return lines


def _foot(pen: ImageDraw.ImageDraw, poster: Poster) -> None:
    small, gap = 76, 36
    room = WIDTH - 2 * MARGIN - _wide(poster.foot, small) - gap
    large = min(150, int(room / (_per_unit(poster.hotline) + 0.05)))
    width = _wide(poster.foot, small) + gap + _wide(poster.hotline, large)
    left, middle = (WIDTH - width) / 2, (FOOT_Y + HEIGHT) / 2
    _write(pen, (left + _wide(poster.foot, small) / 2, middle), poster.foot, small, INK)
    _write(pen, (left + width - _wide(poster.hotline, large) / 2, middle), poster.hotline, large, INK)
