"""The Word documents, from templates that an office may replace by its own."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, StrictUndefined, TemplateError

from content.regions import Regions
from content.texts import Texts
from core.errors import BadTemplate
from core.figures import AlertRow, PushRow, Report
from reports import charts, prose

TEMPLATES = Path(__file__).parent / "templates"
SUMMARY, CASES = "summary.docx", "cases.docx"
CHART_WIDTH = Mm(150)
# The newest rows that an annex shows.
ANNEX = 60


def summary(file: Path, texts: Texts, report: Report, regions: Regions, own: Path | None = None) -> None:
    """The 工作总结 into `file`. Raises BadTemplate."""
    pages = _template(SUMMARY, own)
    drawn = [draw for draw in (charts.weeks, charts.answers, charts.groups) if charts.has(draw, report)]
    pictures = [BytesIO(charts.single(draw, texts, report, regions)) for draw in drawn]
    figures, alerts = _figures(texts, report), alerts_told(texts, report)
    _fill(
        pages,
        file,
        **_frame(texts, report, "report-title"),
        number=_numbered(figures=figures, alerts=alerts, problems=True, next_steps=True),
        audience=prose.audience(texts, report),
        compared=_compared(texts, report),
        work=prose.work(texts, report),
        figures=figures,
        charts=[InlineImage(pages, picture, width=CHART_WIDTH) for picture in pictures],
        alerts=alerts,
        problems=prose.problems(texts, report),
        next_steps=prose.next_steps(texts, report),
        pushes=_pushes(texts, report),
        pushes_more=_more(texts, len(report.pushes)),
        offline=_offline(texts, report),
        offline_more=_more(texts, len(report.ledger)),
    )


def cases(file: Path, texts: Texts, report: Report, own: Path | None = None) -> None:
    """The 发案通报 into `file`. Raises BadTemplate."""
    said = {"crimes": prose.crimes(texts, report), "advice": prose.crime_advice(texts, report)}
    _fill(_template(CASES, own), file, **_frame(texts, report, "report-cases-title"), **said)


def _numbered(**sections: object) -> dict[str, str]:
    """The number of each section after the first; one that has nothing to tell takes none."""
    return dict(zip((name for name, told in sections.items() if told), "二三四五", strict=False))


def _template(name: str, own: Path | None) -> DocxTemplate:
    mine = own / "templates" / name if own else None
    chosen = mine if mine and mine.is_file() else TEMPLATES / name
    if not is_zipfile(chosen):
        raise BadTemplate(chosen.name)
    return DocxTemplate(str(chosen))


def _fill(pages: DocxTemplate, file: Path, **values: Any) -> None:
    try:
        strange = pages.get_undeclared_template_variables() - set(values)
        if strange:
            raise BadTemplate(", ".join(sorted(strange)))
        pages.render(values, Environment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    except TemplateError as error:
        raise BadTemplate(str(error)) from error
    pages.save(str(file))


def _frame(texts: Texts, report: Report, title: str) -> dict[str, str]:
    made = f"{report.made_at:%Y-%m-%d %H:%M}"
    return {
        "title": texts.plain(title, region=report.region),
        "office": report.office,
        "period": prose.period(texts, report),
        "foot": texts.plain("report-made", at=made, head=report.audit_head),
    }


def _figures(texts: Texts, report: Report) -> list[dict[str, Any]]:
    before = asdict(report.before)
    return [
        {"name": texts.plain("figure", id=name), "now": _or_dash(value), "before": _or_dash(before[name])}
        for name, value in asdict(report.figures).items()
        if value or before[name]
    ]


def _or_dash(figure: int | None) -> int | str:
    """No minutes were taken where there was no alert."""
    return "—" if figure is None else figure


def _compared(texts: Texts, report: Report) -> str:
    """Which period the figures stand beside."""
    return texts.plain("report-before", period=prose.period(texts, report, report.scope_before))


def _taken(texts: Texts, push: PushRow) -> str:
    parts = (("report-taken-read", push.receipts), ("report-taken-answered", push.answers))
    return "，".join(texts.plain(key, number=number) for key, number in parts if number)


def _more(texts: Texts, rows: int) -> str:
    """What an annex leaves to the Excel ledger: nobody hands in forty pages."""
    return texts.plain("report-more", number=rows - ANNEX) if rows > ANNEX else ""


def alerts_told(texts: Texts, report: Report) -> list[dict[str, Any]]:
    told = []
    for alert in report.alerts:
        at = alert.at.astimezone(report.made_at.tzinfo)
        fact = texts.plain(
            "report-alert",
            severity=texts.plain("severity", id=alert.severity),
            at=f"{at.month}月{at.day}日 {at:%H:%M}",
            sent=alert.sent,
            state=texts.plain("alert-state", id="unsaid" if _unsaid(alert) else alert.state),
        )
        lines = _standing(texts, alert)
        told.append({"fact": fact, "text": "\n".join(lines), "lines": lines})
    return told


def _standing(texts: Texts, alert: AlertRow) -> list[str]:
    """An alert's words as they stand now: none of one that was withdrawn, and nobody hands in an error."""
    if alert.state == "withdrawn" or _unsaid(alert):
        return []
    if alert.correction is None:
        return alert.text.splitlines()
    return [texts.plain("report-alert-corrected"), *alert.correction.splitlines()]


def _pushes(texts: Texts, report: Report) -> list[dict[str, Any]]:
    zone = report.made_at.tzinfo
    return [
        {
            "day": f"{push.at.astimezone(zone):%m-%d %H:%M}",
            "kind": texts.plain("kind", id=push.kind),
            "title": push.title,
            "sent": push.sent,
            "taken": _taken(texts, push),
        }
        for push in report.pushes[-ANNEX:]
    ]


def _offline(texts: Texts, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "day": f"{row.day:%m-%d}",
            "kind": texts.plain("ledger-kind", id=row.kind),
            "place": row.place,
            "number": f"{row.number}{texts.plain('ledger-unit', id=row.kind)}",
        }
        for row in report.ledger[-ANNEX:]
    ]


def _unsaid(alert: AlertRow) -> bool:
    """Put right, and what put it right was taken back: none of its words stand."""
    return alert.state == "corrected" and alert.correction is None
