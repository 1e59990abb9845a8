"""The buttons under a push."""

from __future__ import annotations

from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from content.texts import texts_in
from content.words import Script
from core.words import Act

RECEIPT = "r:"
GENUINE = "v:"


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


def push_keyboard(
    key: str, share: str, username: str, script: Script, receipts: int = 0
) -> InlineKeyboardMarkup:
    """✅ 我已看 with its number, 转给家人, 是真的吗."""
    texts = texts_in(script)
    bot_address = quote(f"https://t.me/{username}", safe="")
    address = f"https://t.me/share/url?url={bot_address}&text={quote(share, safe='')}"
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(texts.plain("seen", number=receipts), callback_data=RECEIPT + key)],
            [
                InlineKeyboardButton(texts.plain("pass-on"), url=address),
                InlineKeyboardButton(texts.plain("is-it-true"), callback_data=GENUINE + key),
            ],
        ]
    )
