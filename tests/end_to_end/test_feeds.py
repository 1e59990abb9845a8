"""Feeds propose, people publish: from a feed or a pasted article to a case in its slot, or an alert."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from sandbox import Message, Person
from tests.end_to_end.alerting import (
    LOOK,
    answer_to,
    appoint,
    audit,
    card,
    changed,
    heard,
    placed_group,
    said,
)
from tests.end_to_end.conftest import move_to_next, open_town, said_by_bot, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.feed_server import ARTICLE, FeedServer, item, open_feeds, rss
from tests.town import MONDAY, Town

TITLE = "谨防“百万保障”诈骗"
LINK = "https://www.pingan.gov.cn/2026/1.html"
PASTED = f"""有人冒充客服退保
平安镇近日又有居民上当。{ARTICLE}
联系民警13812345678。来源：平安县公安局
详情 https://evil.example/a"""


@asynccontextmanager
async def fed_town(folder: Path, **settings: str) -> AsyncIterator[tuple[Town, FeedServer]]:
    """A town whose office reads one feed, for the whole area, and a broken one."""
    async with open_feeds() as server:
        server.pages["/law"] = rss(item(TITLE, guid="1", link=LINK), item("镇里修路", guid="2", text="好事"))
        file = folder / "feeds.yaml"
        lines = [
            f"  - {{url: '{server.url('/law')}', name: 平安县公安局}}",
            "  - {url: nonsense, name: 写错的}",
        ]
        file.write_text("\n".join(["feeds:", *lines]), encoding="utf-8")
        here = {"FEEDS_FILE": str(file), "FEED_ALLOW_HOSTS": f"127.0.0.1:{server.port}"}
        async with open_town(folder, ALLOWED_LINKS="gov.cn", SENDER_RATE="200", **here, **settings) as town:
            yield town, server


async def queued(town: Town, person: Person, part: str) -> Message:
    """The morning's digest, opened at its first article."""
    digest = await said(town, person, part)
    await turn(town, person, digest, "看一看")
    return digest


@side_by_side(30)
async def test_a_feeds_article_becomes_a_case_in_the_groups_slot_after_a_second_persons_yes(
    folder: Path,
) -> None:
    async with fed_town(folder) as (town, _):
        officer = await appoint(town, town.telegram.person("李警官"), "officer", "pingan")
        chief = await appoint(town, town.telegram.person("张所长"), "chief", "pingan")
        group = await placed_group(town, officer, "幸福村")
        # Who is read after 08:30 waits for tomorrow's digest.
        await town.telegram.until(lambda: (TITLE, "new") in town.query("SELECT title, state FROM candidates"))
        town.move_to(MONDAY + timedelta(minutes=31))
        shown = await queued(town, officer, "新来 1 篇和诈骗有关的")
        assert TITLE in shown.text
        assert LINK in shown.text
        assert "冒充电商物流客服" in shown.text
        await turn(town, officer, shown, "做成案例")
        assert "做成案例了" in shown.text
        look = await said(town, officer, LOOK)
        exact = look.text.partition("\n\n👆")[0]
        assert "凡是来电说取消“百万保障”的都是诈骗" in exact
        assert f"原文：{LINK}" in exact
        assert "公开案例（平安县公安局，2026-11-21）" in exact
        assert "1 个群" in look.text

        # One part is put right by hand; what may not go out is refused.
        await turn(town, officer, look, "✏️ 怎么办")
        refused = await answer_to(town, officer, "上 https://evil.example 看看", "不在单位的名单里")
        assert refused
        look = await answer_to(town, officer, "挂断，自己进App问官方客服。", LOOK)
        assert "👉 挂断，自己进App问官方客服。" in look.text
        await turn(town, officer, look, "提交审批")
        assert "所长 张所长" in look.text
        asked = await card(town, chief, TITLE)
        owners = await card(town, town.owner, TITLE)
        assert heard(town, group, "百万保障") == [], "nothing goes out by itself"
        answer = await chief.press(asked, "批准")
        assert "批准了" in answer.text
        for one in (asked, owners):
            await changed(town, one, "张所长 批准了")
            assert one.buttons == []
        told = await said(town, officer, "张所长 批准了")

        await move_to_next(town, 3, "18:31")
        await town.telegram.until(lambda: len(heard(town, group, "百万保障")) == 1, 20)
        [there] = heard(town, group, "自己进App问官方客服")
        assert "公开案例（平安县公安局" in there.text
        # Days later the case is found in the list, and taken down there.
        assert told.buttons
        listed = await answer_to(town, officer, "/feeds", "都看完了")
        await turn(town, officer, listed, "做成的案例", "1. 谨防", "撤下来")
        assert "撤下来了" in listed.text
        actions = audit(town, officer)
        assert actions[:2] == ["candidate_taken", "fresh_begin"]
        assert {"fresh_action", "fresh_submit", "fresh_end"} <= set(actions)
        assert (await town.command("audit", "verify"))[0] == 0

        found = {one["name"]: one for one in (await town.status())["feeds"]}
        assert found["平安县公安局"]["error"] is None
        assert found["平安县公安局"]["last_ok"]
        assert found["平安县公安局"]["candidates"] == 1
        assert found["写错的"]["error"] == "bad_address"
        code, printed = await town.command("status")
        assert code == 0
        assert "写错的：上次读到 还没有，网址不对" in printed


