"""What officers read about the office's own tips and cases: questions, previews, cards, the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.views.drafts import approver
from bot.views.screens import Rows, Screen
from content.own import limit_of
from content.render import Rendered
from content.texts import Texts, tame
from content.words import FRAUD_TYPES, Audience, Kind
from core import own_approval, own_items
from core.alert_preview import Approver
from core.desk import Desk
from core.officers import NewButton
from core.own_approval import OwnCard
from core.own_items import WORDS, Listed, OwnWritten
from core.words import Own, OwnState

Row = list[tuple[str, NewButton]]
KINDS = (Kind.TIP, Kind.CASE)
SHOWN = 6
CHANGES = 5


def page(name: str, item: Own, *, guided: bool = False) -> NewButton:
    """A button that opens a page of the draft."""
    return NewButton("own_page", {"item": item.id, "page": name, "guided": guided})


def _set(item: Own, after: str, guided: bool, **values: Any) -> NewButton:
    return NewButton("own_set", {"item": item.id, "values": values, "next": after, "guided": guided})


def new(texts: Texts) -> Screen:
    """The first question: a tip or a case?"""
    row = [(texts.plain("kind", id=kind), NewButton("own_new", {"kind": kind})) for kind in KINDS]
    return Screen(html=texts.html("own-new"), rows=[row])


def unfinished(texts: Texts, item: Own) -> Screen:
    """A draft lies there: go on, or begin anew?"""
    title = item.title or texts.plain("alert-unfinished-empty")
    rows = [
        [(texts.plain("alert-go-on"), page("preview", item, guided=True))],
        [(texts.plain("alert-begin-anew"), NewButton("own_anew", {}))],
    ]
    return Screen(html=texts.html("own-unfinished", title=title), rows=rows)


def fraud(texts: Texts, item: Own, guided: bool) -> Screen:
    after = "audiences" if guided else "preview"
    names = [
        (
            _marked(texts, texts.plain("fraud", id=one), one == item.fraud_type),
            _set(item, after, guided, fraud_type=one),
        )
        for one in FRAUD_TYPES
    ]
    rows: list[Row] = [names[at : at + 2] for at in range(0, len(names), 2)]
    return Screen(html=texts.html("own-page-fraud"), rows=[*rows, _away(texts, item)])


def audiences(texts: Texts, item: Own, guided: bool) -> Screen:
    """Several may be chosen; each button carries the whole choice that it leads to, never an empty one."""
    rows: list[Row] = []
    for one in Audience:
        wanted = [kind for kind in Audience if (kind in item.audiences) != (kind is one)] or [one]
        name = _marked(texts, texts.plain("audience", id=one), one in item.audiences)
        rows.append([(name, _set(item, "audiences", guided, audiences=wanted))])
    on = (texts.plain("alert-next"), page("title" if guided else "preview", item, guided=guided))
    return Screen(html=texts.html("own-page-audiences"), rows=[*rows, [on], _away(texts, item)])


def ask(texts: Texts, item: Own, field: str) -> Screen:
    """One part to be written."""
    html = texts.html("own-ask", field=field, limit=limit_of(field, item.kind))
    return Screen(html=html, rows=[_away(texts, item)])


def preview(
    texts: Texts,
    desk: Desk,
    item: Own,
    groups: int,
    approvers: Sequence[Approver],
    written: OwnWritten | None = None,
) -> Screen:
    """Exactly what groups will read, who hears it, who approves, and the buttons to go on."""
    lines = [texts.html("own-look"), *_about(texts, desk, item, groups)]
    if desk.rules.two_person:
        names = "、".join(approver(texts, one) for one in approvers)
        lines.append(
            texts.html("own-look-approvers", names=names) if names else texts.html("own-look-nobody")
        )
    rendered = own_items.shown(desk, item)[0]
    if rendered.poster is not None:
        lines.append(texts.html("own-look-poster", lines=" / ".join(rendered.poster.lines)))
    lines += _changed(texts, written)
    go = texts.plain("submit" if desk.rules.two_person else "own-use")
    rows = [[(go, NewButton("own_submit", own_approval.bound(desk, item)))], *_poster(texts, rendered)]
    return Screen(html="\n".join(lines), rows=[*rows, *_changes(texts, item)], exact=rendered.html)


def named(texts: Texts, desk: Desk, item: Own) -> Screen:
    """没有真实姓名? asked only where the words look like one."""
    sure = NewButton("own_submit", own_approval.bound(desk, item, nameless=True))
    rows = [
        [(texts.plain("own-nameless"), sure)],
        [(texts.plain("groups-back"), page("preview", item))],
    ]
    return Screen(html=texts.html("own-named"), rows=rows)


def waiting(texts: Texts, item: Own, approvers: Sequence[Approver]) -> Screen:
    """The author's card while somebody else has to decide."""
    names = "、".join(approver(texts, one) for one in approvers if one.reached)
    html = (
        texts.html("own-waiting", title=item.title, names=names)
        if names
        else texts.html("own-waiting-nobody", title=item.title)
    )
    return Screen(html=html, rows=[_recall(texts, item)])


def in_use(texts: Texts, item: Own) -> Screen:
    return Screen(html=texts.html("own-in-use", name=item.name, title=item.title))


