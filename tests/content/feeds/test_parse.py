"""Feeds as they really are: quirks of encoding, date, link and form, each written fresh."""

from __future__ import annotations

import gzip
import os
import re
import warnings
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.feeds.dates import moment
from content.feeds.entries import Parsed
from content.feeds.parse import parse
from content.feeds.select import MOST, Wanted, packed, select, unpacked

ZONE = ZoneInfo("Asia/Shanghai")
TITLE = "警方提示：有人冒充客服骗走老人养老钱"


def rss(
    items: str, *, declared: str = ' encoding="utf-8"', home: str = "https://news.example/society/"
) -> str:
    head = f'<?xml version="1.0"{declared}?>' if declared is not None else ""
    return (
        f'{head}<rss version="2.0"><channel><title>Pingan</title><link>{home}</link>{items}</channel></rss>'
    )


def item(title: str = TITLE, rest: str = "") -> str:
    return f"<item><title>{title}</title>{rest}</item>"


def read(text: str, encoding: str = "utf-8", content_type: str = "") -> Parsed:
    return parse(text.encode(encoding), content_type, ZONE)


@pytest.mark.parametrize(
    ("actual", "declared", "content_type"),
    [
        ("utf-8", ' encoding="utf-8"', ""),
        ("utf-8", ' encoding="gb2312"', ""),
        ("gbk", ' encoding="gb2312"', ""),
        ("gb18030", ' encoding="GBK"', ""),
        ("gb18030", "", "text/xml; charset=gb2312"),
        ("gb18030", ' encoding="utf-8"', ""),
        ("gb18030", ' encoding="iso-8859-1"', ""),
        ("gb18030", "", ""),
        ("utf-16", ' encoding="utf-16"', ""),
        ("utf-8-sig", ' encoding="utf-8"', "text/xml; charset=gbk"),
    ],
)
def test_chinese_is_read_whatever_the_feed_calls_its_encoding(
    actual: str, declared: str, content_type: str
) -> None:
    parsed = read(rss(item(), declared=declared), actual, content_type)
    assert [entry.title for entry in parsed.entries] == [TITLE]


