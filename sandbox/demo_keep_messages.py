"""A message as JSON and back: what was said, with its buttons, file, poll and everything around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import answers
from sandbox.chats import Chat
from sandbox.messages import Media, Message, Poll
from sandbox.users import CHANNEL_ANONYMOUS, GROUP_ANONYMOUS, TELEGRAM, User
from sandbox.world import World

Json = dict[str, Any]
# Fields that are JSON by themselves.
_PLAIN = (
    "id",
    "date",
    "text",
    "topic",
    "silent",
    "protected",
    "signature",
    "automatic",
    "edited",
    "rewritten",
)
_POLL = (
    *("id", "question", "options", "anonymous", "kind", "multiple", "revoting", "correct", "explanation"),
    *("open_period", "close_date", "closed"),
)
_MEDIA = ("kind", "file_id", "unique_id", "name", "mime", "duration")
_STAND_INS = {user.id: user for user in (GROUP_ANONYMOUS, CHANNEL_ANONYMOUS, TELEGRAM)}


def told(it: Message) -> Json:
    """One message; what it answers is named by number, for that stands in the same chat."""
    return {
        **{name: getattr(it, name) for name in _PLAIN},
        "sender": it.sender.id if it.sender else None,
        "sender_chat": it.sender_chat.id if it.sender_chat else None,
        "via_bot": it.via_bot.id if it.via_bot else None,
        "reply_to": it.reply_to.id if it.reply_to else None,
        "entities": [_model(one) for one in it.entities],
        "markup": _model(it.markup),
        "preview": _model(it.preview),
        "origin": _model(it.origin),
        "service": {name: _value(value) for name, value in it.service.items()} if it.service else None,
        "media": it.media.file_id if it.media else None,
        "poll": _told_poll(it.poll) if it.poll else None,
        "reactions": [[who, chosen] for who, chosen in it.reactions.items()],
    }


def heard(world: World, chat: Chat, given: Mapping[str, Any]) -> Message:
    """The message again, put into its chat; its poll is the world's as before."""
    message = Message(
        chat,
        sender=_user(world, given["sender"]),
        sender_chat=world.chats.get(given["sender_chat"]),
        via_bot=_user(world, given["via_bot"]),
        reply_to=chat.posts.get(given["reply_to"]),
        entities=tuple(_of(given["entities"])),
        markup=_of(given["markup"]),
        preview=_of(given["preview"]),
        origin=_of(given["origin"]),
        service={name: _of(value) for name, value in given["service"].items()} if given["service"] else None,
        media=world.files.get(given["media"]),
        poll=_heard_poll(given["poll"]) if given["poll"] else None,
        reactions=dict(given["reactions"]),
        **{name: given[name] for name in _PLAIN},
    )
    chat.posts[message.id] = message
    if message.poll is not None:
        world.polls[message.poll.id] = (message.poll, message)
        if message.poll.close_date is not None and not message.poll.closed:
            world.timed.append(message)
    return message


def told_media(it: Media) -> Json:
    """A file without what is in it."""
    return {name: getattr(it, name) for name in _MEDIA}


def heard_media(given: Mapping[str, Any], content: bytes) -> Media:
    """The file again."""
    return Media(content=content, **{name: given[name] for name in _MEDIA})


def _told_poll(it: Poll) -> Json:
    entities = [_model(one) for one in it.explanation_entities]
    votes = [[who, chosen] for who, chosen in it.votes.items()]
    return {**{name: getattr(it, name) for name in _POLL}, "explanation_entities": entities, "votes": votes}


def _heard_poll(given: Mapping[str, Any]) -> Poll:
    entities = tuple(_of(given["explanation_entities"]))
    votes = dict(given["votes"])
    return Poll(explanation_entities=entities, votes=votes, **{name: given[name] for name in _POLL})


def _user(world: World, number: int | None) -> User | None:
    return None if number is None else _STAND_INS.get(number) or world.users[number]


def _model(it: answers.Answer | None) -> Json | None:
    """One of the Bot API's types with its name, so that it is read as the same again."""
    if it is None:
        return None
    return {"type": type(it).__name__, "fields": it.model_dump(mode="json", exclude_none=True)}


def _value(it: Any) -> Any:
    if isinstance(it, list):
        return [_value(one) for one in it]
    return _model(it) if isinstance(it, answers.Answer) else it


def _of(given: Any) -> Any:
    if isinstance(given, list):
        return [_of(one) for one in given]
    if not isinstance(given, dict):
        return given
    kind = getattr(answers, given["type"])
    assert issubclass(kind, answers.Answer)
    return kind.model_validate(given["fields"])
