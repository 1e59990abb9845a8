"""A photo leaves the worker upright and bare, or is refused; the bot's own process opens none."""

from __future__ import annotations

import io

import pytest
import zxingcpp
from PIL import Image

from bot import photos
from core.errors import BadPhoto
from tests.end_to_end.alerting import a_photo

ROTATED = 0x0112


async def why(raw: bytes) -> str:
    with pytest.raises(BadPhoto) as bad:
        await photos.clean(raw)
    return bad.value.why


async def test_a_photo_loses_what_the_camera_wrote_and_stands_upright() -> None:
    raw = a_photo(place="幸福村3号")
    assert Image.open(io.BytesIO(raw)).getexif()
    clean = await photos.clean(raw)
    opened = Image.open(io.BytesIO(clean))
    assert opened.format == "JPEG"
    assert opened.size == (700, 900)
    assert dict(opened.getexif()) == {}
    assert "exif" not in opened.info
    assert "幸福村".encode() not in clean


async def test_a_large_one_is_made_smaller_and_a_see_through_one_stands_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4000, 1000), (0, 0, 0, 0)).save(out, "PNG")
    opened = Image.open(io.BytesIO(await photos.clean(out.getvalue())))
    assert opened.size == (2560, 640)
    assert opened.getpixel((10, 10)) == (255, 255, 255)


@pytest.mark.parametrize("angle", [0, 33, 180])
@pytest.mark.parametrize("inverted", [False, True])
async def test_a_code_is_found_however_it_lies(angle: int, inverted: bool) -> None:
    made = zxingcpp.create_barcode("https://evil.example/pay", zxingcpp.BarcodeFormat.QRCode)
    code = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=8)).convert("L")
    if inverted:
        code = code.point(lambda level: 255 - level)
    ground = Image.new("L", (1600, 1200), 255 if not inverted else 0)
    turned = code.rotate(angle, expand=True, fillcolor=255 if not inverted else 0)
    ground.paste(turned, (700, 300))
    out = io.BytesIO()
    ground.save(out, "JPEG", quality=80)
    assert await why(out.getvalue()) == "qr"


async def test_what_is_no_photo() -> None:
    assert await why(b"") == "broken"
    assert await why(b"not a picture") == "broken"
    assert await why(a_photo()[:5000]) == "broken"
    assert await why(b"x" * (photos.LARGEST + 1)) == "large"
    out = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(out, "PNG")
    assert await why(out.getvalue()) == "large"


async def test_one_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "PATIENCE", 0.01)
    assert await why(a_photo()) == "slow"
