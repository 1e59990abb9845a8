"""Asks the officers whether they know a new group."""

from __future__ import annotations

from collections.abc import Collection

from bot.context import Context
from bot.views import officers as views
from core import officers
from core.officers import NewButton
from core.ports import Priority
from core.words import Group


async def ask_officers(context: Context, group: Group, *, asked: Collection[int] = ()) -> None:
    """A private card with 确认入群 and 请离 to each officer of the group's region who was not asked yet."""
    for user in await officers.watchers(context.desk, group.region):
        if user not in asked:
            await _ask(context, user, group)


async def _ask(context: Context, user: int, group: Group) -> None:
    wanted = [
        NewButton("group_confirm", {"group": group.id}),
        NewButton("group_send_away", {"group": group.id}),
    ]
    keys = await officers.lay_out(context.desk, user, wanted, now=context.now())
    names = [context.texts.plain("confirm-group"), context.texts.plain("send-away")]
    keyboard = views.keyboard_of([list(zip(names, keys, strict=True))])
    html = views.new_group(context.texts, context.desk, group)
    context.say(user, html, keyboard, priority=Priority.OFFICER)
