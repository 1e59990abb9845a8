"""What may stand in an alert: nothing that a finger could follow, whatever an officer pastes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.defang import Refused, Why, carries_contact, clean, defang
from content.wire import phone_like, web_like
from content.words import HOTLINES

LINKS = frozenset({"gov.cn", "example.cn"})
PHONES = frozenset({"00001234510"})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", Why.EMPTY),
        (" \u200b\n\u2060 ", Why.EMPTY),
        ("！！！😀", Why.EMPTY),
        ("110", Why.EMPTY),
        ("<b>注意</b>骗子", Why.HTML),
        ('<a href="https://gov.cn">点这里</a>', Why.HTML),
        ("注意&lt;骗子", Why.HTML),
        ("注意\u202eniam点这里", Why.TURNED),
        ("注意\u2067骗子\u2069", Why.TURNED),
        ("请点https://evil.example/pay", Why.LINK),
        ("请点 hTTps：／／evil.com", Why.LINK),
        ("请加tg://resolve?domain=x", Why.LINK),
        ("请打tel:12345678901", Why.LINK),
        ("请看 https://gov.cn.evil.com/", Why.LINK),
        ("请看 https://evilgov.cn/", Why.LINK),
        ("请看 ftp://gov.cn/", Why.LINK),
        ("请看 https://gov.cn:8443/", Why.LINK),
        ("请看 https://gov.cn@evil.com/", Why.USERINFO),
        ("请看 https://user:word@gov.cn/", Why.USERINFO),
        ("请看 https://gov.cn%2eevil.com/", Why.USERINFO),
        ("请看 https://bit.ly/3x", Why.SHORTENER),
        ("请看 t.cn/abc 这个", Why.SHORTENER),
        ("请进 t.me/joinchat 这个群", Why.SHORTENER),
        ("请看 https://xn--fiq228c.com/", Why.PUNYCODE),
        ("请看 xn--80ak6aa92e.com 这个", Why.PUNYCODE),
        ("请看 https://淘宝.com/", Why.LINK),
        ("https://www.gov.cn/notice", Why.ONLY_LINK),
        ("www.bad.com", Why.ONLY_LINK),
    ],
)
def test_what_is_refused(text: str, why: Why) -> None:
    with pytest.raises(Refused) as refused:
        defang(text, links=LINKS, phones=PHONES)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("骗子的网址是abc.com，别点", "骗子的网址是abc点com，别点"),
        ("假网站www.A-b.vip/pay.php?x=1别进", "假网站www点A-b点vip/pay点php?x=1别进"),
        ("假的ｗｗｗ．ｂａｄ．ｃｏｍ别点", "假的www点bad点com别点"),
        ("假的abc。com别点", "假的abc点com别点"),
        ("假的abc.香港别点", "假的abc点香港别点"),
        ("假的пример.рф别点", "假的пример点рф别点"),
        ("假的abc．みんな 别点", "假的abc点みんな 别点"),
        ("假的пример.укр和абв.example.бг", "假的пример点укр和абв点example点бг"),
        ("叫银行.网店，叫a.उदाहरण", "叫银行点网店，叫a点उदाहरण"),
        ("叫한국.한국 的", "叫한국点한국 的"),
        ("叫123.中国", "叫123点中国"),
        ("加他QQ。到abc。com里转", "加他QQ。到abc点com里转"),
        ("有的叫163.com，有的叫58.com", "有的叫163点com，有的叫58点com"),
        ("注意：1.APP要验证码", "注意：1. APP要验证码"),
        ("叫淘宝.com的网站", "叫淘宝点com的网站"),
        ("登录192.168.1.1的", "登录192点168点1点1的"),
        ("让人加@badguy转账", "让人加(at)badguy转账"),
        ("发到a.b@qq.com邮箱", "发到a点b(at)qq点com邮箱"),
        ("骗子电话010-12345678", "骗子电话010-1*******"),
        ("骗子电话＋８５２１２３４５６７８", "骗子电话＋8521*******"),
        ("有人用95588打来", "有人用95***打来"),
    ],
)
def test_what_is_named_but_cannot_be_tapped(text: str, safe: str) -> None:
    found = defang(text, links=LINKS, phones=PHONES)
    assert found.text == safe
    assert found.changed


@pytest.mark.parametrize(
    "text",
    [
        "损失50000元，另有3万多元和1.5亿，共12000人",
        "2026-11-22 18:00到20:30，第3组11-22碰头",
        "马上打110，拿不准打96110",
        "办公室电话0000-1234510",
        "查一查 https://www.gov.cn/x?a=1&b=2，别急",
        "到 www.example.cn 看",
        "1<2，A&B，骗子说“3.5折”",
        "第一行\n\n👉 第二行",
        "先别转账。QQ群里的人不是老师",
        "1.QQ群里冒充老师 2.App要验证码，别给",
        "1.先挂电话 2.再打110，损失3.5万",
        "1.手机别给人 2.新闻别全信",
        "先别转.新闻里说过，你好.我是老师",
        "12.Wifi密码别给\n1.手机号别给",
    ],
)
def test_what_stays_as_it_is(text: str) -> None:
    found = defang(text, links=LINKS, phones=PHONES)
    assert found.text == text
    assert found.changed == ()


def test_words_that_cling_to_an_allowed_address_are_set_off() -> None:
    assert defang("请看gov.cn的通知", links=LINKS).text == "请看 gov.cn的通知"
    assert defang("请看https://gov.cn查一查", links=LINKS).text == "请看https://gov.cn 查一查"


PIECES = st.sampled_from(
    [
        *(
            "骗子",
            "转账",
            " ",
            "\n",
            ".",
            "。",
            "@",
            "com",
            "abc",
            "www",
            "http",
            "https",
            "://",
            "：／／",
            "点",
        ),
        *(
            "t.cn",
            "bad.vip",
            "gov.cn",
            "/",
            "96110",
            "110",
            "010",
            "-",
            "13800138000",
            "50000",
            "元",
            "95588",
        ),
        *("１２３", "\u200b", "点", "95588"),
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_nothing_is_left_to_tap_and_doing_it_twice_changes_nothing(text: str) -> None:
    try:
        safe = defang(text)
    except Refused:
        return
    assert web_like(safe.text) == []
    assert [number for number in phone_like(safe.text) if number not in HOTLINES and len(number) >= 7] == []
    again = defang(safe.text)
    assert (again.text, again.changed) == (safe.text, ())


@given(st.text(max_size=120))
def test_any_text_is_refused_or_made_harmless(text: str) -> None:
    try:
        safe = defang(text, links=LINKS, phones=PHONES).text
    except Refused:
        return
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x09\x0b-\x1f]", safe)
    assert safe == safe.strip() == clean(safe)


@pytest.mark.parametrize(
    "text",
    [
        "网址abc点com",
        "看 https://gov.cn",
        "找(at)bad",
        "打138****8000",
        "打95588",
        "打0000-1234510",
        "一三八零零一三八零零零",
    ],
)
def test_what_may_not_go_out_on_one_persons_word(text: str) -> None:
    assert carries_contact(text)


def test_an_urgent_word_may_name_the_police_and_a_sum() -> None:
    assert not carries_contact("有人冒充老师收98元资料费。先给老师打电话。已经转了，马上打110，问事打96110。")
