"""The charts: few colours, patterns that survive black and white, type that a phone shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib
import zhplot
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from content.regions import Regions
from content.texts import Texts
from core.figures import Report
from core.shares import Share

FONT = Path(zhplot.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
INK, DARK, LIGHT = "#1f2933", "#1d4e89", "#e08e45"
TYPES_SHOWN = 8
REGIONS_SHOWN = 10
WEEKS_NAMED = 8
WIDE, HIGH, DOTS = 7.2, 4.2, 150

Draw = Callable[[Axes, Texts, Report, Regions], None]


def single(draw: Draw, texts: Texts, report: Report, regions: Regions) -> bytes:
    """One chart as PNG."""
    figure = _figure(1)
    draw(figure.subplots(), texts, report, regions)
    return _png(figure)


def together(texts: Texts, report: Report, regions: Regions) -> bytes:
    """All charts that have something to show, one below the other, as one PNG."""
    drawn = [draw for draw in (weeks, answers, groups) if has(draw, report)]
    figure = _figure(max(1, len(drawn)))
    if not drawn:
        axes = figure.subplots()
        axes.axis("off")
        axes.text(0.5, 0.5, texts.plain("chart-empty"), ha="center", fontsize=16, color=INK)
        return _png(figure)
    places = figure.subplots(len(drawn), 1, squeeze=False)
    for draw, axes in zip(drawn, places[:, 0], strict=True):
        draw(axes, texts, report, regions)
    return _png(figure)


def has(draw: Draw, report: Report) -> bool:
    """Whether there is anything to draw."""
    if draw is weeks:
        return any(week.pushes for week in report.weeks)
    return bool(report.rates) if draw is answers else bool(report.shares)


def weeks(axes: Axes, texts: Texts, report: Report, regions: Regions) -> None:
    """每周推送与参与: columns of pushes, and a line of receipts and answers."""
    names = [texts.plain("chart-week", month=week.monday.month, day=week.monday.day) for week in report.weeks]
    bars = axes.bar(names, [week.pushes for week in report.weeks], color=DARK, width=0.45)
    axes.bar_label(bars, fontsize=11, color="white", label_type="center")
    axes.set_xlim(-1, max(len(names), 4))
    if len(names) > WEEKS_NAMED:
        axes.set_xticks(range(0, len(names), -(-len(names) // WEEKS_NAMED)))
    axes.set_ylim(top=1.3 * max(week.pushes for week in report.weeks))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    beside = axes.twinx()
    taken = [week.receipts + week.answers for week in report.weeks]
    [line] = beside.plot(names, taken, color=LIGHT, marker="o", linewidth=2.5, linestyle="--")
    said = [texts.plain("chart-pushes"), texts.plain("chart-people")]
    _legend(axes, [bars, line], said)
    beside.set_ylim(0, 1.3 * max([*taken, 1]))
    beside.spines["top"].set_visible(False)
    _finish(axes, texts.plain("chart-weeks"))


def answers(axes: Axes, texts: Texts, report: Report, regions: Regions) -> None:
    """各类骗术的答题情况: the share right in the first round and in later ones; the numbers stand beside."""
    rates = sorted(report.rates, key=lambda rate: -rate.answered)[:TYPES_SHOWN][::-1]
    bars: dict[str, Any] = {}
    for row, rate in enumerate(rates):
        first = (rate.right_first, rate.answered_first, "chart-first", DARK, None, 0.2)
        later = (rate.right_later, rate.answered_later, "chart-later", LIGHT, "//", -0.2)
        for right, answered, label, color, hatch, shift in (first, later):
            if not answered:
                continue
            few = "yes" if Share(right, answered).few else "no"
            where, share = row + shift, right / answered
            bars[label] = axes.barh(where, share, 0.36, color=color, hatch=hatch, edgecolor="white")
            said = texts.plain("chart-right-of", answered=answered, right=right, few=few)
            axes.text(share + 0.02, where, said, va="center", fontsize=11, color=INK)
    axes.set_yticks(range(len(rates)), [_rate_name(texts, rate.fraud_type, rate.audience) for rate in rates])
    axes.set_xlim(0, 1.3)
    axes.set_ylim(-0.6, len(rates) - 0.2)
    axes.set_xticks([])
    drawn = [label for label in ("chart-first", "chart-later") if label in bars]
    _legend(axes, [bars[label] for label in drawn], [texts.plain(label) for label in drawn])
    _finish(axes, texts.plain("chart-answers"))


def groups(axes: Axes, texts: Texts, report: Report, regions: Regions) -> None:
    """各地群数: by region, stacked by audience."""
    places = list(dict.fromkeys(share.region for share in report.shares))
    total = {place: sum(one.groups for one in report.shares if one.region == place) for place in places}
    shown = sorted(places, key=lambda place: -total[place])[:REGIONS_SHOWN][::-1]
    styles = {"village": (DARK, None), "parent": (LIGHT, "//"), "enterprise": ("#9fb3c8", "..")}
    left, bars = dict.fromkeys(shown, 0), []
    for audience, (color, hatch) in styles.items():
        width = [
            sum(one.groups for one in report.shares if one.region == place and one.audience == audience)
            for place in shown
        ]
        start = [left[place] for place in shown]
        bars.append(
            axes.barh(range(len(shown)), width, 0.6, start, color=color, hatch=hatch, edgecolor="white")
        )
        for place, more in zip(shown, width, strict=True):
            left[place] += more
    axes.set_yticks(range(len(shown)), [regions.get(place).name for place in shown])
    for row, place in enumerate(shown):
        axes.text(left[place], row, f" {left[place]}", va="center", fontsize=11, color=INK)
    axes.set_xlim(right=1.15 * max(left.values()))
    axes.set_ylim(-0.6, max(len(shown), 3) - 0.2)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    _legend(axes, bars, [texts.plain("audience", id=audience) for audience in styles])
    _finish(axes, texts.plain("chart-groups"))


def _rate_name(texts: Texts, fraud: str, audience: str) -> str:
    return f"{texts.plain('fraud', id=fraud)}\n{texts.plain('audience', id=audience)}"


def _figure(charts: int) -> Figure:
    if FONT.name not in {Path(font.fname).name for font in font_manager.fontManager.ttflist}:
        font_manager.fontManager.addfont(FONT)
    name = font_manager.FontProperties(fname=FONT).get_name()
    matplotlib.rcParams.update(
        {"font.family": name, "font.size": 12, "axes.unicode_minus": False, "hatch.linewidth": 1.2}
    )
    return Figure(figsize=(WIDE, HIGH * charts), dpi=DOTS, layout="constrained")


def _legend(axes: Axes, drawn: Sequence[Any], names: Sequence[str]) -> None:
    """In a line of its own between title and drawing, where it hides nothing however wide the labels are."""
    axes.legend(
        drawn, names, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderaxespad=0.2
    )


def _finish(axes: Axes, title: str) -> None:
    axes.set_title(title, fontsize=16, color=INK, loc="left", pad=36)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def _png(figure: Figure) -> bytes:
    into = BytesIO()
    figure.savefig(into, format="png")
    return into.getvalue()
