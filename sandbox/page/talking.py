"""Talking and pressing, as the person who is being played."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

from sandbox.chats import PrivateChat
from sandbox.page.measure import JPEG
from sandbox.page.order import Answer, Order, Refused, link_word

LONGEST, LONGEST_CAPTION = 4096, 1024
ANSWER_WITHIN = 12.0


async def say(order: Order) -> Answer | None:
    """A text, perhaps as a reply or in a topic."""
    order.need_member()
    text = order.word("text", LONGEST).strip()
    said = order.actor.person.says(order.chat, text, **_how(order))
    order.stage.note_author(order.actor, said)
    order.stage.read(order.actor, order.chat)
    return None


async def photo(order: Order) -> Answer | None:
    """A picture (JPEG, in base64), perhaps with words under it, as a reply or in a topic."""
    order.need_member()
    try:
        content = base64.b64decode(str(order.body.get("content")), validate=True)
    except ValueError:
        raise Refused("malformed") from None
    if not content.startswith(JPEG):
        raise Refused("no_picture")
    words = order.body.get("text")
    caption = order.word("text", LONGEST_CAPTION).strip() if words else ""
    how = _how(order)
    said = order.actor.person.sends_photo(order.chat, content, caption, **how)
    order.stage.note_author(order.actor, said)
    order.stage.read(order.actor, order.chat)
    return None


def _how(order: Order) -> dict[str, Any]:
    """What is answered, and in which topic."""
    reply = order.message("reply") if order.body.get("reply") is not None else None
    topic = order.number("topic") if order.body.get("topic") is not None else None
    if topic is not None and topic not in order.chat.topics:
        raise Refused("gone")
    return {"reply_to": reply, "topic": topic}


async def press(order: Order) -> Answer | None:
    """A button; the bot's answer, or `late` when none came."""
    order.need_member()
    message, row, column = order.message(), order.number("row"), order.number("column")
    try:
        if row < 0 or column < 0:
            raise IndexError
        button = message.buttons[row][column]
    except IndexError:
        raise Refused("gone") from None
    if button.data is None or button.text != order.body.get("label"):
        raise Refused("gone")
    query = order.actor.person.forge(message, button.data)
    try:
        answer = await query.answered(ANSWER_WITHIN)
    except AssertionError:
        return {"late": True}
    return {"text": answer.text, "alert": answer.show_alert, "url": answer.url}


async def vote(order: Order) -> Answer | None:
    """An answer to a poll, or several; none takes the vote back."""
    order.need_member()
    message, options = order.message(), order.body.get("options")
    poll = message.poll
    if poll is None or not isinstance(options, list):
        raise Refused("malformed")
    if any(not isinstance(option, int) or not 0 <= option < len(poll.options) for option in options):
        raise Refused("malformed")
    if poll.closed or (order.stage.votes_as(order.actor, order.chat) in poll.votes and not poll.revoting):
        raise Refused("gone")
    if len(options) > 1 and not poll.multiple:
        raise Refused("malformed")
    order.actor.person.votes(message, options)
    return None


async def pin(order: Order) -> Answer | None:
    """Pin a message, or unpin it."""
    order.need_admin()
    message = order.message()
    if message.pinned:
        message.chat.pins.remove(message)
        order.stage.telegram.world.changed()
    else:
        order.actor.person.pins(message)
    return None


async def delete(order: Order) -> Answer | None:
    """Take a message away: one's own, or any where one is an admin."""
    message = order.message()
    if not order.stage.wrote(order.actor, message) and not isinstance(order.chat, PrivateChat):
        order.need_admin()
    order.actor.person.deletes(message)
    return None


async def follow(order: Order) -> Answer | None:
    """A link to the bot itself: open the private chat, or say with what it is to be added to a group."""
    address = urlsplit(order.word("url", LONGEST))
    bot = order.stage.telegram.bot
    if address.hostname != "t.me" or address.path.strip("/").lower() != str(bot.username).lower():
        raise Refused("outside")
    query = parse_qs(address.query, keep_blank_values=True)
    if "startgroup" in query:
        return {"startgroup": link_word(query["startgroup"][0]), "admin": "admin" in query}
    if "start" in query:
        order.actor.person.writes(f"/start {link_word(query['start'][0])}".strip())
    return {"chat": order.actor.person.id}
