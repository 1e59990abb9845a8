"""What an officer reads about an alert before it is sent: the preview, its pages, the approver's card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.views.screens import Rows, Screen
from bot.views.times import moment
from content.alert_frame import title_of
from content.texts import Texts, tame
from content.words import Severity
from core.alert_approval import shown
from core.alert_desk import Written
from core.alert_preview import Approver, Look, Sound
from core.desk import Desk
from core.officers import NewButton
from core.words import Alert

TITLES = 5


def preview(texts: Texts, desk: Desk, look: Look, written: Written | None = None) -> Screen:
    """Exactly what groups will read, all that should be known before, and the buttons to go on."""
    lines = [texts.html("alert-look"), *_about(texts, desk, look)]
    if written is not None and written.changed:
        pairs = [
            texts.plain("alert-look-changed-one", before=tame(before, 40), after=tame(after, 40))
            for before, after in written.changed
        ]
        lines.append(texts.html("alert-look-changed", list="；".join(pairs[:TITLES])))
    if written is not None and written.hidden:
        lines.append(texts.html("alert-look-hidden", number=written.hidden))
    lines.append(texts.html("alert-look-room", room=look.room))
    rows = [[_submit(texts, desk, look)], *_changes(texts, desk, look.alert)]
    return Screen(html="\n".join(lines), rows=rows, exact=look.html, photo=look.alert.media)


def ask(texts: Texts, desk: Desk, look: Look, author: str) -> Screen:
    """What an approver reads: that very preview, with 批准 and 驳回."""
    lines = [texts.html("alert-ask-head", name=author), *_about(texts, desk, look, approvers=False)]
    lines.append(texts.html("alert-ask-note"))
    return Screen(html="\n".join(lines), rows=decisions(texts, look), exact=look.html, photo=look.alert.media)


def decisions(texts: Texts, look: Look) -> Rows:
    """批准 stands alone, so that nobody presses it by mistake."""
    return [
        [(texts.plain("approve"), NewButton("approve_yes", shown(look)))],
        [(texts.plain("reject"), NewButton("approve_no", shown(look)))],
    ]


def named(texts: Texts, desk: Desk, look: Look) -> Screen:
    """没有真实姓名? asked only where the text looks like one."""
    key = "alert-nameless-submit" if desk.rules.two_person else "alert-nameless-send"
    sure = NewButton("draft_submit", shown(look, nameless=True))
    return Screen(
        html=texts.html("alert-named"),
        rows=[
            [(texts.plain(key), sure)],
            [(texts.plain("alert-change-text"), page("text", look.alert))],
            [(texts.plain("groups-back"), page("preview", look.alert))],
        ],
    )


def waiting(texts: Texts, alert: Alert, approvers: Sequence[Approver]) -> Screen:
    """The author's card while somebody else has to decide."""
    title, reached = title_of(alert.text), [one for one in approvers if one.reached]
    if reached:
        names = "、".join(approver(texts, one) for one in reached)
        html = texts.html("alert-waiting", title=title, names=names)
    else:
        html = texts.html("alert-waiting-nobody", title=title)
    return Screen(html=html, rows=waiting_rows(texts, alert))


def waiting_rows(texts: Texts, alert: Alert, *, alone: bool = False) -> Rows:
    """What the author may do meanwhile; `alone`: nobody answered in time, so 紧急发送 too."""
    rows = [
        [
            (texts.plain("alert-edit"), NewButton("waiting_edit", {"alert": alert.id})),
            (texts.plain("alert-give-up"), NewButton("waiting_drop", {"alert": alert.id})),
        ]
    ]
    if alone:
        rows.append([(texts.plain("urgent-send"), NewButton("waiting_urgent", {"alert": alert.id}))])
    return rows


def approver(texts: Texts, one: Approver) -> str:
    """所长 李明（未激活）"""
    return texts.plain(
        "alert-look-approver",
        role=texts.plain("role", id=one.role),
        name=one.name or str(one.user),
        reached="yes" if one.reached else "no",
    ).strip()


def page(name: str, alert: Alert, *, guided: bool = False, **more: object) -> NewButton:
    """A button that opens a page of the draft."""
    return NewButton("draft_page", {"page": name, "alert": alert.id, "guided": guided, **more})


