"""/officer: the owner appoints and dismisses."""

from __future__ import annotations

from telegram import Update

from bot.context import Context, words_of
from bot.menus import officer_menu
from bot.views import officers as views
from core import officers
from core.officers import MAY_APPOINT
from core.ports import Priority
from core.words import Officer, Role

PEOPLE_A_PAGE = 50
APPOINTED = (Role.CHIEF, Role.OFFICER, Role.CLERK)


async def officer(update: Update, context: Context) -> None:
    """/officer add <id> <chief|officer|clerk> [region] | remove <id> | list"""
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
            *pages, html = await _pages(context)
            for page in pages:
                context.reply(message, page, priority=Priority.OFFICER)
        case ["add", user, role, *region] if _is_id(user) and role in set(APPOINTED) and len(region) <= 1:
            html = await _add(context, owner, int(user), Role(role), next(iter(region), None), key)
        case ["remove", user] if _is_id(user):
            gone = await officers.dismiss(context.desk, owner, int(user), key=key, now=context.now())
            html = context.texts.html("officer-removed" if gone else "officer-not-found", user=user)
        case _:
            html = context.texts.html("officer-usage")
    context.reply(message, html, priority=Priority.OFFICER)


async def _pages(context: Context) -> list[str]:
    """Everyone, in messages that Telegram takes."""
    people = await officers.staff(context.desk)
    starts = range(0, max(1, len(people)), PEOPLE_A_PAGE)
    return [
        views.staff(context.texts, context.desk, people[start : start + PEOPLE_A_PAGE]) for start in starts
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
