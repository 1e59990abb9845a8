"""/groups: officers look groups up, vouch for them, place them, hold them, send them away."""

from __future__ import annotations

import io
from dataclasses import asdict
from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup, InputFile, Message, Update

from bot import errands
from bot.context import Context
from bot.limiter import Class
from bot.views import officers as views
from bot.views.residents import add_link
from content.words import Audience
from core import dialogues, officers, vouching
from core.errors import NoRight
from core.officers import MAY_VOUCH, NewButton
from core.ports import Priority
from core.vouching import Filters
from core.words import Button, Group, GroupId, Officer

PAGE = 8
ALL = 1_000_000
Rows = list[list[tuple[str, NewButton]]]
STATES = ("active", "unconfirmed", "suspended", "left")


async def list_groups(update: Update, context: Context) -> None:
    """/groups [word]"""
    message = update.message
    assert message is not None and message.from_user is not None
    officer = await officers.require(
        context.desk,
        message.from_user.id,
        MAY_VOUCH,
        "groups",
        key=str(update.update_id),
        now=context.now(),
    )
    word = " ".join(context.args or [])[:40]
    html, keyboard = await _list_page(context, officer, Filters(word=word), 0)
    context.reply(message, html, keyboard, priority=Priority.OFFICER)


async def search_typed(
    context: Context, message: Message, step: str, payload: dict[str, Any], key: str
) -> None:
    """The word that 找群名 asked for."""
    assert message.from_user is not None
    officer = await officers.standing(context.desk, message.from_user.id)
    if officer is None or officer.role not in MAY_VOUCH:
        raise NoRight("groups")
    html, keyboard = await _list_page(context, officer, Filters(word=(message.text or "")[:40]), 0)
    context.reply(message, html, keyboard, priority=Priority.OFFICER)


