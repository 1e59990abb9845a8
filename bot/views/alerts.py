"""What officers see of an alert that is out: how far it is, what became of each copy, what they can do."""

from __future__ import annotations

from datetime import timedelta

from bot.views.officers import BAR, counts_line
from content.alert_frame import REASON_LIMIT
from content.texts import Texts
from core.alert_standing import AlertStanding, Fate
from core.officers import NewButton
from core.words import Alert, FollowupKind

RESEND, CORRECT = "alert_life_resend", "alert_life_correct"
WITHDRAW, WHY, OWN_WORDS, CONFIRM = (
    "alert_life_withdraw",
    "alert_life_why",
    "alert_life_own_words",
    "alert_life_confirm",
)
ERASE, CONFIRM_ERASE, LEAVE = "alert_life_erase", "alert_life_confirm_erase", "alert_life_leave"
OFFERED = ("wrong", "over", "mistake", "private")
_SHOWN = (
    FollowupKind.PIN,
    FollowupKind.MARK,
    FollowupKind.DELETE,
    FollowupKind.REPLY,
    FollowupKind.UNPIN,
)

# Under an alert 撤回 must be found as long as it lives, and a while after.
BUTTONS_LIVE = timedelta(days=14)

Rows = list[list[tuple[str, NewButton]]]


def progress(texts: Texts, standing: AlertStanding, waits: str = "") -> str:
    """A bar and the figures, who did not get it and why, and what has been done to the copies since.

    `waits`: when it begins to leave, where it may disturb nobody yet.
    """
    alert, counts = standing.alert, standing.counts
    head = texts.html(
        "alert-life-head",
        state=alert.state.value,
        title=standing.title,
        code=alert.code,
        by=standing.corrected_by or "",
    )
    filled = BAR if not counts.total else round(BAR * counts.ended / counts.total)
    bar = f"{'▓' * filled}{'░' * (BAR - filled)} {counts.ended}/{counts.total}"
    parts = [head, f"{bar}\n{counts_line(texts, counts)}"]
    if alert.state == "withdrawn":
        parts.insert(1, texts.html("alert-life-reason", reason=alert.reason or ""))
    if waits:
        parts.insert(1, texts.html("alert-life-waits", when=waits))
    fates = [_fate(texts, kind, standing.fates[kind]) for kind in _SHOWN if kind in standing.fates]
    parts += ["\n".join(line for line in fates if line)] if any(fates) else []
    parts += [_missed(texts, standing)] if standing.missed else []
    return "\n\n".join(parts)


def _missed(texts: Texts, standing: AlertStanding) -> str:
    lines = [
        texts.html(
            "alert-life-missed-line",
            title=one.title,
            why=texts.plain("alert-life-missed-unknown")
            if one.state == "unknown"
            else texts.plain("reason", id=one.reason or ""),
        )
        for one in standing.missed
    ]
    counts = standing.counts
    more = counts.unknown + counts.failed + counts.expired + counts.cancelled - len(lines)
    lines += [texts.html("alert-life-missed-more", number=more)] if more > 0 else []
    # The lines are HTML already.
    return texts.html("alert-life-missed", lines="\0").replace("\0", "\n".join(lines))


def _fate(texts: Texts, kind: FollowupKind, fate: Fate) -> str:
    if not fate.total:
        return ""
    parts = [texts.html("alert-life-fate", kind=kind.value, done=fate.done)]
    parts += [texts.html("alert-life-fate-waiting", number=fate.waiting)] if fate.waiting else []
    parts += [texts.html("alert-life-fate-unsure", number=fate.unsure)] if fate.unsure else []
    parts += [
        texts.html("alert-life-fate-failed", number=number, why=texts.plain("reason", id=reason))
        for reason, number in sorted(fate.failed.items())
    ]
    return "，".join(parts) + "。"


def choices(texts: Texts, standing: AlertStanding) -> Rows:
    """The buttons under the progress message."""
    mine = {"alert": standing.alert.id}
    rows: Rows = []
    if standing.live and standing.counts.unknown and not standing.counts.pending:
        rows.append([(texts.plain("alert-life-resend"), NewButton(RESEND, mine))])
    if standing.live:
        rows.append(
            [
                (texts.plain("alert-life-correct"), NewButton(CORRECT, mine)),
                (texts.plain("alert-life-withdraw"), NewButton(WITHDRAW, mine)),
            ]
        )
    elif standing.alert.state != "withdrawn":
        rows.append([(texts.plain("alert-life-withdraw"), NewButton(WITHDRAW, mine))])
    elif not standing.erased:
        rows.append([(texts.plain("alert-life-erase"), NewButton(ERASE, mine))])
    return rows


def correct(texts: Texts, draft: Alert, original: Alert, room: int) -> tuple[str, Rows]:
    """Asks for the right words; the wrong ones stand there to be copied."""
    rows: Rows = [[(texts.plain("cancel"), NewButton("draft_drop", {"alert": draft.id}))]]
    return texts.html("alert-life-correct-ask", text=original.text, code=original.code, room=room), rows


def why(texts: Texts, alert: Alert, title: str) -> tuple[str, Rows]:
    """Asks for the reason of a withdrawal."""
    rows: Rows = [
        [(reason, NewButton(WHY, {"alert": alert.id, "reason": reason}))]
        for reason in (texts.plain(f"alert-life-why-{name}") for name in OFFERED)
    ]
    own = texts.plain("alert-life-why-own"), NewButton(OWN_WORDS, {"alert": alert.id})
    rows.append([own, (texts.plain("cancel"), NewButton(LEAVE, {"alert": alert.id}))])
    return texts.html("alert-life-why", title=title), rows


def why_ask(texts: Texts) -> str:
    return texts.html("alert-life-why-ask", limit=REASON_LIMIT)


def confirm(texts: Texts, alert: Alert, title: str, reason: str) -> tuple[str, Rows]:
    """The last question before a withdrawal."""
    meaning = {"alert": alert.id, "reason": reason}
    rows: Rows = [
        [(texts.plain("alert-life-confirm-withdraw"), NewButton(CONFIRM, meaning | {"erase": False}))],
        [
            (texts.plain("alert-life-confirm-erase"), NewButton(CONFIRM, meaning | {"erase": True})),
            (texts.plain("cancel"), NewButton(LEAVE, meaning)),
        ],
    ]
    return texts.html("alert-life-confirm", title=title, reason=reason), rows


def erase(texts: Texts, alert: Alert, title: str) -> tuple[str, Rows]:
    """The last question before the copies of a withdrawn alert are deleted."""
    mine = {"alert": alert.id}
    rows: Rows = [
        [(texts.plain("alert-life-confirm-delete"), NewButton(CONFIRM_ERASE, mine))],
        [(texts.plain("cancel"), NewButton(LEAVE, mine))],
    ]
    return texts.html("alert-life-erase-confirm", title=title), rows
