"""What officers read: groups waiting, lists, previews and progress."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.views import quizzes
from bot.views.times import moment
from content.texts import Texts
from core.desk import Desk
from core.orders import Preview
from core.words import Counts, Group, GroupState, Officer, Push

BAR = 12
OFFICER = "o:"


def members(texts: Texts, group: Group) -> str:
    if group.members is None:
        return texts.plain("members-unknown")
    return texts.plain("members-known", number=group.members)


def region(texts: Texts, desk: Desk, group: Group) -> str:
    if group.region is None or group.region not in desk.regions:
        return texts.plain("no-region")
    return desk.regions.path_name(group.region)


def state(texts: Texts, group: Group) -> str:
    """正常, 未登记, … as the list and the table say it."""
    waits = group.state in (GroupState.ACTIVE, GroupState.PAUSED) and not group.confirmed
    return texts.plain("group-state", id="unconfirmed" if waits else group.state.value)


def audience(texts: Texts, group: Group) -> str:
    return texts.plain("audience", id=group.audience or "") if group.audience else ""


def new_group(texts: Texts, desk: Desk, group: Group) -> str:
    """The private card that asks an officer to vouch."""
    return texts.html(
        "new-group",
        title=group.title,
        audience=audience(texts, group),
        members=members(texts, group),
        region=region(texts, desk, group),
    )


def group_page(texts: Texts, desk: Desk, group: Group) -> str:
    return texts.html(
        "group-page",
        title=group.title,
        audience=audience(texts, group),
        state=state(texts, group),
        region=region(texts, desk, group),
        members=members(texts, group),
        confirmed="yes" if group.confirmed else "no",
    )


def group_list(texts: Texts, groups: Sequence[Group], total: int, shown_filter: str, first: int) -> str:
    lines = [
        texts.plain(
            "groups-line",
            number=str(number),
            title=group.title,
            audience=audience(texts, group),
            state=state(texts, group),
            members=members(texts, group),
        )
        for number, group in enumerate(groups, start=first)
    ]
    body = "\n".join(lines) or texts.plain("groups-none")
    return texts.html("groups-list", total=total, filter=shown_filter, lines=body)


def group_table(texts: Texts, desk: Desk, groups: Sequence[Group]) -> bytes:
    """The groups as a table that Excel opens; no cell from outside starts a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(texts.plain("groups-csv-head").split(","))
    for group in groups:
        cells = [
            group.title,
            audience(texts, group),
            region(texts, desk, group),
            state(texts, group),
            "" if group.members is None else group.members,
            texts.plain("yes" if group.confirmed else "no"),
            group.chat,
        ]
        writer.writerow([_inert(cell) for cell in cells])
    # Excel takes UTF-8 for what it is only when the mark is there.
    return ("\ufeff" + out.getvalue()).encode()


def preview(texts: Texts, desk: Desk, shown: Preview) -> str:
    """Exactly the message as groups will see it, then how many will."""
    lines = [texts.html("push-counts", groups=shown.groups, members=shown.members)]
    if shown.choice is not None:
        question = shown.choice.question
        lines = [quizzes.answer_line(texts, question), quizzes.why(texts, shown.choice), "", *lines]
    if shown.asked:
        lines.append(texts.html("push-asked", number=shown.asked))
    if shown.posters:
        lines.append(texts.html("push-posters", number=shown.posters))
    if shown.waits_until is not None:
        when = moment(texts, shown.waits_until, desk.rules.hours.zone)
        lines.append(texts.html("push-waits", when=when))
    if shown.moved:
        lines.append(texts.html("push-moved", number=shown.moved))
    if shown.full:
        lines.append(texts.html("push-full", number=shown.full))
    return texts.plain("push-preview", html=shown.rendered.html) + "\n\n" + "\n".join(lines)


def keyboard_of(rows: Sequence[Sequence[tuple[str, str]]]) -> InlineKeyboardMarkup:
    """Rows of (name, key) as an officer's buttons."""
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(name, callback_data=OFFICER + key) for name, key in row] for row in rows]
    )


def counts_line(texts: Texts, counts: Counts) -> str:
    """已送到 298 个群，1 个群没送到，1 个不确定。"""
    parts = [texts.plain("push-count-sent", sent=counts.sent)]
    for name in ("failed", "unknown", "expired", "cancelled"):
        number = getattr(counts, name)
        if number or name in ("failed", "unknown"):
            parts.append(texts.plain(f"push-count-{name}", number=number))
    waiting = counts.pending + counts.sending
    if waiting:
        parts.append(texts.plain("push-count-pending", number=waiting))
    return "，".join(parts) + "。"


def progress(texts: Texts, push: Push, counts: Counts) -> str:
    """A bar, and sent / failed / unknown in words."""
    done = counts.ended == counts.total
    filled = BAR if not counts.total else round(BAR * counts.ended / counts.total)
    return texts.html(
        "push-done" if done else "push-progress",
        title=push.title,
        code=push.code,
        bar=f"{'▓' * filled}{'░' * (BAR - filled)} {counts.ended}/{counts.total}",
        counts=counts_line(texts, counts),
    )


def staff(texts: Texts, desk: Desk, people: Sequence[Officer]) -> str:
    lines = [
        texts.plain(
            "officer-line",
            role=texts.plain("role", id=one.role),
            user=str(one.user),
            name=one.name,
            region=desk.regions.get(one.region).name,
            active="yes" if one.active else "no",
        ).rstrip()
        for one in people
    ]
    return texts.html("officer-list", lines="\n".join(lines))


def _inert(cell: object) -> object:
    """A text that a spreadsheet would run as a formula is made plain text."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell
