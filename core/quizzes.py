"""A quiz at once, because a group's admin asked for it."""

from __future__ import annotations

from datetime import datetime, time

from content.asking import Choice
from content.words import Kind
from core import lock, pushes
from core.codes import new_key
from core.desk import Desk
from core.errors import GroupPaused, NothingSuits, QuizEnough, UnknownGroup
from core.knowledge import Knowledge, next_question
from core.ports import Priority
from storage import groups, measures
from storage import pushes as push_rows
from storage.database import Unit
from storage.deliveries import NewDelivery
from storage.models import Group, GroupState

A_DAY = 2


async def ask(desk: Desk, chat: int, *, key: str, now: datetime) -> Choice | None:
    """The next quiz comes at once and counts against nothing; None when this wish was granted before.

    Raises StillLocked, UnknownGroup, GroupPaused, QuizEnough, NothingSuits.
    """
    async with desk.database.unit() as unit:
        await lock.require_open(unit, desk)
        await push_rows.in_line(unit, desk.bot)
        group = await _willing(unit, desk, chat)
        if await push_rows.id_of_key(unit, desk.bot, f"asked:{key}") is not None:
            return None
        if await measures.asked_quizzes(unit, group.id, since=_midnight(desk, now)) >= A_DAY:
            raise QuizEnough
        heard = await push_rows.heard(unit, [group.id])
        known = await Knowledge.of(unit, desk, [group], now=now)
        choice = next_question(desk, group, heard[group.id], known, now=now)
        if choice is None:
            raise NothingSuits(Kind.QUIZ)
        new = NewDelivery(group.id, new_key(), now, now + pushes.SHELF_LIFE, counted=False)
        question = choice.question
        await pushes.make(unit, desk, question, f"asked:{key}", [new], now=now, priority=Priority.RESIDENT)
    desk.wake.wake()
    return choice


async def _willing(unit: Unit, desk: Desk, chat: int) -> Group:
    group = await groups.by_chat(unit, desk.bot, chat)
    if group is None or not group.subscribed or group.audience is None:
        raise UnknownGroup(chat)
    if group.state is GroupState.PAUSED:
        raise GroupPaused
    return group


def _midnight(desk: Desk, now: datetime) -> datetime:
    zone = desk.rules.hours.zone
    return datetime.combine(now.astimezone(zone).date(), time(), zone)
