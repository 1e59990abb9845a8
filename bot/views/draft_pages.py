"""The pages on which an alert's choices are made, one question each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.views.drafts import page
from bot.views.screens import Screen
from content.alert_frame import title_of
from content.templates import FACTS, Template, templates
from content.texts import Texts
from content.wire import utf16_length
from content.words import FRAUD_TYPES, SEGMENTS, Audience, Severity
from core import alert_sending
from core.alert_desk import LIVES
from core.desk import Desk
from core.officers import NewButton
from core.words import Alert, Officer

Row = list[tuple[str, NewButton]]
# The order in which a beginner is led.
NEXT = {
    "audiences": "region",
    "segments": "region",
    "region": "severity",
    "severity": "fraud",
    "fraud": "life",
    "life": "preview",
}


def write(texts: Texts, desk: Desk, alert: Alert) -> Screen:
    """The first question: what has to be said?"""
    return Screen(
        html=texts.html("alert-write", room=alert_sending.room(desk, alert)),
        rows=[
            [(texts.plain("alert-use-template"), page("templates", alert, guided=True))],
            [(texts.plain("cancel"), NewButton("draft_drop", {"alert": alert.id}))],
        ],
    )


def rewrite(texts: Texts, desk: Desk, alert: Alert) -> Screen:
    """改文字: how much stands there, and how much may follow."""
    html = texts.html("alert-rewrite", length=utf16_length(alert.text), room=alert_sending.room(desk, alert))
    return Screen(
        html=html,
        rows=[
            [(texts.plain("alert-use-template"), page("templates", alert))],
            [(texts.plain("groups-back"), page("preview", alert))],
        ],
    )


def unfinished(texts: Texts, alert: Alert) -> Screen:
    """A draft lies there: go on, or begin anew?"""
    title = title_of(alert.text) if alert.text else texts.plain("alert-unfinished-empty")
    opened = page("preview" if alert.text else "write", alert)
    return Screen(
        html=texts.html("alert-unfinished", title=title),
        rows=[
            [(texts.plain("alert-go-on"), opened)],
            [(texts.plain("alert-begin-anew"), NewButton("draft_anew", {}))],
        ],
    )


def choose_template(texts: Texts, alert: Alert, guided: bool) -> Screen:
    rows = [
        [(one.title, NewButton("draft_fact", {"alert": alert.id, "template": one.id, "facts": []}))]
        for one in templates().values()
    ]
    back = page("write" if guided else "text", alert)
    return Screen(
        html=texts.html("alert-choose-template"), rows=[*rows, [(texts.plain("groups-back"), back)]]
    )


def ask_fact(texts: Texts, desk: Desk, alert: Alert, template: Template, facts: list[str]) -> Screen:
    """One of the three facts, with the usual sentence ready to be taken."""
    name = FACTS[len(facts)]
    usual: str = getattr(template, name)
    done = [
        texts.plain("alert-fact-done", question=texts.plain("alert-fact", fact=FACTS[at]), said=fact)
        for at, fact in enumerate(facts)
    ]
    take = {"alert": alert.id, "template": template.id, "facts": [*facts, usual]}
    room = alert_sending.room(desk, alert) - sum(map(utf16_length, (template.title, *done))) + len(alert.text)
    html = texts.html(
        "alert-fact-ask",
        title=template.title,
        done="\n".join(["", *done, ""]) if done else "",
        question=texts.plain("alert-fact", fact=name),
        room=room,
    )
    return Screen(
        html=html,
        rows=[
            [(texts.plain("alert-fact-take", fact=usual), NewButton("draft_fact", take))],
            [(texts.plain("groups-back"), page("templates", alert))],
        ],
    )


def from_facts(texts: Texts, template: Template, facts: list[str]) -> str:
    """The three facts as an alert's words."""
    return texts.plain("alert-from-facts", title=template.title, **dict(zip(FACTS, facts, strict=True)))


def audiences(texts: Texts, alert: Alert, guided: bool) -> Screen:
    """Several may be chosen; each button carries the whole choice that it leads to, never an empty one."""
    rows: list[Row] = []
    for one in Audience:
        chosen = one in alert.audiences
        wanted = [kind for kind in Audience if (kind in alert.audiences) != (kind is one)] or [one]
        name = _marked(texts, texts.plain("audience", id=one), chosen)
        rows.append([(name, _set(alert, "audiences", guided, audiences=wanted))])
    rows.append([(texts.plain("alert-to-segments"), page("segments", alert, guided=guided))])
    return _page(texts, alert, "audiences", texts.html("alert-page-audiences"), rows, guided)


