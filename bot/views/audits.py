"""What the audit says, for people."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.views.screens import Screen
from bot.views.times import moment
from content.texts import Texts, tame
from core.audit_reading import Fingerprint, Page
from core.officers import NewButton


def page(texts: Texts, found: Page, zone: ZoneInfo, size: int) -> Screen:
    """The newest first: when, who, what, about what."""
    lines = [
        texts.html(
            "audit-line",
            when=moment(texts, one.at, zone),
            who=tame(one.who) or texts.plain("audit-nobody"),
            what=texts.plain("audit-action", id=one.action),
            subject=tame(one.subject, 60),
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


def fingerprint(texts: Texts, found: Fingerprint) -> str:
    return texts.html("audit-fingerprint", rows=found.rows, head=found.head)
