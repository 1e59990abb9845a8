"""What a bot says about itself: name, commands, descriptions."""

import re

from sandbox.answers import User
from sandbox.answers_chats import BotCommand
from sandbox.errors import bad_request
from sandbox.methods.registry import method
from sandbox.params import (
    BotCommandScope,
    Nothing,
    ScopedCommands,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from sandbox.users import Bot
from sandbox.world import World

COMMANDS, COMMAND_TEXT, DESCRIPTION, SHORT_DESCRIPTION = 100, 256, 512, 120
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_NEEDS = {"chat": 1, "chat_administrators": 1, "chat_member": 2}
_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators", *_NEEDS})


@method("getMe", Nothing)
def get_me(world: World, bot: Bot, params: Nothing) -> User:
    """Who the bot is."""
    return bot.me


def scope_key(scope: BotCommandScope | None) -> str:
    """A scope as a key; refuses one that Telegram does not know."""
    if scope is None:
        return "default"
    if scope.type not in _SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    needs = _NEEDS.get(scope.type, 0)
    if needs and scope.chat_id in (None, ""):
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    if needs > 1 and not scope.user_id:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    return ":".join(str(part) for part in (scope.type, scope.chat_id, scope.user_id) if part is not None)


@method("setMyCommands", SetMyCommands)
def set_my_commands(world: World, bot: Bot, params: SetMyCommands) -> bool:
    """The command menu of one scope and language."""
    if len(params.commands) > COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in params.commands:
        if not _COMMAND.fullmatch(command.command.removeprefix("/").lower()):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command.description) <= COMMAND_TEXT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    shown = [(command.command.removeprefix("/"), command.description) for command in params.commands]
    bot.commands[scope_key(params.scope), params.language_code] = shown
    world.changed()
    return True


@method("deleteMyCommands", ScopedCommands)
def delete_my_commands(world: World, bot: Bot, params: ScopedCommands) -> bool:
    """Take a menu away; the wider scope's shows again."""
    bot.commands.pop((scope_key(params.scope), params.language_code), None)
    world.changed()
    return True


@method("getMyCommands", ScopedCommands)
def get_my_commands(world: World, bot: Bot, params: ScopedCommands) -> list[BotCommand]:
    """The menu of exactly this scope and language."""
    shown = bot.commands.get((scope_key(params.scope), params.language_code), [])
    return [BotCommand(command=command, description=text) for command, text in shown]


@method("setMyDescription", SetMyDescription)
def set_my_description(world: World, bot: Bot, params: SetMyDescription) -> bool:
    """The text in an empty chat with the bot."""
    if len(params.description) > DESCRIPTION:
        raise bad_request("description is too long")
    bot.descriptions["description", params.language_code] = params.description
    return True


@method("setMyShortDescription", SetMyShortDescription)
def set_my_short_description(world: World, bot: Bot, params: SetMyShortDescription) -> bool:
    """The line on the bot's profile."""
    if len(params.short_description) > SHORT_DESCRIPTION:
        raise bad_request("short description is too long")
    bot.descriptions["short_description", params.language_code] = params.short_description
    return True
