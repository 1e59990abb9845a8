"""What officers read about a fresh case: the preview, its pages, the approver's card, the list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.views.drafts import approver
from bot.views.feeds import audiences as names_of
from bot.views.screens import Rows, Screen
from bot.views.times import moment
from content.texts import Texts, tame
from content.words import FRAUD_TYPES, Audience
from core.articles import LIMITS, Suggested
from core.desk import Desk
from core.fresh_approval import Look, shown
from core.officers import NewButton
from core.words import Fresh, FreshState, Officer

Row = list[tuple[str, NewButton]]


def preview(texts: Texts, desk: Desk, look: Look, found: Suggested | None = None) -> Screen:
    """Exactly what groups will read, all that should be known before, and the buttons to go on."""
    fresh = look.fresh
    lines = [texts.html("fresh-look") if look.html else _parts(texts, fresh), *_about(texts, desk, look)]
    if look.missing:
        short = "、".join(texts.plain("fresh-part", part=one) for one in look.missing)
        lines.append(texts.html("fresh-missing", list=short))
    if not fresh.sign:
        lines.append(texts.html("fresh-look-no-sign"))
    if found is not None:
        lines += _remarks(texts, desk, fresh, found)
    if desk.rules.two_person:
        lines.append(_approvers(texts, look))
    rows: list[Row] = []
    if not look.missing:
        key = "submit" if desk.rules.two_person else "fresh-submit-one"
        rows.append([(texts.plain(key), NewButton("fresh_submit", shown(look)))])
    return Screen(html="\n".join(lines), rows=[*rows, *_changes(texts, desk, fresh)], exact=look.html)


def ask(texts: Texts, desk: Desk, look: Look, author: str) -> Screen:
    """What an approver reads: that very preview, with 批准 and 驳回."""
    lines = [texts.html("fresh-ask-head", name=tame(author)), *_about(texts, desk, look)]
    lines.append(texts.html("fresh-ask-note"))
    rows = [
        [(texts.plain("approve"), NewButton("fresh_ask_yes", shown(look)))],
        [(texts.plain("reject"), NewButton("fresh_ask_no", shown(look)))],
    ]
    return Screen(html="\n".join(lines), rows=rows, exact=look.html)


def ask_part(texts: Texts, fresh: Fresh, part: str) -> Screen:
    """One part is to be written anew."""
    html = texts.html(
        "fresh-ask-part",
        part=texts.plain("fresh-part", part=part),
        now=getattr(fresh, part) or texts.plain("fresh-empty"),
        limit=LIMITS[part],
    )
    return Screen(html=html, rows=[_back(texts, fresh)])


def page(texts: Texts, desk: Desk, officer: Officer, fresh: Fresh, name: str, at: str | None) -> Screen:
    """A choice that is made by buttons: fraud, audiences or region."""
    if name == "fraud":
        buttons = []
        for one in FRAUD_TYPES:
            label = _marked(texts, texts.plain("fraud", id=one), one == fresh.fraud_type)
            buttons.append((label, _set(fresh, fraud_type=one)))
        rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
        return Screen(html=texts.html("fresh-page-fraud"), rows=[*rows, _back(texts, fresh)])
    if name == "audiences":
        rows = []
        for kind in Audience:
            chosen = kind in fresh.audiences
            wanted = [each for each in Audience if (each in fresh.audiences) != (each is kind)] or [kind]
            label = _marked(texts, texts.plain("audience", id=kind), chosen)
            rows.append([(label, _set(fresh, "audiences", audiences=wanted))])
        return Screen(html=texts.html("fresh-page-audiences"), rows=[*rows, _back(texts, fresh)])
    return _region(texts, desk, officer, fresh, at)


def named(texts: Texts, desk: Desk, look: Look) -> Screen:
    """没有真实姓名? asked only where the text looks like one."""
    key = "fresh-nameless-submit" if desk.rules.two_person else "fresh-nameless-send"
    sure = NewButton("fresh_submit", shown(look, nameless=True))
    return Screen(html=texts.html("fresh-named"), rows=[[(texts.plain(key), sure)], _back(texts, look.fresh)])


def submitted(texts: Texts, desk: Desk, look: Look) -> Screen:
    """The author's card: waiting for somebody, or out on one's own word."""
    fresh = look.fresh
    if fresh.state is FreshState.PUBLISHED:
        return published(texts, desk, fresh)
    reached = [one for one in look.approvers if one.reached]
    names = "、".join(approver(texts, one) for one in reached)
    key = "fresh-waiting" if reached else "fresh-waiting-nobody"
    html = texts.html(key, title=fresh.title, names=names) if reached else texts.html(key, title=fresh.title)
    return Screen(html=html, rows=[_waiting_row(texts, fresh)])


def opened(texts: Texts, desk: Desk, look: Look) -> Screen:
    """One that waits or goes out, with its words."""
    below = submitted(texts, desk, look)
    return Screen(html=below.html, rows=below.rows, exact=look.html)


def dropped(texts: Texts, fresh: Fresh) -> Screen:
    queue = "yes" if fresh.candidate is not None else "no"
    return Screen(html=texts.html("fresh-dropped", queue=queue))


def published(texts: Texts, desk: Desk, fresh: Fresh) -> Screen:
    """It goes out; it may be taken down."""
    html = texts.html("fresh-published", title=fresh.title, until=_until(texts, desk, fresh))
    return Screen(html=html, rows=[[_end(texts, fresh)]])


def author_told(texts: Texts, desk: Desk, fresh: Fresh, who: str) -> Screen:
    """What the author hears of somebody else's decision."""
    if fresh.state is FreshState.PUBLISHED:
        until = _until(texts, desk, fresh)
        html = texts.html("fresh-published-told", who=tame(who), title=fresh.title, until=until)
        return Screen(html=html, rows=[[_end(texts, fresh)]])
    html = texts.html(
        "fresh-rejected-told", who=tame(who), title=fresh.title, reason=tame(fresh.reason or "", 200)
    )
    again = (texts.plain("alert-edit-again"), NewButton("fresh_recall", {"fresh": fresh.id}))
    return Screen(html=html, rows=[[again]])


