"""sendMessage and its siblings with files."""

from typing import Any, Literal

from sandbox import access, wire
from sandbox.answers import Message as MessageAnswer
from sandbox.chats import GENERAL_TOPIC, Chat
from sandbox.errors import bad_request
from sandbox.messages import Media, Message
from sandbox.methods.files import store
from sandbox.methods.registry import method
from sandbox.methods.text import caption, keyboard, message_text
from sandbox.params import (
    Captioned,
    SendChatAction,
    SendDocument,
    Sending,
    SendMessage,
    SendPhoto,
    SendVoice,
    Upload,
)
from sandbox.users import Bot
from sandbox.world import World

ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice"}
    | {"upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)


def deliver(world: World, bot: Bot, chat: Chat, params: Sending, *, called: str, **content: Any) -> Message:
    """Put a bot's message into a chat and into the ledger."""
    target = access.reply_target(chat, params.reply_parameters)
    thread = params.message_thread_id
    if thread is None and target is not None and target.topic != GENERAL_TOPIC:
        thread = target.topic
    topic = access.topic(chat, bot, thread)
    as_channel = chat.kind == "channel"
    message = world.post(
        chat,
        None if as_channel else bot,
        sender_chat=chat if as_channel else None,
        reply_to=target,
        markup=keyboard(params.reply_markup),
        topic=topic.id if topic else None,
        silent=params.disable_notification,
        protected=params.protect_content,
        **content,
    )
    world.land(message, called, bot)
    return message


@method("sendMessage", SendMessage, paced=True)
def send_message(world: World, bot: Bot, params: SendMessage) -> MessageAnswer:
    """A text."""
    text, entities = message_text(params.text, params.parse_mode, params.entities)
    chat = access.enter(world, bot, params.chat_id)
    access.may_send(chat, bot, "can_send_messages", "text messages")
    sent = deliver(
        world,
        bot,
        chat,
        params,
        called="sendMessage",
        text=text,
        entities=entities,
        preview=params.link_preview_options,
    )
    return wire.message(sent)


@method("sendPhoto", SendPhoto, paced=True)
def send_photo(world: World, bot: Bot, params: SendPhoto) -> MessageAnswer:
    """A picture with a caption."""
    return _send_file(world, bot, params, params.photo, "photo", "photos")


@method("sendDocument", SendDocument, paced=True)
def send_document(world: World, bot: Bot, params: SendDocument) -> MessageAnswer:
    """A file with a caption."""
    return _send_file(world, bot, params, params.document, "document", "documents")


@method("sendVoice", SendVoice, paced=True)
def send_voice(world: World, bot: Bot, params: SendVoice) -> MessageAnswer:
    """A voice note with a caption."""
    return _send_file(world, bot, params, params.voice, "voice", "voice notes", duration=params.duration)


def _send_file(
    world: World,
    bot: Bot,
    params: Captioned,
    given: Upload | str,
    kind: Literal["photo", "document", "voice"],
    plural: str,
    duration: int = 0,
) -> MessageAnswer:
    chat = access.enter(world, bot, params.chat_id)
    permission = "can_send_voice_notes" if kind == "voice" else f"can_send_{kind}s"
    access.may_send(chat, bot, permission, plural)
    text, entities = caption(params.caption, params.parse_mode, params.caption_entities)
    media = _media(world, given, kind, duration)
    called = f"send{kind.capitalize()}"
    sent = deliver(world, bot, chat, params, called=called, text=text, entities=entities, media=media)
    return wire.message(sent)


def _media(
    world: World, given: Upload | str, kind: Literal["photo", "document", "voice"], duration: int
) -> Media:
    if isinstance(given, Upload):
        if not given.content:
            raise bad_request("file must be non-empty")
        return store(world, kind, given.content, given.name, given.mime, duration=duration)
    known = world.files.get(given)
    if known is None:
        # The sandbox never talks to the outside, so an address is as good as a wrong identifier.
        raise bad_request(f"wrong file identifier/HTTP URL specified: {given}")
    if known.kind != kind:
        raise bad_request(f"can't use file of type {known.kind.capitalize()} as {kind.capitalize()}")
    return known


@method("sendChatAction", SendChatAction)
def send_chat_action(world: World, bot: Bot, params: SendChatAction) -> bool:
    """The line that says the bot is typing."""
    access.enter(world, bot, params.chat_id)
    if params.action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True
