"""印证图片: pushes drawn as the groups received them, and the photos of offline work, in one ZIP."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from content.render import visible
from content.texts import Texts, tame
from core.figures import Report, Sheet
from reports.charts import FONT

SHEETS = 6
SIZES = HEAD, BODY, FOOT = 44, 40, 30
WIDTH, EDGE, GAP = 1080, 60, 18
INK, GREY, PAPER, BACK, LINE = "#1f2933", "#616e7c", "#ffffff", "#e9eef3", "#cbd2d9"
# What the font has no glyph for.
_SIGNS = {"👉": "▶", "✅": "√", "🔴": "●", "🟡": "●", "📢": "", "️": ""}


def pack(file: Path, texts: Texts, report: Report) -> None:
    """Up to six pushes as pictures, then the ledger's photos, with a list of captions."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        captions = []
        for name, caption, content in (*_sheets(texts, report), *_photos(texts, report)):
            bundle.writestr(name, content)
            captions.append(f"{name}\t{caption}")
        listed = "\n".join(captions) or texts.plain("pictures-none")
        bundle.writestr(texts.plain("pictures-list"), f"{listed}\n")


def draw(texts: Texts, sheet: Sheet, at: str) -> bytes:
    """One push as a picture: the group, the words as sent, time and receipts, and that we drew it."""
    head, body, foot = (ImageFont.truetype(str(FONT), size) for size in SIZES)
    words = "".join(_SIGNS.get(sign, sign if ord(sign) <= 0xFFFF else "") for sign in visible(sheet.html))
    lines = [line for part in words.split("\n") for line in _wrapped(part, body, WIDTH - 4 * EDGE)]
    row = BODY + GAP
    high = EDGE * 5 + HEAD + row * len(lines) + 2 * (FOOT + GAP)
    picture = Image.new("RGB", (WIDTH, high), BACK)
    pen = ImageDraw.Draw(picture)
    pen.text((EDGE, EDGE), tame(sheet.group, 20), INK, head)
    top = EDGE * 2 + HEAD
    bottom = top + EDGE * 2 + row * len(lines)
    pen.rounded_rectangle((EDGE, top, WIDTH - EDGE, bottom), 28, PAPER, LINE, 2)
    for number, line in enumerate(lines):
        pen.text((2 * EDGE, top + EDGE + number * row), line, INK, body)
    facts = texts.plain("picture-facts", group=tame(sheet.group, 20), at=at, receipts=sheet.receipts)
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


def _wrapped(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """The text in lines that fit; Chinese breaks anywhere."""
    lines = [""]
    for sign in text:
        if font.getlength(lines[-1] + sign) > width:
            lines.append("")
        lines[-1] += sign
    return lines
