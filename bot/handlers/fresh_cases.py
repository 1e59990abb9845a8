"""The buttons of a fresh case: its parts, its choices, 提交审批 or 发送, and what its author may do later."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, Message

from bot.context import Context
from bot.handlers import drafting
from bot.handlers.alert_refusals import noted
from bot.handlers.screens import show
from bot.views import fresh_cases as views
from bot.views.screens import Screen
from content.words import Audience
from core import dialogues, fresh_approval, fresh_cases, officers
from core.errors import CoreError
from core.fresh_cases import MAY_MAKE
from core.words import Button, Fresh, FreshId, FreshState, Officer

PART = "fresh_part"


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `fresh_` button that is its author's."""
    desk, key, now = context.desk, f"b:{button.key}", context.now()
    if button.action == "fresh_list":
        context.answer(query)
        found = await fresh_approval.listed(desk, officer, now=now)
        await show(context, officer, views.listed(context.texts, desk, found, now), query)
        return
    fresh = FreshId(button.payload["fresh"])
    match button.action:
        case "fresh_submit":
            await _submit(context, query, officer, button)
            return
        case "fresh_drop":
            dropped = await fresh_cases.drop(desk, officer, fresh, key=key, now=now)
            screen = views.dropped(context.texts, dropped)
            await dialogues.forget(desk, officer.user, now=now)
        case "fresh_recall":
            draft = await fresh_approval.take_back(desk, officer, fresh, key=key, now=now)
            screen = await _preview(context, draft)
        case "fresh_end":
            over = await fresh_approval.end(desk, officer, fresh, key=key, now=now)
            screen = Screen(html=context.texts.html("fresh-ended", title=over.title))
        case "fresh_open":
            screen = await _opened(context, officer, fresh)
        case _:
            screen = await _draft(context, officer, button, fresh)
    context.answer(query)
    await show(context, officer, screen, query)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """The new words of one part."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_MAKE, PART, key=key, now=now)
    fresh, part = FreshId(payload["fresh"]), payload["part"]
    await fresh_cases.own_draft(context.desk, officer, fresh)
    try:
        async with noted(context, user, PART, key):
            draft = await fresh_cases.write(
                context.desk, officer, fresh, part, message.text or "", key=f"u:{key}", now=now
            )
    except CoreError:
        # The question stands: the next message is another try.
        await dialogues.expect(context.desk, user, PART, payload, now=now)
        raise
    await drafting.show_case(context, officer, draft)


async def _draft(context: Context, officer: Officer, button: Button, fresh: FreshId) -> Screen:
    """A page of the draft, a choice made on one, or a part that is to be written anew."""
    desk, texts, payload, now = context.desk, context.texts, button.payload, context.now()
    draft = await fresh_cases.own_draft(desk, officer, fresh)
    if button.action == "fresh_part":
        await dialogues.expect(desk, officer.user, PART, {"fresh": fresh, "part": payload["part"]}, now=now)
        return views.ask_part(texts, draft, payload["part"])
    name: str = payload["page"] if button.action == "fresh_page" else payload["next"]
    if button.action == "fresh_set":
        wanted = _values(payload["values"])
        draft = await fresh_cases.choose(desk, officer, fresh, key=f"b:{button.key}", now=now, **wanted)
    if name != "preview":
        return views.page(texts, desk, officer, draft, name, payload.get("at"))
    # Whoever comes back here leaves open what was asked elsewhere.
    await dialogues.forget(desk, officer.user, now=now)
    return await _preview(context, draft)


async def _submit(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """提交审批 or 发送; where the text looks like a name it is asked about first."""
    desk, texts = context.desk, context.texts
    draft = await fresh_cases.own_draft(desk, officer, FreshId(button.payload["fresh"]))
    look = await fresh_approval.look(desk, draft)
    if look.named and not button.payload["nameless"] and draft.version == button.payload["version"]:
        context.answer(query)
        await show(context, officer, views.named(texts, desk, look), query)
        return
    done = await fresh_approval.submit(desk, officer, button, now=context.now())
    context.answer(query)
    after = await fresh_approval.look(desk, done)
    await show(context, officer, views.submitted(texts, desk, after), query)


async def _opened(context: Context, officer: Officer, fresh: FreshId) -> Screen:
    """One of the list, as it stands."""
    desk, texts = context.desk, context.texts
    found = await fresh_approval.read(desk, officer, fresh)
    if found.state is FreshState.DRAFT:
        return await _preview(context, found)
    look = await fresh_approval.look(desk, found)
    if found.state is FreshState.REJECTED:
        return views.author_told(texts, desk, found, await officers.name(desk, found.decided_by or 0))
    return views.opened(texts, desk, look)


async def _preview(context: Context, draft: Fresh) -> Screen:
    look = await fresh_approval.look(context.desk, draft)
    return views.preview(context.texts, context.desk, look)


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What a button carried as plain JSON, as the draft's own words."""
    values = dict(given)
    if "audiences" in values:
        values["audiences"] = tuple(Audience(one) for one in values["audiences"])
    return values
