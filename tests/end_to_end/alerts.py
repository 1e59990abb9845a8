"""Alerts in stories about what comes after the decision to send: written beside the bot, sent at once."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from content.words import Kind, Script
from core.codes import new_code, new_key
from core.desk import Desk
from sandbox import Chat, Message
from storage import deliveries, groups, pushes, tables
from storage.alerts import AlertId
from storage.database import open_database
from storage.deliveries import NewDelivery
from storage.pushes import NewPush
from tests.core import alerts
from tests.many import make_desk
from tests.town import Town

FIRST = "有人冒充老师收资料费"
TEXT = f"{FIRST}\n先给老师打电话，再动手机钱包。"


@asynccontextmanager
async def beside(town: Town) -> AsyncIterator[Desk]:
    """A desk over the bot's own database; the bot looks at what changed within five seconds."""
    database = open_database(town.environment["DATABASE_URL"])
    try:
        desk = make_desk(database, town.telegram.bot.id, town.owner.id)
        owners = frozenset(map(int, town.environment["OWNER_IDS"].split(",")))
        yield replace(desk, rules=replace(desk.rules, owners=owners))
    finally:
        await database.close()


async def alert(town: Town, text: str = TEXT, **values: Any) -> tuple[AlertId, str]:
    """An alert by the owner that was decided on this moment; its number and code."""
    code = new_code()
    async with beside(town) as desk:
        written = await alerts.draft(desk, code, town.now(), text=text, **values)
        await alerts.launch(desk, written, town.now())
    return written, code


async def place(town: Town, chats: Sequence[Chat], region: str) -> None:
    """Let these groups lie under that region."""
    async with beside(town) as desk, desk.database.unit() as unit:
        for chat in chats:
            group = await groups.by_chat(unit, desk.bot, chat.id)
            assert group is not None
            await groups.change(unit, group.id, region=region)


async def picture(town: Town) -> int:
    """A photo that was cleaned and kept."""
    async with beside(town) as desk, desk.database.unit() as unit:
        row = {"bot": desk.bot, "kind": "photo", "content": b"\xff\xd8photo", "hash": secrets.token_hex(32)}
        made = await unit.execute(
            tables.media.insert().values(**row, created_at=town.now()).returning(tables.media.c.id)
        )
        return int(made.scalar_one())


async def tips(town: Town, each: int = 1) -> None:
    """So many tips for every group, due now."""
    async with beside(town) as desk, desk.database.unit() as unit:
        now = town.now()
        rows = (await unit.execute(tables.groups.select())).all()
        for number in range(each):
            new = NewPush(
                key=f"tip-{new_key()}",
                kind=Kind.TIP,
                item=f"tip-{number}",
                fraud_type="rebate",
                title="提示",
                code=new_code(),
                created_by=None,
                texts={Script.SIMPLIFIED: (f"平常的提示{number} 编号 ", "提示", "0" * 64)},
            )
            push, _ = await pushes.add_once(unit, desk.bot, new, now=now)
            late = now.replace(year=now.year + 1)
            waiting = [NewDelivery(row.id, new_key(), now, late) for row in rows]
            await deliveries.add(unit, push, 5, waiting, now=now)


def copies(town: Town, chat: Chat, part: str = FIRST) -> list[Message]:
    """The copies of an alert that stand in a group, marked ones too."""
    return [one for one in chat.messages if part in one.text and town.is_bots(one) and not one.reply_to]


def landed(town: Town, part: str) -> int:
    return sum(1 for one in town.telegram.ledger if part in one.text and one.chat_id < 0)


def settled(town: Town) -> bool:
    """Nothing waits or is on its way but what waits for a copy of unknown fate."""
    sends = "SELECT count(*) FROM deliveries WHERE state IN ('pending', 'sending')"
    follows = (
        "SELECT count(*) FROM followups f JOIN deliveries d ON d.id = f.delivery_id WHERE f.state IN "
        "('pending', 'doing') AND (d.message IS NOT NULL OR f.kind = 'reply')"
    )
    return town.query(sends) == town.query(follows) == [(0,)]
