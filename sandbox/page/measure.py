"""How large a picture is, read from its first bytes, so that the page leaves room before it has loaded."""

from __future__ import annotations

from functools import lru_cache

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
# Frames that carry the size; the others between them are tables of the same number range.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@lru_cache(maxsize=256)
def sides(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG or JPEG; None for anything else."""
    if content.startswith(PNG) and len(content) >= 24:
        return _number(content, 16, 4), _number(content, 20, 4)
    return _of_jpeg(content) if content.startswith(JPEG) else None


def _of_jpeg(content: bytes) -> tuple[int, int] | None:
    at = len(JPEG)
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            return _number(content, at + 7, 2), _number(content, at + 5, 2)
        at += 2 + _number(content, at + 2, 2)
    return None


def _number(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length])
