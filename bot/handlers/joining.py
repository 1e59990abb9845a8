"""The bot comes into a chat, is taken out of it, or the chat changes its id or its name."""

from __future__ import annotations

from telegram import Chat, ChatMember, ChatMemberUpdated, Update
from telegram.constants import ChatType

from bot import errands
from bot.context import Context, chat_of
from bot.views import groups as views
from core import errands as owed
from core import groups, settings
from core.groups import Met

HERE = (ChatMember.ADMINISTRATOR, ChatMember.MEMBER, ChatMember.OWNER, ChatMember.RESTRICTED)


async def membership_changed(update: Update, context: Context) -> None:
    """my_chat_member: added, promoted, kicked; in a channel we excuse ourselves and leave."""
    change = update.my_chat_member
    assert change is not None
    was, is_now = _is_here(change.old_chat_member), _is_here(change.new_chat_member)
    if change.chat.type == ChatType.CHANNEL:
        if is_now:
            await _leave_channel(context, change)
    elif change.chat.type != ChatType.PRIVATE:
        if is_now and not was:
            await come_in(context, change.chat, change.from_user.id)
        elif was and not is_now:
            await groups.removed(context.desk, change.chat.id, now=context.now())


async def come_in(
    context: Context, chat: Chat, by: int | None, *, topic: int | None = None, link: str | None = None
) -> None:
    """Meet the chat and post the card once, or the old summary to a group that is back."""
    met = await groups.meet(context.desk, chat.id, chat.title or "", by=by, link=link, now=context.now())
    if met.card:
        await _post(context, met, topic)


async def migrated(update: Update, context: Context) -> None:
    """A group was upgraded; the message comes from the old chat, from the new one, or from both."""
    message = update.message
    assert message is not None
    if message.migrate_to_chat_id is not None:
        await groups.move(context.desk, message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id is not None:
        await groups.move(context.desk, message.migrate_from_chat_id, message.chat_id)


async def renamed(update: Update, context: Context) -> None:
    assert update.message is not None
    await groups.rename(context.desk, chat_of(update).id, update.message.new_chat_title or "")


async def _post(context: Context, met: Met, topic: int | None) -> None:
    if met.back:
        shown = await settings.read(context.desk, met.group.chat)
        html, keyboard = views.came_back(context.desk, shown.group, shown.slots, context.now())
    else:
        html, keyboard = views.card(context.desk, met.group)
    context.say(met.group.chat, html, keyboard, topic=topic)


async def _leave_channel(context: Context, change: ChatMemberUpdated) -> None:
    chat = change.chat.id
    await owed.leave_channel(context.desk, chat, now=context.now())
    if getattr(change.new_chat_member, "can_post_messages", True):
        context.say(chat, context.texts.html("channel-sorry"))
    errands.soon(context, chat)


def _is_here(member: ChatMember) -> bool:
    return member.status in HERE and getattr(member, "is_member", True)
