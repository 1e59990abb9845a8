"""Running groups, and running the town: weather, crowd and clock."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sandbox.chats import PrivateChat
from sandbox.page.order import Answer, Order, Refused, link_word

TITLE = 120
SPANS = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


async def add(order: Order) -> Answer | None:
    """Bring the bot into the group, perhaps by a link and with an admin's rights."""
    order.need_member()
    _need_calm(order)
    if isinstance(order.chat, PrivateChat):
        raise Refused("not_group")
    if order.chat.has(order.stage.telegram.bot):
        raise Refused("already_in")
    word = order.body.get("startgroup")
    start = link_word(word) if isinstance(word, str) else None
    order.actor.person.adds_bot(order.chat, start, admin=order.body.get("admin") is True)
    return None


async def remove(order: Order) -> Answer | None:
    """Throw the bot out."""
    order.need_admin()
    _need_bot(order)
    order.actor.person.removes_bot(order.chat)
    return None


async def promote(order: Order) -> Answer | None:
    """Make the bot an admin, or a plain member again."""
    order.need_admin()
    _need_bot(order)
    if order.switch():
        order.actor.person.promotes_bot(order.chat)
    else:
        order.actor.person.demotes_bot(order.chat)
    return None


async def upgrade(order: Order) -> Answer | None:
    """Turn a basic group into a supergroup, which has another id."""
    order.need_admin()
    _need_calm(order)
    if order.chat.kind != "group":
        raise Refused("upgraded_before")
    return {"chat": order.actor.person.upgrades(order.chat).id}


async def rename(order: Order) -> Answer | None:
    """Another title."""
    order.need_admin()
    _need_calm(order)
    order.actor.person.renames(order.chat, order.word("title", TITLE).strip())
    return None


async def topic(order: Order) -> Answer | None:
    """Open a topic; the first one makes the group a forum."""
    order.need_admin()
    _need_calm(order)
    if order.chat.kind != "supergroup":
        raise Refused("not_upgraded")
    order.actor.person.opens_topic(order.chat, order.word("title", TITLE).strip())
    return None


def _need_calm(order: Order) -> None:
    """The town's own morning is not disturbed, but the group that it does not play is free at once."""
    if order.stage.opening and order.chat is not order.stage.newcomer:
        raise Refused("opening")


def _need_bot(order: Order) -> None:
    _need_calm(order)
    if not order.chat.has(order.stage.telegram.bot):
        raise Refused("no_bot")


async def weather(order: Order) -> Answer | None:
    """One switch."""
    switches, on = order.stage.weather, order.switch()
    match order.body.get("what"):
        case "slow":
            switches.slow = on
        case "flood":
            switches.flood = on
        case "outage":
            await switches.set_outage(on)
        case "closed" if not isinstance(order.chat, PrivateChat):
            switches.close(order.chat, on)
        case _:
            raise Refused("malformed")
    order.stage.changed()
    return None


async def crowd(order: Order) -> Answer | None:
    """So many residents."""
    order.stage.crowd.resize(order.number("size"))
    return None


async def clock(order: Order) -> Answer | None:
    """On to the next slot, a day or a week; slots on the way are stopped at."""
    stage, jump = order.stage, order.body.get("jump")
    if stage.clock.travelling:
        raise Refused("travelling")
    if jump == "next" and not stage.upcoming():
        raise Refused("nothing_due")
    if jump != "next" and jump not in SPANS:
        raise Refused("malformed")
    until = stage.clock.now() + SPANS[jump] if jump in SPANS else None
    stage.background(asyncio.ensure_future(stage.travel(until)))
    return None
