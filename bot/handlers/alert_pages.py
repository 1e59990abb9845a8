"""The buttons of a draft: its pages, its choices, its template, and 提交审批 or 发送."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers import alerts
from bot.handlers.screens import show
from bot.views import draft_pages as pages
from bot.views import drafts as views
from bot.views.officers import progress
from bot.views.screens import Screen
from content.templates import templates
from content.words import Audience, Severity
from core import alert_approval, alert_desk, alert_preview, alert_sending, dialogues, pushes
from core.errors import NoDraft
from core.words import Alert, AlertId, Button, Counts, Officer


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `draft_` button."""
    key, now = f"b:{button.key}", context.now()
    if button.action == "draft_anew":
        context.answer(query)
        await alerts.begin(context, officer, key, query)
        return
    if button.action == "draft_submit":
        await _submit(context, query, officer, button)
        return
    draft = await alert_desk.own_draft(context.desk, officer, AlertId(button.payload["alert"]))
    if button.action == "draft_drop":
        await alert_desk.drop(context.desk, officer, draft.id, key=key, now=now)
        await dialogues.forget(context.desk, officer.user, now=now)
        context.answer(query)
        await show(context, officer, Screen(html=context.texts.html("alert-dropped")), query)
        return
    context.answer(query)
    if button.action == "draft_photo":
        bare = await alert_desk.illustrate(context.desk, officer, draft.id, None, key=key, now=now)
        await alerts.preview(context, officer, bare, query)
    elif button.action == "draft_fact":
        await _fact(context, query, officer, button, draft, key)
    elif button.action == "draft_set":
        values = _values(button.payload["values"])
        changed = await alert_desk.choose(context.desk, officer, draft.id, **values)
        await _open(context, query, officer, changed, {**button.payload, "page": button.payload["next"]})
    else:
        await _open(context, query, officer, draft, button.payload)


async def _open(
    context: Context, query: CallbackQuery, officer: Officer, draft: Alert, payload: dict[str, Any]
) -> None:
    """One page of the draft; some of them wait for words."""
    texts, desk, name, guided = context.texts, context.desk, payload["page"], payload.get("guided", False)
    if name == "preview":
        if not draft.text:
            await _open(context, query, officer, draft, {**payload, "page": "write"})
        else:
            # Whoever comes back here leaves open what was asked elsewhere.
            await dialogues.forget(desk, officer.user, now=context.now())
            await alerts.preview(context, officer, draft, query)
        return
    if name == "region":
        screen = pages.region(texts, desk, officer, draft, guided, payload.get("at"))
    elif name in ("write", "text"):
        await alerts.expect(context, officer, alerts.TEXT, draft, guided=name == "write")
        screen = (pages.write if name == "write" else pages.rewrite)(texts, desk, draft)
    elif name == "photo":
        await alerts.expect(context, officer, alerts.PHOTO, draft)
        room = alert_sending.room(desk, draft)
        screen = _asking(context, draft, texts.html("alert-add-photo-ask", room=max(0, room - _PHOTO_COSTS)))
    elif name == "until":
        await alerts.expect(context, officer, alerts.UNTIL, draft)
        screen = _asking(context, draft, texts.html("alert-life-ask"))
    else:
        screen = pages.PAGES[name](texts, draft, guided)
    await show(context, officer, screen, query)


# What a caption holds less than a text.
_PHOTO_COSTS = 4096 - 1024


def _asking(context: Context, draft: Alert, html: str) -> Screen:
    back = (context.texts.plain("groups-back"), views.page("preview", draft))
    return Screen(html=html, rows=[[back]])


async def _fact(
    context: Context, query: CallbackQuery, officer: Officer, button: Button, draft: Alert, key: str
) -> None:
    """A template was chosen, or its usual sentence taken."""
    facts = button.payload["facts"]
    template = templates()[button.payload["template"]]
    if not facts:
        more = {"template": template.id, "facts": []}
        await alerts.expect(context, officer, alerts.FACT, draft, **more)
        screen = pages.ask_fact(context.texts, context.desk, draft, template, [])
        await show(context, officer, screen, query)
        return
    before = {"template": template.id, "facts": facts[:-1]}
    await alerts.take_fact(context, officer, draft, before, facts, key, query)


async def _submit(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """提交审批 or 发送; where the text looks like a name it is asked about first."""
    desk, now = context.desk, context.now()
    draft = await alert_desk.own_draft(desk, officer, AlertId(button.payload["alert"]))
    look = await alert_preview.look(desk, draft, now=now)
    if look.named and not button.payload["nameless"] and draft.version == button.payload["version"]:
        context.answer(query)
        await show(context, officer, views.named(context.texts, desk, look), query)
        return
    # A photo's message can't turn into words: the author's card is sent anew then.
    plain = isinstance(query.message, Message) and not query.message.photo
    card = query.message.message_id if plain and query.message is not None else None
    sent, launched = await alert_approval.submit(desk, officer, button, card=card, now=now)
    context.answer(query)
    if launched:
        await _show_progress(context, officer, sent, query)
    elif card is not None:
        await show(context, officer, views.waiting(context.texts, sent, look.approvers), query)
    else:
        await show(context, officer, Screen(html=look.html, photo=sent.media), query)


async def _show_progress(context: Context, officer: Officer, sent: Alert, query: CallbackQuery) -> None:
    """The card says at once that it is on its way; the chore goes on from there."""
    alert = await alert_approval.read(context.desk, sent.id)
    if alert.push is None:
        raise NoDraft
    found = await pushes.find(context.desk, alert.push)
    html = progress(context.texts, found, Counts(pending=1))
    await show(context, officer, Screen(html=html), query)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What a button carried as plain JSON, as the draft's own words."""
    values = dict(given)
    if "audiences" in values:
        values["audiences"] = tuple(Audience(one) for one in values["audiences"])
    if "segments" in values:
        values["segments"] = tuple(values["segments"])
    if "severity" in values:
        values["severity"] = Severity(values["severity"])
    return values
