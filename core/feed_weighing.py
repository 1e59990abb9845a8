"""What becomes of the articles that a feed brought: new, changed, a story that was told before. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from content.feeds.score import Stories
from content.feeds.select import Candidate as Found
from core.words import CandidateId
from storage.candidates import CandidateState, Seen, Story


@dataclass
class Kept:
    """What of a reading is kept, each under its identity.

    `merged` tells the same story as the candidate of that number, or as the new one of that identity.
    """

    new: list[tuple[str, Found]] = field(default_factory=list)
    changed: list[tuple[CandidateId, Found]] = field(default_factory=list)
    merged: list[tuple[str, Found, CandidateId | str]] = field(default_factory=list)

    def articles(self) -> list[Found]:
        """All of them."""
        told = [one for _, one in self.new] + [one for _, one in self.changed]
        return told + [one for _, one, _ in self.merged]


def deciding(brought: Iterable[Found], seen: Mapping[str, Seen], others: Sequence[Story]) -> Iterator[Kept]:
    """What becomes of each article; of an old acquaintance nothing. `seen`: by identity, of that feed.

    Yields what there is so far before each article and at the end: each takes a millisecond.
    """
    kept, now = Kept(), dict[str, str]()
    stories = Stories((one.title, one.text) for one in others)
    told: list[CandidateId | str] = [one.id for one in others]
    for one in brought:
        yield kept
        name, digest, twin = one.entry.identity, one.entry.hash, twin_of(one)
        before = seen[name].hash if name in seen else now.get(name)
        if before == digest or twin in seen or twin in now:
            continue
        if name in seen and seen[name].state == CandidateState.NEW and name not in now:
            kept.changed.append((seen[name].id, one))
            now[name] = digest
            continue
        if before is not None:
            # Settled or just read, and the same number says something else: that is another article.
            name = twin
        now[name] = digest
        same = stories.same(one.entry.title, one.entry.text)
        if same is not None:
            kept.merged.append((name, one, told[same]))
            continue
        kept.new.append((name, one))
        stories.add(one.entry.title, one.entry.text)
        told.append(name)
    yield kept


def unchanged(one: Found, seen: Mapping[str, Seen]) -> bool:
    """Whether it was seen before, word for word."""
    return one.entry.identity in seen and seen[one.entry.identity].hash == one.entry.hash


def twin_of(one: Found) -> str:
    """What another article of the same number goes by."""
    return f"{one.entry.identity[:300]}#{one.entry.hash[:12]}"