def ended(texts: Texts, fresh: Fresh, who: str) -> str:
    """One line on how it ended, for an approver's card."""
    return texts.html("fresh-card", says=fresh.state, who=tame(who), reason=tame(fresh.reason or "", 200))


def listed(texts: Texts, desk: Desk, found: Sequence[Fresh], now: datetime) -> Screen:
    """What is under way, and what still goes out."""
    lines, rows = [], list[Row]()
    for number, one in enumerate(found, start=1):
        until = _until(texts, desk, one) if one.until else ""
        state = texts.plain("fresh-state", id=one.state, until=until)
        title = one.title or texts.plain("fresh-empty")
        lines.append(texts.plain("fresh-line", number=str(number), title=title, state=state))
        rows.append([(f"{number}. {title}"[:40], NewButton("fresh_open", {"fresh": one.id}))])
    body = "\n".join(lines) or texts.plain("fresh-list-none")
    return Screen(html=texts.html("fresh-list", lines=body), rows=rows)


def _parts(texts: Texts, fresh: Fresh) -> str:
    empty = texts.plain("fresh-empty")
    names = ("title", "course", "sign", "action", "source")
    return texts.html("fresh-look-missing", **{name: getattr(fresh, name) or empty for name in names})


def _about(texts: Texts, desk: Desk, look: Look) -> list[str]:
    fresh = look.fresh
    about = texts.html(
        "fresh-look-about",
        audiences=names_of(texts, fresh.audiences),
        place=desk.regions.path_name(fresh.region),
        fraud=texts.plain("fraud", id=fresh.fraud_type) if fresh.fraud_type else texts.plain("fresh-empty"),
    )
    if not look.groups:
        return [texts.html("fresh-look-reach-none"), about]
    return [texts.html("fresh-look-reach", groups=look.groups, members=look.members), about]


