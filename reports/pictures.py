"""印证图片: pushes drawn as the groups received them, and the photos of offline work, in one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from matplotlib.ft2font import FT2Font
from PIL import Image, ImageDraw, ImageFont

from content.render import visible
from content.texts import Texts, tame
from core.figures import Report, Sheet
from reports.charts import FONT

SHEETS = 6
SIZES = HEAD, BODY, FOOT = 44, 40, 30
WIDTH, EDGE, GAP = 1080, 60, 18
INK, GREY, PAPER, BACK, LINE = "#1f2933", "#616e7c", "#ffffff", "#e9eef3", "#cbd2d9"
# What stands for a sign that the font has no glyph for; the others are left out, a square says nothing.
_SIGNS = {"👉": "▶", "✅": "√", "🔴": "●", "🟡": "●"}


def pack(file: Path, texts: Texts, report: Report) -> None:
    """Up to six pushes as pictures, then the ledger's photos, with a list of captions."""
    # Pictures are as small as they get.
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
        captions = []
        for name, caption, content in (*_sheets(texts, report), *_photos(texts, report)):
            bundle.writestr(name, content)
            captions.append(f"{name}\t{caption}")
        if left := sum(row.pictured and row.photo is None for row in report.ledger):
            captions.append(texts.plain("pictures-left", number=left))
        listed = "\n".join(captions) or texts.plain("pictures-none")
        bundle.writestr(texts.plain("pictures-list"), f"{listed}\n")


def draw(texts: Texts, sheet: Sheet, at: str) -> bytes:
    """One push as a picture: the group, the words as sent, time and receipts, and that we drew it."""
    head, body, foot = (ImageFont.truetype(str(FONT), size) for size in SIZES)
    parts = drawable(visible(sheet.html)).split("\n")
    lines = [line for part in parts for line in _wrapped(part.strip(), body, WIDTH - 4 * EDGE)]
    group = drawable(tame(sheet.group, 20))
    row = BODY + GAP
    high = EDGE * 5 + HEAD + row * len(lines) + 2 * (FOOT + GAP)
    picture = Image.new("RGB", (WIDTH, high), BACK)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, EDGE), group, INK, head)
    top = EDGE * 2 + HEAD
    bottom = top + EDGE * 2 + row * len(lines)
    pen.rounded_rectangle((EDGE, top, WIDTH - EDGE, bottom), 28, PAPER, LINE, 2)
    for number, line in enumerate(lines):
        pen.text((2 * EDGE, top + EDGE + number * row), line, INK, body)
    facts = texts.plain("picture-facts", group=group, at=at, receipts=sheet.receipts)
    pen.text((EDGE, bottom + GAP), facts, GREY, foot)
    pen.text((EDGE, bottom + 2 * GAP + FOOT), texts.plain("picture-mark"), GREY, foot)
    into = BytesIO()
    picture.save(into, "PNG", optimize=True)
    return into.getvalue()


def _sheets(texts: Texts, report: Report) -> Iterator[tuple[str, str, bytes]]:
    for number, sheet in enumerate(report.sheets[:SHEETS], 1):
        at = f"{sheet.at.astimezone(report.made_at.tzinfo):%Y-%m-%d %H:%M}"
        yield f"push-{number}.png", f"{tame(sheet.group)} {at}", draw(texts, sheet, at)


def _photos(texts: Texts, report: Report) -> Iterator[tuple[str, str, bytes]]:
    shown = [row for row in report.ledger if row.photo]
    for number, row in enumerate(shown, 1):
        assert row.photo is not None
        kind = texts.plain("ledger-kind", id=row.kind)
        yield f"offline-{number}.jpg", f"{row.day} {kind} {tame(row.place)}", row.photo


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(FT2Font(str(FONT)).get_charmap())


def drawable(text: str) -> str:
    """What the font can draw of a text."""
    return "".join(_SIGNS.get(sign, sign if sign == "\n" or ord(sign) in _glyphs() else "") for sign in text)


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines that fit; Chinese breaks anywhere."""
    lines = [""]
    for sign in text:
        if font.getlength(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines
