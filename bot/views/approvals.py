"""What approvers, authors and owners read while an alert is decided on, and after."""

from __future__ import annotations

from bot.views.alerts import WITHDRAW
from bot.views.screens import Rows, Screen
from content.alert_frame import title_of
from content.texts import Texts, tame
from core.alert_cards import Card, Reminder, Says
from core.alert_life import WITHDRAWABLE
from core.officers import NewButton
from core.pins import Locked
from core.words import Alert


def ended(texts: Texts, card: Card) -> str:
    """One line on how it ended."""
    return texts.html(
        "alert-card",
        says=str(card.says),
        who=tame(card.who),
        code=card.alert.code,
        reason=tame(card.alert.reason or "", 200),
    )


def ended_rows(texts: Texts, card: Card) -> Rows:
    """What whoever decided, or was asked to, can still do: take back what is out."""
    out = card.serves and card.says in (Says.APPROVED, Says.URGENT) and card.alert.state in WITHDRAWABLE
    return [withdraw_row(texts, card.alert)] if out and not card.for_author else []


def urgent_told(texts: Texts, card: Card, exact: str, *, owner: bool) -> Screen:
    """Somebody sent alone: read it at once, take it back if it is wrong. An owner may switch that off."""
    alert = card.alert
    html = texts.html(
        "alert-urgent-told", who=tame(card.who), code=alert.code, reason=tame(alert.reason or "", 200)
    )
    rows = [withdraw_row(texts, alert)]
    if owner:
        rows.append([(texts.plain("urgent-turn-off"), NewButton("urgent_switch", {"on": False}))])
    return Screen(html=html, rows=rows, exact=exact, photo=alert.media)


def withdraw_row(texts: Texts, alert: Alert) -> list[tuple[str, NewButton]]:
    """撤回, under whatever speaks of an alert that is out."""
    return [(texts.plain("alert-life-withdraw"), NewButton(WITHDRAW, {"alert": alert.id}))]


def author_told(texts: Texts, card: Card) -> Screen | None:
    """What the author hears; None where it went out on their own word."""
    alert = card.alert
    if card.says is Says.APPROVED and alert.decided_by != alert.author:
        return Screen(html=texts.html("alert-approved-told", who=tame(card.who), code=alert.code))
    if card.says is Says.REJECTED:
        html = texts.html(
            "alert-rejected-told",
            who=tame(card.who),
            title=title_of(alert.text),
            reason=tame(alert.reason or "", 200),
        )
        return Screen(html=html, rows=[_again_row(texts, alert)])
    if card.says is Says.LAPSED:
        html = texts.html("alert-lapsed-told", title=title_of(alert.text))
        return Screen(html=html, rows=[_again_row(texts, alert)])
    return None


def _again_row(texts: Texts, alert: Alert) -> list[tuple[str, NewButton]]:
    return [(texts.plain("alert-edit-again"), NewButton("waiting_edit", {"alert": alert.id}))]


def remind(texts: Texts, reminder: Reminder, author: str) -> str:
    return texts.html("alert-remind", minutes=reminder.minutes, name=tame(author))


def not_answered(texts: Texts, alert: Alert, why: str | None) -> Screen:
    """Ten minutes are over: what the author can do now."""
    html = texts.html("alert-not-answered", title=title_of(alert.text), why=why or "none")
    alone = NewButton("waiting_urgent", {"alert": alert.id})
    return Screen(html=html, rows=[] if why else [[(texts.plain("urgent-send"), alone)]])


def pin_locked(texts: Texts, locked: Locked) -> Screen:
    unlock = NewButton("pin_unlock", {"user": locked.user})
    html = texts.html("pin-locked-told", name=tame(locked.name) or str(locked.user))
    return Screen(html=html, rows=[[(texts.plain("pin-unlock"), unlock)]])
