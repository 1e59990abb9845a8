"""What feeds bring is kept once, waits for the right people, and goes out only as people decided."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feeds.article import parts_of
from content.feeds.entries import Entry
from content.feeds.listed import Listed
from content.feeds.select import Candidate as Found
from content.feeds.select import Selection
from content.wire import utf16_length
from content.words import Audience, Kind
from core import (
    articles,
    feed_list,
    feed_review,
    feeds,
    fresh_approval,
    fresh_cards,
    fresh_cases,
    fresh_items,
    orders,
)
from core import pushes as pushes_core
from core.desk import Desk
from core.errors import AlertChanged, AlertRefused, ContentChanged, NamesSomebody, NotYourRegion, OwnAlert
from core.feed_errors import (
    BadFeedAddress,
    FeedKnown,
    FeedSettled,
    FreshDecided,
    FreshTooLong,
    FreshTooShort,
    NoFresh,
    PasteGone,
)
from core.feeds import EVERY, JITTER, LONGEST, LONGEST_REST, Reading, next_try
from storage import candidates, groups, officers, slots, tables
from storage import feeds as feed_rows
from storage import fresh_cases as rows
from storage.candidates import CandidateId
from storage.database import Database
from storage.feeds import Feed, FeedState
from storage.fresh_cases import Fresh, FreshState
from storage.models import Button, GroupState, Officer, Role
from tests.core.desks import LIBRARY, REGIONS, desk, planner
from tests.core.feeding import waiting
from tests.feed_server import ARTICLE
from tests.storage.files import NOW

OWNER = Officer(user=1001, role=Role.OWNER, region=None, name="周所长", active=True)
OFFICER = Officer(user=2002, role=Role.OFFICER, region="pingan", name="李警官", active=True)
CHIEF = Officer(user=3003, role=Role.CHIEF, region="pingan", name="张所长", active=True)
ELSEWHERE = Officer(user=4004, role=Role.CHIEF, region="heping", name="王所长", active=True)
URL = "https://news.example/rss"


def entry(title: str = "谨防“百万保障”诈骗", text: str = ARTICLE, identity: str = "1", **more: Any) -> Found:
    made = Entry(identity=identity, title=title, text=text, link=more.get("link"), published=NOW)
    return Found(entry=made, points=more.get("points", 5), found=("诈骗",))


def brought(*entries: Found) -> Reading:
    return Reading(selection=Selection(fetched=len(entries), candidates=entries), etag='"1"')


async def a_feed(town: Desk, url: str = URL, **more: Any) -> Feed:
    async with town.database.reading() as unit:
        known = await feed_rows.by_url(unit, town.bot, url)
    if known is None:
        await feeds.sync(town, (Listed(url=url, name="平安网", **more),), now=NOW)
        return await a_feed(town, url)
    return known


async def one_waiting(town: Desk, **more: Any) -> CandidateId:
    await feeds.read(town, await a_feed(town, **more), brought(entry()), now=NOW)
    [(found, _)] = await waiting(town, OWNER, now=NOW)
    return found.id


async def staff(town: Desk) -> None:
    async with town.database.unit() as unit:
        for one in (OFFICER, CHIEF, ELSEWHERE):
            await officers.put(
                unit, town.bot, one.user, role=one.role, region=one.region, name=one.name, by=1001, now=NOW
            )
            await officers.activate(unit, town.bot, one.user, one.name, now=NOW)


def button(payload: dict[str, Any], key: str = "k", user: int = OFFICER.user) -> Button:
    until = NOW + timedelta(days=2)
    return Button(key=key, user=user, action="x", payload=payload, used_at=None, expires_at=until)


async def pressed(town: Desk, officer: Officer, payload: dict[str, Any], key: str) -> Button:
    made = button(payload, key, officer.user)
    async with town.database.unit() as unit:
        await officers.add_button(unit, town.bot, made, now=NOW)
    return made


@given(st.integers(0, 60), st.none() | st.integers(0, 10**9), st.floats(0, 1, exclude_max=True))
def test_patience_grows_to_a_day_and_the_servers_wish_is_heard(
    failures: int, retry: int | None, chance: float
) -> None:
    at = next_try(failures, retry, NOW, chance)
    assert NOW + EVERY <= at <= NOW + (LONGEST if retry is None else LONGEST_REST) + JITTER
    if retry is not None and retry <= LONGEST_REST.total_seconds():
        assert at >= NOW + timedelta(seconds=retry)
    assert next_try(failures + 1, retry, NOW, chance) >= at


async def test_an_article_is_kept_once_and_its_twin_in_another_feed_is_the_same_story(
    database: Database,
) -> None:
    town = desk(database)
    first = await a_feed(town)
    assert (await feeds.read(town, first, brought(entry()), now=NOW))["new"] == 1
    assert (await feeds.read(town, first, brought(entry()), now=NOW))["new"] == 0
    files = (Listed(url=URL, name="平安网"), Listed(url="https://b.example/x", name="别的网"))
    await feeds.sync(town, files, now=NOW)
    twin = await a_feed(town, "https://b.example/x")
    counts = await feeds.read(town, twin, brought(entry("谨防“百万保障”诈骗！", identity="b")), now=NOW)
    assert (counts["new"], counts["merged"]) == (0, 1)
    assert len(await waiting(town, OWNER, now=NOW)) == 1
    assert await waiting(town, OWNER, now=NOW + timedelta(days=40)) == []


async def test_nobodys_own_numbers_are_kept_of_an_article(database: Database) -> None:
    town = desk(database)
    text = f"{ARTICLE}有人留下手机13812345678，身份证11010519491231002X，请打96110。\0"
    found = entry("诈骗：13812345678打来", text)
    feed = await a_feed(town)
    for new in (1, 0):
        assert (await feeds.read(town, feed, brought(found), now=NOW))["new"] == new
    [(kept, _)] = await waiting(town, OWNER, now=NOW)
    assert kept.title == "诈骗：138****5678打来"
    assert "138****5678，身份证1****************X，请打96110。" in kept.text


async def test_a_story_that_only_others_see_is_told_here_too(database: Database) -> None:
    town = desk(database)
    files = (
        Listed(url="https://a.example/x", name="a", region="heping"),
        Listed(url="https://b.example/x", name="b", region="pingan"),
        Listed(url="https://c.example/x", name="c", region="xingfu-village"),
        Listed(url="https://d.example/x", name="d", region="pingan"),
    )
    await feeds.sync(town, files, now=NOW)
    merged = []
    for one in files:
        counts = await feeds.read(town, await a_feed(town, one.url), brought(entry()), now=NOW)
        merged.append(counts["merged"])
    assert merged == [0, 0, 0, 1]
    assert len(await waiting(town, OFFICER, now=NOW)) == 2


async def test_a_number_used_again_after_a_decision_is_another_article(database: Database) -> None:
    town = desk(database)
    number = await one_waiting(town)
    await feed_review.ignore(town, OWNER, number, key="b:1", now=NOW)
    feed = await a_feed(town)
    await feeds.read(town, feed, brought(entry()), now=NOW)
    assert await waiting(town, OWNER, now=NOW) == []
    other = entry("有人冒充班主任收费", "家长群里来了个假老师，要大家扫码交资料费。" * 5)
    for _ in range(2):
        await feeds.read(town, feed, brought(other), now=NOW)
    [(found, _)] = await waiting(town, OWNER, now=NOW)
    assert found.title == "有人冒充班主任收费"


async def test_a_number_used_twice_in_one_reading_and_two_feeds_at_once_do_no_harm(
    database: Database,
) -> None:
    town = desk(database)
    files = tuple(Listed(url=f"https://{one}.example/x", name=one) for one in "abcd")
    await feeds.sync(town, files, now=NOW)
    twice = brought(entry(), entry("有人冒充班主任收费", "家长群里来了个假老师。"))
    found = [await a_feed(town, one.url) for one in files]
    counts = await asyncio.gather(*(feeds.read(town, one, twice, now=NOW) for one in found))
    assert sorted((one["new"], one["merged"]) for one in counts) == [(0, 2), (0, 2), (0, 2), (2, 0)]
    again = await feeds.read(town, found[0], twice, now=NOW)
    assert (again["new"], again["changed"], again["merged"]) == (0, 0, 0)
    assert len(await waiting(town, OWNER, now=NOW)) == 2


async def test_a_gone_feed_is_asked_no_more_and_a_removed_one_stays_away(database: Database) -> None:
    town = desk(database)
    await staff(town)
    feed = await a_feed(town, region="pingan")
    await feeds.read(town, feed, Reading(failed="gone"), now=NOW)
    assert await feeds.due(town, now=NOW + timedelta(days=9)) == []
    await feeds.read(town, (await feed_list.look(town, CHIEF, feed.id)).feed, brought(), now=NOW)
    assert (await feed_list.look(town, CHIEF, feed.id)).feed.state is FeedState.ON
    await feed_list.tend(town, CHIEF, feed.id, FeedState.ON, key="b:1", now=NOW)
    assert [one.id for one in await feeds.due(town, now=NOW)] == [feed.id]
    with pytest.raises(NotYourRegion):
        await feed_list.tend(town, ELSEWHERE, feed.id, FeedState.PAUSED, key="b:2", now=NOW)
    await feed_list.tend(town, CHIEF, feed.id, FeedState.REMOVED, key="b:3", now=NOW)
    await feeds.sync(town, (Listed(url=URL, name="平安网"),), now=NOW)
    assert await feed_list.listed(town, OWNER) == []
    await feeds.sync(town, (), now=NOW)
    back = await feed_list.add(town, CHIEF, f"{URL} 平安网", key="u:1", now=NOW)
    assert back == feed.id
    assert await feed_list.add(town, CHIEF, f"{URL} 平安网", key="u:1", now=NOW) == back
    with pytest.raises(FeedKnown):
        await feed_list.add(town, CHIEF, URL, key="u:2", now=NOW)
    for words in ("", "ftp://a.example/x", "平安网", "http://", f"http://a.example/{'x' * 600}"):
        with pytest.raises(BadFeedAddress):
            await feed_list.add(town, CHIEF, words, key="u:3", now=NOW)


async def test_the_digest_comes_once_each_morning_to_those_whom_it_concerns(database: Database) -> None:
    town = desk(database)
    await staff(town)
    await one_waiting(town, region="pingan")
    zone = town.rules.hours.zone
    morning = NOW.astimezone(zone).replace(hour=8, minute=29) + timedelta(days=1)
    assert await feed_review.digests(town, now=morning) == []
    morning += timedelta(minutes=1)
    told = await feed_review.digests(town, now=morning)
    assert {one.officer.user for one in told} == {OFFICER.user, CHIEF.user}
    for one in told:
        await feed_review.telling(town, one, now=morning)
    assert await feed_review.digests(town, now=morning + timedelta(hours=1)) == []
    # One that never left is told again.
    await feed_review.not_told(town, told[0])
    [once_more] = await feed_review.digests(town, now=morning + timedelta(hours=1))
    assert once_more == told[0]
    await feed_review.telling(town, once_more, now=morning)
    # The day after there is nothing new; with something new only that is told.
    day = timedelta(days=1)
    assert await feed_review.digests(town, now=morning + day) == []
    feed = await a_feed(town)
    fresh = entry("有人冒充班主任收费", "家长群里来了个假老师，要大家扫码交资料费。" * 5, "2")
    await feeds.read(town, feed, brought(fresh), now=morning + timedelta(hours=3))
    again = await feed_review.digests(town, now=morning + day)
    assert [(len(one.new), one.waiting) for one in again] == [(1, 2), (1, 2)]


async def test_what_comes_during_the_day_waits_for_the_next_morning(database: Database) -> None:
    town = desk(database)
    await staff(town)
    zone, day = town.rules.hours.zone, timedelta(days=1)
    morning = NOW.astimezone(zone).replace(hour=8, minute=30, second=0, microsecond=0) + day
    feed = await a_feed(town, region="pingan")
    await feeds.read(town, feed, brought(entry()), now=morning + timedelta(hours=1))
    assert await feed_review.digests(town, now=morning + timedelta(hours=6)) == []
    # The bot was down at half past eight: the morning's is caught up with, what came since is not in it.
    later = entry("有人冒充班主任收费", "家长群里来了个假老师，要大家扫码交资料费。" * 5, "2")
    await feeds.read(town, feed, brought(later), now=morning + day + timedelta(hours=1))
    told = await feed_review.digests(town, now=morning + day + timedelta(hours=2))
    assert [[found.title for found, _ in one.new] for one in told] == [["谨防“百万保障”诈骗"]] * 2
    for one in told:
        await feed_review.telling(town, one, now=morning + day + timedelta(hours=2))
    told = await feed_review.digests(town, now=morning + 2 * day)
    assert [[found.title for found, _ in one.new] for one in told] == [["有人冒充班主任收费"]] * 2


async def test_an_old_articles_words_are_let_go_and_it_is_not_new_again(database: Database) -> None:
    town = desk(database)
    feed = await a_feed(town)
    long_ago = NOW - timedelta(days=61)
    assert (await feeds.read(town, feed, brought(entry()), now=long_ago))["new"] == 1
    fresh = entry("有人冒充班主任收费", "家长群里来了个假老师，要大家扫码交资料费。" * 5, "2")
    assert (await feeds.read(town, feed, brought(fresh), now=NOW))["new"] == 1
    await feeds.tidy(town, now=NOW)
    async with database.reading() as unit:
        assert len(await candidates.outlived(unit, town.bot, before=NOW + timedelta(days=1), limit=9)) == 1
    assert (await feeds.read(town, feed, brought(entry()), now=NOW))["new"] == 0


async def test_the_articles_of_a_removed_feed_go_with_it(database: Database) -> None:
    town = desk(database)
    await staff(town)
    await one_waiting(town)
    feed = await a_feed(town)
    await feed_list.tend(town, OWNER, feed.id, FeedState.REMOVED, key="b:1", now=NOW)
    assert await waiting(town, OWNER, now=NOW) == []
    # Another feed that tells the story is heard.
    other = await a_feed(town, "https://b.example/x")
    assert (await feeds.read(town, other, brought(entry()), now=NOW))["new"] == 1
    assert len(await waiting(town, OWNER, now=NOW)) == 1


async def test_two_officers_at_once_take_an_article_once(database: Database) -> None:
    town = desk(database)
    await staff(town)
    number = await one_waiting(town, region="pingan")
    with pytest.raises(NotYourRegion):
        await fresh_cases.begin_of(town, ELSEWHERE, number, key="b:0", now=NOW)
    ends = await asyncio.gather(
        fresh_cases.begin_of(town, OFFICER, number, key="b:1", now=NOW),
        fresh_cases.begin_of(town, CHIEF, number, key="b:2", now=NOW),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, FeedSettled) for one in ends) == [False, True]
    [(draft, found)] = [one for one in ends if not isinstance(one, BaseException)]
    assert draft.region == "pingan"
    assert draft.fraud_type == "customer_service"
    assert found.parts.sign.startswith("凡是来电说取消")
    # What is given up waits again.
    author = next(one for one in (OFFICER, CHIEF) if one.user == draft.author)
    await fresh_cases.drop(town, author, draft.id, key="b:3", now=NOW)
    await fresh_cases.drop(town, author, draft.id, key="b:3", now=NOW)
    assert [one.id for one, _ in await waiting(town, OWNER, now=NOW)] == [number]


async def a_draft(town: Desk, text: str = ARTICLE, key: str = "b:p") -> Fresh:
    article = articles.pasted(f"谨防百万保障诈骗\n{text}", "平安县公安局")
    return (await fresh_cases.begin(town, OFFICER, article, key=key, now=NOW))[0]


async def test_a_pasted_article_is_cut_masked_and_known(database: Database) -> None:
    town = desk(database)
    text = f"{ARTICLE}\n他的卡号6222020000000000000，身份证11010519491231002X。加微信 https://t.me/abc 退款"
    article = articles.pasted(f"谨防百万保障诈骗\n来源：平安县公安局\n{text}")
    draft, found = await fresh_cases.begin(town, OFFICER, article, key="b:p", now=NOW)
    whole = " ".join((draft.title, draft.course, draft.sign, draft.action))
    assert "11010519491231002X" not in whole
    assert "t.me" not in whole
    assert (draft.title, draft.source) == ("谨防百万保障诈骗", "平安县公安局")
    assert found.hidden >= 1
    assert Audience.VILLAGE in draft.audiences
    assert (await fresh_cases.begin(town, OFFICER, article, key="b:p", now=NOW))[0].id == draft.id
    with pytest.raises(PasteGone):
        articles.pasted("  ")
    bare, own = await fresh_cases.begin(
        town, OFFICER, articles.pasted("昨天下午有位老人在菜市场遇到一个人。"), key="b:q", now=NOW
    )
    assert (bare.title, bare.source, own.added) == ("身边有人碰上这样的事，请当心", town.rules.office, True)
    assert fresh_approval.missing(bare) == ("fraud",)


async def test_a_sentence_that_may_not_go_out_does_not_cost_its_whole_part(database: Database) -> None:
    town = desk(database)
    bad = (
        "加他的电报 t.me/abc 领钱。",
        "网址是HTTP://Evil.example/a。",
        "<b>点我</b>领钱！",
        "看 xn--abc.cn 吧。",
    )
    for number, sentence in enumerate(bad):
        told = ARTICLE.replace("。", f"。{sentence}", 1)
        article = articles.pasted(f"谨防百万保障诈骗\n来源：新华社\n{told}")
        draft, _ = await fresh_cases.begin(town, OFFICER, article, key=f"b:{number}", now=NOW)
        whole = draft.course + draft.sign + draft.action
        assert "平安镇一位居民接到自称" in draft.course
        assert "凡是来电说取消“百万保障”的都是诈骗" in draft.sign
        assert not any(part in whole for part in ("t.me", "vil.", "<b>", "xn--"))
        assert draft.source == "新华社"


async def test_a_link_whose_domain_is_off_the_list_by_now_is_left_out(database: Database) -> None:
    base = desk(database)
    listed = replace(base, rules=replace(base.rules, links=frozenset({"gov.cn"})))
    article = replace(
        articles.pasted(f"谨防诈骗\n{ARTICLE}", "平安县公安局"), link="https://www.pingan.gov.cn/1.html"
    )
    draft, _ = await fresh_cases.begin(listed, OFFICER, article, key="b:p", now=NOW)
    assert "pingan.gov.cn" in (fresh_approval.rendered(listed, draft) or "")
    assert "gov.cn" not in (fresh_approval.rendered(base, draft) or "")


@given(st.text(max_size=400), st.text(max_size=40))
def test_whatever_is_pasted_gives_parts_that_may_go_out_or_none(text: str, source: str) -> None:
    rules = SimpleNamespace(office="平安派出所", links=frozenset({"gov.cn"}))
    town: Any = SimpleNamespace(regions=REGIONS, rules=rules, library=LIBRARY)
    try:
        article = articles.pasted(text, source)
    except PasteGone:
        return
    for name, part in vars(parts_of(article.title, article.text)).items():
        said = articles.safe(town, part, articles.LIMITS[name])
        assert utf16_length(said) <= articles.LIMITS[name]
        assert "http://" not in said.replace("gov.cn", "")


async def test_a_part_is_put_right_within_its_limits(database: Database) -> None:
    town = desk(database)
    draft = await a_draft(town)
    changed = await fresh_cases.write(
        town, OFFICER, draft.id, "sign", "官方不会来电教您。", key="u:1", now=NOW
    )
    assert (changed.sign, changed.version) == ("官方不会来电教您。", draft.version + 1)
    for words, error in (
        ("长" * 61, FreshTooLong),
        ("停手", FreshTooShort),
        ("上 http://a.example/x 看看", AlertRefused),
    ):
        with pytest.raises(error):
            await fresh_cases.write(town, OFFICER, draft.id, "action", words, key="u:2", now=NOW)
    with pytest.raises(NoFresh):
        await fresh_cases.write(town, CHIEF, draft.id, "sign", "官方不会来电教您。", key="u:3", now=NOW)
    with pytest.raises(NotYourRegion):
        await fresh_cases.choose(town, OFFICER, draft.id, region="heping", key="b:4", now=NOW)


async def submitted(town: Desk, draft: Fresh, key: str = "s", **more: Any) -> dict[str, Any]:
    look = await fresh_approval.look(town, draft)
    payload = fresh_approval.shown(look, **more)
    await fresh_approval.submit(town, OFFICER, await pressed(town, OFFICER, payload, key), now=NOW)
    return payload


async def test_a_case_needs_a_second_person_who_saw_exactly_it(database: Database) -> None:
    town = desk(database)
    await staff(town)
    draft = await a_draft(town)
    payload = await submitted(town, draft)
    [asked] = await fresh_cards.due(town)
    assert set(asked.ask) == {CHIEF.user}
    await fresh_cards.shown(town, asked, {CHIEF.user: 7}, set())
    assert await fresh_cards.due(town) == []
    with pytest.raises(OwnAlert):
        await fresh_approval.approve(town, OFFICER, button(payload, user=OFFICER.user), now=NOW)
    with pytest.raises(NotYourRegion):
        await fresh_approval.approve(town, ELSEWHERE, button(payload, user=ELSEWHERE.user), now=NOW)
    # Taken back and changed: what the chief was shown is void.
    await fresh_approval.take_back(town, OFFICER, draft.id, key="b:r", now=NOW)
    changed = await fresh_cases.write(town, OFFICER, draft.id, "sign", "官方不会来电。", key="u:9", now=NOW)
    with pytest.raises(AlertChanged):
        await fresh_approval.approve(town, CHIEF, button(payload, user=CHIEF.user), now=NOW)
    again = await submitted(town, changed, "s2")
    with pytest.raises(AlertChanged):
        await fresh_approval.approve(town, CHIEF, button(payload, user=CHIEF.user), now=NOW)
    await fresh_approval.approve(town, CHIEF, button(again, user=CHIEF.user), now=NOW)
    with pytest.raises(FreshDecided):
        await fresh_approval.reject(town, OWNER, again, "不对", key="b:x", now=NOW)
    [told] = await fresh_cards.due(town)
    assert (told.tell, told.who, told.fresh.state) == (OFFICER.user, "张所长", FreshState.PUBLISHED)


async def test_a_rejected_case_comes_back_to_its_author(database: Database) -> None:
    town = desk(database)
    await staff(town)
    draft = await a_draft(town)
    payload = await submitted(town, draft)
    await fresh_approval.reject(town, CHIEF, payload, "没写清楚", key="b:x", now=NOW)
    assert [one.state for one in await fresh_approval.listed(town, OFFICER, now=NOW)] == [FreshState.REJECTED]
    assert (await fresh_approval.take_back(town, OFFICER, draft.id, key="b:r", now=NOW)).reason is None


async def test_a_name_is_asked_about_before_anybody_is_asked(database: Database) -> None:
    town = desk(database)
    draft = await a_draft(town, "平安镇村民王建国接到电话，被骗走五万元，损失惨重。" + ARTICLE)
    look = await fresh_approval.look(town, draft)
    assert look.named
    with pytest.raises(NamesSomebody):
        await submitted(town, draft)
    await submitted(town, draft, "s2", nameless=True)
    with pytest.raises(NoFresh):
        await submitted(town, draft, "s3", nameless=True)


async def a_group(town: Desk, chat: int, **more: Any) -> None:
    values = {"state": GroupState.ACTIVE, "audience": Audience.VILLAGE, "members": 300}
    values |= {"confirmed_at": NOW, "subscribed_at": NOW, "region": "xingfu-village"}
    async with town.database.unit() as unit:
        await groups.add_once(unit, town.bot, chat, f"群{chat}", now=NOW)
        await unit.execute(
            tables.groups.update().where(tables.groups.c.chat == chat).values(**(values | more))
        )
        found = await groups.by_chat(unit, town.bot, chat)
        assert found is not None
        at = (NOW + timedelta(hours=1)).astimezone(town.rules.hours.zone)
        days: Any = {"weekdays": frozenset(range(7)), "every": 1, "phase": 0}
        await slots.put(
            unit, found.id, Kind.CASE, at=at.time().replace(second=0, microsecond=0), now=NOW, **days
        )


async def fired(town: Desk, at: datetime) -> dict[int, list[str]]:
    """What each chat was given until then, oldest first."""
    await pushes_core.fire_slots(town, planner(at), now=at, limit=50)
    async with town.database.reading() as unit:
        chats = {row.id: row.chat for row in await unit.execute(tables.groups.select())}
        items = {row.id: row.item for row in await unit.execute(tables.pushes.select())}
        given: dict[int, list[str]] = {}
        for row in await unit.execute(tables.deliveries.select().order_by(tables.deliveries.c.id)):
            given.setdefault(chats[row.group_id], []).append(items[row.push_id])
    return given


async def test_a_published_case_goes_before_the_librarys_for_three_weeks_to_each_group_once(
    database: Database,
) -> None:
    base = desk(database)
    town = replace(base, rules=replace(base.rules, two_person=False))
    await a_group(town, -1)
    await a_group(town, -2, region="heping")
    await a_group(town, -3, confirmed_at=None)
    await a_group(town, -4, audience=Audience.ENTERPRISE)
    draft = await a_draft(town)
    draft = await fresh_cases.choose(
        town, OFFICER, draft.id, audiences=(Audience.VILLAGE,), key="b:a", now=NOW
    )
    look = await fresh_approval.look(town, draft)
    assert (look.groups, look.members) == (1, 300)
    payload = fresh_approval.shown(look)
    done = await fresh_approval.submit(town, OFFICER, await pressed(town, OFFICER, payload, "s"), now=NOW)
    assert done.until == NOW + timedelta(weeks=3)
    item = f"fresh-{draft.id}"
    given = await fired(town, NOW + timedelta(hours=2))
    assert {chat: what[0] == item for chat, what in given.items()} == {
        -1: True,
        -2: False,
        -3: False,
        -4: False,
    }
    later = await fired(town, NOW + timedelta(days=2, hours=2))
    assert later[-1].count(item) == 1
    assert len(later[-1]) > 1
    async with town.database.reading() as unit:
        assert await fresh_items.published(unit, town, now=NOW + timedelta(weeks=3)) == []
        assert await rows.untold(unit, town.bot) == []
    await fresh_approval.end(town, OWNER, draft.id, key="b:e", now=NOW)
    with pytest.raises(NoFresh):
        await fresh_approval.end(town, ELSEWHERE, draft.id, key="b:f", now=NOW)
    assert await fresh_approval.listed(town, OFFICER, now=NOW) == []


async def test_push_case_offers_what_was_published_to_those_who_did_not_hear_it(database: Database) -> None:
    base = desk(database)
    town = replace(base, rules=replace(base.rules, two_person=False))
    for chat in (-1, -2, -3):
        await a_group(town, chat)
    await a_group(town, -4, region="heping")
    draft = await a_draft(town)
    draft = await fresh_cases.choose(
        town, OFFICER, draft.id, audiences=(Audience.VILLAGE,), key="b:a", now=NOW
    )
    await submitted(town, draft)
    item = f"fresh-{draft.id}"
    # Whoever looks after more than the case is for is offered the library's.
    assert (await orders.preview(town, OWNER, Kind.CASE, now=NOW)).item.id != item
    assert (await orders.preview(town, OFFICER, Kind.TIP, now=NOW)).item.id != item
    look = await orders.preview(town, OFFICER, Kind.CASE, now=NOW)
    assert (look.item.id, look.groups) == (item, 3)
    another = await orders.preview(town, OFFICER, Kind.CASE, look.offered, now=NOW)
    assert another.item.id != item
    async with town.database.unit() as unit:
        await unit.execute(tables.groups.update().where(tables.groups.c.chat == -3).values(region="heping"))
    send = await pressed(town, OFFICER, look.payload(), "p1")
    await orders.send(town, OFFICER, send, chat=1, message=2, now=NOW)
    async with town.database.unit() as unit:
        await unit.execute(tables.groups.update().where(tables.groups.c.chat == -3).values(region="pingan"))
    again = await orders.preview(town, OFFICER, Kind.CASE, now=NOW)
    assert (again.item.id, again.groups) == (item, 1)
    send = await pressed(town, OFFICER, again.payload(), "p2")
    await orders.send(town, OFFICER, send, chat=1, message=3, now=NOW)
    assert (await orders.preview(town, OFFICER, Kind.CASE, now=NOW)).item.id != item
    given = await fired(town, NOW + timedelta(hours=2))
    assert {chat: what.count(item) for chat, what in given.items()} == {-1: 1, -2: 1, -3: 1, -4: 0}
    # What was taken down meanwhile is not sent any more.
    send = await pressed(town, OFFICER, look.payload(), "p3")
    await fresh_approval.end(town, OFFICER, draft.id, key="b:e", now=NOW)
    with pytest.raises(ContentChanged):
        await orders.send(town, OFFICER, send, chat=1, message=4, now=NOW)
