"""The Word documents, from templates that an office may replace by its own."""

from __future__ import annotations

from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import Environment, StrictUndefined, UndefinedError

from content.regions import Regions
from content.texts import Texts
from core.errors import BadTemplate
from core.figures import Report
from reports import charts, prose

TEMPLATES = Path(__file__).parent / "templates"
SUMMARY, CASES = "summary.docx", "cases.docx"
CHART_WIDTH = Mm(150)


def summary(file: Path, texts: Texts, report: Report, regions: Regions, own: Path | None = None) -> None:
    """The 工作总结 into `file`. Raises BadTemplate."""
    pages = _template(SUMMARY, own)
    drawn = [draw for draw in (charts.weeks, charts.answers, charts.groups) if charts.has(draw, report)]
    pictures = [BytesIO(charts.single(draw, texts, report, regions)) for draw in drawn]
    _fill(
        pages,
        file,
        **_frame(texts, report, "report-title"),
        audience=_audience(texts, report),
        work=prose.work(texts, report),
        figures=_figures(texts, report),
        charts=[InlineImage(pages, picture, width=CHART_WIDTH) for picture in pictures],
        alerts=_alerts(texts, report),
        problems=prose.problems(texts, report),
        next_steps=prose.next_steps(texts, report),
        pushes=_pushes(texts, report),
        offline=_offline(texts, report),
    )


def cases(file: Path, texts: Texts, report: Report, own: Path | None = None) -> None:
    """The 发案通报 into `file`. Raises BadTemplate."""
    said = {"crimes": prose.crimes(texts, report), "advice": prose.next_steps(texts, report)}
    _fill(_template(CASES, own), file, **_frame(texts, report, "report-cases-title"), **said)


def _template(name: str, own: Path | None) -> DocxTemplate:
    mine = own / "templates" / name if own else None
    return DocxTemplate(str(mine if mine and mine.is_file() else TEMPLATES / name))


def _fill(pages: DocxTemplate, file: Path, **values: Any) -> None:
    try:
        strange = pages.get_undeclared_template_variables() - set(values)
        if strange:
            raise BadTemplate(", ".join(sorted(strange)))
        pages.render(values, Environment(undefined=StrictUndefined, autoescape=True), autoescape=True)
    except UndefinedError as error:
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


def _audience(texts: Texts, report: Report) -> str:
    audience = report.scope.audience
    return texts.plain("report-audience", audience=texts.plain("audience", id=audience)) if audience else ""


def _figures(texts: Texts, report: Report) -> list[dict[str, Any]]:
    before = asdict(report.before)
    return [
        {"name": texts.plain("figure", id=name), "now": value, "before": before[name]}
        for name, value in asdict(report.figures).items()
        if value or before[name]
    ]


def _alerts(texts: Texts, report: Report) -> list[dict[str, str]]:
    told = []
    for alert in report.alerts:
        at = alert.at.astimezone(report.made_at.tzinfo)
        fact = texts.plain(
            "report-alert",
            severity=texts.plain("severity", id=alert.severity),
            at=f"{at.month}月{at.day}日 {at:%H:%M}",
            sent=alert.sent,
            state=texts.plain("alert-state", id=alert.state),
        )
        told.append({"fact": fact, "text": alert.text})
    return told


def _pushes(texts: Texts, report: Report) -> list[dict[str, Any]]:
    zone = report.made_at.tzinfo
    return [
        {
            "day": f"{push.at.astimezone(zone):%m-%d %H:%M}",
            "kind": texts.plain("kind", id=push.kind),
            "title": push.title,
            "sent": push.sent,
            "taken": texts.plain("report-taken", receipts=push.receipts, answers=push.answers),
        }
        for push in report.pushes
    ]


def _offline(texts: Texts, report: Report) -> list[dict[str, Any]]:
    return [
        {
            "day": f"{row.day:%m-%d}",
            "kind": texts.plain("ledger-kind", id=row.kind),
            "place": row.place,
            "number": f"{row.number}{texts.plain('ledger-unit', id=row.kind)}",
        }
        for row in report.ledger
    ]
