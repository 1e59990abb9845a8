"""Texts and keyboards that a bot hands over, checked as Telegram checks them."""

from collections.abc import Sequence
from typing import Any

from sandbox.answers import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from sandbox.detect import detect
from sandbox.entities import parse_html, trim, utf16
from sandbox.errors import bad_request
from sandbox.html_tags import is_address

Formatted = tuple[str, tuple[MessageEntity, ...]]
TEXT, CAPTION, POLL_QUESTION, POLL_OPTION, EXPLANATION, CALLBACK_ANSWER = 4096, 1024, 300, 100, 200, 200
CALLBACK_DATA_BYTES = 64
MAX_BYTES = 1 << 15
# Telegram drops carriage returns and marks that turn the direction, and shows other controls as spaces.
_CLEAN = {code: " " for code in range(32) if code != 10} | dict.fromkeys([13, *range(0x2028, 0x202F)])


def formatted(source: str, parse_mode: str | None, given: Sequence[MessageEntity] | None) -> Formatted:
    """The text without its markup, trimmed, and its entities, detected ones among them."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise bad_request("text is too long")
    source = source.translate(_CLEAN)
    mode = (parse_mode or "").lower()
    entities: Sequence[MessageEntity] = given or ()
    if mode == "html":
        source, entities = parse_html(source)
    elif mode not in ("", "none"):
        # Markdown exists in Telegram, not here: say so instead of guessing.
        raise bad_request("unsupported parse_mode")
    text, kept = trim(source, entities)
    return text, tuple(detect(text, kept))


def message_text(source: str, parse_mode: str | None, given: Sequence[MessageEntity] | None) -> Formatted:
    """A message's own text: some, and not too much."""
    if not source:
        raise bad_request("message text is empty")
    text, entities = formatted(source, parse_mode, given)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16(text) > TEXT:
        raise bad_request("message is too long")
    return text, entities


def caption(source: str, parse_mode: str | None, given: Sequence[MessageEntity] | None) -> Formatted:
    """The text under a file; may be empty."""
    text, entities = formatted(source, parse_mode, given)
    if utf16(text) > CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def keyboard(markup: Any) -> InlineKeyboardMarkup | None:
    """The inline keyboard with buttons that Telegram takes; other keyboards show nothing in a message."""
    if not isinstance(markup, InlineKeyboardMarkup):
        return None
    for row in markup.inline_keyboard:
        for button in row:
            _check_button(button)
    rows = [row for row in markup.inline_keyboard if row]
    return InlineKeyboardMarkup(inline_keyboard=rows) if rows else None


def _check_button(button: InlineKeyboardButton) -> None:
    if not button.text:
        raise bad_request("can't parse inline keyboard button: text must be non-empty")
    if button.callback_data is not None:
        if not 1 <= len(button.callback_data.encode()) <= CALLBACK_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif not (button.url or button.copy_text or button.switch_inline_query is not None):
        why = "Text buttons are unallowed in the inline keyboard"
        raise bad_request(f"can't parse inline keyboard button: {why}")
    if button.url is not None and not is_address(button.url):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
