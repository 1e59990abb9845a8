"""Which cards of a fresh case have to be sent or changed: everybody who was asked sees how it ended."""

from __future__ import annotations

from dataclasses import dataclass

from core import alert_preview
from core.desk import Desk
from storage import fresh_cases, officers
from storage.fresh_cases import Fresh, FreshState


@dataclass(frozen=True, kw_only=True)
class Round:
    """One case: whom to `ask`, which messages (by person) have to `end`, whom to `tell` how it ended.

    `who` decided it, by name.
    """

    fresh: Fresh
    ask: tuple[int, ...] = ()
    end: tuple[tuple[int, int], ...] = ()
    tell: int | None = None
    who: str = ""


async def due(desk: Desk) -> list[Round]:
    """Every case of which somebody has not been shown how it stands."""
    async with desk.database.reading() as unit:
        found = await fresh_cases.untold(unit, desk.bot)
        if not found:
            return []
        names = await officers.names(unit, desk.bot)
        rounds = []
        for fresh in found:
            if fresh.state is FreshState.WAITING:
                may = await alert_preview.approvers_for(unit, desk, fresh.region, fresh.author)
                # Whoever opens the bot while it waits is asked after all.
                ask = tuple(one.user for one in may if one.reached and one.user not in fresh.cards)
                if ask or fresh.shown != fresh.state:
                    rounds.append(Round(fresh=fresh, ask=ask))
                continue
            by = fresh.decided_by or fresh.author
            news = fresh.state in (FreshState.PUBLISHED, FreshState.REJECTED) and by != fresh.author
            rounds.append(
                Round(
                    fresh=fresh,
                    end=tuple(fresh.cards.items()),
                    tell=fresh.author if news else None,
                    who=names.get(by) or str(by),
                )
            )
        return rounds


async def shown(desk: Desk, one: Round, asked: dict[int, int], gone: set[int]) -> None:
    """These people have new cards, `gone` can't be written to; a state that is over is left alone."""
    async with desk.database.unit() as unit:
        for user in gone:
            await officers.unreachable(unit, desk.bot, user)
        now = await fresh_cases.by_id(unit, desk.bot, one.fresh.id)
        if now is None or (now.version, now.state) != (one.fresh.version, one.fresh.state):
            return
        cards = now.cards | asked if now.state is FreshState.WAITING else {}
        await fresh_cases.carded(unit, now.id, cards, now.state)
