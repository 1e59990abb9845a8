"""A resident's tap on 我承诺 under a letter: counted, nobody is named."""

from __future__ import annotations

from core.codes import person_hash
from core.desk import Desk
from core.receipts import Receipt, Tap
from storage import groups, promises, receipts


async def take(desk: Desk, tap: Tap) -> Receipt | None:
    """Count a person's promise, once; it also proves that an unknown delivery arrived.

    None where nobody asked for one, or where the button hangs in another chat than ours does.
    """
    person = person_hash(desk.secret, tap.user)
    async with desk.database.unit() as unit:
        tapped = await receipts.by_key(unit, desk.bot, tap.key)
        group = await groups.by_chat(unit, desk.bot, tap.chat, hold=False)
        if tapped is None or not tapped.promise or group is None or tapped.group != group.id:
            return None
        await receipts.prove_arrival(unit, tapped.delivery, tap.message, now=tap.at)
        place, new = await promises.add_once(unit, tapped.delivery, person, now=tap.at)
    return Receipt(place, new, "promise")
