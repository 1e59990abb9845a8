"""What an officer reads around a report."""

from __future__ import annotations

from bot.views.times import days
from content.texts import Texts
from core.desk import Desk


def panel(texts: Texts, desk: Desk, region: str | None, audience: str | None) -> str:
    """Which groups the report will be about."""
    who = texts.plain("audience", id=audience) if audience else texts.plain("report-all-audiences")
    where = desk.regions.path_name(region)
    return texts.html("report-panel", region=where, audience=who, closes=closes(texts, desk))


def auto(texts: Texts, desk: Desk, on: bool) -> str:
    """Whether reports come by themselves from now on, and when."""
    return texts.html("report-auto-on", closes=closes(texts, desk)) if on else texts.html("report-auto-off")


def closes(texts: Texts, desk: Desk) -> str:
    """周五15:00"""
    end = desk.rules.week_end
    return f"{days(texts, [end.weekday])}{end.at:%H:%M}"