def _remarks(texts: Texts, desk: Desk, fresh: Fresh, found: Suggested) -> list[str]:
    """What the rules did that the officer should look at."""
    lines = []
    if found.hidden:
        lines.append(texts.html("alert-look-hidden", number=found.hidden))
    if found.added:
        lines.append(texts.html("fresh-look-added"))
    if fresh.source == desk.rules.office:
        lines.append(texts.html("fresh-look-own"))
    return lines


def _approvers(texts: Texts, look: Look) -> str:
    if not look.approvers:
        return texts.html("alert-look-approvers-none")
    return texts.html(
        "alert-look-approvers",
        reached=sum(one.reached for one in look.approvers),
        all=len(look.approvers),
        list="、".join(approver(texts, one) for one in look.approvers),
    )


def _changes(texts: Texts, desk: Desk, fresh: Fresh) -> Rows:
    def part(name: str) -> tuple[str, NewButton]:
        label = texts.plain("fresh-change", part=texts.plain("fresh-part", part=name))
        return label, NewButton("fresh_part", {"fresh": fresh.id, "part": name})

    fraud = texts.plain("fraud", id=fresh.fraud_type) if fresh.fraud_type else texts.plain("fresh-empty")
    place = desk.regions.get(fresh.region).name
    rows: list[Row] = [
        [part("title"), part("course")],
        [part("sign"), part("action")],
        [part("source"), (texts.plain("fresh-change-fraud", fraud=fraud), _open(fresh, "fraud"))],
        [
            (texts.plain("alert-change-audiences"), _open(fresh, "audiences")),
            (texts.plain("fresh-change-region", name=place), _open(fresh, "region")),
        ],
    ]
    if fresh.link:
        rows.append([(texts.plain("fresh-drop-link"), _set(fresh, link=None))])
    rows.append([(texts.plain("cancel"), NewButton("fresh_drop", {"fresh": fresh.id}))])
    return rows


def _region(texts: Texts, desk: Desk, officer: Officer, fresh: Fresh, at: str | None) -> Screen:
    """Down the tree within the officer's own."""
    node = desk.regions.get(at or officer.region)
    here = _set(fresh, region=None if node is desk.regions.root else node.id)
    rows: list[Row] = [[(texts.plain("choose-here", name=node.name), here)]]
    for child in node.children:
        if child.children:
            rows.append([(f"{child.name} ›", _open(fresh, "region", child.id))])
        else:
            rows.append([(child.name, _set(fresh, region=child.id))])
    if at and at != officer.region and desk.regions.covers(officer.region, desk.regions.parent(at)):
        rows.append([(texts.plain("menu-up"), _open(fresh, "region", desk.regions.parent(at)))])
    name = desk.regions.path_name(fresh.region)
    return Screen(html=texts.html("fresh-page-region", name=name), rows=[*rows, _back(texts, fresh)])


def _waiting_row(texts: Texts, fresh: Fresh) -> Row:
    return [
        (texts.plain("alert-edit"), NewButton("fresh_recall", {"fresh": fresh.id})),
        (texts.plain("alert-give-up"), NewButton("fresh_drop", {"fresh": fresh.id})),
    ]


def _end(texts: Texts, fresh: Fresh) -> tuple[str, NewButton]:
    return texts.plain("fresh-end"), NewButton("fresh_end", {"fresh": fresh.id})


def _until(texts: Texts, desk: Desk, fresh: Fresh) -> str:
    return moment(texts, fresh.until, desk.rules.hours.zone) if fresh.until else ""


def _back(texts: Texts, fresh: Fresh) -> Row:
    return [(texts.plain("groups-back"), _open(fresh, "preview"))]


def _open(fresh: Fresh, name: str, at: str | None = None) -> NewButton:
    return NewButton("fresh_page", {"fresh": fresh.id, "page": name, "at": at})


def _set(fresh: Fresh, after: str = "preview", **values: object) -> NewButton:
    return NewButton("fresh_set", {"fresh": fresh.id, "values": values, "next": after})


def _marked(texts: Texts, name: str, chosen: bool) -> str:
    return texts.plain("chosen-mark", name=name) if chosen else name
