"""What /alert says of an alert that waits for its approval."""

from __future__ import annotations

from bot.views.drafts import approver, waiting_rows
from bot.views.screens import Screen
from content.alert_frame import title_of
from content.texts import Texts
from core.alert_waits import Waits
from core.officers import NewButton


def waits(texts: Texts, one: Waits, *, last: bool) -> Screen:
    """For how long, who can be reached, and what its author can do; `last`: another may be begun here."""
    html = texts.html(
        "alert-waits",
        title=title_of(one.alert.text),
        minutes=one.minutes,
        reached=sum(each.reached for each in one.approvers),
        all=len(one.approvers),
        list="、".join(approver(texts, each) for each in one.approvers) or texts.plain("alert-waits-nobody"),
    )
    rows = [*waiting_rows(texts, one.alert, alone=one.alone)]
    if last:
        rows.append([(texts.plain("alert-begin-another"), NewButton("draft_anew", {"beside": True}))])
    return Screen(html=html, rows=rows)