def card(texts: Texts, desk: Desk, one: OwnCard, groups: int) -> Screen:
    """What an approver reads: the words themselves, with 批准 and 驳回."""
    lines = [texts.html("own-ask-head", name=tame(one.author)), *_about(texts, desk, one.item, groups)]
    lines.append(texts.html("own-ask-note"))
    bound = own_approval.bound(desk, one.item)
    rendered = own_items.shown(desk, one.item)[0]
    rows = [*decisions(texts, bound), *_poster(texts, rendered)]
    return Screen(html="\n".join(lines), rows=rows, exact=rendered.html)


def decisions(texts: Texts, bound: dict[str, Any]) -> Rows:
    """批准 stands alone, so that nobody presses it by mistake."""
    return [
        [(texts.plain("approve"), NewButton("ownask_yes", bound))],
        [(texts.plain("reject"), NewButton("ownask_no", bound))],
    ]


def ended(texts: Texts, one: OwnCard) -> str:
    """One line on how it ended."""
    same = one.item.version == one.ask.version
    state = str(one.item.state) if same else "changed"
    return texts.html("own-ended", state=state, who=tame(one.who), reason=tame(one.item.reason or "", 200))


def told(texts: Texts, one: OwnCard) -> Screen | None:
    """What the author hears; None where they took it back themselves."""
    item = one.item
    if item.version != one.ask.version or item.state not in (OwnState.ACTIVE, OwnState.REJECTED):
        return None
    reason = tame(item.reason or "", 200)
    html = texts.html(
        "own-told", state=str(item.state), who=tame(one.who), title=item.title, name=item.name, reason=reason
    )
    return Screen(html=html, rows=[_recall(texts, item)] if item.state is OwnState.REJECTED else [])


def listed(texts: Texts, found: Sequence[Listed], first: int) -> Screen:
    """A page of them, what is in use first, each of that with its 停用."""
    if not found:
        return Screen(html=texts.html("own-list-none"))
    some = found[first : first + SHOWN]
    lines = "\n".join(_line(texts, one) for one in some)
    rows: list[Row] = [
        [(texts.plain("own-retire", name=one.item.name), NewButton("own_stop", {"item": one.item.id}))]
        for one in some
        if one.mine and one.item.state is OwnState.ACTIVE
    ]
    around: Row = []
    if first:
        around.append((texts.plain("own-list-back"), NewButton("own_list", {"first": max(0, first - SHOWN)})))
    if first + SHOWN < len(found):
        around.append((texts.plain("own-list-more"), NewButton("own_list", {"first": first + SHOWN})))
    html = texts.html("own-list", total=len(found), lines=lines)
    return Screen(html=html, rows=[*rows, around] if around else rows)


def stop(texts: Texts, one: Listed) -> Screen:
    """停用? what it is, once more."""
    rows: Rows = [
        [(texts.plain("own-retire-yes"), NewButton("own_stop_sure", {"item": one.item.id}))],
        [(texts.plain("groups-back"), NewButton("own_list", {"first": 0}))],
    ]
    return Screen(html=texts.html("own-retire-sure", title=one.item.title), rows=rows)


def _line(texts: Texts, one: Listed) -> str:
    return texts.plain(
        "own-list-line",
        name=one.item.name,
        kind=texts.plain("kind", id=one.item.kind),
        title=one.item.title,
        state=texts.plain("own-state", id=str(one.item.state), times=one.times),
    )


def _about(texts: Texts, desk: Desk, item: Own, groups: int) -> list[str]:
    names = "、".join(texts.plain("audience", id=one) for one in item.audiences)
    place = desk.regions.path_name(item.region)
    return [
        texts.html("own-look-reach", groups=groups, audiences=names, place=place),
        texts.html("own-look-fraud", fraud=texts.plain("fraud", id=item.fraud_type or "")),
    ]


def _poster(texts: Texts, rendered: Rendered) -> list[Row]:
    """Beside a tip that goes out as a poster too."""
    poster = rendered.poster
    if poster is None:
        return []
    return [[(texts.plain("push-poster"), NewButton("own_poster", {"poster": poster.as_json()}))]]


def _changed(texts: Texts, written: OwnWritten | None) -> list[str]:
    lines = []
    if written is not None and written.changed:
        pairs = [
            texts.plain("alert-look-changed-one", before=tame(before, 40), after=tame(after, 40))
            for before, after in written.changed
        ]
        lines.append(texts.html("alert-look-changed", list="；".join(pairs[:CHANGES])))
    if written is not None and written.hidden:
        lines.append(texts.html("alert-look-hidden", number=written.hidden))
    return lines


def _changes(texts: Texts, item: Own) -> list[Row]:
    parts = [
        (texts.plain("own-change", part=texts.plain("own-part", id=field)), page(field, item))
        for field in (*WORDS, "source")
    ]
    other = next(kind for kind in KINDS if kind is not item.kind)
    as_other = texts.plain("own-change-kind", kind=texts.plain("kind", id=other))
    return [
        parts[:2],
        parts[2:],
        [
            (texts.plain("own-change-audiences"), page("audiences", item)),
            (texts.plain("own-change-fraud"), page("fraud", item)),
        ],
        [(as_other, _set(item, "preview", False, kind=other)), *_away(texts, item)],
    ]


def _away(texts: Texts, item: Own) -> Row:
    return [(texts.plain("cancel"), NewButton("own_drop", {"item": item.id}))]


def _recall(texts: Texts, item: Own) -> Row:
    return [(texts.plain("own-recall"), NewButton("own_recall", {"item": item.id}))]


def _marked(texts: Texts, name: str, chosen: bool) -> str:
    return texts.plain("chosen-mark", name=name) if chosen else name
