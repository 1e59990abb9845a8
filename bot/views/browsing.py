"""The library page by page, by fraud type: each button carries where it leads."""

from __future__ import annotations

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from content.texts import Texts
from core.lookup import Page

BROWSE = "b:"
TYPES = "types"
IN_A_ROW = 2

Shown = tuple[str, InlineKeyboardMarkup]


def button(text: str, *words: object) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=BROWSE + ":".join(map(str, words)))


def way_in(texts: Texts) -> InlineKeyboardMarkup:
    """Under a tip in private."""
    return InlineKeyboardMarkup([[button(texts.plain("browse-all"), TYPES)]])


def types(texts: Texts, frauds: list[str]) -> Shown:
    """Every fraud type of which there is something."""
    buttons = [button(texts.plain("fraud", id=one), one, 0) for one in frauds]
    rows = [buttons[at : at + IN_A_ROW] for at in range(0, len(buttons), IN_A_ROW)]
    return texts.html("browse"), InlineKeyboardMarkup(rows)


def page(texts: Texts, shown: Page) -> Shown:
    """One item, and its neighbours."""
    around = []
    if shown.number > 0:
        around.append(button(texts.plain("browse-back"), shown.fraud, shown.number - 1))
    if shown.number + 1 < shown.total:
        around.append(button(texts.plain("browse-next"), shown.fraud, shown.number + 1))
    html = texts.html(
        "browse-page",
        fraud=texts.plain("fraud", id=shown.fraud),
        number=shown.number + 1,
        total=shown.total,
        html="\0",
    )
    rows = [around, [button(texts.plain("browse-types"), TYPES)]]
    return html.replace("\0", shown.html), InlineKeyboardMarkup([row for row in rows if row])
