"""From 提交审批 into the rotation: a second person reads what groups will read, and says yes or no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.masking import looks_named
from core import alert_preview
from core.alert_preview import Approver
from core.desk import Desk
from core.errors import NamesSomebody, NotYourRegion, UsedButton
from core.officers import MAY_APPROVE, still
from core.own_errors import NoOwn, OwnByYourself, OwnTaken
from core.own_items import draft_in, note, shown
from storage import officers, own, reachable
from storage.database import Unit
from storage.models import Button, Officer
from storage.own import Own, OwnAsk, OwnId, OwnState
from storage.reachable import Reachable


@dataclass(frozen=True, kw_only=True)
class OwnCard:
    """One person's card and its item as it stands. `who` decided; `author` wrote, both by name."""

    ask: OwnAsk
    item: Own
    who: str
    author: str
    reachable: bool

    @property
    def for_author(self) -> bool:
        return self.ask.user == self.item.author

    @property
    def stands(self) -> bool:
        """Whether that very version still waits for a word."""
        return self.item.state is OwnState.WAITING and self.item.version == self.ask.version


def bound(desk: Desk, item: Own, *, nameless: bool = False) -> dict[str, Any]:
    """What a button under a preview stands for: this item, letter by letter. Raises OwnUnfinished."""
    return {"item": item.id, "version": item.version, "hash": shown(desk, item)[1], "nameless": nameless}


def named(item: Own) -> bool:
    """Whether the words look as if they named a person."""
    return looks_named("\n".join((item.title, item.body, item.action)))


async def approvers(desk: Desk, item: Own) -> tuple[Approver, ...]:
    """Everybody who may approve it."""
    async with desk.database.reading() as unit:
        return await alert_preview.approvers_for(unit, desk, item.region, item.author)


async def groups_of(desk: Desk, item: Own) -> int:
    """How many confirmed groups hear it in their turn."""
    wanted = Reachable(desk.bot, desk.regions.under(item.region), item.audiences)
    async with desk.database.reading() as unit:
        return sum(one.groups for one in await reachable.sizes(unit, wanted))


async def submit(
    desk: Desk, officer: Officer, button: Button, *, card: int | None, now: datetime
) -> tuple[Own, bool]:
    """提交审批, or 开始用 where one person is enough; the flag says whether it is in use already.

    `card`: the author's message, which will say how it ended. Raises NoOwn, OwnTaken, NamesSomebody,
    UsedButton.
    """
    async with desk.database.unit() as unit:
        draft = await draft_in(unit, desk, officer, OwnId(button.payload["item"]))
        _same(desk, draft, button.payload)
        if named(draft) and not button.payload["nameless"]:
            raise NamesSomebody
        if not await officers.use_button(unit, button.key, now=now):
            raise UsedButton
        values: dict[str, Any] = {"hash": button.payload["hash"], "submitted_at": now}
        if desk.rules.two_person:
            await own.change(unit, draft.id, (OwnState.DRAFT,), state=OwnState.WAITING, **values)
            asked = await alert_preview.approvers_for(unit, desk, draft.region, draft.author)
            cards: dict[int, int | None] = dict.fromkeys(one.user for one in asked)
            await own.add_asks(unit, draft.id, draft.version, cards | {officer.user: card})
        else:
            values |= {"decided_at": now, "decided_by": officer.user}
            await own.change(unit, draft.id, (OwnState.DRAFT,), state=OwnState.ACTIVE, **values)
        made = "own_submit" if desk.rules.two_person else "own_use"
        found = await _found(unit, desk, draft.id)
        await note(unit, desk, officer, made, found, key=f"b:{button.key}", now=now)
    return found, not desk.rules.two_person


async def approve(desk: Desk, officer: Officer, button: Button, *, now: datetime) -> Own:
    """批准: from now on it is in use. Raises OwnTaken, OwnByYourself, NotYourRegion, NoRight."""
    return await _decide(
        desk, officer, button.payload, OwnState.ACTIVE, "own_approve", key=f"b:{button.key}", now=now
    )


