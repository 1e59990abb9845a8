"""An article becomes a draft: a case's preview, or an alert's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from telegram import CallbackQuery

from bot.context import Context
from bot.handlers import alerts
from bot.handlers.screens import show
from bot.views import fresh_cases as views
from core import alert_desk, articles, dialogues, fresh_approval
from core.articles import Article, Suggested
from core.errors import AlertRefused
from core.words import Fresh, Officer


async def show_case(
    context: Context,
    officer: Officer,
    draft: Fresh,
    query: CallbackQuery | None = None,
    found: Suggested | None = None,
) -> None:
    """Show the case as it would be read; `found`: what the rules made of the article just now."""
    look = await fresh_approval.look(context.desk, draft)
    await show(context, officer, views.preview(context.texts, context.desk, look, found), query)


async def make_alert(context: Context, officer: Officer, article: Article, key: str) -> None:
    """做成预警: a draft of an alert with the article's words, shown as /alert shows it."""
    desk, now = context.desk, context.now()
    found = await articles.suggest(desk, article)
    words = articles.alert_words(desk, found)
    try:
        written = await alert_desk.begin_with(desk, officer, words, key=key, now=now)
    except AlertRefused:
        # No words are left that may go out: the officer finds some.
        await alerts.begin(context, officer, key)
        return
    # Nothing that was asked before is being answered any more.
    await dialogues.forget(desk, officer.user, now=now)
    wanted: dict[str, Any] = {"audiences": found.audiences, "fraud_type": found.fraud_type}
    region = article.region
    if region is not None and region in desk.regions and desk.regions.covers(officer.region, region):
        wanted["region"] = region
    draft = await alert_desk.choose(desk, officer, written.alert.id, key=f"{key}:fits", now=now, **wanted)
    hidden = replace(written, hidden=written.hidden + found.hidden)
    await alerts.preview(context, officer, draft, written=hidden)
