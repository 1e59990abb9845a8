"""/officer: the owner appoints, invites and dismisses."""

from __future__ import annotations

from telegram import CallbackQuery, Message, Update

from bot.context import Context, words_of
from bot.handlers.screens import show
from bot.menus import officer_menu
from bot.views import officers as officer_views
from bot.views import staff as views
from bot.views.screens import Screen
from content.texts import tame
from core import alert_urgent, invitations, officers
from core.officers import MAY_APPOINT
from core.ports import Priority
from core.words import Button, Officer, Role

PEOPLE_A_PAGE = 50
# What the link of an invitation carries before its token.
INVITED = "inv_"
APPOINTED = (Role.CHIEF, Role.OFFICER, Role.CLERK)


async def officer(update: Update, context: Context) -> None:
    """/officer add <id> <role> [region] | invite <role> [region] | remove <id> | list"""
    message = update.message
    assert message is not None and message.from_user is not None
    owner = await officers.require(
        context.desk,
        message.from_user.id,
        MAY_APPOINT,
        "officer",
        key=str(update.update_id),
        now=context.now(),
    )
    key, words = f"officer:{update.update_id}", words_of(context)
    match words:
        case ["list"]:
            await _list(context, owner, message)
            return
        case ["invite", role, *region] if role in set(APPOINTED) and len(region) <= 1:
            html = await _invite(context, owner, Role(role), next(iter(region), None), key)
        case ["add", user, role, *region] if _is_id(user) and role in set(APPOINTED) and len(region) <= 1:
            html = await _add(context, owner, int(user), Role(role), next(iter(region), None), key)
        case ["remove", user] if _is_id(user):
            gone = await officers.dismiss(context.desk, owner, int(user), key=key, now=context.now())
            html = context.texts.html("officer-removed" if gone else "officer-not-found", user=user)
        case _:
            html = context.texts.html("officer-usage")
    context.reply(message, html, priority=Priority.OFFICER)


async def invitation_opened(context: Context, message: Message, token: str) -> None:
    """Somebody opened a link; the owner who gave it is asked whether it is the right one."""
    person = message.from_user
    assert person is not None
    found = await invitations.opened(context.desk, token, person.id, person.full_name, now=context.now())
    context.reply(message, context.texts.html("invitation-opened"), priority=Priority.OFFICER)
    owners = context.desk.rules.owners
    for user in [found.invited_by] if found.invited_by in owners else sorted(owners):
        owner = Officer(user=user, role=Role.OWNER, region=None, name="", active=True)
        await show(context, owner, views.invitation(context.texts, context.desk, found))


async def invitation_pressed(context: Context, query: CallbackQuery, owner: Officer, button: Button) -> None:
    """确认 or 不是他"""
    desk, texts, accepted = context.desk, context.texts, button.action == "invite_yes"
    found = await invitations.decide(
        desk, owner, button.payload["token"], accepted=accepted, key=f"b:{button.key}", now=context.now()
    )
    assert found.user is not None
    context.answer(query)
    user, role = found.user, found.role
    facts = {
        "name": tame(found.name) or str(user),
        "role": texts.plain("role", id=role),
        "region": desk.regions.get(found.region).name,
    }
    key = "invitation-confirmed" if accepted else "invitation-declined"
    await show(context, owner, Screen(html=texts.html(key, **facts)), query)
    if accepted:
        context.later(user, lambda: officer_menu(context.counter.bot, texts, user, role))
        context.say(user, texts.html("invitation-welcome", **facts), priority=Priority.OFFICER)


async def _invite(context: Context, owner: Officer, role: Role, region: str | None, key: str) -> str:
    new = await invitations.invite(context.desk, owner, role, region, key=key, now=context.now())
    link = f"https://t.me/{context.desk.username}?start={INVITED}{new.token}"
    return context.texts.html(
        "invitation-made",
        role=context.texts.plain("role", id=role),
        region=context.desk.regions.get(region).name,
        link=link,
    )


async def _list(context: Context, owner: Officer, message: Message) -> None:
    """Everyone; under the last page, whether anybody may send alone, and the switch for that."""
    *pages, last = await _pages(context)
    for page in pages:
        context.reply(message, page, priority=Priority.OFFICER)
    on = await alert_urgent.is_on(context.desk)
    await show(context, owner, views.staff_page(context.texts, last, urgent=on))


async def _pages(context: Context) -> list[str]:
    """Everyone, in messages that Telegram takes."""
    people = await officers.staff(context.desk)
    starts = range(0, max(1, len(people)), PEOPLE_A_PAGE)
    return [
        officer_views.staff(context.texts, context.desk, people[start : start + PEOPLE_A_PAGE])
        for start in starts
    ]


async def _add(context: Context, owner: Officer, user: int, role: Role, region: str | None, key: str) -> str:
    await officers.appoint(context.desk, owner, user, role, region, key=key, now=context.now())
    context.later(user, lambda: officer_menu(context.counter.bot, context.texts, user, role))
    return context.texts.html(
        "officer-added",
        user=str(user),
        role=context.texts.plain("role", id=role),
        region=context.desk.regions.get(region).name,
    )


def _is_id(word: str) -> bool:
    return word.isascii() and word.isdigit() and 0 < int(word) < 1 << 52
