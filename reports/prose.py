"""The sentences of a report, made from its figures; what there is nothing to tell about is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import time, timedelta

from content.texts import Texts, tame
from content.wire import cut
from content.words import Work
from core.figures import GroupRow, LedgerRow, RateRow, Report, Scope

SUMMARY_LIMIT = 500
NAMES = 8
WEAK = 3
WEAK_SHARE = 0.7
FEW = 30
MONEY_KINDS = ("crime", "dissuasion")


def period(texts: Texts, report: Report, scope: Scope | None = None) -> str:
    """2026年11月13日15:00至2026年11月20日15:00; whole days without hours, up to the last one."""
    zone, about = report.made_at.tzinfo, scope or report.scope
    first, end = about.first.astimezone(zone), about.end.astimezone(zone)
    whole = first.time() == end.time() == time()
    last = end - timedelta(days=1) if whole else end
    said = [f"{day.year}年{day.month}月{day.day}日" for day in (first, last)]
    if not whole:
        said = [f"{day}{at:%H:%M}" for day, at in zip(said, (first, end), strict=True)]
    return texts.plain("report-period", first=said[0], end=said[1])


def audience(texts: Texts, report: Report) -> str:
    """（仅村居群）; nothing where it is about all."""
    one = report.scope.audience
    return texts.plain("report-audience", audience=texts.plain("audience", id=one)) if one else ""


def work(texts: Texts, report: Report) -> list[str]:
    """一、工作开展情况: what was done, a paragraph a matter."""
    said = [_groups(texts, report), _pushes(texts, report), _alerts(texts, report)]
    figures = report.figures
    if figures.quiz_answers:
        said.append(texts.plain("work-quiz", answers=figures.quiz_answers, right=figures.quiz_right))
    if figures.questions_answered:
        said.append(texts.plain("work-help", number=figures.questions_answered))
    said.append(_offline(texts, report.ledger))
    return [one for one in said if one]


def problems(texts: Texts, report: Report) -> list[str]:
    """四、存在问题; one honest sentence where there are none."""
    care = _care(report)
    said = []
    if care["left"]:
        names = [tame(group.title, 20) for group in report.groups if _needs(group) == "left"]
        shown = "、".join(names[:NAMES]) + ("等" if len(names) > NAMES else "")
        said.append(texts.plain("problem-lost", number=len(names), names=shown))
    if report.failures:
        said.append(texts.plain("problem-failures", parts=_failures(texts, report.failures)))
    for reason in ("suspended", "silent", "unconfirmed"):
        if care[reason]:
            said.append(texts.plain(f"problem-{reason}", number=care[reason]))
    for rate in weak(report.rates):
        key = "problem-weak-few" if rate.answered < FEW else "problem-weak"
        said.append(texts.plain(key, **_about(texts, rate), answered=rate.answered, right=rate.right))
    return said or [texts.plain("problem-none")]


def next_steps(texts: Texts, report: Report) -> list[str]:
    """五、下一步打算, from what went wrong and what people do not yet see through."""
    care = _care(report)
    said = [texts.plain("next-weak", **_about(texts, rate)) for rate in weak(report.rates)]
    crimes = Counter(row.fraud_type for row in report.ledger if row.kind == "crime" and row.fraud_type)
    for fraud, _ in crimes.most_common(1):
        said.append(texts.plain("next-crime", fraud=texts.plain("fraud", id=fraud)))
    keys = {"left": "next-lost", "silent": "next-silent", "unconfirmed": "next-unconfirmed"}
    said += [texts.plain(key) for reason, key in keys.items() if care[reason]]
    return [*said, texts.plain("next-steady")]


def summary(texts: Texts, report: Report) -> str:
    """At most 500 characters, ready to paste into a chat."""
    about = {"region": report.region, "period": period(texts, report), "audience": audience(texts, report)}
    head = texts.plain("report-summary-head", **about)
    return cut(head + "".join(work(texts, report)), SUMMARY_LIMIT)


def crimes(texts: Texts, report: Report) -> list[str]:
    """The paragraphs of the 发案通报: how many, how much, then by fraud type."""
    rows = [row for row in report.ledger if row.kind == "crime"]
    if not rows:
        return [texts.plain("cases-none")]
    total = sum(row.number for row in rows)
    said = [texts.plain("cases-head", number=total, money=money(sum(row.money for row in rows)))]
    by_type: dict[str | None, list[LedgerRow]] = {}
    for row in rows:
        by_type.setdefault(row.fraud_type, []).append(row)
    for fraud, some in sorted(by_type.items(), key=lambda pair: -sum(row.number for row in pair[1])):
        name = texts.plain("fraud", id=fraud) if fraud else texts.plain("cases-other")
        number, lost = sum(row.number for row in some), money(sum(row.money for row in some))
        said.append(texts.plain("cases-type", fraud=name, number=number, money=lost))
    return said


def crime_advice(texts: Texts, report: Report) -> list[str]:
    """What follows from the month's cases: nothing about groups, the reader is another office."""
    crimes = Counter(row.fraud_type for row in report.ledger if row.kind == "crime" and row.fraud_type)
    said = [
        texts.plain("next-crime", fraud=texts.plain("fraud", id=fraud))
        for fraud, _ in crimes.most_common(WEAK)
    ]
    return [*said, texts.plain("cases-advice")] if said else []


