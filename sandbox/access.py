"""May this bot do that here? Each check raises Telegram's own refusal."""

from sandbox.chats import GENERAL_TOPIC, Chat, Member, PrivateChat, Topic
from sandbox.errors import bad_request, forbidden, migrated
from sandbox.messages import Message
from sandbox.params import ReplyParameters
from sandbox.users import Bot
from sandbox.world import World


def find(world: World, bot: Bot, chat_id: int | str | None) -> Chat:
    """The chat that an id means to a bot, whatever its rights there."""
    if chat_id is None or chat_id == "":
        raise bad_request("chat_id is empty")
    chat = world.find_chat(bot, chat_id)
    known = chat is not None and (isinstance(chat, PrivateChat) or chat.member(bot) or chat.username)
    if chat is None or not known:
        raise bad_request("chat not found")
    return chat


def enter(world: World, bot: Bot, chat_id: int | str | None, *, write: bool = True) -> Chat:
    """A chat that the bot is in; `write` also refuses what can only be read."""
    chat = find(world, bot, chat_id)
    if isinstance(chat, PrivateChat):
        _check_private(world, chat, write=write)
        return chat
    if chat.migrated_to is not None and write:
        raise migrated(chat.migrated_to.id)
    if chat.deleted and write:
        raise forbidden("the group chat was deleted")
    member = chat.member(bot)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.noun} chat")
    if (member is None or not member.inside) and (write or not chat.username):
        raise forbidden(f"bot is not a member of the {chat.noun} chat")
    return chat


def _check_private(world: World, chat: PrivateChat, *, write: bool) -> None:
    if not write:
        return
    if chat.person.deactivated:
        raise forbidden("user is deactivated")
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        met = any(group.has(chat.bot) and group.has(chat.person) for group in world.chats.values())
        if met:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")


def standing(chat: Chat, bot: Bot) -> Member:
    """The bot's standing in a chat that it has entered."""
    return chat.member(bot) or Member(bot, "member")


def may_send(chat: Chat, bot: Bot, permission: str, what: str) -> None:
    """Whether the chat lets the bot send such a thing."""
    if chat.kind == "private":
        return
    member = standing(chat, bot)
    if chat.kind == "channel":
        if not member.runs:
            raise bad_request("need administrator rights in the channel chat")
        if "can_post_messages" not in member.rights and member.status != "creator":
            raise bad_request("not enough rights to post in the channel chat")
    elif not member.runs:
        allowed = member.rights if member.status == "restricted" else chat.permissions
        if not {"can_send_messages", permission} <= allowed:
            raise bad_request(f"not enough rights to send {what} to the chat")


def has_right(chat: Chat, bot: Bot, right: str) -> bool:
    """Whether the bot holds an administrator's right, or everyone in the group does."""
    member = standing(chat, bot)
    if chat.kind == "private" or member.status == "creator":
        return True
    if member.status == "administrator":
        return right in member.rights
    return right in chat.permissions and chat.kind != "channel"


def topic(chat: Chat, bot: Bot, thread_id: int | None) -> Topic | None:
    """The topic that a message goes to; outside forums Telegram ignores the parameter."""
    if not chat.forum:
        return None
    if thread_id is None:
        found = chat.topics.get(GENERAL_TOPIC)
    elif thread_id == GENERAL_TOPIC or thread_id not in chat.topics:
        raise bad_request("message thread not found")
    else:
        found = chat.topics[thread_id]
    if found is not None and found.closed and "can_manage_topics" not in standing(chat, bot).rights:
        raise bad_request("TOPIC_CLOSED")
    return found


def reply_target(chat: Chat, wanted: ReplyParameters | None) -> Message | None:
    """The message replied to; None when there is none and that is allowed."""
    if wanted is None:
        return None
    target = chat.posts.get(wanted.message_id)
    if target is None and not wanted.allow_sending_without_reply:
        raise bad_request("message to be replied not found")
    return target


def message(chat: Chat, message_id: int | None, purpose: str) -> Message:
    """A message that stands in the chat; purpose is 'edit', 'delete', 'pin' and so on."""
    if message_id is None:
        raise bad_request("message identifier is not specified")
    found = chat.posts.get(message_id)
    if found is None:
        raise bad_request(f"message {purpose} not found")
    return found
