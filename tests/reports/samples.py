"""A county's week, counted by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.words import Audience, Kind, Severity
from core.figures import (
    AlertRow,
    Figures,
    GroupRow,
    HelpRow,
    KindRow,
    LedgerRow,
    PushRow,
    RateRow,
    Report,
    Scope,
    Share,
    Sheet,
    WeekRow,
)

ZONE = ZoneInfo("Asia/Shanghai")
END = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://evil.example","点我")'


def scope() -> Scope:
    return Scope(first=END - timedelta(days=7), end=END, region=None, audience=None)


def empty() -> Report:
    """A period in which nothing happened."""
    return Report(
        office="幸福县公安局反诈中心",
        region="幸福县",
        scope=scope(),
        scope_before=scope().before(ZONE),
        made_at=END.astimezone(ZONE),
        audit_head="3f9a1c",
        figures=Figures(),
        before=Figures(),
        failures={},
    )


def push(code: str, kind: Kind, title: str, days: int, sent: int, receipts: int, answers: int) -> PushRow:
    return PushRow(
        code=code,
        kind=kind,
        title=title,
        fraud_type="rebate",
        at=END - timedelta(days=days),
        sent=sent,
        failed=1,
        unknown=0,
        members=sent * 100,
        receipts=receipts,
        answers=answers,
        right=answers // 2,
    )


def kind(name: Kind, pushes: int, sent: int, receipts: int, answers: int) -> KindRow:
    return KindRow(
        kind=name,
        pushes=pushes,
        sent=sent,
        failed=1,
        unknown=0,
        members=sent * 100,
        receipts=receipts,
        answers=answers,
        right=answers // 2,
    )


def group(title: str, region: str, audience: Audience, care: str | None = None) -> GroupRow:
    return GroupRow(
        title=title,
        audience=audience,
        region=region,
        state="left" if care == "left" else "active",
        confirmed=care != "unconfirmed",
        members=312,
        since=END - timedelta(days=30),
        sent=3,
        receipts=41,
        answers=17,
        last_interaction=None if care == "silent" else END - timedelta(days=1),
        care=care,
    )


def full() -> Report:
    """A week with something of everything, and names that mean harm."""
    figures = Figures(
        groups_active=3,
        groups_new=1,
        groups_lost=1,
        pushes=3,
        deliveries_sent=7,
        deliveries_failed=3,
        members_addressed=700,
        members_in_groups=376,
        people_interacted=58,
        receipts=61,
        quiz_answers=53,
        quiz_right=41,
        questions_answered=4,
        alerts=1,
        alerts_corrected=1,
        alert_minutes=6,
    )
    return Report(
        office="幸福县公安局反诈中心",
        region="幸福县",
        scope=scope(),
        scope_before=scope().before(ZONE),
        made_at=END.astimezone(ZONE),
        audit_head="3f9a1c",
        figures=figures,
        before=Figures(pushes=2, deliveries_sent=5, receipts=20),
        failures={"kicked": 2, "no_rights": 1},
        failures_before={"kicked": 1, "too_late": 4},
        kinds=(
            kind(Kind.TIP, 1, 3, 41, 0),
            kind(Kind.QUIZ, 1, 2, 0, 53),
            kind(Kind.ALERT, 1, 2, 20, 0),
        ),
        pushes=(
            push("7K3F-2M9P", Kind.TIP, "先垫钱的活儿，都是坑", 5, 3, 41, 0),
            push("8H2K-4Q7R", Kind.QUIZ, "百万保障到期", 3, 2, 0, 53),
            push("5T6W-9B3C", Kind.ALERT, "有人冒充老师收资料费", 1, 2, 20, 0),
        ),
        groups=(
            group("幸福村村民群", "xingfu-village", Audience.VILLAGE),
            group(FORMULA, "experimental-school", Audience.PARENT, "silent"),
            group("宏达机械财务群" * 40, "hongda-machinery", Audience.ENTERPRISE, "left"),
            group("<b>荷花村</b>", "hehua-village", Audience.VILLAGE, "unconfirmed"),
        ),
        rates=(
            RateRow(
                fraud_type="customer_service",
                audience=Audience.VILLAGE,
                answered_first=30,
                right_first=20,
                answered_later=10,
                right_later=9,
            ),
            RateRow(
                fraud_type="rebate",
                audience=Audience.PARENT,
                answered_first=13,
                right_first=6,
                answered_later=0,
                right_later=0,
            ),
        ),
        alerts=(
            AlertRow(
                code="5T6W-9B3C",
                severity=Severity.WARNING,
                text="有人冒充老师收资料费。\n他怎么来：头像和名字换成班主任。\n您怎么做：先给老师打电话。",
                fraud_type="school_fee",
                at=END - timedelta(days=1),
                sent=2,
                minutes=6,
                state="corrected",
                correction="有人冒充班主任收资料费。\n先打电话问清楚。",
            ),
        ),
        ledger=(
            LedgerRow(
                kind="talk",
                day=date(2026, 11, 18),
                place="幸福村文化广场",
                number=1,
                fraud_type=None,
                money=0,
                officer=1003,
            ),
            LedgerRow(
                kind="leaflets",
                day=date(2026, 11, 18),
                place="幸福村文化广场",
                number=200,
                fraud_type=None,
                money=0,
                officer=1003,
            ),
            LedgerRow(
                kind="crime",
                day=date(2026, 11, 19),
                place="平安镇",
                number=2,
                fraud_type="rebate",
                money=1_250_000,
                officer=1003,
            ),
            LedgerRow(
                kind="dissuasion",
                day=date(2026, 11, 19),
                place="农商行",
                number=1,
                fraud_type="investment",
                money=5_000_050,
                officer=1003,
                photo=b"\xff\xd8photo",
            ),
        ),
        weeks=(
            WeekRow(monday=date(2026, 11, 9), pushes=1, receipts=41, answers=0),
            WeekRow(monday=date(2026, 11, 16), pushes=2, receipts=20, answers=53),
        ),
        shares=(
            Share(region="xingfu-village", audience=Audience.VILLAGE, groups=1, members=312),
            Share(region="experimental-school", audience=Audience.PARENT, groups=1, members=46),
            Share(region="hongda-machinery", audience=Audience.ENTERPRISE, groups=1, members=18),
        ),
        sheets=(
            Sheet(
                group="幸福村村民群",
                html="📢 <b>平安派出所</b>\n\n<b>先垫钱的活儿，都是坑</b>\n\n手机上点赞、刷单，头两单真给钱，"
                "第三单就让您先垫。垫进去的，一分也出不来。\n\n"
                "👉 一说垫钱就停手，拿不准打96110。\n编号 7K3F-2M9P",
                at=END - timedelta(days=5),
                receipts=41,
            ),
        ),
        helped=(
            HelpRow(
                day=END.date(), place="幸福村", choice="unsure", fraud_type="rebate", calls=4, questions=3
            ),
            HelpRow(day=END.date(), place="", choice="paid", fraud_type=None, calls=1, questions=1),
        ),
    )
