"""What the audit says, for people."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from bot.views.screens import Screen
from bot.views.times import moment
from content.texts import Texts, tame
from core.audit_reading import Entry, Fingerprint, Page
from core.officers import NewButton

_HASH = re.compile(r"[0-9a-f]{32}")


def page(texts: Texts, found: Page, zone: ZoneInfo, size: int) -> Screen:
    """The newest first: when, who, what, about what."""
    lines = [
        texts.html(
            "audit-line",
            when=moment(texts, one.at, zone),
            who=tame(one.who) or texts.plain("audit-nobody"),
            what=texts.plain("audit-action", id=one.action),
            subject=tame(_subject(texts, one), 60),
        )
        for one in found.entries
    ]
    turns = []
    if found.offset > 0:
        newer = NewButton("audit_page", {"offset": max(0, found.offset - size)})
        turns.append((texts.plain("groups-less"), newer))
    if found.more:
        turns.append((texts.plain("groups-more"), NewButton("audit_page", {"offset": found.offset + size})))
    body = "\n".join(lines) or texts.html("audit-none")
    html = texts.html("audit-page", lines="\0").replace("\0", body)
    return Screen(html=html, rows=[turns] if turns else [])


# Whose subjects hold words of the machine's own; in the others stands what people called something.
_IN_OUR_WORDS = ("officer_", "push", "urgent_switch")


def _subject(texts: Texts, entry: Entry) -> str:
    """What it was about; of an alert's choices which ones, of a refusal why, as officers call them."""
    words = entry.subject.split()
    if entry.action == "alert_choose":
        return " ".join(
            texts.plain("audit-choice", id=word.partition("=")[0]) if "=" in word else word for word in words
        )
    if entry.action == "refused":
        return _refusal(texts, words)
    if entry.action.startswith(_IN_OUR_WORDS):
        return " ".join(called(texts, word) for word in words)
    return entry.subject


def _refusal(texts: Texts, words: list[str]) -> str:
    """What was tried, then why not."""
    tried, *why = words or [""]
    # /officer and being one, /alert in a group and a group's own affairs go by the same words.
    tried = {"officer": "officers"}.get(tried, tried)
    told = [called(texts, "group_said" if one == "group" else one) for one in why]
    what = called(texts, tried)
    return texts.plain("audit-subject-refused", what=what, why="，".join(told)) if told else what


def called(texts: Texts, word: str) -> str:
    """A word of the machine's own as officers say it, a longer one by its beginning; others stay.

    Of a stranger's hash so much stays that one is known from the next.
    """
    if _HASH.fullmatch(word):
        return word[:6]
    known = word
    while known:
        said = texts.plain("audit-word", id=known)
        if said != known:
            return said
        known = known.rpartition("_")[0]
    return word


def fingerprint(texts: Texts, found: Fingerprint) -> str:
    return texts.html("audit-fingerprint", rows=found.rows, head=found.head)
