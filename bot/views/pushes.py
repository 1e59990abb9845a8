"""The buttons under a push."""

from __future__ import annotations

from urllib.parse import quote

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from content.texts import texts_in
from content.words import Script

RECEIPT = "r:"
GENUINE = "v:"


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
