"""From a message to what the page draws: plain data, never markup."""

from __future__ import annotations

from typing import Any

from sandbox import answers
from sandbox.messages import Media, Message, Poll
from sandbox.page.measure import sides
from sandbox.page.stage import Actor, Stage
from sandbox.users import Bot, User

EXCERPT = 80
# Opened in the browser; everything else is handed out to be saved. Nothing here can run.
OPENED = {
    **{mime: mime for mime in ("image/jpeg", "image/png", "image/gif", "image/webp", "application/pdf")},
    **{mime: mime for mime in ("audio/ogg", "audio/mpeg")},
    **dict.fromkeys(("text/plain", "text/csv"), "text/plain; charset=utf-8"),
}


def message(stage: Stage, viewer: Actor, it: Message) -> dict[str, Any]:
    """Everything about one message that can be seen; what is not so is left out."""
    fields: dict[str, Any] = {
        "id": it.id,
        "at": it.date,
        "who": _speaker(stage, it),
        "mine": stage.wrote(viewer, it),
        "text": it.text,
        "entities": [_entity(entity) for entity in it.entities],
        "buttons": _buttons(it),
        "edited": it.rewritten,
        "silent": it.silent,
        "pinned": it.pinned,
        "protected": it.protected,
        "topic": _topic(it),
        "reply": _reply(it),
        "origin": _origin(it),
        "via": it.via_bot.first_name if it.via_bot else None,
        "media": _media(it.media) if it.media else None,
        "poll": _poll(stage.votes_as(viewer, it.chat), it.poll) if it.poll else None,
        "service": service(it),
        "reactions": _reactions(it),
    }
    return {name: value for name, value in fields.items() if value not in (None, False, "", [], {})}


def past(stage: Stage, viewer: Actor, it: Message) -> dict[str, Any]:
    """A message from before the group was upgraded: its number is negative, and nothing can be done to it."""
    shown = message(stage, viewer, it) | {"id": -it.id, "past": True}
    for gone in ("buttons", "pinned"):
        shown.pop(gone, None)
    if "reply" in shown:
        shown["reply"] = {**shown["reply"], "id": -shown["reply"]["id"]}
    return shown


def excerpt(it: Message) -> str:
    """The first words of a message, for a list or a reply; a picture and a voice have none."""
    words = it.poll.question if it.poll else it.text
    if not words and it.media and it.media.kind == "document":
        words = it.media.name
    return " ".join(words[: EXCERPT * 2].split())[:EXCERPT]


def summary(it: Message) -> dict[str, Any]:
    """What a line about a message says: its first words, and what was sent with it."""
    return {"text": excerpt(it), "media": it.media.kind if it.media else None}


def speaker_name(it: Message) -> str:
    """Who seems to speak."""
    if it.sender_chat is not None:
        return it.sender_chat.title
    return it.sender.first_name if it.sender else it.chat.title


def _speaker(stage: Stage, it: Message) -> dict[str, Any]:
    sender = it.sender
    who: dict[str, Any] = {"name": speaker_name(it), "bot": isinstance(sender, Bot)}
    if it.sender_chat is not None:
        who |= {"anonymous": True, "title": it.signature}
    elif sender is not None and sender.id in stage.cast:
        who |= {"id": sender.id, "role": stage.cast[sender.id].role}
    elif sender is not None:
        who["id"] = sender.id
    return who


def _entity(it: answers.MessageEntity) -> dict[str, Any]:
    shown: dict[str, Any] = {"type": it.type, "offset": it.offset, "length": it.length}
    return shown | ({"url": it.url} if it.url else {})


def _buttons(it: Message) -> list[list[dict[str, Any]]]:
    if it.markup is None:
        return []
    return [[_button(button) for button in row] for row in it.markup.inline_keyboard]


def _button(it: answers.InlineKeyboardButton) -> dict[str, Any]:
    if it.callback_data is not None:
        return {"text": it.text, "kind": "press"}
    if it.url is not None:
        return {"text": it.text, "kind": "url", "url": it.url}
    if it.copy_text is not None:
        return {"text": it.text, "kind": "copy", "copy": it.copy_text.text}
    return {"text": it.text, "kind": "other"}


def _topic(it: Message) -> str | None:
    topic = it.chat.topics.get(it.topic) if it.topic is not None else None
    return topic.name if topic else None


def _reply(it: Message) -> dict[str, Any] | None:
    if it.reply_to is None:
        return None
    return {"id": it.reply_to.id, "name": speaker_name(it.reply_to), **summary(it.reply_to)}


def _origin(it: Message) -> str | None:
    if isinstance(it.origin, answers.MessageOriginUser):
        return it.origin.sender_user.first_name
    return it.origin.chat.title if it.origin else None


def _media(it: Media) -> dict[str, Any]:
    return {
        "kind": it.kind,
        "id": it.file_id,
        "name": it.name,
        "mime": it.mime,
        "size": len(it.content),
        "seconds": it.duration,
        "opens": it.mime in OPENED,
        "sides": sides(it.content) if it.kind == "photo" else None,
    }


def _poll(voter: int, it: Poll) -> dict[str, Any]:
    """Counts, the right answer and the explanation show once one has voted or the poll is closed."""
    mine = it.votes.get(voter)
    told = mine is not None or it.closed
    return {
        "id": it.id,
        "question": it.question,
        "options": it.options,
        "quiz": it.kind == "quiz",
        "anonymous": it.anonymous,
        "multiple": it.multiple,
        "revoting": it.revoting,
        "closed": it.closed,
        "total": len(it.votes),
        "mine": mine,
        "counts": it.counts if told else None,
        "correct": it.correct if told else None,
        "explanation": it.explanation if told else "",
        "explanation_entities": [_entity(entity) for entity in it.explanation_entities] if told else [],
    }


def service(it: Message) -> dict[str, Any] | None:
    """A line of Telegram's own: what happened, to whom, and the words in it."""
    if not it.service:
        return None
    what, value = next(iter(it.service.items()))
    if isinstance(value, list):
        return {"what": what, "names": [_name(one) for one in value]}
    if isinstance(value, answers.User | User):
        return {"what": what, "names": [_name(value)]}
    if isinstance(value, answers.Message):
        return {"what": what, "text": (value.text or value.caption or "").strip()[:EXCERPT]}
    if isinstance(value, answers.ForumTopicCreated):
        return {"what": what, "text": value.name}
    return {"what": what, "text": value if isinstance(value, str) else ""}


def _name(it: answers.User | User) -> str:
    return it.first_name


def _reactions(it: Message) -> dict[str, int]:
    counts: dict[str, int] = {}
    for chosen in it.reactions.values():
        for emoji in chosen:
            counts[emoji] = counts.get(emoji, 0) + 1
    return counts
