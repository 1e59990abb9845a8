"""/report: an officer asks for a period; the figures come as chart and summary, then the files."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, Message, Update

from bot.context import Context, words_of
from bot.handlers.officer_groups import keyboard
from bot.reporter import Wanted
from bot.views import reports as views
from bot.views.errors import sentence
from content.words import Audience
from core import dialogues, officers, report_orders
from core.errors import BadPeriod, CoreError
from core.ledger import MAY_WRITE as MAY_REPORT
from core.officers import NewButton
from core.periods import A_QUARTER, Period, day_meant, days, span_of, till_now
from core.ports import Priority
from core.words import Button, Officer

DAYS = "report_days"
Rows = list[list[tuple[str, NewButton]]]
_DAYS = re.compile(r"(?:(\d{4})[-年/.])?(\d{1,2})[-月/.](\d{1,2})日?")


async def report(update: Update, context: Context) -> None:
    """/report [auto]"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    officer = await officers.require(
        context.desk, message.from_user.id, MAY_REPORT, "report", key=key, now=now
    )
    if words_of(context) == ["auto"]:
        on = await report_orders.switch(context.desk, officer, key=key, now=now)
        context.reply(message, views.auto(context.texts, context.desk, on), priority=Priority.OFFICER)
        return
    choice = {"region": officer.region, "audience": None}
    context.reply(message, *await _panel(context, officer, choice), priority=Priority.OFFICER)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button of the report's panel."""
    payload = button.payload
    shown: tuple[str, InlineKeyboardMarkup | None] | None = None
    match button.action:
        case "report_make":
            rules = context.desk.rules
            period, zone = Period(payload["period"]), rules.hours.zone
            first, end = span_of(period, context.now(), zone, rules.week_end)
            message = query.message.message_id if query.message else None
            _begin(context, officer, payload, message, first, end)
        case "report_choose":
            await dialogues.expect(context.desk, officer.user, DAYS, payload, now=context.now())
            shown = context.texts.html("report-ask-days"), None
        case "report_region":
            shown = await _regions(context, officer, payload)
        case "report_audience":
            shown = await _audiences(context, officer, payload)
        case _:
            shown = await _panel(context, officer, payload)
    context.answer(query)
    if shown is not None:
        context.edit(query, *shown, priority=Priority.OFFICER)


async def days_written(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """The two days that we asked for; what can't be read is asked for again."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_REPORT, "report", key=key, now=now)
    zone = context.desk.rules.hours.zone
    try:
        first, last = read_days(message.text or "", now.astimezone(zone).date())
        span = till_now(days(first, last, zone), now)
    except CoreError as error:
        await dialogues.expect(context.desk, user, DAYS, payload, now=now)
        context.reply(message, sentence(context.texts, error), priority=Priority.OFFICER)
        return
    _begin(context, officer, payload, None, *span)


def read_days(text: str, today: date) -> tuple[date, date]:
    """「11月1日 11月20日」 or 「2026-11-01 2026-11-20」; a year left out is the one that is meant.

    Raises BadPeriod.
    """
    found = _DAYS.findall(text)
    if len(found) != 2:
        raise BadPeriod("period-unreadable")
    try:
        (said, *of_first), (year, month, day) = ([int(one or 0) for one in words] for words in found)
        last = date(year, month, day) if year else day_meant(month, day, today)
        first = date(said or last.year, *of_first)
    except ValueError:
        raise BadPeriod("period-unreadable") from None
    # 12月20日 1月5日 is over a new year; 11月20日 11月1日 is the wrong way round.
    if not said and first > last + A_QUARTER:
        if not year and first <= today:
            return first, last.replace(year=last.year + 1)
        first = first.replace(year=first.year - 1)
    return first, last


def _begin(
    context: Context,
    officer: Officer,
    payload: dict[str, Any],
    message: int | None,
    first: datetime,
    end: datetime,
) -> None:
    """Have it written; that message says how far it is, or a new one."""
    wanted = Wanted(
        first=first,
        end=end,
        region=payload["region"],
        audience=payload["audience"],
        cases=payload.get("cases", False),
    )
    context.counter.reporter.begin(officer.user, wanted, message, now=context.now())


async def _panel(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    texts, kept = context.texts, {"region": payload["region"], "audience": payload["audience"]}

    def make(period: Period, **more: Any) -> NewButton:
        return NewButton("report_make", {**kept, "period": period, **more})

    weeks = [(texts.plain("period", id=one), make(one)) for one in (Period.THIS_WEEK, Period.LAST_WEEK)]
    months = [(texts.plain("period", id=one), make(one)) for one in (Period.THIS_MONTH, Period.LAST_MONTH)]
    cases = texts.plain("report-cases-button"), make(Period.LAST_MONTH, cases=True)
    rows: Rows = [
        weeks,
        months,
        [(texts.plain("report-choose"), NewButton("report_choose", kept)), cases],
        [
            (texts.plain("report-region"), NewButton("report_region", {**kept, "at": ""})),
            (texts.plain("report-audience-button"), NewButton("report_audience", kept)),
        ],
    ]
    html = views.panel(texts, context.desk, payload["region"], payload["audience"])
    return html, await keyboard(context, officer.user, rows)


async def _regions(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    """Down the tree within the officer's own region."""
    kept = {"region": payload["region"], "audience": payload["audience"]}
    node = context.desk.regions.get(payload["at"] or officer.region)
    whole = officer.region if node.id == context.desk.regions.get(officer.region).id else node.id
    rows: Rows = [
        [
            (
                context.texts.plain("choose-here", name=node.name),
                NewButton("report_panel", {**kept, "region": whole}),
            )
        ]
    ]
    rows += [[(child.name, NewButton("report_region", {**kept, "at": child.id}))] for child in node.children]
    rows.append([(context.texts.plain("groups-back"), NewButton("report_panel", kept))])
    return context.texts.html("report-which-region"), await keyboard(context, officer.user, rows)


async def _audiences(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    texts = context.texts
    rows: Rows = [
        [(texts.plain("groups-filter-all"), NewButton("report_panel", {**payload, "audience": None}))]
    ]
    rows += [
        [(texts.plain("audience", id=one), NewButton("report_panel", {**payload, "audience": one}))]
        for one in Audience
    ]
    return texts.html("report-which-audience"), await keyboard(context, officer.user, rows)
