"""The buttons under a push."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from content.texts import texts_in
from content.words import Kind, Script
from core.words import Act, Parcel

RECEIPT = "r:"
GENUINE = "v:"
PROMISE = "w:"


def keyboard_after(act: Act, username: str) -> InlineKeyboardMarkup | None:
    """What hangs under a message that was marked, or under a reply: all three, 是真的吗 alone, or nothing."""
    match act.payload.get("buttons"):
        case "push":
            return push_keyboard(act.key, act.share, username, act.script)
        case "check":
            name = texts_in(act.script).plain("is-it-true")
            return InlineKeyboardMarkup([[InlineKeyboardButton(name, callback_data=GENUINE + act.key)]])
        case _:
            return None


def keyboard_of(parcel: Parcel, username: str) -> InlineKeyboardMarkup:
    """What hangs under a push when it is sent."""
    letter = parcel.kind is Kind.LETTER
    return push_keyboard(
        parcel.key, parcel.share, username, parcel.script, letter=letter, promise=parcel.promise
    )


def push_keyboard(
    key: str,
    share: str,
    username: str,
    script: Script,
    receipts: int = 0,
    *,
    letter: bool = False,
    promise: bool = False,
) -> InlineKeyboardMarkup:
    """✅ 我已看 with its number (under a letter 回执, and perhaps 我承诺), 转给家人, 是真的吗."""
    texts = texts_in(script)
    seen = texts.plain("letter-received" if letter else "seen", number=receipts)
    first = [InlineKeyboardButton(seen, callback_data=RECEIPT + key)]
    if promise:
        first.append(InlineKeyboardButton(texts.plain("letter-promise"), callback_data=PROMISE + key))
    return InlineKeyboardMarkup(
        [
            first,
            [
                InlineKeyboardButton(texts.plain("pass-on"), url=_passing_on(share, username)),
                InlineKeyboardButton(texts.plain("is-it-true"), callback_data=GENUINE + key),
            ],
        ]
    )


@lru_cache(maxsize=64)
def _passing_on(share: str, username: str) -> str:
    """The link that offers a title and its action to another chat: the same under thousands of copies."""
    bot_address = quote(f"https://t.me/{username}", safe="")
    return f"https://t.me/share/url?url={bot_address}&text={quote(share, safe='')}"
