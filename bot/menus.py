"""The command menus that Telegram shows, one per scope."""

from __future__ import annotations

import structlog
from telegram import (
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.limiter import Class
from bot.sender import Bot
from content.texts import Texts
from core.ports import Priority
from core.words import Role

log = structlog.get_logger(__name__)

PRIVATE = ("start", "help", "tip", "quiz", "verify", "check", "privacy", "forgetme")
GROUP = ("help", "tip", "verify", "check", "status", "privacy", "forgetme")
ADMINS = ("settings", "schedule", "quiz", "script", "subscribe", "unsubscribe", *GROUP)
OFFICE = ("ledger", "report", "script", "status@answers")
OFFICERS = {
    Role.OWNER: ("alert", "push", "feeds", "content", "groups", *OFFICE, "officer", "pin", "audit", *PRIVATE),
    Role.CHIEF: ("alert", "push", "feeds", "content", "groups", *OFFICE, "pin", "audit", *PRIVATE),
    Role.OFFICER: ("alert", "push", "feeds", "content", "groups", *OFFICE, "pin", "audit", *PRIVATE),
    Role.CLERK: ("content", *OFFICE, *PRIVATE),
}


async def set_menus(bot: Bot, texts: Texts, owners: frozenset[int]) -> None:
    """Tell Telegram every scope's commands; an owner who never wrote to the bot has none yet."""
    await _set(bot, texts, PRIVATE, BotCommandScopeAllPrivateChats())
    await _set(bot, texts, GROUP, BotCommandScopeAllGroupChats())
    await _set(bot, texts, ADMINS, BotCommandScopeAllChatAdministrators())
    for owner in sorted(owners):
        await officer_menu(bot, texts, owner, Role.OWNER)


async def officer_menu(bot: Bot, texts: Texts, user: int, role: Role) -> None:
    await _set(bot, texts, OFFICERS[role], BotCommandScopeChat(user))


async def _set(bot: Bot, texts: Texts, names: tuple[str, ...], scope: BotCommandScope) -> None:
    # What means something else in another scope is written `command@meaning`.
    commands = [
        BotCommand(name.partition("@")[0], texts.plain(f"command-{name.replace('@', '-')}")) for name in names
    ]
    try:
        await bot.set_my_commands(commands, scope=scope, rate_limit_args=Class(Priority.COSMETIC))
    except TelegramError as error:
        log.info("menu not set", scope=scope.type, why=error.message)
