"""The card, the summary and the introduction: what a group sees when the bot comes in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.context import texts_for
from bot.views.times import next_line, slot_line
from content.words import Audience
from core.desk import Desk
from core.group_figures import GroupFigures
from core.words import Group, GroupState, Slot

CARD = "c:"
SHOW_ONE = "g:one"
MENU = "s:"

Shown = tuple[str, InlineKeyboardMarkup | None]


def card(desk: Desk, group: Group) -> Shown:
    """Three buttons: what kind of group is this?"""
    texts = texts_for(group.script)
    html = texts.html("card", office=desk.rules.office)
    if not group.confirmed and not desk.rules.auto_confirm:
        html += "\n\n" + texts.html("card-unconfirmed")
    rows = [
        [InlineKeyboardButton(texts.plain("audience", id=audience), callback_data=CARD + audience)]
        for audience in Audience
    ]
    return html, InlineKeyboardMarkup(rows)


def figures(group: Group, counted: GroupFigures) -> str:
    """What came of the last four weeks, in words; what there is nothing of is left out."""
    texts = texts_for(group.script)
    if not counted.sent:
        return texts.html("group-figures-none")
    parts = [texts.html("group-figures", sent=counted.sent)]
    if counted.receipts:
        parts.append(texts.html("group-figures-receipts", number=counted.receipts))
    if counted.answers:
        parts.append(texts.html("group-figures-answers", answers=counted.answers, right=counted.right))
    return "，".join(parts) + "。"


def summary(desk: Desk, group: Group, slots: Sequence[Slot], now: datetime) -> str:
    """Who this group is and when it hears something next."""
    texts, zone = texts_for(group.script), desk.rules.hours.zone
    lines = "\n".join(slot_line(texts, slot) for slot in slots) or texts.plain("no-slots")
    parts = [
        texts.html(
            "summary",
            audience=texts.plain("audience", id=group.audience or ""),
            slots=lines,
            next=next_line(texts, slots, zone, now) if group.state is GroupState.ACTIVE else "",
        ).rstrip()
    ]
    if group.region is not None and group.region in desk.regions:
        parts.append(texts.html("summary-region", region=desk.regions.path_name(group.region)))
    if group.segments:
        parts.append(texts.html("summary-segments"))
    if group.state is GroupState.PAUSED:
        parts.append(texts.html("summary-paused"))
    if group.state is GroupState.SUSPENDED:
        parts.append(texts.html("summary-suspended", office=desk.rules.office))
    if not group.confirmed:
        parts.append(texts.html("card-unconfirmed"))
    return "\n".join(parts)


def subscribed(desk: Desk, group: Group, slots: Sequence[Slot], now: datetime) -> Shown:
    """The card turned into the summary, with a button to see one at once."""
    texts = texts_for(group.script)
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(texts.plain("show-one"), callback_data=SHOW_ONE)],
            [InlineKeyboardButton(texts.plain("open-settings"), callback_data=MENU + "menu")],
        ]
    )
    return summary(desk, group, slots, now), keyboard


def came_back(desk: Desk, group: Group, slots: Sequence[Slot], now: datetime) -> Shown:
    html, keyboard = subscribed(desk, group, slots, now)
    return texts_for(group.script).plain("card-back", summary=html), keyboard


def introduction(desk: Desk, group: Group) -> str:
    """Worth pinning: which office this is, its phone, and what it never asks for."""
    texts, office = texts_for(group.script), desk.office(group.region)
    phones = "、".join(office.phones) or texts.plain("introduction-no-phone")
    return texts.html("introduction", office=desk.rules.office, phones=phones)
