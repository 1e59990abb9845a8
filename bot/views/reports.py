"""What an officer reads around a report."""

from __future__ import annotations

from content.texts import Texts
from core.desk import Desk


def panel(texts: Texts, desk: Desk, region: str | None, audience: str | None) -> str:
    """Which groups the report will be about."""
    who = texts.plain("audience", id=audience) if audience else texts.plain("report-all-audiences")
    return texts.html("report-panel", region=desk.regions.path_name(region), audience=who)
