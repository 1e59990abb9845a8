"""/content: officers write tips and cases of the office's own, see them, and take them out of use."""

from __future__ import annotations

import re
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.context import Context, words_of
from bot.handlers import letters, voices
from bot.handlers.alert_refusals import no_hidden_links, noted
from bot.handlers.screens import show
from bot.views import own_items as views
from bot.views.screens import Screen
from content.words import Audience, Kind
from core import dialogues, officers, own_approval, own_items
from core.errors import CoreError
from core.own_errors import NoOwn
from core.own_items import MAY_ADD, WORDS, OwnWritten
from core.ports import Priority
from core.voices import MAY_RECORD
from core.words import Button, Officer, Own, OwnId

STEP = "own_words"
_ID = re.compile(r"(?:own-)?(\d{1,12})", re.ASCII | re.IGNORECASE)


async def content(update: Update, context: Context) -> None:
    """/content add|list|retire <id>|voice [word]"""
    message = update.message
    assert message is not None and message.from_user is not None
    key, now = str(update.update_id), context.now()
    words = words_of(context)
    aloud = bool(words) and words[0].lower() == "voice"
    may, user = MAY_RECORD if aloud else MAY_ADD, message.from_user.id
    officer = await officers.require(context.desk, user, may, "content", key=key, now=now)
    async with noted(context, officer.user, "content", key):
        if aloud:
            await voices.command(context, officer, " ".join(words[1:]))
        else:
            await _command(context, message, officer, words, key)