def titles(texts: Texts, names: Sequence[str]) -> str:
    """A few titles as one line."""
    shown_names = "、".join(tame(name, 20) for name in names[:TITLES])
    return texts.plain("titles-more", titles=shown_names) if len(names) > TITLES else shown_names


def _about(texts: Texts, desk: Desk, look: Look, *, approvers: bool = True) -> list[str]:
    """To whom it goes, how it sounds, and what speaks against it."""
    alert, zone = look.alert, desk.rules.hours.zone
    lines = [_reach(texts, look)]
    if alert.segments:
        names = "、".join(texts.plain("segment", id=one) for one in alert.segments)
        lines.append(texts.html("alert-look-segments", list=names))
    place, life = desk.regions.path_name(alert.region), texts.plain("alert-life", hours=alert.life_hours)
    lines.append(texts.html("alert-look-place", place=place, life=life))
    lines.append(_fraud(texts, alert))
    if look.unplaced:
        lines.append(
            texts.html("alert-look-unplaced", number=len(look.unplaced), titles=titles(texts, look.unplaced))
        )
    if look.full:
        lines.append(texts.html("alert-look-full", number=len(look.full), titles=titles(texts, look.full)))
    when = moment(texts, look.opens_at, zone) if look.sound is Sound.WAITS else ""
    lines.append(texts.html("alert-look-sound", sound=str(look.sound), when=when))
    if alert.pin or alert.severity is Severity.URGENT:
        lines.append(texts.html("alert-look-pinned"))
    if approvers and desk.rules.two_person:
        lines.append(_approvers(texts, look))
    if look.similar is not None:
        title = title_of(look.similar.text)
        lines.append(texts.html("alert-look-similar", title=title, code=look.similar.code))
    return lines


def _reach(texts: Texts, look: Look) -> str:
    if not look.reaches:
        return texts.html("alert-look-reach-none")
    parts = [
        texts.plain(
            "alert-look-reach-one",
            audience=texts.plain("audience", id=one.audience),
            groups=one.groups,
            members=one.members,
        )
        for one in look.reaches
    ]
    return texts.html("alert-look-reach", groups=look.groups, members=look.members, list="，".join(parts))


def _fraud(texts: Texts, alert: Alert) -> str:
    if alert.fraud_type is None:
        return texts.html("alert-look-fraud-none")
    return texts.html("alert-look-fraud", fraud=texts.plain("fraud", id=alert.fraud_type))


def _approvers(texts: Texts, look: Look) -> str:
    if not look.approvers:
        return texts.html("alert-look-approvers-none")
    return texts.html(
        "alert-look-approvers",
        reached=sum(one.reached for one in look.approvers),
        all=len(look.approvers),
        list="、".join(approver(texts, one) for one in look.approvers),
    )


def _submit(texts: Texts, desk: Desk, look: Look) -> tuple[str, NewButton]:
    key = "submit" if desk.rules.two_person else "send"
    return texts.plain(key), NewButton("draft_submit", shown(look))


def _changes(texts: Texts, desk: Desk, alert: Alert) -> Rows:
    severity = texts.plain("severity", id=alert.severity)
    place = desk.regions.get(alert.region).name
    life = texts.plain("alert-life", hours=alert.life_hours)
    photo = (
        (texts.plain("alert-change-photo"), page("photo", alert))
        if alert.media is None
        else (texts.plain("alert-drop-photo"), NewButton("draft_photo", {"alert": alert.id}))
    )
    rows: list[list[tuple[str, NewButton]]] = [
        [(texts.plain("alert-change-text"), page("text", alert)), photo],
        [
            (texts.plain("alert-change-severity", name=severity), page("severity", alert)),
            (texts.plain("alert-change-audiences"), page("audiences", alert)),
        ],
        [
            (texts.plain("alert-change-region", name=place), page("region", alert)),
            (texts.plain("alert-change-life", name=life), page("life", alert)),
        ],
        [(texts.plain("alert-change-fraud"), page("fraud", alert))],
    ]
    if alert.severity is Severity.WARNING:
        pinned = texts.plain("alert-change-pin", pinned="yes" if alert.pin else "no")
        wanted = {"alert": alert.id, "values": {"pin": not alert.pin}, "next": "preview", "guided": False}
        rows[-1].append((pinned, NewButton("draft_set", wanted)))
    rows.append([(texts.plain("cancel"), NewButton("draft_drop", {"alert": alert.id}))])
    return rows
