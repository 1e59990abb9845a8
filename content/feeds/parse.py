"""A feed's bytes as entries. Runs in a process of its own: what it reads comes from anyone."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import feedparser

from content.feeds.dates import moment
from content.feeds.decode import to_text
from content.feeds.entries import TEXT_LIMIT, TITLE_LIMIT, Entry, Parsed, identity_of
from content.feeds.plain import hidden_link, to_plain

ENTRIES = 5_000
_OURS = {"content-type": "text/xml; charset=utf-8"}
_FORBIDDEN = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FEED = re.compile(r"<(?:rss|feed|rdf:rdf)\b", re.IGNORECASE)
_CHANNEL_PAGE = re.compile(r"^(?:/[\w-]+)*/(?:index\.\w+)?$")


def parse(body: bytes, content_type: str, zone: ZoneInfo) -> Parsed:
    """The feed's entries in its own order. Never raises for what the bytes hold."""
    text = to_text(body, content_type)
    if not _FEED.search(text):
        return Parsed(refused="no_feed")
    if _FORBIDDEN.search(text):
        return Parsed(refused="doctype")
    # Only ever a file object: feedparser opens a string or bytes that look like an address or a path.
    read = feedparser.parse(BytesIO(text.encode()), response_headers=_OURS)
    home = str(read.feed.get("link", ""))
    entries, dropped = [], 0
    for one in read.entries[:ENTRIES]:
        entry = _entry(one, zone)
        if _is_empty(entry) or _is_channel_page(entry, home):
            dropped += 1
        else:
            entries.append(entry)
    title = to_plain(str(read.feed.get("title", "")))[:TITLE_LIMIT]
    return Parsed(title=title, entries=tuple(entries), dropped=dropped)


def _entry(one: Any, zone: ZoneInfo) -> Entry:
    marked, link = str(one.get("title", "")), str(one.get("link", "")) or None
    if link is None or "%3Ca" in link or "<a" in link:
        link = hidden_link(marked) or hidden_link(link or "")
    title = " ".join(to_plain(marked).split())[:TITLE_LIMIT]
    text = to_plain(_body(one))[:TEXT_LIMIT]
    date = next((name for name in ("published", "updated", "created") if one.get(name)), "published")
    return Entry(
        identity=identity_of((one.get("id"), link), title, text),
        title=title,
        text=text,
        link=link if link and link.startswith(("http://", "https://")) else None,
        published=moment(str(one.get(date, "")), one.get(f"{date}_parsed"), zone),
    )


def _is_empty(entry: Entry) -> bool:
    return not (entry.title or entry.text or entry.link)


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