async def typed(context: Context, message: Message, step: str, payload: dict[str, Any], key: str) -> None:
    """What an officer wrote when we had asked for a title, a body, an action or a source."""
    assert message.from_user is not None
    user, now = message.from_user.id, context.now()
    officer = await officers.require(context.desk, user, MAY_ADD, "content", key=key, now=now)
    item, field = OwnId(payload["item"]), payload["field"]
    try:
        async with noted(context, user, "content", key):
            no_hidden_links(message)
            written = await own_items.write(
                context.desk, officer, item, field, message.text or "", key=f"u:{key}", now=now
            )
    except CoreError:
        # The question stands: the next message is another try.
        await dialogues.expect(context.desk, user, STEP, payload, now=context.now())
        raise
    guided = payload["guided"] and field in WORDS[:-1]
    after = WORDS[WORDS.index(field) + 1] if guided else "preview"
    await _open(context, officer, written.item, after, guided=guided, written=written)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any `own_` button."""
    payload, key, now, desk = button.payload, f"b:{button.key}", context.now(), context.desk
    match button.action:
        case "own_anew":
            await show(context, officer, views.new(context.texts), query)
        case "own_new":
            made = await own_items.begin(desk, officer, Kind(payload["kind"]), key=key, now=now)
            await _open(context, officer, made, "fraud", query, guided=True)
        case "own_page":
            draft = await own_items.own_draft(desk, officer, OwnId(payload["item"]))
            await _open(context, officer, draft, payload["page"], query, guided=payload["guided"])
        case "own_set":
            item, values = OwnId(payload["item"]), _values(payload["values"])
            draft = await own_items.choose(desk, officer, item, **values)
            await _open(context, officer, draft, payload["next"], query, guided=payload["guided"])
        case "own_drop":
            await own_items.drop(desk, officer, OwnId(payload["item"]), key=key, now=now)
            await dialogues.forget(desk, officer.user, now=now)
            await show(context, officer, Screen(html=context.texts.html("own-dropped")), query)
        case "own_recall":
            back = await own_approval.take_back(desk, officer, OwnId(payload["item"]), key=key, now=now)
            await _open(context, officer, back, "preview", query)
        case "own_poster":
            letters.draw(context, officer, button)
        case "own_submit":
            await _submit(context, query, officer, button)
        case _:
            await _list_pressed(context, query, officer, button, key)
    context.answer(query)


async def _command(context: Context, message: Message, officer: Officer, words: list[str], key: str) -> None:
    match [word.lower() for word in words]:
        case ["add"]:
            lying = await own_items.unfinished(context.desk, officer)
            screen = views.unfinished(context.texts, lying) if lying else views.new(context.texts)
            await show(context, officer, screen)
        case ["list"]:
            found = await own_items.listed(context.desk, officer)
            await show(context, officer, views.listed(context.texts, found, 0))
        case ["retire", name]:
            await _retire(context, officer, _read_id(name), f"u:{key}")
        case _:
            context.reply(message, context.texts.html("own-usage"), priority=Priority.OFFICER)


async def _list_pressed(
    context: Context, query: CallbackQuery, officer: Officer, button: Button, key: str
) -> None:
    payload = button.payload
    if button.action == "own_stop_sure":
        await _retire(context, officer, OwnId(payload["item"]), key, query)
        return
    if button.action == "own_stop":
        one = await own_items.look(context.desk, officer, OwnId(payload["item"]))
        screen = views.stop(context.texts, one)
    else:
        found = await own_items.listed(context.desk, officer)
        screen = views.listed(context.texts, found, payload["first"])
    await show(context, officer, screen, query)


async def _retire(
    context: Context, officer: Officer, item: OwnId, key: str, query: CallbackQuery | None = None
) -> None:
    gone = await own_items.retire(context.desk, officer, item, key=key, now=context.now())
    html = context.texts.html("own-retired", name=gone.name, title=gone.title)
    await show(context, officer, Screen(html=html), query)


async def _open(
    context: Context,
    officer: Officer,
    draft: Own,
    name: str,
    query: CallbackQuery | None = None,
    *,
    guided: bool = False,
    written: OwnWritten | None = None,
) -> None:
    """One page of the draft; in place of a preview the first page that is still missing."""
    texts, desk, now = context.texts, context.desk, context.now()
    missing = _missing(draft)
    if name == "preview" and missing:
        name, guided = missing, True
    if name in (*WORDS, "source"):
        asked = {"item": draft.id, "field": name, "guided": guided}
        await dialogues.expect(desk, officer.user, STEP, asked, now=now)
        screen = views.ask(texts, draft, name)
    elif name == "preview":
        # Whoever comes back here leaves open what was asked elsewhere.
        await dialogues.forget(desk, officer.user, now=now)
        groups, may = await own_approval.groups_of(desk, draft), await own_approval.approvers(desk, draft)
        screen = views.preview(texts, desk, draft, groups, may, written)
    else:
        screen = (views.fraud if name == "fraud" else views.audiences)(texts, draft, guided)
    await show(context, officer, screen, query)


def _missing(draft: Own) -> str | None:
    if draft.fraud_type is None:
        return "fraud"
    return next((field for field in WORDS if not getattr(draft, field)), None)


async def _submit(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """提交审批 or 开始用; where the words look like a name it is asked about first."""
    desk, payload = context.desk, button.payload
    draft = await own_items.own_draft(desk, officer, OwnId(payload["item"]))
    if own_approval.named(draft) and not payload["nameless"] and draft.version == payload["version"]:
        await show(context, officer, views.named(context.texts, desk, draft), query)
        return
    card = query.message.message_id if query.message is not None else None
    sent, in_use = await own_approval.submit(desk, officer, button, card=card, now=context.now())
    if in_use:
        screen = views.in_use(context.texts, sent)
    else:
        screen = views.waiting(context.texts, sent, await own_approval.approvers(desk, sent))
    await show(context, officer, screen, query)


def _read_id(given: str) -> OwnId:
    """own-3, or 3. Raises NoOwn."""
    found = _ID.fullmatch(given)
    if found is None:
        raise NoOwn
    return OwnId(int(found[1]))


def _values(given: dict[str, Any]) -> dict[str, Any]:
    """What a button carried as plain JSON, as the draft's own words."""
    values = dict(given)
    if "audiences" in values:
        values["audiences"] = tuple(Audience(one) for one in values["audiences"])
    if "kind" in values:
        values["kind"] = Kind(values["kind"])
    return values