def segments(texts: Texts, alert: Alert, guided: bool) -> Screen:
    rows: list[Row] = []
    for audience in alert.audiences:
        row: Row = []
        for one in SEGMENTS[audience]:
            chosen = one in alert.segments
            wanted = [each for each in alert.segments if each != one] + ([] if chosen else [one])
            name = _marked(texts, texts.plain("segment", id=one), chosen)
            row.append((name, _set(alert, "segments", guided, segments=wanted)))
        rows += [row[at : at + 3] for at in range(0, len(row), 3)]
    return _page(texts, alert, "segments", texts.html("alert-page-segments"), rows, guided)


def region(
    texts: Texts, desk: Desk, officer: Officer, alert: Alert, guided: bool, at: str | None = None
) -> Screen:
    """Down the tree within the officer's own."""
    node = desk.regions.get(at or officer.region)
    after = NEXT["region"] if guided else "preview"
    here = _set(alert, after, guided, region=None if node is desk.regions.root else node.id)
    rows: list[Row] = [[(texts.plain("choose-here", name=node.name), here)]]
    for child in node.children:
        if child.children:
            rows.append([(f"{child.name} ›", page("region", alert, guided=guided, at=child.id))])
        else:
            rows.append([(child.name, _set(alert, after, guided, region=child.id))])
    if at and at != officer.region and desk.regions.covers(officer.region, desk.regions.parent(at)):
        up = page("region", alert, guided=guided, at=desk.regions.parent(at))
        rows.append([(texts.plain("menu-up"), up)])
    name = desk.regions.path_name(alert.region)
    return _page(texts, alert, "region", texts.html("alert-page-region", name=name), rows, guided)


def severity(texts: Texts, alert: Alert, guided: bool) -> Screen:
    rows = [
        [(_marked(texts, texts.plain("severity", id=one), one is alert.severity), _then(alert, guided, one))]
        for one in Severity
    ]
    return _page(texts, alert, "severity", texts.html("alert-page-severity"), rows, guided)


def fraud(texts: Texts, alert: Alert, guided: bool) -> Screen:
    after = NEXT["fraud"] if guided else "preview"
    names = [
        (
            _marked(texts, texts.plain("fraud", id=one), one == alert.fraud_type),
            _set(alert, after, guided, fraud_type=one),
        )
        for one in FRAUD_TYPES
    ]
    rows: list[Row] = [[(texts.plain("alert-fraud-none"), _set(alert, after, guided, fraud_type=None))]]
    rows += [names[at : at + 2] for at in range(0, len(names), 2)]
    return _page(texts, alert, "fraud", texts.html("alert-page-fraud"), rows, guided)


def life(texts: Texts, alert: Alert, guided: bool) -> Screen:
    choices: Row = [
        (
            _marked(texts, texts.plain("alert-life", hours=hours), hours == alert.life_hours),
            _set(alert, "preview", guided, life_hours=hours),
        )
        for hours in LIVES
    ]
    other = (texts.plain("alert-life-other"), page("until", alert, guided=guided))
    rows = [choices[:2], choices[2:], [other]]
    return _page(texts, alert, "life", texts.html("alert-page-life"), rows, guided)


PAGES: dict[str, Callable[[Texts, Alert, bool], Screen]] = {
    "audiences": audiences,
    "segments": segments,
    "severity": severity,
    "fraud": fraud,
    "life": life,
    "templates": choose_template,
}


def _then(alert: Alert, guided: bool, one: Severity) -> NewButton:
    return _set(alert, NEXT["severity"] if guided else "preview", guided, severity=one)


def _set(alert: Alert, after: str, guided: bool, **values: Any) -> NewButton:
    wanted = {"alert": alert.id, "values": values, "next": after, "guided": guided}
    return NewButton("draft_set", wanted)


def _page(texts: Texts, alert: Alert, name: str, html: str, rows: list[Row], guided: bool) -> Screen:
    """The page with its way on: the next question, or the preview."""
    on: Row = [(texts.plain("alert-to-preview"), page("preview", alert))]
    if guided and NEXT[name] != "preview":
        on.insert(0, (texts.plain("alert-next"), page(NEXT[name], alert, guided=True)))
    return Screen(html=html, rows=[*rows, on])


def _marked(texts: Texts, name: str, chosen: bool) -> str:
    return texts.plain("chosen-mark", name=name) if chosen else name
