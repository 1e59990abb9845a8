"""What of a feed is worth an officer's look: chosen where it was parsed, so that little comes back."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from content.feeds.entries import Entry, Parsed
from content.feeds.score import score

# The best of one reading; what else there is comes with the next one, or never.
MOST = 50
# So many of the others are told by name.
NAMED, NAME = 20, 60
TEXT_KEPT = 4_000
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What raises an article's score."""

    regions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An article about fraud: its points, and the words that gave them."""

    entry: Entry
    points: int
    found: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What one reading of a feed came to. `refused` names why the feed was not read at all.

    `passed_over`: titles and points of articles that are not about fraud, the nearest to it.
    """

    title: str = ""
    fetched: int = 0
    empty: int = 0
    listings: int = 0
    ignored: int = 0
    crowded_out: int = 0
    candidates: tuple[Candidate, ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()
    refused: str | None = None


def select(parsed: Parsed, wanted: Wanted) -> Selection:
    """The articles about fraud, those with most points and the newest first."""
    scored = [(entry, score(entry.title, entry.text, **asdict(wanted))) for entry in parsed.entries]
    about = [(entry, found) for entry, found in scored if found.candidate]
    others = [(found.points, entry.title[:NAME]) for entry, found in scored if not found.candidate]
    about.sort(key=lambda one: (one[1].points, one[0].published or LONG_AGO), reverse=True)
    return Selection(
        title=parsed.title,
        fetched=len(parsed.entries) + parsed.empty + parsed.listings,
        empty=parsed.empty,
        listings=parsed.listings,
        ignored=len(others),
        crowded_out=len(about[MOST:]),
        candidates=tuple(
            Candidate(entry=_shortened(entry), points=found.points, found=found.found)
            for entry, found in about[:MOST]
        ),
        passed_over=tuple((title, points) for points, title in sorted(others, reverse=True)[:NAMED]),
        refused=parsed.refused,
    )


def packed(selection: Selection) -> str:
    """As one line of JSON."""
    return json.dumps(asdict(selection), ensure_ascii=False, default=datetime.isoformat)


def unpacked(line: str) -> Selection:
    """What `packed` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    data = json.loads(line)
    found = tuple(_candidate(one) for one in data.pop("candidates"))
    others = tuple((str(title), int(points)) for title, points in data.pop("passed_over"))
    return Selection(candidates=found, passed_over=others, **data)


def _candidate(data: dict[str, Any]) -> Candidate:
    entry = dict(data["entry"])
    published = entry.pop("published")
    read = Entry(published=datetime.fromisoformat(published) if published else None, **entry)
    return Candidate(entry=read, points=int(data["points"]), found=tuple(data["found"]))


def _shortened(entry: Entry) -> Entry:
    return Entry(
        identity=entry.identity,
        title=entry.title,
        text=entry.text[:TEXT_KEPT],
        link=entry.link,
        published=entry.published,
    )
