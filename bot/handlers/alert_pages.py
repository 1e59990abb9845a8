"""The buttons of a draft: its pages, its choices, its template, and 提交审批 or 发送."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers import alerts
from bot.handlers.screens import show
from bot.views import draft_pages as pages
from bot.views import drafts as views
from bot.views.screens import Screen
from content.templates import templates
from content.words import Audience, Severity
from core import alert_approval, alert_desk, alert_preview, alert_sending, dialogues, officers
from core.alert_desk import MAY_ALERT
from core.errors import NamesSomebody, NoDraft
from core.ports import Priority
from core.words import Alert, AlertId, Button, Officer


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `draft_` button."""
    key, now = f"b:{button.key}", context.now()
    if button.action == "draft_anew":
        context.answer(query)
        # What waits for its approval stays in sight.
        await alerts.begin(context, officer, key, None if button.payload.get("beside") else query)
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
        changed = await alert_desk.choose(context.desk, officer, draft.id, key=key, now=now, **values)
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
    # A photo's message can't turn into words: the author's card is sent anew then.
    plain = isinstance(query.message, Message) and not query.message.photo
    card = query.message.message_id if plain and query.message is not None else None
    try:
        sent, launched = await alert_approval.submit(desk, officer, button, card=card, now=now)
    except NamesSomebody:
        context.answer(query)
        draft = await alert_desk.own_draft(desk, officer, AlertId(button.payload["alert"]))
        look = await alert_preview.look(desk, draft, now=now)
        await show(context, officer, views.named(context.texts, desk, look), query)
        return
    put_off = "yes" if alert_sending.begins(desk, sent, now) > now else "no"
    context.answer(query, context.texts.plain("alert-send-done", waits=put_off) if launched else "")
    if card is None:
        bare = Screen(html=await alert_preview.exactly(desk, sent, now=now), photo=sent.media)
        await show(context, officer, bare, query, priority=Priority.ALERT)
    elif not launched:
        waits = views.waiting(context.texts, sent, await alert_preview.who_approves(desk, sent))
        await show(context, officer, waits, query, priority=Priority.ALERT)
    # Of one that is on its way the watch makes the card a progress message, behind its first copies.


async def came_late(context: Context, user: int, payload: dict[str, Any]) -> bool:
    """Words for a draft that had lain too long: whether there is one; then its writer is asked to go on."""
    officer = await officers.standing(context.desk, user)
    if officer is None or officer.role not in MAY_ALERT:
        return False
    try:
        draft = await alert_desk.own_draft(context.desk, officer, AlertId(payload["alert"]))
    except NoDraft:
        return False
    await show(context, officer, pages.unfinished(context.texts, draft, late=True))
    return True


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
