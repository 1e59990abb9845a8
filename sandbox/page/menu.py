"""Which command menu a client shows: the narrowest scope that fits the chat and the person."""

from __future__ import annotations

from collections.abc import Iterator

from sandbox.chats import Chat, PrivateChat
from sandbox.page.stage import Actor, Stage
from sandbox.users import Bot


def commands(stage: Stage, actor: Actor, chat: Chat) -> list[dict[str, str]]:
    """Name and description of each command; none where the bot is not."""
    bot = stage.telegram.bot
    if bot not in chat.bots():
        return []
    for scope in _scopes(stage, actor, chat):
        shown = _menu(bot, scope, actor.person.language_code)
        if shown:
            return [{"name": name, "text": text} for name, text in shown]
    return []


def _scopes(stage: Stage, actor: Actor, chat: Chat) -> Iterator[str]:
    if isinstance(chat, PrivateChat):
        yield from (f"chat:{chat.id}", "all_private_chats", "default")
        return
    yield f"chat_member:{chat.id}:{actor.person.id}"
    if stage.runs(actor, chat):
        yield f"chat_administrators:{chat.id}"
    yield f"chat:{chat.id}"
    if stage.runs(actor, chat):
        yield "all_chat_administrators"
    yield from ("all_group_chats", "default")


def _menu(bot: Bot, scope: str, language: str | None) -> list[tuple[str, str]]:
    two_letters = (language or "").split("-")[0]
    return bot.commands.get((scope, two_letters)) or bot.commands.get((scope, "")) or []