@side_by_side(25)
async def test_a_pasted_article_becomes_an_alert_or_a_case_and_a_person_decides(folder: Path) -> None:
    async with open_town(folder, SENDER_RATE="200", ALERT_TWO_PERSON="false") as town:
        officer = await appoint(town, town.telegram.person("李警官"), "officer", "pingan")
        group = await placed_group(town, officer, "幸福村")
        offer = await answer_to(town, officer, PASTED, "要用这篇做点什么")
        await officer.press(offer, "做成预警")
        look = await said(town, officer, "👆 群里看到的就是这样")
        assert "13812345678" not in look.text
        assert "evil" not in look.text
        assert "有人冒充客服退保" in look.text
        assert "来源：平安县公安局" in look.text
        assert "骗法：冒充电商物流客服" in look.text
        assert heard(town, group, "退保") == []
        await turn(town, officer, look, "发送")
        await town.telegram.until(lambda: len(heard(town, group, "有人冒充客服退保")) == 1, 20)

        # The same words as a case; whoever is alone in the office sees it and sends it.
        await officer.press(offer, "做成案例")
        draft = await said(town, officer, "编号发的时候才有")
        assert "平安县公安局" in draft.text
        await turn(town, officer, draft, "来源")
        draft = await answer_to(town, officer, "平安县公安局，2026年11月", LOOK)
        await turn(town, officer, draft, "发送")
        assert "群里到了案例时间先发它" in draft.text
        await move_to_next(town, 3, "18:31")
        await town.telegram.until(lambda: len(heard(town, group, "身边案例")) == 1, 20)
        assert "平安县公安局，2026年11月" in heard(town, group, "身边案例")[0].text

        # What is longer than a message comes in two: one question, about both.
        before = len(said_by_bot(town, officer))
        officer.writes("有人冒充班主任\n" + "家长群里来了个假老师，要大家扫码交资料费。" * 170)
        officer.writes("警方提示：交费之前，请先给老师打电话核实。")
        await officer.press(await said(town, officer, "要用这篇做点什么", before), "做成案例")
        assert "请先给老师打电话核实" in (await said(town, officer, LOOK, before)).text
        assert sum("要用这篇" in one.text for one in said_by_bot(town, officer)[before:]) == 1

        # A post of a channel names its source; a resident who forwards it gets the help card.
        channel = town.telegram.channel("平安反诈", owner=town.owner)
        before = len(said_by_bot(town, officer))
        post = officer.writes(ARTICLE, forwarded_from=channel)
        again = await said(town, officer, "要用这篇做点什么", before)
        assert again.reply_to is not None
        assert again.reply_to.id == post.id
        await officer.press(again, "做成案例")
        assert "平安反诈" in (await said(town, officer, "平安反诈")).text
        await turn(town, officer, again, "拿不准，帮我看看")
        assert "已经转钱了" in str(again.buttons)
        resident = town.telegram.person("王大妈")
        resident.writes(ARTICLE, forwarded_from=channel)
        await said(town, resident, "先别急")
        assert all("做成案例" not in str(one.buttons) for one in resident.inbox)


@side_by_side(25)
async def test_owners_and_chiefs_look_after_the_feeds(folder: Path) -> None:
    async with fed_town(folder) as (town, server):
        server.pages["/two"] = rss(item("有人冒充班主任收费诈骗", guid="9", text="家长群里来了个假老师。"))
        chief = await appoint(town, town.telegram.person("张所长"), "chief", "pingan")
        clerk = await appoint(town, town.telegram.person("小赵"), "clerk", "pingan")
        await answer_to(town, clerk, "/feeds", "同事")
        home = await answer_to(town, chief, "/feeds", "订阅的新闻（2）")
        assert "网址不对" in home.text
        await turn(town, chief, home, "加一个")
        await answer_to(town, chief, "不是网址", "没看懂网址")
        page = await answer_to(town, chief, f"{server.url('/two')} 实验学校", "实验学校")
        fresh = await said(town, chief, "新的候选 1")
        assert "正常" in fresh.text
        assert page
        await turn(town, chief, fresh, "暂停")
        assert "暂停着" in fresh.text
        await turn(town, chief, fresh, "恢复")
        server.pages["/two"] = rss()
        await chief.press(fresh, "现在查")
        await changed(town, fresh, "上次看了 0 篇")
        await turn(town, chief, fresh, "移除", "确认移除")
        assert "不再看“实验学校”" in fresh.text
        home = await answer_to(town, chief, "/feeds", "订阅的新闻（2）")
        # What concerns everybody is not one chief's to remove.
        await turn(town, chief, home, "1. 平安县公安局")
        assert [button.text for row in home.buttons for button in row] == ["‹ 返回"]
        officer = await appoint(town, town.telegram.person("李警官"), "officer", "taoyuan-village")
        queue = await answer_to(town, officer, "/feeds", TITLE)
        await turn(town, officer, queue, "忽略")
        assert "都看完了" in queue.text
        assert "candidate_ignored" in audit(town, officer)
        assert "refused: feeds" in audit(town, clerk)
