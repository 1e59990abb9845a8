"""Posters: few words that everybody reads, huge, the same every time, quickly drawn, and no code in them."""

from __future__ import annotations

import io
import re
import time

import pytest
import zxingcpp
from PIL import Image

from content.drawing import HEIGHT, WIDTH, _fitted, pdf, png
from content.library import load
from content.poster import Poster
from content.posters import (
    FAMILIES,
    SYMBOLS,
    common_characters,
    headline,
    poster_of,
    rare_characters,
)
from content.symbols import DRAWN
from content.words import FRAUD_TYPES, Kind, Script

TIPS = load().of_kind(Kind.TIP)
LONGEST = 0.15


def of(name: str, script: Script = Script.SIMPLIFIED) -> Poster:
    poster = poster_of(load().items[name], script)
    assert poster is not None
    return poster


def test_every_fraud_has_its_colours_and_its_symbol() -> None:
    assert sorted(fraud for types in FAMILIES.values() for fraud in types) == sorted(FRAUD_TYPES)
    assert set(SYMBOLS) == set(FRAUD_TYPES)
    assert set(SYMBOLS.values()) == set(DRAWN), "each symbol is used, and each that is used is drawn"


def test_the_common_characters_are_2500_and_three_of_our_own() -> None:
    assert len(common_characters()) == 2_503
    assert rare_characters(["先垫钱的活儿", "诈骗", "App 96110"]) == []
    assert rare_characters(["龘骗", "龘"]) == ["龘"]


@pytest.mark.parametrize("script", Script)
def test_every_tip_has_a_poster_that_is_quickly_drawn_and_keeps_its_room(script: Script) -> None:
    took = []
    for tip in TIPS:
        poster = poster_of(tip, script)
        assert poster is not None, tip.id
        started = time.process_time()
        picture = png(poster)
        took.append(time.process_time() - started)
        opened = Image.open(io.BytesIO(picture))
        assert opened.size == (WIDTH, HEIGHT) == (1080, 1350)
        assert len(picture) < 300_000
        if script is Script.SIMPLIFIED:  # the other has the same picture
            assert not zxingcpp.read_barcodes(opened.convert("L")), f"{tip.id} can be scanned"
        # Words end before the edge: a thin frame of the paper stays around the headline.
        for y in range(400, 840, 7):
            edges = {opened.getpixel(at) for at in ((8, y), (WIDTH - 8, y), (2, 2))}
            assert len(edges) == 1, tip.id
    # The first one opens the font.
    assert sorted(took)[len(took) // 2] < LONGEST
    assert sorted(took)[-2] < 2 * LONGEST


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("先垫钱的活儿，都是坑", ("先垫钱的活儿", "都是坑")),
        ("赶集送鸡蛋，扫码进群，第二天卖药", ("赶集送鸡蛋", "扫码进群", "第二天卖药")),
        ("抢年货券，要您先垫一单？", ("抢年货券", "要您先垫一单？")),
        ("六点半的收款码先打电话问老师", ("六点半的收款码", "先打电话问老师")),
        ("冒充96110的电话", ("冒充", "96110", "的电话")),
        ("月薪3,000元先交押金", ("月薪", "3,000元", "先交押金")),
        ("一，二，三，四，五", ("一二三四五",)),
        ("赶集那天有人摆摊送了三十个鸡蛋叫您扫码", ("赶集那天有人摆", "摊送了三十个鸡", "蛋叫您扫码")),
        ("一二三四五六七八九十一二三四五六七八九十一二", ()),
        ("送鸡蛋🥚的摊", ()),
    ],
)
def test_a_tip_without_words_for_a_poster_shows_its_title_where_that_fits(
    title: str, lines: tuple[str, ...]
) -> None:
    tip = TIPS[0].model_copy(update={"title": title, "poster": None})
    assert headline(tip) == lines
    assert headline(tip.model_copy(update={"kind": Kind.CASE})) == (), "a case is for reading"
    assert headline(tip.model_copy(update={"poster": ()})) == (), "words alone were wanted"


def test_an_action_is_broken_between_clauses_where_it_can_be() -> None:
    assert _fitted("挂断，打110问有没有这回事", 940, 270)[0] == ["挂断", "打110问有没有这回事"]
    lines, _ = _fitted("马上打110，户名、账号、哪家银行、几点、多少钱，说不全也先打", 940, 270)
    assert lines == ["马上打110，户名、账号", "哪家银行、几点、多少钱", "说不全也先打"]
    lines, _ = _fitted("卡" * 60, 940, 270)
    assert "".join(lines) == "卡" * 60
    for line in _fitted("接起来，听它把话说完，手上的钱先别转，拿不准的打96110问一问再说", 940, 270)[0]:
        assert line[0] not in "，。；："


def test_the_same_tip_is_the_same_picture_and_other_words_are_another() -> None:
    one = of("rebate-chained-orders")
    assert png(one) == png(of("rebate-chained-orders"))
    assert one.hash == Poster.of_json(one.as_json()).hash
    assert one.hash != of("rebate-chained-orders", Script.TRADITIONAL).hash
    assert one.hash != of("rebate-fan-club").hash


def test_a_poster_is_also_a_sheet_of_a4() -> None:
    page = pdf(of("rebate-fan-club"))
    assert page.startswith(b"%PDF")
    sheets = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", page)
    assert [(round(float(wide)), round(float(high))) for wide, high in sheets] == [(595, 842)]


def test_a_case_has_none() -> None:
    assert poster_of(load().of_kind(Kind.CASE)[0], Script.SIMPLIFIED) is None
