"""What a resident reads: receipts, records of a code, help."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.views.times import moment
from content.render import visible
from content.texts import Texts
from content.wire import ANSWER_LIMIT, TEXT_LIMIT, cut, utf16_length
from core.desk import Desk
from core.receipts import Receipt
from core.verify import Record

# What the welcome's own link carries into the group: nothing but that somebody came by it.
HELLO = "hello"


def thanks(texts: Texts, receipt: Receipt | None) -> str:
    """您是第 N 位."""
    if receipt is None:
        return texts.plain("stale-button")
    return texts.plain(f"{receipt.word}-{'first' if receipt.new else 'again'}", place=receipt.place)


def record_popup(texts: Texts, desk: Desk, record: Record) -> str:
    """The record within a tap's 200 characters; a long title gives way."""
    values = {
        "code": record.code,
        "when": moment(texts, record.created_at, desk.rules.hours.zone),
        "office": record.office,
        "phone": record.phones[0] if record.phones else "",
    }
    over = record.standing not in (None, "stands")
    key = "verify-popup-over" if over else "verify-popup"
    values |= {"standing": record.standing or "", "by": record.corrected_by} if over else {}
    spare = ANSWER_LIMIT - utf16_length(texts.plain(key, title="", **values))
    return texts.plain(key, title=cut(record.title, max(1, spare)), **values)


def record(texts: Texts, desk: Desk, found: Record | None) -> list[str]:
    """The whole record: the text as really sent, to be compared word by word. One message, or two."""
    if found is None:
        return [texts.html("verify-unknown")]
    values = {
        "code": found.code,
        "when": moment(texts, found.created_at, desk.rules.hours.zone),
        "office": found.office,
        "phones": "、".join(found.phones) or texts.plain("introduction-no-phone"),
    }
    stands = _stands(texts, found)
    if found.html is None:
        return [stands + texts.html("verify-erased", **values)]
    # The original is HTML of our own making and goes in as it was.
    whole = stands + texts.html("verify-found", html="\0", **values).replace("\0", found.html)
    if found.caption is not None:
        whole += "\n\n" + texts.html("verify-poster", caption="\0").replace("\0", found.caption)
    if utf16_length(visible(whole)) <= TEXT_LIMIT:
        return [whole]
    return [stands + texts.html("verify-found-long", **values), found.html]


def _stands(texts: Texts, found: Record) -> str:
    """Whether an alert still holds, ahead of everything else."""
    if found.standing is None:
        return ""
    values = {"standing": found.standing, "by": found.corrected_by, "reason": found.reason}
    return texts.html("verify-standing", **values) + "\n\n"


def welcome(texts: Texts, desk: Desk) -> tuple[str, InlineKeyboardMarkup]:
    """The first message in private, with the way to add the bot to a group."""
    add = InlineKeyboardButton(texts.plain("add-to-group"), url=add_link(desk, HELLO))
    keyboard = InlineKeyboardMarkup([[add]])
    return texts.html("start-private", office=desk.rules.office), keyboard


def add_link(desk: Desk, parameter: str) -> str:
    """The address that adds the bot to a group, with the rights it can use."""
    return f"https://t.me/{desk.username}?startgroup={parameter}&admin=pin_messages+delete_messages"
