"""Writes all files of a report: every one whole, or none."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from content.regions import Regions
from content.texts import Texts
from core.figures import Report
from reports import charts, excel, pictures, prose, word

SCHEMA = 1


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
    first, end = (moment.astimezone(zone).date() for moment in (report.scope.first, report.scope.end))
    return f"report-{first}-{end}"


def as_json(texts: Texts, report: Report) -> str:
    """Every figure with its definition, and the rows behind them."""
    data = asdict(report)
    data["ledger"] = [
        {name: value for name, value in row.items() if name != "photo"} for row in data["ledger"]
    ]
    data |= {
        "schema": SCHEMA,
        "summary": prose.summary(texts, report),
        "definitions": {name: texts.plain("definition", id=name) for name in data["figures"]},
    }
    return json.dumps(data, ensure_ascii=False, indent=1, default=_said)


def _said(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a report")


def _moved(draft: Path, folder: Path) -> list[Path]:
    return [Path(shutil.move(str(file), str(folder / file.name))) for file in sorted(draft.iterdir())]
