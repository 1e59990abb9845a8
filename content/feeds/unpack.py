"""Unpacks what a server sent, no further than to a limit. Runs where feeds are parsed."""

from __future__ import annotations

import zlib

LIMIT = 5 << 20
PLAIN = ("", "identity")
ENCODINGS = frozenset({*PLAIN, "gzip", "x-gzip", "deflate"})


class NotUnpacked(Exception):
    """Too much came out of it, or nothing; says which, as `feed-error` names it."""


def unpack(sent: bytes, encoding: str) -> bytes:
    """The body. What ends too early gives as much as there is. Raises NotUnpacked."""
    if encoding in PLAIN:
        return sent
    inflate = zlib.decompressobj(zlib.MAX_WBITS | 32)
    try:
        body = inflate.decompress(sent, LIMIT + 1)
    except zlib.error:
        raise NotUnpacked("broken_encoding") from None
    if len(body) > LIMIT:
        raise NotUnpacked("too_large")
    return body
