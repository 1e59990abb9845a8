"""Asking about chats and who is in them."""

from sandbox import access, wire
from sandbox.answers_chats import ChatFullInfo, ChatMember
from sandbox.chats import Member
from sandbox.errors import bad_request
from sandbox.methods.registry import method
from sandbox.params import GetChatAdministrators, GetChatMember, InChat
from sandbox.users import Bot
from sandbox.world import World


@method("getChat", InChat)
def get_chat(world: World, bot: Bot, params: InChat) -> ChatFullInfo:
    """All about a chat."""
    return wire.full_chat(access.enter(world, bot, params.chat_id, write=False))


@method("getChatAdministrators", GetChatAdministrators)
def get_chat_administrators(world: World, bot: Bot, params: GetChatAdministrators) -> list[ChatMember]:
    """The owner and the administrators; other bots only when asked for."""
    chat = access.enter(world, bot, params.chat_id)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    shown = [it for it in chat.admins() if params.return_bots or not it.user.is_bot or it.user is bot]
    return [wire.member(member, chat) for member in shown]


@method("getChatMember", GetChatMember)
def get_chat_member(world: World, bot: Bot, params: GetChatMember) -> ChatMember:
    """One member's standing; of others only where the bot is an administrator."""
    own = params.user_id == bot.id
    chat = access.enter(world, bot, params.chat_id, write=not own)
    user = bot if own else world.users.get(params.user_id)
    if user is None:
        raise bad_request("user not found")
    if chat.kind == "private":
        return wire.member(Member(user), chat)
    if not own and not access.standing(chat, bot).runs:
        raise bad_request("member list is inaccessible")
    return wire.member(chat.member(user) or Member(user, "left"), chat)


@method("getChatMemberCount", InChat)
def get_chat_member_count(world: World, bot: Bot, params: InChat) -> int:
    """How many are in a chat."""
    return access.enter(world, bot, params.chat_id).member_count


@method("leaveChat", InChat)
def leave_chat(world: World, bot: Bot, params: InChat) -> bool:
    """The bot goes."""
    chat = access.enter(world, bot, params.chat_id, write=False)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_member(chat, bot, bot, "left")
    if chat.kind != "channel":
        world.post(chat, bot, service={"left_chat_member": bot.wire})
    return True
