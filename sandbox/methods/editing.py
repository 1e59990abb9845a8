"""Changing what was said."""

from typing import Any

from sandbox import access, wire
from sandbox.answers import Message as MessageAnswer
from sandbox.errors import bad_request
from sandbox.messages import Message
from sandbox.methods.registry import method
from sandbox.methods.text import caption, keyboard, message_text
from sandbox.params import EditingParams, EditMessageCaption, EditMessageReplyMarkup, EditMessageText
from sandbox.users import Bot
from sandbox.world import World

SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


@method("editMessageText", EditMessageText, paced=True)
def edit_message_text(world: World, bot: Bot, params: EditMessageText) -> MessageAnswer:
    """Another text, another keyboard; none given takes the keyboard away."""
    text, entities = message_text(params.text, params.parse_mode, params.entities)
    message = _own(world, bot, params)
    if message.media or message.poll or message.service is not None:
        raise bad_request("there is no text in the message to edit")
    preview = params.link_preview_options
    return _change(
        world, message, text=text, entities=entities, markup=keyboard(params.reply_markup), preview=preview
    )


@method("editMessageCaption", EditMessageCaption, paced=True)
def edit_message_caption(world: World, bot: Bot, params: EditMessageCaption) -> MessageAnswer:
    """Another caption."""
    text, entities = caption(params.caption, params.parse_mode, params.caption_entities)
    message = _own(world, bot, params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _change(world, message, text=text, entities=entities, markup=keyboard(params.reply_markup))


@method("editMessageReplyMarkup", EditMessageReplyMarkup, paced=True)
def edit_message_reply_markup(world: World, bot: Bot, params: EditMessageReplyMarkup) -> MessageAnswer:
    """Another keyboard under the same content."""
    message = _own(world, bot, params)
    return _change(world, message, markup=keyboard(params.reply_markup))


def _own(world: World, bot: Bot, params: EditingParams) -> Message:
    chat = access.enter(world, bot, params.chat_id)
    message = access.message(chat, params.message_id, "to edit")
    by_bot = message.sender is bot or (chat.kind == "channel" and message.sender_chat is chat)
    if not by_bot or message.service is not None:
        raise bad_request("message can't be edited")
    return message


def _change(world: World, message: Message, **new: Any) -> MessageAnswer:
    watched = {name: value for name, value in new.items() if name != "preview"}
    if all(getattr(message, name) == value for name, value in watched.items()):
        raise bad_request(SAME)
    message.rewritten |= new.get("text", message.text) != message.text
    for name, value in new.items():
        setattr(message, name, value)
    message.edited = world.date()
    world.changed()
    return wire.message(message)
