"""The Excel ledger: overview, a row a push, a row a group, answers, offline work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range

from content.regions import Regions
from content.texts import Texts
from core.figures import Report
from core.shares import Share
from core.words import REACHED
from reports import prose

A4 = 9
_SHEETS = ("overview", "pushes", "groups", "answers", "offline", "helped")


class Book:
    """A workbook whose cells hold what they are given: nothing from outside becomes a formula or a link."""

    def __init__(self, file: Path, texts: Texts, report: Report) -> None:
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": True,
        }
        self._book = xlsxwriter.Workbook(str(file), options)
        self._zone = report.made_at.tzinfo
        self._foot = texts.plain("report-made", at=f"{report.made_at:%Y-%m-%d %H:%M}", head=report.audit_head)
        self._texts, self._totals = texts, texts.plain("totals")
        self._head = self._format(bold=True, bg_color="#E5EAF0", border=1, text_wrap=True, valign="vcenter")
        self._total = self._format(bold=True, top=1)
        self._money_total = self._format(bold=True, top=1, num_format="0.00")
        self._by_type: dict[type, Format] = {
            datetime: self._format(num_format="yyyy-mm-dd hh:mm"),
            date: self._format(num_format="yyyy-mm-dd"),
            float: self._format(num_format="0.00"),
        }

    def _format(self, **looks: Any) -> Format:
        return self._book.add_format({"font_name": "宋体", "font_size": 11, **looks})

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[Any]],
        *,
        sums: Sequence[int] = (),
        each: int | None = None,
    ) -> None:
        """A sheet with a frozen head, filters and, in the columns `sums`, totals by formula.

        `each`: a column by whose values they are summed apart, since 场 and 份 don't add up.
        A head may say how many letters wide its column is: 标题:36.
        """
        sheet = self._book.add_worksheet(name)
        for column, head in enumerate(heads):
            name, _, letters = head.partition(":")
            sheet.set_column(column, column, float(letters or max(10, 2.2 * len(name))))
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f"&L{self._foot}&R&P / &N")
        sheet.freeze_panes(1, 0)
        sheet.set_row(0, 30)
        sheet.write_row(0, 0, [head.partition(":")[0] for head in heads], self._head)
        last, totals = 0, dict[str | None, dict[int, float]]()
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._write(sheet, last, column, value)
            mine = totals.setdefault(None if each is None else row[each], {})
            for column in sums:
                if row[column] is not None:
                    mine[column] = mine.get(column, 0) + row[column]
        if last:
            sheet.autofilter(0, 0, last, len(heads) - 1)
            if sums:
                self._write_totals(sheet, last, totals, each)

    def _write_totals(
        self, sheet: Any, last: int, totals: dict[str | None, dict[int, float]], each: int | None
    ) -> None:
        """Below the last row; beside each formula its value, for readers that don't calculate."""
        for row, (name, sums) in enumerate(totals.items(), last + 1):
            label = self._totals if name is None else self._texts.plain("totals-of", kind=name)
            sheet.write_string(row, 0, label, self._total)
            for column, total in sums.items():
                cells = xl_range(1, column, last, column)
                # Sums what a filter leaves.
                formula = f"=SUBTOTAL(109,{cells})"
                if name is not None and each is not None:
                    formula = f'=SUMIF({xl_range(1, each, last, each)},"{name}",{cells})'
                looks = self._money_total if isinstance(total, float) else self._total
                sheet.write_formula(row, column, formula, looks, total)

    def _write(self, sheet: Any, row: int, column: int, value: Any) -> None:
        match value:
            case None:
                sheet.write_blank(row, column, None)
            case datetime():
                local = value.astimezone(self._zone).replace(tzinfo=None)
                sheet.write_datetime(row, column, local, self._by_type[datetime])
            case date():
                sheet.write_datetime(row, column, value, self._by_type[date])
            case bool() | str():
                sheet.write_string(row, column, str(value))
            case _:
                sheet.write_number(row, column, value, self._by_type.get(type(value)))

    def close(self) -> None:
        self._book.close()


