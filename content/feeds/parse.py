"""A feed's bytes as entries. Runs in a process of its own: what it reads comes from anyone."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import feedparser

from content.feeds.dates import moment
from content.feeds.decode import to_text
from content.feeds.entries import TEXT_LIMIT, TITLE_LIMIT, Entry, Parsed, identity_of
from content.feeds.plain import hidden_link, to_plain
from content.feeds.unpack import NotUnpacked, unpack

ENTRIES = 5_000
_OURS = {"content-type": "text/xml; charset=utf-8"}
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
# Also two of them in a row: so a script writes what lies beyond sixteen bits.
_HALF = r"&#(?:x(d[89a-f][0-9a-f]{2})|(5[5-7]\d{3}));"
_REFERENCE = re.compile(rf"{_HALF}{_HALF}|&#(?:x([0-9a-f]+)|(\d+));?", re.IGNORECASE)
_WEB = ("http://", "https://")
_UNPRINTED = re.compile(r"[\0-\x20\x7f]")
_CHANNEL_PAGE = re.compile(r"^(?:/[\w-]+)*/(?:index\.\w+)?$")


def parse(sent: bytes, content_type: str, zone: ZoneInfo, encoding: str = "") -> Parsed:
    """The feed's entries in its own order. Never raises for what the bytes hold."""
    try:
        text = to_text(unpack(sent, encoding), content_type)
    except NotUnpacked as error:
        return Parsed(refused=str(error))
    if not _FEED.search(text):
        return Parsed(refused="no_feed")
    if _FORBIDDEN.search(text):
        return Parsed(refused="doctype")
    # Only ever a file object: feedparser opens a string or bytes that look like an address or a path.
    source = BytesIO(_REFERENCE.sub(_letter, text).encode(errors="replace"))
    try:
        read = feedparser.parse(source, response_headers=_OURS)
    except Exception:
        # It is made for feeds that are broken in known ways, and others come.
        return Parsed(refused="too_hard")
    home = str(read.feed.get("link", ""))
    found = [_entry(one, home, zone) for one in read.entries[:ENTRIES]]
    told = [entry for entry in found if entry.title or entry.text or entry.link]
    entries = tuple(entry for entry in told if not _is_channel_page(entry, home))
    title = to_plain(str(read.feed.get("title", "")))[:TITLE_LIMIT]
    empty, listings = len(found) - len(told), len(told) - len(entries)
    return Parsed(title=title, entries=entries, empty=empty, listings=listings)


def _letter(found: re.Match[str]) -> str:
    """A character reference as XML allows it: a letter's halves put together, what is no letter left out."""
    high, low, one = (
        int(sixteen or "0", 16) if sixteen else int((ten or "0")[:8])
        for sixteen, ten in zip(found.groups()[::2], found.groups()[1::2], strict=True)
    )
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        one = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
    is_letter = one in (9, 10, 13) or 31 < one < 0xD800 or 0xDFFF < one < 0x110000
    return f"&#{one};" if is_letter else ""


def _entry(one: Any, home: str, zone: ZoneInfo) -> Entry:
    marked = str(one.get("title", ""))
    link = _link(one, marked, home)
    title = " ".join(to_plain(marked).split())[:TITLE_LIMIT]
    text = to_plain(_body(one))[:TEXT_LIMIT]
    date = next((name for name in ("published", "updated", "created") if one.get(name)), "published")
    return Entry(
        identity=identity_of((one.get("id"), link), title, text),
        title=title,
        text=text,
        link=link,
        published=moment(str(one.get(date, "")), one.get(f"{date}_parsed"), zone),
    )


def _link(one: Any, marked: str, home: str) -> str | None:
    """Its address: told, hidden in the title, told from the channel's own, or its id where that is one."""
    told = str(one.get("link", ""))
    if not told or "%3Ca" in told or "<a" in told:
        told = hidden_link(marked) or hidden_link(told) or str(one.get("id", ""))
        home = ""
    try:
        told = _UNPRINTED.sub("", urljoin(home, told) if home.startswith(_WEB) else told)
        return told if told.startswith(_WEB) and urlsplit(told).hostname else None
    except ValueError:
        return None


def _body(one: Any) -> str:
    """The longest of what an entry says about itself."""
    whole = [str(part.get("value", "")) for part in one.get("content", [])]
    return max([*whole, str(one.get("summary", ""))], key=len)


def _is_channel_page(entry: Entry, home: str) -> bool:
    """A page that lists articles is none: no digits in its path, and no date."""
    if entry.link is None:
        return False
    address = urlsplit(entry.link)
    if entry.link.rstrip("/") == home.rstrip("/"):
        return True
    lists = _CHANNEL_PAGE.match(address.path) and not address.query and not re.search(r"\d", address.path)
    return entry.published is None and bool(lists)
