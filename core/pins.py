"""The PIN that an officer chooses beforehand: hashed slowly, locked after five wrong ones."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
import unicodedata
from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from core import audit
from core.desk import Desk
from core.errors import NotUrgent, PinLocked, WeakPin, WrongPin
from storage import officers, pins, updates
from storage.models import Officer
from storage.pins import Pin

BEAR = 5
_COST = {"n": 1 << 14, "r": 8, "p": 1}


async def state(desk: Desk, user: int) -> Pin | None:
    """The person's PIN as far as it may be known: chosen or not, locked or not."""
    async with desk.database.reading() as unit:
        return await pins.of(unit, desk.bot, user)


async def choose(desk: Desk, officer: Officer, typed: str, *, key: str, now: datetime) -> None:
    """Another PIN from now on. Raises WeakPin, PinLocked."""
    hashed = await asyncio.to_thread(hash_pin, read_pin(typed))
    async with desk.database.unit() as unit:
        if officer.user in desk.rules.owners:
            await officers.know_owner(unit, desk.bot, officer.user, now=now)
        before = await pins.of(unit, desk.bot, officer.user)
        if before is not None and before.locked_at is not None:
            raise PinLocked
        await pins.put(unit, desk.bot, officer.user, hashed, now=now)
        await audit.note(unit, desk, user=officer.user, action="pin_set", subject="", now=now, key=key)


async def check(desk: Desk, officer: Officer, typed: str, *, key: str, now: datetime) -> None:
    """That is the person's PIN. Raises NotUrgent, PinLocked, WrongPin; the fifth wrong one locks it."""
    known = await state(desk, officer.user)
    if known is None or known.hash is None:
        raise NotUrgent("no_pin")
    if known.locked_at is not None:
        raise PinLocked
    right = await asyncio.to_thread(is_right, known.hash, _digits(typed))
    # Ahead: an alert waits for it.
    async with desk.database.unit(ahead=True) as unit:
        if right:
            await pins.forgive(unit, desk.bot, officer.user)
            return
        wrong = await pins.count_wrong(unit, desk.bot, officer.user, bear=BEAR, now=now)
        action = "pin_locked" if wrong >= BEAR else "pin_wrong"
        await audit.note(unit, desk, user=officer.user, action=action, subject=str(wrong), now=now, key=key)
    if wrong >= BEAR:
        raise PinLocked
    raise WrongPin(BEAR - wrong)


async def unlock(desk: Desk, owner: Officer, user: int, *, key: str, now: datetime) -> None:
    """An owner's word: the old PIN is gone, the person may choose another."""
    async with desk.database.unit() as unit:
        await pins.put(unit, desk.bot, user, None, now=now)
        await updates.drop_mark(unit, desk.bot, _told(user))
        await audit.note(
            unit, desk, user=owner.user, action="pin_unlock", subject=str(user), now=now, key=key
        )


@dataclass(frozen=True)
class Locked:
    """Somebody whose PIN is locked, of which the owners do not know yet."""

    user: int
    name: str


async def untold(desk: Desk) -> list[Locked]:
    """What the owners must hear of locked PINs."""
    async with desk.database.reading() as unit:
        locked = await pins.locked(unit, desk.bot)
        names = await officers.names(unit, desk.bot) if locked else {}
        return [
            Locked(one.user, names.get(one.user, ""))
            for one in locked
            if await updates.mark(unit, desk.bot, _told(one.user)) is None
        ]


async def told(desk: Desk, locked: Locked, *, now: datetime) -> None:
    """The owners know."""
    async with desk.database.unit() as unit:
        await updates.set_mark(unit, desk.bot, _told(locked.user), now.isoformat())


def read_pin(typed: str) -> str:
    """The PIN that was typed: six to twelve digits that nobody tries first. Raises WeakPin."""
    digits = _digits(typed)
    if not re.fullmatch(r"\d{6,12}", digits, re.ASCII):
        raise WeakPin
    steps = {int(b) - int(a) for a, b in pairwise(digits)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        raise WeakPin
    return digits


def hash_pin(digits: str) -> str:
    """Salt and scrypt digest, as text."""
    salt = secrets.token_bytes(16)
    return f"{_text(salt)}${_text(_scrypt(digits, salt))}"


def is_right(hashed: str, digits: str) -> bool:
    """Whether those digits made that hash; in the same time whatever they are."""
    salt, digest = (b64decode(part) for part in hashed.split("$"))
    return hmac.compare_digest(_scrypt(digits, salt), digest)


def _scrypt(digits: str, salt: bytes) -> bytes:
    return hashlib.scrypt(digits.encode(), salt=salt, dklen=32, **_COST)


def _text(raw: bytes) -> str:
    return b64encode(raw).decode()


def _digits(typed: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))[:64]


def _told(user: int) -> str:
    return f"told:pin:{user}"