def write(file: Path, texts: Texts, report: Report, regions: Regions) -> None:
    """The whole ledger of a report into `file`."""
    book = Book(file, texts, report)
    names = [texts.plain("sheet", id=one) for one in _SHEETS]
    overview, pushes, groups, answers, offline, helped = names
    book.sheet(overview, _heads(texts, "overview"), _overview(texts, report))
    book.sheet(pushes, _heads(texts, "pushes"), _pushes(texts, report), sums=range(5, 12))
    book.sheet(groups, _heads(texts, "groups"), _groups(texts, report, regions), sums=(7, 8, 9))
    book.sheet(answers, _heads(texts, "answers"), _answers(texts, report), sums=range(2, 6))
    book.sheet(offline, _heads(texts, "offline"), _offline(texts, report), sums=(3, 5), each=2)
    book.sheet(helped, _heads(texts, "helped"), _helped(texts, report), sums=(4, 5))
    book.close()


def _heads(texts: Texts, sheet: str) -> list[str]:
    return texts.plain(f"heads-{sheet}").split("|")


def _overview(texts: Texts, report: Report) -> Iterable[Sequence[Any]]:
    before = asdict(report.before)
    for name, value in asdict(report.figures).items():
        label, meaning = texts.plain("figure", id=name), texts.plain("definition", id=name)
        yield label, meaning, value, before[name]
    for reason in report.failures | report.failures_before:
        name = texts.plain("overview-failed", reason=texts.plain("reason", id=reason))
        counts = (one.get(reason, 0) for one in (report.failures, report.failures_before))
        yield name, texts.plain("overview-failed-means"), *counts
    audience = report.scope.audience
    everyone = texts.plain("report-all-audiences")
    about = {
        "region": report.region,
        "audience": texts.plain("audience", id=audience) if audience else everyone,
        "now": prose.period(texts, report),
        "before": prose.period(texts, report, report.scope_before),
    }
    for name, said in about.items():
        yield texts.plain("overview-scope", id=name), said, None, None


def _pushes(texts: Texts, report: Report) -> Iterable[Sequence[Any]]:
    for push in report.pushes:
        kind = texts.plain("kind", id=push.kind)
        fraud = texts.plain("fraud", id=push.fraud_type) if push.fraud_type else ""
        counts = (getattr(push, name) for name in REACHED)
        yield push.at, push.title, kind, fraud, push.code, *counts
    for row in report.kinds:
        mine = [push for push in report.pushes if push.kind == row.kind]
        rest = [getattr(row, name) - sum(getattr(push, name) for push in mine) for name in REACHED]
        if any(rest):
            yield None, texts.plain("pushes-asked"), texts.plain("kind", id=row.kind), "", "", *rest


def _groups(texts: Texts, report: Report, regions: Regions) -> Iterable[Sequence[Any]]:
    # Of ten thousand groups all say the same few words.
    name = cache(lambda key, id: texts.plain(key, id=id) if id else "")
    place = cache(lambda region: regions.get(region).name)
    for group in report.groups:
        yield (
            place(group.region),
            group.title,
            name("audience", group.audience),
            name("group-state", group.state if group.confirmed else "unconfirmed"),
            group.since,
            group.members,
            group.last_interaction,
            group.sent,
            group.receipts,
            group.answers,
            name("care", group.care),
        )


def _answers(texts: Texts, report: Report) -> Iterable[Sequence[Any]]:
    for rate in report.rates:
        yield (
            texts.plain("fraud", id=rate.fraud_type),
            texts.plain("audience", id=rate.audience),
            rate.answered_first,
            rate.right_first,
            rate.answered_later,
            rate.right_later,
            *(_share(texts, share) for share in rate.shares),
        )


def _share(texts: Texts, share: Share) -> str | None:
    """The percentage with the interval that it may lie in, and 仅供参考 where a few people answered."""
    if not share.answered:
        return None
    low, high = (round(100 * end) for end in share.interval)
    few = "yes" if share.few else "no"
    return texts.plain("answers-share", percent=share.percent, low=low, high=high, few=few)


def _helped(texts: Texts, report: Report) -> Iterable[Sequence[Any]]:
    for row in report.helped:
        choice = texts.plain("help-choice", id=row.choice)
        fraud = texts.plain("fraud", id=row.fraud_type) if row.fraud_type else ""
        yield row.day, row.place, choice, fraud, row.calls, row.questions


def _offline(texts: Texts, report: Report) -> Iterable[Sequence[Any]]:
    for row in report.ledger:
        kind, unit = texts.plain("ledger-kind", id=row.kind), texts.plain("ledger-unit", id=row.kind)
        fraud = texts.plain("fraud", id=row.fraud_type) if row.fraud_type else ""
        yield row.day, row.place, kind, row.number, unit, row.money / 100 if row.money else None, fraud
