"""What officers read about letters."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.views.times import moment
from content.texts import Texts
from core.letters import Tally

SHOWN = 40


def tally(texts: Texts, found: Tally | None, zone: ZoneInfo) -> str:
    """回执 and 承诺 by group, and together."""
    if found is None:
        return texts.html("tally-none")
    lines = [
        texts.plain("tally-line", title=one.title, receipts=one.receipts, promises=one.promises)
        for one in found.returns[:SHOWN]
    ]
    if len(found.returns) > SHOWN:
        lines.append(texts.plain("tally-more", number=len(found.returns) - SHOWN))
    return texts.html(
        "tally",
        title=found.push.title,
        code=found.push.code,
        when=moment(texts, found.push.created_at, zone),
        lines="\n".join(lines),
        receipts=sum(one.receipts for one in found.returns),
        promises=sum(one.promises for one in found.returns),
    )