async def pressed(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """Any button of the lists and of a group's page, and of the card that asks to vouch."""
    shown: tuple[str, InlineKeyboardMarkup | None]
    match button.action:
        case "groups_page":
            filters = _filters(button.payload["filters"])
            shown = await _list_page(context, officer, filters, button.payload["offset"])
        case "groups_choose":
            shown = await _choices(context, officer, button.payload)
        case "groups_search":
            await dialogues.expect(context.desk, officer.user, "groups_search", now=context.now())
            shown = context.texts.html("groups-search-ask"), None
        case "groups_csv":
            await _send_table(context, officer, _filters(button.payload["filters"]))
            context.answer(query)
            return
        case "groups_link":
            key = f"b:{button.key}"
            token = await vouching.one_group_link(context.desk, officer, key=key, now=context.now())
            shown = context.texts.html("groups-link-made", link=add_link(context.desk, token)), None
        case _:
            shown = await _act(context, officer, button)
    context.answer(query)
    context.edit(query, *shown, priority=Priority.OFFICER)


async def _act(context: Context, officer: Officer, button: Button) -> tuple[str, InlineKeyboardMarkup | None]:
    """One decision about one group."""
    desk, now, group = context.desk, context.now(), GroupId(button.payload["group"])
    match button.action:
        case "group_confirm":
            found, fresh = await vouching.confirm(desk, officer, group, key=f"b:{button.key}", now=now)
            key = "confirmed" if fresh else "confirmed-before"
            return context.texts.html(key, title=found.title), None
        case "group_send_away":
            found = await vouching.send_away(desk, officer, group, key=f"b:{button.key}", now=now)
            context.say(found.chat, context.texts.html("goodbye"))
            errands.soon(context, found.chat)
            return context.texts.html("sent-away", title=found.title), None
        case "group_hold":
            held = button.payload["held"]
            found = await vouching.hold(desk, officer, group, held, key=f"b:{button.key}", now=now)
        case "group_assign":
            region = button.payload["region"]
            found = await vouching.assign(desk, officer, group, region, key=f"b:{button.key}", now=now)
        case _:
            found = await vouching.look(desk, officer, group)
    return await _group_page(context, officer, found)


async def _list_page(
    context: Context, officer: Officer, filters: Filters, offset: int
) -> tuple[str, InlineKeyboardMarkup]:
    texts, desk = context.texts, context.desk
    page = await vouching.listing(desk, officer, filters, limit=PAGE, offset=offset)
    kept = asdict(filters)
    rows: Rows = [
        [(f"{number}. {group.title}"[:40], NewButton("group_page", {"group": group.id}))]
        for number, group in enumerate(page.groups, start=offset + 1)
    ]
    turns, choice = [], {"filters": kept, "at": ""}
    if offset > 0:
        turns.append((texts.plain("groups-less"), _page(kept, offset - PAGE)))
    if offset + PAGE < page.total:
        turns.append((texts.plain("groups-more"), _page(kept, offset + PAGE)))
    by = [
        (texts.plain(f"groups-by-{what}"), NewButton("groups_choose", {**choice, "what": what}))
        for what in ("audience", "state", "region")
    ]
    rows += [turns] if turns else []
    rows += [
        by,
        [(texts.plain("groups-search"), NewButton("groups_search", {}))],
        [(texts.plain("groups-csv"), NewButton("groups_csv", {"filters": kept}))],
        [(texts.plain("groups-link"), NewButton("groups_link", {}))],
    ]
    shown = _said(context, filters)
    html = views.group_list(texts, page.groups, page.total, shown, offset + 1)
    return html, await keyboard(context, officer.user, rows)


async def _choices(
    context: Context, officer: Officer, payload: dict[str, Any]
) -> tuple[str, InlineKeyboardMarkup]:
    """The values of one filter; the region's tree is opened level by level."""
    texts, kept, what = context.texts, payload["filters"], payload["what"]
    rows: Rows = [[(texts.plain("groups-filter-all"), _page({**kept, what: None}, 0))]]
    if what == "audience":
        rows += [[(texts.plain("audience", id=one), _page({**kept, what: one}, 0))] for one in Audience]
    elif what == "state":
        rows += [[(texts.plain("group-state", id=one), _page({**kept, what: one}, 0))] for one in STATES]
    else:
        node = context.desk.regions.get(payload["at"] or officer.region)
        rows += [[(node.name, _page({**kept, what: node.id}, 0))]]
        rows += [
            [(f"· {child.name}", NewButton("groups_choose", {**payload, "at": child.id}))]
            for child in node.children
        ]
    rows.append([(texts.plain("groups-back"), _page(kept, 0))])
    return texts.plain(f"groups-by-{what}"), await keyboard(context, officer.user, rows)


async def _group_page(context: Context, officer: Officer, group: Group) -> tuple[str, InlineKeyboardMarkup]:
    texts, rows = context.texts, list[list[tuple[str, NewButton]]]()
    if group.subscribed and not group.confirmed:
        rows.append([(texts.plain("confirm-group"), NewButton("group_confirm", {"group": group.id}))])
    if group.subscribed:
        hold = NewButton("group_hold", {"group": group.id, "held": True})
        rows.append([(texts.plain("group-hold"), hold)])
    elif vouching.may_resume(group):
        resume = NewButton("group_hold", {"group": group.id, "held": False})
        rows.append([(texts.plain("group-resume"), resume)])
    place = {"group": group.id, "at": ""}
    rows.append([(texts.plain("group-place"), NewButton("place_choose", place))])
    rows.append([(texts.plain("send-away"), NewButton("group_send_away", {"group": group.id}))])
    rows.append([(texts.plain("groups-back"), _page(asdict(Filters()), 0))])
    return views.group_page(texts, context.desk, group), await keyboard(context, officer.user, rows)


async def choose_place(context: Context, query: CallbackQuery, officer: Officer, button: Button) -> None:
    """改所在地: down the tree within the officer's own region."""
    texts, group = context.texts, button.payload["group"]
    node = context.desk.regions.get(button.payload["at"] or officer.region)
    assign = NewButton("group_assign", {"group": group, "region": node.id})
    rows: Rows = [[(texts.plain("choose-here", name=node.name), assign)]]
    rows += [
        [(child.name, NewButton("place_choose", {"group": group, "at": child.id}))] for child in node.children
    ]
    rows.append([(texts.plain("groups-back"), NewButton("group_page", {"group": group}))])
    context.answer(query)
    context.edit(query, texts.html("choose-region"), await keyboard(context, officer.user, rows))


async def keyboard(context: Context, user: int, rows: Rows) -> InlineKeyboardMarkup:
    """Rows of (name, meaning) as buttons whose keys mean nothing to anyone else."""
    keys = await officers.lay_out(
        context.desk, user, [new for row in rows for _, new in row], now=context.now()
    )
    left = iter(keys)
    return views.keyboard_of([[(name, next(left)) for name, _ in row] for row in rows])


async def _send_table(context: Context, officer: Officer, filters: Filters) -> None:
    page = await vouching.listing(context.desk, officer, filters, limit=ALL)
    table = views.group_table(context.texts, context.desk, page.groups)
    name = context.texts.plain("groups-csv-name")
    context.later(
        officer.user,
        lambda: context.counter.bot.send_document(
            officer.user,
            InputFile(io.BytesIO(table), filename=name),
            rate_limit_args=Class(Priority.OFFICER),
        ),
    )


def _page(kept: dict[str, Any], offset: int) -> NewButton:
    return NewButton("groups_page", {"filters": kept, "offset": max(0, offset)})


def _filters(kept: dict[str, Any]) -> Filters:
    audience = Audience(kept["audience"]) if kept["audience"] else None
    return Filters(kept["region"], audience, kept["state"], kept["word"])


def _said(context: Context, filters: Filters) -> str:
    """What the list is filtered by, in words."""
    texts, said = context.texts, []
    if filters.audience:
        said.append(texts.plain("audience", id=filters.audience))
    if filters.state:
        said.append(texts.plain("group-state", id=filters.state))
    if filters.region:
        said.append(context.desk.regions.path_name(filters.region))
    if filters.word:
        said.append(f"“{filters.word}”")
    return " · ".join(said)