async def reject(desk: Desk, officer: Officer, button: Button, reason: str, *, now: datetime) -> Own:
    """驳回, with the reason that the author will read. Raises like `approve`."""
    why, key = {"reason": reason}, f"b:{button.key}"
    return await _decide(
        desk, officer, button.payload, OwnState.REJECTED, "own_reject", key=key, now=now, **why
    )


async def take_back(desk: Desk, officer: Officer, item: OwnId, *, key: str, now: datetime) -> Own:
    """改一改: what waits, or was rejected, is a draft again, and what others were shown is void.

    Raises NoOwn.
    """
    async with desk.database.unit() as unit:
        found = await own.by_id(unit, desk.bot, item)
        if found is None or found.author != officer.user:
            raise NoOwn
        if found.state is OwnState.DRAFT:
            return found
        if found.state not in (OwnState.WAITING, OwnState.REJECTED):
            raise NoOwn
        lying = await own.draft_of(unit, desk.bot, officer.user)
        if lying is not None:
            await own.change(unit, lying.id, (OwnState.DRAFT,), state=OwnState.DROPPED, ended_at=now)
        fresh = dict.fromkeys(("hash", "submitted_at", "decided_at", "decided_by", "reason"))
        again = {"state": OwnState.DRAFT, "version": found.version + 1, **fresh}
        await own.change(unit, item, (found.state,), **again)
        await own.forget_ask(unit, item, found.version, officer.user)
        await note(unit, desk, officer, "own_recall", found, key=key, now=now)
        return await draft_in(unit, desk, officer, item)


async def cards(desk: Desk) -> list[OwnCard]:
    """Every card that still has something to say: not shown yet, or decided since."""
    async with desk.database.reading() as unit:
        found = await own.open_asks(unit, desk.bot)
        if not found:
            return []
        names, active = await officers.names(unit, desk.bot), await officers.active(unit, desk.bot)
    wanted = []
    for ask, item in found:
        card = OwnCard(
            ask=ask,
            item=item,
            who=names.get(item.decided_by or 0) or str(item.decided_by or ""),
            author=names.get(item.author) or str(item.author),
            reachable=ask.user in active or ask.user == item.author,
        )
        if not card.stands or (ask.message is None and card.reachable):
            wanted.append(card)
    return wanted


async def carded(desk: Desk, card: OwnCard, message: int) -> None:
    """That person sees it in this message."""
    async with desk.database.unit() as unit:
        await own.carded(unit, card.ask.id, message)


async def closed(desk: Desk, card: OwnCard, *, gone: bool = False) -> None:
    """That card said how it ended. `gone`: the person can't be written to."""
    async with desk.database.unit() as unit:
        await own.close(unit, card.ask.id)
        if gone:
            await officers.unreachable(unit, desk.bot, card.ask.user)


async def _decide(
    desk: Desk,
    officer: Officer,
    payload: dict[str, Any],
    state: OwnState,
    action: str,
    *,
    key: str,
    now: datetime,
    **values: Any,
) -> Own:
    async with desk.database.unit() as unit:
        item = await own.by_id(unit, desk.bot, OwnId(payload["item"]))
        if item is None or item.state is not OwnState.WAITING:
            raise OwnTaken
        if item.author == officer.user:
            raise OwnByYourself
        officer = await still(unit, desk, officer, MAY_APPROVE)
        if not desk.regions.covers(officer.region, item.region):
            raise NotYourRegion
        _same(desk, item, payload)
        decided = {"state": state, "decided_at": now, "decided_by": officer.user, **values}
        await own.change(unit, item.id, (OwnState.WAITING,), **decided)
        await note(unit, desk, officer, action, item, key=key, now=now)
        return await _found(unit, desk, item.id)


def _same(desk: Desk, item: Own, payload: dict[str, Any]) -> None:
    """What was shown is letter by letter what would be used. Raises OwnTaken."""
    if item.version != payload["version"] or shown(desk, item)[1] != payload["hash"]:
        raise OwnTaken


async def _found(unit: Unit, desk: Desk, item: OwnId) -> Own:
    found = await own.by_id(unit, desk.bot, item)
    assert found is not None
    return found