def test_big5_is_read_when_it_says_so_and_when_it_lies() -> None:
    title = "警方提示：有人假冒客服騙走老人的錢，請大家小心電話"
    for declared in (' encoding="big5"', ' encoding="utf-8"'):
        parsed = read(rss(item(title), declared=declared), "cp950")
        assert [entry.title for entry in parsed.entries] == [title]


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("Sun, 27 Sep 2026 23:56:05 +0800", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun, 27 Sep 2026 23:56:05 GMT", datetime(2026, 9, 27, 23, 56, 5, tzinfo=UTC)),
        ("2026-09-27T23:56:05Z", datetime(2026, 9, 27, 23, 56, 5, tzinfo=UTC)),
        ("2026-09-27 23:56:05", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("2026年9月27日 23:56", datetime(2026, 9, 27, 15, 56, tzinfo=UTC)),
        ("2026/9/27", datetime(2026, 9, 26, 16, 0, tzinfo=UTC)),
        ("Sun, 27 Sep 2026 23:56:05", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun,27 Sep 2026 23:56:05 +0800", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun, 27 Sep 2026 23:56:05 CST", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun Sep 27 23:56:05 CST 2026", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("2026-09-27 23:56:05 CST", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun, 27 Sep 2026 23:56:05 GMT+8", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sun, 27 Sep 2026 23:56:05 UTC+8:00", datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC)),
        ("Sunday, 27-Sep-26 23:56:05 GMT", datetime(2026, 9, 27, 23, 56, 5, tzinfo=UTC)),
        ("Fri, 31 Dec 9999 23:59:59 GMT", None),
        ("0001-01-01T00:00:00Z", None),
        ("2026-13-45 99:99", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_date_without_a_zone_is_the_offices_own(said: str, moment: datetime | None) -> None:
    [entry] = read(rss(item(rest=f"<pubDate>{said}</pubDate>"))).entries
    assert entry.published == moment


def test_in_chicago_cst_is_chicagos() -> None:
    said = rss(item(rest="<pubDate>Sun, 27 Sep 2026 23:56:05 CST</pubDate>")).encode()
    [entry] = parse(said, "", ZoneInfo("America/Chicago")).entries
    assert entry.published == datetime(2026, 9, 28, 5, 56, 5, tzinfo=UTC)


@given(
    st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2} \d{2,4} \d\d:\d\d(?: .{3})?")
)
def test_any_words_are_a_date_that_every_place_can_tell_or_none(said: str) -> None:
    found = moment(said, None, ZONE)
    if found is not None:
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            assert found.astimezone(ZoneInfo(zone)).tzinfo is not None


def test_an_atom_entry_is_one_as_well() -> None:
    text = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>平安网</title><entry><title>{TITLE}</title>
    <id>tag:1</id><link href="https://news.example/2026/1.html"/><updated>2026-11-20T08:00:00+08:00</updated>
    <content type="html">&lt;p&gt;第一段&lt;/p&gt;&lt;p&gt;第二段&lt;/p&gt;</content></entry></feed>"""
    [entry] = read(text).entries
    assert (entry.identity, entry.link) == ("tag:1", "https://news.example/2026/1.html")
    assert entry.text == "第一段\n第二段"
    assert entry.published == datetime(2026, 11, 20, 0, 0, tzinfo=UTC)


def test_an_identity_is_the_guid_else_the_link_else_the_words() -> None:
    link = "<link>https://news.example/2026/1.html</link>"
    guided, linked, bare, longer = read(
        rss(
            item(rest=f"<guid>a1</guid>{link}")
            + item(rest=link)
            + item()
            + item(rest=f"<guid>{'x' * 999}</guid>")
        )
    ).entries
    assert guided.identity == "a1"
    assert linked.identity == "https://news.example/2026/1.html"
    assert len(bare.identity) == len(longer.identity) == 64
    assert bare.identity == read(rss(item())).entries[0].identity


def test_a_link_hidden_in_the_title_is_found() -> None:
    marked = '&lt;a href="https://news.example/2026/08/a" hreflang="zh"&gt;有人冒充客服&lt;/a&gt;'
    hidden = (
        "<link>https://news.example/%3Ca%20href%3D%22https%3A//news.example/2026/08/a%22%3Ev%3C/a%3E</link>"
    )
    [entry] = read(rss(item(marked, hidden))).entries
    assert (entry.title, entry.link) == ("有人冒充客服", "https://news.example/2026/08/a")


def test_pages_that_only_list_articles_are_dropped() -> None:
    listing = item("社会频道首页", "<link>https://news.example/society/</link>")
    other = item("法治频道", "<link>https://news.example/law/index.shtml</link>")
    article = item(rest="<link>https://news.example/law/read</link>")
    parsed = read(rss(listing + other + article))
    assert [entry.title for entry in parsed.entries] == [TITLE]
    assert (parsed.listings, parsed.empty) == (2, 0)


def test_markup_becomes_the_text_that_a_person_reads() -> None:
    body = (
        "<description><![CDATA[<p>　　他说：<b>先转账</b>。</p><script>alert(1)</script><style>p{}</style>"
        "<br>第二&nbsp;行 &amp; 1 &lt; 2<img src=x onerror=alert(1)>]]></description>"
    )
    [entry] = read(rss(item(rest=body))).entries
    assert entry.text == "他说：先转账。\n第二 行 & 1 < 2"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('<!DOCTYPE rss [<!ENTITY a "aaaa">]>' + rss(item()), "doctype"),
        ("<!doctype html><html><body>404</body></html>", "no_feed"),
        ("<html><body>请先登录</body></html>", "no_feed"),
        ("/etc/passwd", "no_feed"),
        ("https://news.example/feed.xml", "no_feed"),
        ("", "no_feed"),
        ("\x00\xff", "no_feed"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(text: str, reason: str) -> None:
    assert read(text).refused == reason


def test_five_thousand_items_are_read_and_no_more() -> None:
    parsed = read(rss("".join(item(f"诈骗警示第{number}号") for number in range(5_100))))
    assert len(parsed.entries) == 5_000
    chosen = select(parsed, Wanted())
    assert (len(chosen.candidates), chosen.crowded_out, chosen.ignored) == (MOST, 5_000 - MOST, 0)


def test_a_broken_end_loses_only_the_end() -> None:
    parsed = read(rss(item() + item("第二条"))[:-40] + "<item><title><![CD")
    assert parsed.entries[0].title == TITLE


@settings(deadline=None)
@given(st.binary(max_size=400), st.text(max_size=40))
def test_any_bytes_are_a_feed_or_a_named_refusal(body: bytes, content_type: str) -> None:
    for wrapped in (body, rss("").encode().replace(b"</channel>", body + b"</channel>")):
        parsed = parse(wrapped, content_type, ZONE)
        chosen = select(parsed, Wanted(keywords=("a",)))
        assert unpacked(packed(chosen)) == chosen


def test_a_declared_encoding_that_is_another_chinese_one_is_seen_through() -> None:
    parsed = read(rss(item(), declared=' encoding="big5"'), "gbk")
    assert [entry.title for entry in parsed.entries] == [TITLE]
    traditional = "警方提示：有人假冒客服騙走老人的錢，請大家小心電話"
    for said in (' encoding="gb2312"', ' encoding="GBK"'):
        parsed = read(rss(item(traditional), declared=said), "cp950", "text/xml; charset=gb18030")
        assert [entry.title for entry in parsed.entries] == [traditional]


@pytest.mark.parametrize(
    "name", ["undefined", "unicode_escape", "utf-7", "rot13", "zlib", "idna", "punycode", "utf-16", "x-none"]
)
def test_a_strange_name_of_an_encoding_does_no_harm(name: str) -> None:
    body = rss(item(), declared=f' encoding="{name}"').encode("gb18030")
    assert [entry.title for entry in parse(body, f"text/xml; charset={name}", ZONE).entries] in ([TITLE], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
def test_a_bomb_is_one_in_any_encoding(encoding: str) -> None:
    bomb = '<!DOCTYPE rss [<!ENTITY a "&b;&b;"><!ENTITY b "lol">]>' + rss("<item><title>&a;</title></item>")
    for text in (bomb, bomb.replace("DOCTYPE", "doctype"), "<!-- x -->" + bomb):
        assert parse(text.encode(encoding), "", ZONE).refused in ("doctype", "no_feed")
        assert parse(gzip.compress(text.encode(encoding)), "", ZONE, "gzip").refused in ("doctype", "no_feed")
    inner = "<rss><channel><item><title>x<!ENTITY a 'b'></title></item></channel></rss>"
    assert parse(inner.encode(encoding), "", ZONE).refused == "doctype"


def test_one_bad_link_costs_itself_alone() -> None:
    links = ("http://[::1", "http://[bad]/x", "/2026/1.html", "../b?x=新", "javascript:alert(1)", "http://")
    found = read(rss("".join(item(f"{n}", f"<link>{link}</link>") for n, link in enumerate(links)))).entries
    news = "https://news.example"
    assert [entry.link for entry in found] == [
        None,
        None,
        f"{news}/2026/1.html",
        f"{news}/b?x=新",
        None,
        None,
    ]


def test_marks_that_nobody_sees_are_gone() -> None:
    title = "诈\u200b骗\u202e预\u061c警\u2066。&#55357;&#56832;"
    [entry] = read(
        rss(item(title, "<guid>a&#0;b</guid><description>a&#0;b&#xD800;&#99999999999;</description>"))
    ).entries
    assert entry.title == "诈骗预警。😀"
    assert entry.identity.isprintable()
    assert "\0" not in entry.text
    chosen = select(Parsed(entries=(entry,)), Wanted())
    line = packed(chosen).encode(errors="replace").decode()
    assert unpacked(line).candidates[0].entry.title == "诈骗预警。😀"


def samples() -> list[Path]:
    return sorted(SAMPLES.rglob("*.xml")) if os.environ.get("SAMPLE_FEEDS") else []


SAMPLES = Path(os.environ.get("SAMPLE_FEEDS") or ".")
Held = tuple[str, str | None, datetime | None, str, str, int]
# What each of the samples holds, read by eye from its bytes: why it is refused, or the feed's title and of
# its only article the title, link, date, how its text begins and ends, and how long it is.
REFUSED = {
    "feedparser/illformed/always_strip_doctype.xml": "doctype",
    "feedparser/illformed/rss_empty_document.xml": "no_feed",
}
TITLED = {
    "chinanews_shape.xml": "中新网社会新闻",
    "ftc_quirk_20260820.xml": "Consumer Alerts",
    "feedparser/illformed/rss_incomplete_cdata.xml": "can feedparser read this xml",
    "feedparser/illformed/chardet/big5.xml": ("我希望??很容易?其翻?成中文，并有助于改??件。 感?您??本文。"),
}
HELD: dict[str, Held] = {
    "chinanews_shape.xml": (
        "警方提示：谨防“百万保障”诈骗",
        "https://www.chinanews.com.cn/sh/2026/09-27/0000001.shtml",
        datetime(2026, 9, 27, 15, 56, 5, tzinfo=UTC),
        "手造样例，无 guid，",
        "日期 +0800。",
        21,
    ),
    "ftc_quirk_20260820.xml": (
        "Example scam alert",
        "https://consumer.ftc.gov/consumer-alerts/2026/08/example",
        datetime(2026, 8, 20, 14, 0, tzinfo=UTC),
        "",
        "",
        0,
    ),
    "feedparser/illformed/chardet/eucjp.xml": (
        "ゲーム三昧な正月",
        None,
        None,
        "『SDガンダムGジェネレーションNEO』をずっとプレイしている。",
        "マジ太るよね。...",
        208,
    ),
    "feedparser/illformed/chardet/euckr.xml": (
        "EUC-KR 에서 TypeKey 한글닉네임 표시하기",
        None,
        None,
        "TypeKey 시스템이 UTF-8로 돌아가는데",
        "영어로 짓고 있다....",
        195,
    ),
    "feedparser/illformed/chardet/gb2312.xml": ("不归移民漫画系列：专业工作", None, None, "", "", 0),
    "feedparser/illformed/chardet/koi8r.xml": (
        "Как пережить новогоднюю ночь",
        None,
        None,
        "Наверное, единственное, во что сегодня",
        "застольной безопасности.",
        522,
    ),
    "feedparser/illformed/chardet/shiftjis.xml": (
        "DrecomRSSに記事投稿が反映されない…",
        None,
        None,
        "色々調べてたら、MT3.2がRSS1.0を",
        "もとも...",
        43,
    ),
    "feedparser/illformed/chardet/tis620.xml": (
        "",
        None,
        None,
        "สำนักงานส่งเสริมอุตสาหกรรมซอฟต์แวร์แห่งชาติ",
        "ต่อไปในอนาคต",
        488,
    ),
    "feedparser/illformed/chardet/windows1255.xml": (
        "",
        None,
        None,
        "האם תדפיס נייר של אתר אינטרנט",
        "הוכחה מדהימה.",
        215,
    ),
    "feedparser/illformed/rdf_channel_empty_textinput.xml": (
        "crashes here",
        "http://example.com/1",
        None,
        "",
        "",
        0,
    ),
    "feedparser/illformed/rss_item_link_corrupted_ampersands.xml": (
        "",
        "http://link/get?a=1&b=2",
        None,
        "",
        "",
        0,
    ),
}


def test_every_sample_feed_gives_what_it_holds() -> None:
    found = samples()
    if not found:
        warnings.warn("SAMPLE_FEEDS IS NOT SET: NO REAL FEED WAS PARSED", stacklevel=1)
        pytest.skip("SAMPLE_FEEDS is not set")
    for file in found:
        body, name = file.read_bytes(), str(file.relative_to(SAMPLES))
        # Some say in a comment with what header they came.
        header = re.search(rb"Header:\s*Content-type:\s*(.*)", body)
        parsed = parse(body, header[1].decode().strip() if header else "", ZONE)
        chosen = select(parsed, Wanted())
        assert unpacked(packed(chosen)) == chosen, name
        for entry in parsed.entries:
            assert entry.title or entry.text or entry.link, name
            assert "�" not in entry.title + entry.text, name
            assert entry.published is None or entry.published.tzinfo is not None, name
        if name not in {*KNOWN}:
            continue
        assert parsed.refused == REFUSED.get(name), name
        assert parsed.title == TITLED.get(name, ""), name
        assert len(parsed.entries) == (name in HELD), name
        if name in HELD:
            [entry] = parsed.entries
            title, link, date, begins, ends, length = HELD[name]
            assert (entry.title, entry.link, entry.published) == (title, link, date), name
            assert entry.text.startswith(begins), name
            assert entry.text.endswith(ends), name
            assert len(entry.text) == length, name


# The samples that came with the project's beginning; whatever else lies there only has to be readable.
KNOWN = {
    *HELD,
    *REFUSED,
    *TITLED,
    "feedparser/encoding/big5.xml",
    "feedparser/encoding/http_application_atom_xml_gb2312_charset.xml",
    "feedparser/encoding/http_application_atom_xml_gb2312_charset_overrides_encoding.xml",
    "feedparser/encoding/http_application_atom_xml_gb2312_encoding.xml",
    "feedparser/illformed/aaa_illformed.xml",
    "feedparser/illformed/geo/georss_point_no_coords.xml",
    "feedparser/illformed/geo/georss_polygon_insufficient_coords.xml",
    "feedparser/illformed/geo/gml_point.xml",
    "feedparser/illformed/http_high_bit_date.xml",
    "feedparser/illformed/undeclared_namespace.xml",
}
