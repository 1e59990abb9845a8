"""Deleting, pinning, unpinning."""

from sandbox import access
from sandbox.chats import Chat
from sandbox.errors import bad_request
from sandbox.messages import Message
from sandbox.methods.registry import method
from sandbox.params import DeleteMessages, OfMessage, PinChatMessage, UnpinChatMessage
from sandbox.users import Bot
from sandbox.wire import message as shown
from sandbox.world import World

TWO_DAYS = 48 * 3600
AT_ONCE = 100


@method("deleteMessage", OfMessage)
def delete_message(world: World, bot: Bot, params: OfMessage) -> bool:
    """Delete one message for everyone."""
    chat = access.enter(world, bot, params.chat_id)
    message = access.message(chat, params.message_id, "to delete")
    _may_delete(world, bot, chat, message)
    world.remove(message)
    return True


@method("deleteMessages", DeleteMessages)
def delete_messages(world: World, bot: Bot, params: DeleteMessages) -> bool:
    """Delete several; those that are gone are passed over."""
    chat = access.enter(world, bot, params.chat_id)
    if not params.message_ids:
        raise bad_request("message identifiers are not specified")
    if len(params.message_ids) > AT_ONCE:
        raise bad_request("too many message identifiers specified")
    messages = [chat.posts[each] for each in params.message_ids if each in chat.posts]
    for message in messages:
        _may_delete(world, bot, chat, message)
    for message in messages:
        world.remove(message)
    return True


def _may_delete(world: World, bot: Bot, chat: Chat, message: Message) -> None:
    if world.date() - message.date > TWO_DAYS:
        raise bad_request("message can't be deleted for everyone")
    own = message.sender is bot
    member = access.standing(chat, bot)
    if own or chat.kind == "private" or "can_delete_messages" in member.rights:
        return
    raise bad_request("message can't be deleted")


def _may_pin(chat: Chat, bot: Bot) -> None:
    right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
    if not access.has_right(chat, bot, right):
        raise bad_request("not enough rights to manage pinned messages in the chat")


@method("pinChatMessage", PinChatMessage)
def pin_chat_message(world: World, bot: Bot, params: PinChatMessage) -> bool:
    """Pin a message, which the chat notes in a line of its own."""
    chat = access.enter(world, bot, params.chat_id)
    _may_pin(chat, bot)
    message = access.message(chat, params.message_id, "to pin")
    if message in chat.pins:
        return True
    chat.pins.append(message)
    chat.pins.sort(key=lambda pin: pin.id)
    as_channel = chat.kind == "channel"
    world.post(
        chat,
        None if as_channel else bot,
        sender_chat=chat if as_channel else None,
        service={"pinned_message": shown(message, nested=True)},
        silent=params.disable_notification,
    )
    return True


@method("unpinChatMessage", UnpinChatMessage)
def unpin_chat_message(world: World, bot: Bot, params: UnpinChatMessage) -> bool:
    """Unpin a message, or the newest pinned one."""
    chat = access.enter(world, bot, params.chat_id)
    _may_pin(chat, bot)
    pinned = [pin for pin in chat.pins if params.message_id in (None, pin.id)]
    if params.message_id is not None and not pinned:
        raise bad_request("message to unpin not found")
    if pinned:
        chat.pins.remove(pinned[-1])
        world.changed()
    return True
