"""Does what is done to a message after it was sent: pins, marks, answers, deletes it, closes its poll."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

from telegram import LinkPreviewOptions, Poll, ReplyParameters
from telegram.constants import ParseMode
from telegram.ext import ExtBot

from bot.limiter import Class, Departing
from bot.views.pushes import keyboard_after
from core.ports import Done, FollowOutcome, Refused, Sent
from core.words import Act, FollowupKind

Bot = ExtBot[Departing | Class]
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

# What Telegram says when the message is as it should be already.
_DONE_BEFORE = (
    (FollowupKind.MARK, r"message is not modified", "same"),
    (FollowupKind.DELETE, r"message to delete not found", "gone_before"),
    (FollowupKind.UNPIN, r"message to unpin not found", "not_pinned"),
    (FollowupKind.CLOSE, r"poll has already been closed", "closed_before"),
)
# And when it never will be; the first that fits counts.
_REFUSED = (
    (r"message (to edit|to pin|with poll to stop) not found|message_id_invalid", "message_gone"),
    (r"message can't be edited|there is no (text|caption) in the message", "cant_edit"),
    (r"message can't be deleted for everyone", "too_old"),
    (r"message can't be deleted", "no_delete_right"),
    (r"manage pinned messages|chat_admin_required", "no_pin_right"),
    (r"poll can't be stopped|message is not a poll", "cant_close"),
)


async def do(bot: Bot, act: Act, departing: Departing) -> FollowOutcome:
    """Call Telegram; raises its errors."""
    return await _DOING[act.kind](bot, act, departing)


def ended_by(kind: FollowupKind, message: str) -> FollowOutcome | None:
    """The end that a refusal of Telegram's means for that kind; None when it has no name here."""
    for about, pattern, reason in _DONE_BEFORE:
        if about is kind and re.search(pattern, message, re.IGNORECASE):
            return Done(reason)
    if kind is FollowupKind.REPLY:
        return None
    for pattern, reason in _REFUSED:
        if re.search(pattern, message, re.IGNORECASE):
            return Refused(reason)
    return None


async def _pin(bot: Bot, act: Act, departing: Departing) -> Done:
    # The message itself has rung; pinning it rings nobody again.
    await bot.pin_chat_message(act.chat, _message(act), disable_notification=True, rate_limit_args=departing)
    return Done()


async def _unpin(bot: Bot, act: Act, departing: Departing) -> Done:
    await bot.unpin_chat_message(act.chat, _message(act), rate_limit_args=departing)
    return Done()


async def _mark(bot: Bot, act: Act, departing: Departing) -> Done:
    """Another text, or only other buttons where no text is given."""
    message, buttons = _message(act), keyboard_after(act, bot.username)
    if act.html is None:
        await bot.edit_message_reply_markup(
            act.chat, message, reply_markup=buttons, rate_limit_args=departing
        )
    elif act.caption:
        await bot.edit_message_caption(
            act.chat,
            message,
            caption=act.html,
            parse_mode=ParseMode.HTML,
            reply_markup=buttons,
            rate_limit_args=departing,
        )
    else:
        await bot.edit_message_text(
            act.html,
            chat_id=act.chat,
            message_id=message,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=buttons,
            rate_limit_args=departing,
        )
    return Done()


async def _delete(bot: Bot, act: Act, departing: Departing) -> Done:
    await bot.delete_message(act.chat, _message(act), rate_limit_args=departing)
    return Done()


async def _close(bot: Bot, act: Act, departing: Departing) -> Done:
    """Close the poll; `result`: how many chose each option, in order, and how many voted."""
    poll: Poll = await bot.stop_poll(act.chat, _message(act), rate_limit_args=departing)
    chosen = [option.voter_count for option in poll.options]
    return Done(result={"options": chosen, "total": poll.total_voter_count})


async def _reply(bot: Bot, act: Act, departing: Departing) -> Sent:
    """Answer the message; where its number is unknown, or it is gone, the answer stands alone."""
    assert act.html is not None
    sent = await bot.send_message(
        act.chat,
        act.html,
        parse_mode=ParseMode.HTML,
        message_thread_id=act.topic,
        disable_notification=act.silent,
        link_preview_options=NO_PREVIEW,
        reply_parameters=answering(act.message),
        reply_markup=keyboard_after(act, bot.username),
        rate_limit_args=departing,
    )
    return Sent(sent.message_id)


def answering(message: int | None) -> ReplyParameters | None:
    """A reply to that message; where its number is unknown, or it is gone, the words stand alone."""
    return ReplyParameters(message, allow_sending_without_reply=True) if message is not None else None


def _message(act: Act) -> int:
    assert act.message is not None, "the queue holds back what has no message"
    return act.message


_DOING: dict[FollowupKind, Callable[[Bot, Act, Departing], Awaitable[FollowOutcome]]] = {
    FollowupKind.PIN: _pin,
    FollowupKind.UNPIN: _unpin,
    FollowupKind.MARK: _mark,
    FollowupKind.DELETE: _delete,
    FollowupKind.CLOSE: _close,
    FollowupKind.REPLY: _reply,
}