def weak(rates: Iterable[RateRow]) -> list[RateRow]:
    """The fraud types that people see through least, of those answered at all."""
    low = [rate for rate in rates if rate.answered and rate.right < rate.answered * WEAK_SHARE]
    return sorted(low, key=lambda rate: (rate.right / rate.answered, -rate.answered, rate.fraud_type))[:WEAK]


def money(fen: int) -> str:
    """Yuan without needless zeros: 12000, 98.5."""
    return f"{fen / 100:.2f}".rstrip("0").rstrip(".")


def _groups(texts: Texts, report: Report) -> str:
    figures = report.figures
    there = {"groups": figures.groups_active, "members": figures.members_in_groups}
    key = "work-groups" if figures.groups_active else "work-groups-none"
    said = texts.plain(key, office=report.office, **there)
    if figures.groups_new:
        said += texts.plain("work-groups-new", number=figures.groups_new)
    if figures.groups_lost:
        said += texts.plain("work-groups-lost", number=figures.groups_lost)
    return said


def _pushes(texts: Texts, report: Report) -> str:
    figures = report.figures
    said = texts.plain("work-none")
    if figures.pushes:
        parts = [
            texts.plain("work-kind", kind=texts.plain("kind", id=one.kind), number=one.pushes)
            for one in report.kinds
            if one.pushes
        ]
        sent = {"sent": figures.deliveries_sent, "members": figures.members_addressed}
        said = texts.plain("work-pushes", pushes=figures.pushes, kinds="、".join(parts), **sent)
    if asked := sum(one.sent for one in report.kinds) - sum(push.sent for push in report.pushes):
        said += texts.plain("work-asked", sent=asked, pushes=figures.pushes)
    if figures.deliveries_failed:
        said += texts.plain("work-failed", number=figures.deliveries_failed)
    if figures.deliveries_unknown:
        said += texts.plain("work-unknown", number=figures.deliveries_unknown)
    if figures.receipts or figures.people_interacted:
        said += texts.plain("work-receipts", receipts=figures.receipts, people=figures.people_interacted)
    return said


def _alerts(texts: Texts, report: Report) -> str:
    figures = report.figures
    if not figures.alerts:
        return ""
    counts = {"corrected": figures.alerts_corrected, "withdrawn": figures.alerts_withdrawn}
    ends = "、".join(
        texts.plain(f"work-alerts-{how}", number=number) for how, number in counts.items() if number
    )
    shown = texts.plain("work-alerts-ends", ends=ends) if ends else ""
    said = texts.plain("work-alerts", alerts=figures.alerts, ends=shown)
    minutes = [alert.minutes for alert in report.alerts if alert.minutes is not None]
    if len(set(minutes)) == 1:
        said += texts.plain("work-alerts-took", minutes=max(minutes[0], 1))
    elif minutes:
        said += texts.plain("work-alerts-fast", fastest=max(min(minutes), 1), slowest=max(minutes))
    return said


def _offline(texts: Texts, ledger: Iterable[LedgerRow]) -> str:
    rows = list(ledger)
    done: Counter[str] = Counter()
    for row in rows:
        done[row.kind] += row.number
    parts = [
        texts.plain(
            "work-ledger-part",
            kind=texts.plain("ledger-kind", id=kind),
            number=number,
            unit=texts.plain("ledger-unit", id=kind),
        )
        for kind in Work
        if (number := done[kind]) and kind not in MONEY_KINDS
    ]
    said = texts.plain("work-ledger", parts="、".join(parts)) if parts else ""
    for kind, key in (("dissuasion", "work-dissuaded"), ("crime", "work-crime")):
        if done[kind]:
            sums = sum(row.money for row in rows if row.kind == kind)
            known = "yes" if sums else "no"
            said += texts.plain(key, number=done[kind], money=money(sums), known=known)
    return said


def _about(texts: Texts, rate: RateRow) -> dict[str, str]:
    fraud, audience = texts.plain("fraud", id=rate.fraud_type), texts.plain("audience", id=rate.audience)
    return {"fraud": fraud, "audience": audience}


def _failures(texts: Texts, failures: dict[str, int]) -> str:
    most = sorted(failures.items(), key=lambda pair: -pair[1])[:WEAK]
    return "、".join(
        texts.plain("problem-failure", reason=texts.plain("reason", id=reason), number=number)
        for reason, number in most
    )


def _care(report: Report) -> Counter[str]:
    return Counter(care for group in report.groups if (care := _needs(group)))


def _needs(group: GroupRow) -> str | None:
    """Why a group needs somebody; one that went before anybody vouched for it was never ours to lose."""
    return None if group.care == "left" and not group.confirmed else group.care
