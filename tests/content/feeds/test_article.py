"""An article becomes a draft in three parts, and is known for what it is about."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from content.feeds.article import ACTION_LIMIT, COURSE_LIMIT, SIGN_LIMIT, TITLE_LIMIT, parts_of
from content.feeds.score import SAME, Stories, score
from content.wire import utf16_length

ARTICLE = (
    "　　本报讯（记者 张三）11月18日，平安镇一位居民接到自称“支付平台客服”的电话，"
    "对方说她的“百万保障”即将到期，不取消每月要扣800元。\n"
    "她按对方要求下载了一款会议软件。随后对方引导她转出5万元。民警接到报警后立即止付。\n"
    "警方提示：凡是来电说取消“百万保障”的都是诈骗。官方客服不会要求共享屏幕。"
    "接到此类电话请立即挂断，拨打96110核实。\n"
    "责编：李四"
)


def test_the_three_parts_stand_where_they_belong() -> None:
    parts = parts_of("谨防“百万保障”诈骗", ARTICLE)
    assert parts.course.startswith("11月18日，平安镇一位居民接到")
    assert "凡是来电说取消“百万保障”的都是诈骗" in parts.sign
    assert parts.action == "接到此类电话请立即挂断，拨打96110核实。"
    assert "李四" not in str(parts)
    assert "张三" not in str(parts)


def test_what_somebody_did_is_no_advice() -> None:
    parts = parts_of("", "有位老人被人搭话，想请老人帮忙带路，老人应该没多想。后来老人报警了。")
    assert parts.action == ""
    assert (
        parts_of("", "他想请老人带路。接到这样的电话，请立即挂断。").action == "接到这样的电话，请立即挂断。"
    )


def test_an_article_without_advice_leaves_the_part_empty_for_the_officer() -> None:
    parts = parts_of("", "一位老人在菜市场遇到熟人。两人聊了一会儿。")
    assert (parts.sign, parts.action) == ("", "")
    assert parts.title == "一位老人在菜市场遇到熟人。"


@given(st.text(max_size=300), st.text(max_size=2_000))
def test_any_words_give_parts_within_their_limits_that_the_article_said(title: str, text: str) -> None:
    parts = parts_of(title, text)
    assert utf16_length(parts.title) <= TITLE_LIMIT
    assert utf16_length(parts.course) <= COURSE_LIMIT
    assert utf16_length(parts.sign) <= SIGN_LIMIT
    assert utf16_length(parts.action) <= ACTION_LIMIT


def test_a_word_on_fraud_alone_makes_a_candidate_and_the_region_raises_it() -> None:
    far = score("某地警方破获一起诈骗案", "")
    near = score("平安镇警方破获一起诈骗案", "", regions=["平安镇"], keywords=["农商行"])
    assert far.candidate
    assert near.points > far.points
    assert not score("医保局查处欺诈骗保案", "有人欺诈骗取医保基金").candidate, "another subject"
    assert not score("平安镇举办广场舞大赛", "大家都很高兴", regions=["平安镇"]).candidate
    assert score("提醒", "他让她打开共享屏幕").candidate
    assert score("Scam alert", "").candidate


def test_the_same_story_in_two_feeds_is_one() -> None:
    others = Stories([("镇里修路", "修路的事" * 40), ("谨防“百万保障”诈骗！", ARTICLE)])
    assert others.same("谨防“百万保障”诈骗", "") == 1
    assert others.same("警惕：又有人上当", ARTICLE.replace("张三", "王五")) == 1
    assert others.same("谨防冒充老师收费", "家长群里来了个假老师。") is None
    assert others.same("", "") is None
    others.add("一周警情通报（第12期）", "")
    assert others.same("一周警情通报（第13期）", "") is None
    assert others.same("一周警情通报（第12期）。", "") == 2


def test_a_columns_title_alone_makes_no_story() -> None:
    """Each week's 反诈小课堂 is another; the same one in short is not."""
    column, other = "反诈小课堂", "有位老人在菜市场被人搭话，说自家的古钱币能卖出高价，要先交鉴定费。" * 5
    others = Stories([(column, ARTICLE * 2)])
    assert others.same(column, other) is None
    assert others.same(column, ARTICLE[:150]) == 0
    assert others.same(column, "") == 0


CHANGES = st.lists(st.tuples(st.integers(0, 399), st.text(ARTICLE, max_size=2)), max_size=40)


@given(st.text(ARTICLE, min_size=100, max_size=400), CHANGES)
def test_no_story_that_is_alike_enough_is_passed_over(text: str, changes: list[tuple[int, str]]) -> None:
    other = text
    for at, letters in changes:
        other = other[:at] + letters + other[at + 1 :]
    other = other[:400]
    alike = len(other) >= 100 and fuzz.ratio(other, text) >= SAME
    assert Stories([("", text)]).same("", other) == (0 if alike else None)
