"""Writes all files of a report: every one whole, or none."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from content.regions import Regions
from content.texts import Texts
from core.figures import Report
from reports import charts, excel, pictures, prose, word

SCHEMA = 1
# What a report tells in rows, each explained in the texts.
ROWS = tuple(one.name for one in fields(Report) if one.name != "figures" and "[" in str(one.type))


def write(
    report: Report, regions: Regions, texts: Texts, folder: Path, *, own: Path | None = None
) -> list[Path]:
    """Word, Excel, JSON, the ZIP of pictures and the chart into `folder`, which is made; their paths.

    `own` is an office's content folder, which may hold templates. Raises BadTemplate, OSError; nothing of a
    failed report stays.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = file_name(report)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as desk:
        draft = Path(desk)
        word.summary(draft / f"{name}.docx", texts, report, regions, own)
        excel.write(draft / f"{name}.xlsx", texts, report, regions)
        (draft / f"{name}.json").write_text(as_json(texts, report), encoding="utf-8")
        pictures.pack(draft / f"{name}.zip", texts, report)
        (draft / f"{name}.png").write_bytes(charts.together(texts, report, regions))
        return _moved(draft, folder)


def write_cases(report: Report, texts: Texts, folder: Path, *, own: Path | None = None) -> Path:
    """The 发案通报 alone."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=folder) as desk:
        word.cases(Path(desk) / f"{file_name(report)}-cases.docx", texts, report, own)
        return _moved(Path(desk), folder)[0]


def file_name(report: Report) -> str:
    """report-2026-11-13-2026-11-20: plain, so that any mail system takes it."""
    zone = report.made_at.tzinfo
    # The last moment that counts: a month ends on its own last day.
    moments = report.scope.first, report.scope.end - timedelta(microseconds=1)
    first, end = (moment.astimezone(zone).date() for moment in moments)
    return f"report-{first}-{end}"


def as_json(texts: Texts, report: Report) -> str:
    """Every figure with its definition, and the rows behind them; a line for each name."""
    data = _values(report) | {
        "schema": SCHEMA,
        "summary": prose.summary(texts, report),
        "definitions": {one.name: texts.plain("definition", id=one.name) for one in fields(report.figures)},
        "row_definitions": {name: texts.plain("definition-rows", id=name) for name in ROWS},
    }
    # Not indented: that would be written by Python alone, and take four times as long.
    lines = [
        f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False, default=_said)}"
        for name, value in data.items()
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _said(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return _values(value)
    raise TypeError(f"{type(value).__name__} has no place in a report")


def _values(row: Any) -> dict[str, Any]:
    """A row's values by name; photos are no words."""
    return {one.name: getattr(row, one.name) for one in fields(row) if one.name != "photo"}


def _moved(draft: Path, folder: Path) -> list[Path]:
    return [Path(shutil.move(str(file), str(folder / file.name))) for file in sorted(draft.iterdir())]
