"""`python -m content.photo_worker`: a photo comes in, a clean JPEG goes out, or a reason as exit code.

Run as a process of its own, since it opens files that anybody may have made. 3: there is a QR code in
it; 4: it can't be read; 5: it is too large.
"""

from __future__ import annotations

import io
import resource
import sys
import warnings
from collections.abc import Iterator

import zxingcpp
from PIL import Image, ImageOps

QR, BROKEN, LARGE = 3, 4, 5
PIXELS = 40_000_000
SIDE = 2560
QUALITY = 88
MEMORY, SECONDS = 2 << 30, 25


class HasCode(Exception):
    """A code that a phone could read."""


def clean(raw: bytes) -> bytes:
    """The same picture, drawn anew: upright, without metadata, no side over 2560. Raises HasCode, OSError."""
    Image.MAX_IMAGE_PIXELS = PIXELS
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "WEBP", "GIF", "BMP")) as opened:
        upright = ImageOps.exif_transpose(opened)
        picture = Image.new("RGB", upright.size, "white")
        picture.paste(upright.convert("RGB"), mask=_opaque(upright))
    if any(zxingcpp.read_barcodes(seen) for seen in _views(picture)):
        raise HasCode
    picture.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _opaque(picture: Image.Image) -> Image.Image | None:
    """What shows of a picture with holes; a code may be drawn in the holes alone."""
    return picture.convert("RGBA").getchannel("A") if "A" in picture.getbands() else None


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture as a phone held nearer or further away would see it."""
    grey = ImageOps.autocontrast(picture.convert("L"))
    yield grey
    yield ImageOps.invert(grey)
    for side in (1600, 800, 400):
        if max(grey.size) > side:
            smaller = grey.copy()
            smaller.thumbnail((side, side), Image.Resampling.BILINEAR)
            yield smaller
    if max(grey.size) < 1200:
        yield grey.resize((grey.width * 2, grey.height * 2), Image.Resampling.BICUBIC)


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        cleaned = clean(sys.stdin.buffer.read())
    except HasCode:
        return QR
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        return LARGE
    except (OSError, ValueError, SyntaxError, EOFError):
        return BROKEN
    sys.stdout.buffer.write(cleaned)
    return 0


if __name__ == "__main__":
    sys.exit(main())
