"""/alert from the first word to every group: written, looked at, approved by a second person."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
from datetime import timedelta
from pathlib import Path

from PIL import Image

from sandbox import Chat, Person
from tests.end_to_end.alerting import (
    LOOK,
    PIN,
    a_photo,
    answer_to,
    appoint,
    audit,
    audit_of_stranger,
    card,
    changed,
    heard,
    placed_group,
    said,
    sent_alerts,
    submitted,
)
from tests.end_to_end.alerts import tips
from tests.end_to_end.conftest import SharedTown, open_town, said_by_bot, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

STAFF_ONLY = "这个命令是给派出所和乡镇同事用的"
FAST = {"SENDER_RATE": "200", "ALLOWED_LINKS": "gov.cn"}

shared_town = SharedTown(seconds=65, **FAST)


# From the first word to every group


@shared_town
async def test_a_warning_goes_from_an_officer_through_a_chief_to_every_group(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("李警官"), "officer", "experimental-school")
    chief = await appoint(town, town.telegram.person("张所长"), "chief", "experimental-school")
    groups = [await placed_group(town, officer, f"小学{number}班", members=20) for number in range(3)]
    groups.append(await placed_group(town, officer, "小学家长", "家长群"))
    elsewhere = await placed_group(town, town.owner, "没有地方的群")
    uncounted = "SELECT count(*) FROM groups WHERE members IS NULL AND title LIKE '小学%'"
    await town.telegram.until(lambda: town.query(uncounted) == [(0,)], 30)
    words = "有人冒充班主任收资料费。先给老师打电话。"

    look = await answer_to(town, officer, f"/alert {words}", LOOK)
    exact = look.text.partition("\n\n👆")[0]
    assert "【预警】" in exact
    assert words in exact
    assert "发给 4 个群" in look.text
    assert "村居群 3 个（63 人）" in look.text
    assert "家长群 1 个" in look.text
    assert "骗法：冒充老师收费" in look.text
    assert "联系得上 2/2" in look.text
    assert "没选所在地" not in look.text
    await turn(town, officer, look, "提交审批")
    assert "所长 张所长" in look.text
    shown = await card(town, chief, words)
    owners = await card(town, town.owner, words)
    assert shown.text.startswith(exact), "the approver reads exactly what will be read"

    # Both press at the same instant: one decision, and the slower one hears who was quicker.
    taps = [chief.taps(shown, "批准"), town.owner.taps(owners, "批准")]
    answers = [(await tap.answered(20)).text for tap in taps]
    assert sorted("马上发出" in one for one in answers) == [False, True]
    assert [one for one in answers if "已经批准了" in one]
    for group in groups:
        await town.telegram.until(lambda g=group: len(heard(town, g, words)) == 1, 20)  # type: ignore[misc]
        assert heard(town, group, words)[0].text == exact
    for one in (shown, owners):
        await changed(town, one, "批准了，已经发出")
        assert [button.text for button in one] == ["撤回"]
        assert exact in one.text
    await said(town, officer, "批准了，正在发")
    await changed(town, look, "已送到 4 个群")
    # Whoever approved takes it back from the same card; after that the other's card has nothing to take back.
    await chief.press(shown, "撤回")
    why = await said(town, chief, "为什么撤回")
    await turn(town, chief, why, "误发")
    await chief.press(why, "确认撤回")
    for group in groups:
        await town.telegram.until(lambda g=group: "【已撤回】" in heard(town, g, "撤回")[0].text, 20)  # type: ignore[misc]
    late = await town.owner.press(owners, "撤回")
    assert late.show_alert
    assert "没有再办" in late.text
    assert heard(town, elsewhere, words) == []
    code = exact.partition("编号 ")[2][:9]
    approved = "SELECT count(*) FROM audit WHERE action = 'alert_approve' AND subject LIKE ?"
    assert town.query(approved, f"{code}%") == [(1,)]
    assert (await town.command("audit", "verify"))[0] == 0


@shared_town
async def test_led_by_buttons_with_a_template_and_a_clean_photo(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("陈警官"), "officer", "taoyuan-village")
    group = await placed_group(town, officer, "桃源村群")
    ask = await answer_to(town, officer, "/alert", "写预警")
    assert "最多" in ask.text
    await turn(town, officer, ask, "用现成的写法", "有人冒充老板催会计转账")
    assert "他怎么来？" in ask.text
    before = len(said_by_bot(town, officer))
    officer.writes("今天一早拉小群，头像是镇长。")
    asked = await said(town, officer, "他要什么？", before)
    await turn(town, officer, asked, "就用")
    assert "您怎么做？" in asked.text
    await turn(town, officer, asked, "就用")
    assert "他怎么来：今天一早拉小群，头像是镇长。" in asked.text
    assert "骗法：冒充领导熟人" in asked.text
    look = asked

    # Every choice is a page, and comes back to the preview.
    await turn(town, officer, look, "轻重：预警", "紧急")
    assert "🔴【紧急】" in look.text
    assert "发完以后置顶" in look.text
    await turn(town, officer, look, "发给谁", "企业群", "偏重哪些人", "老年人", "看预览")
    assert "偏重：老年人" in look.text
    await turn(town, officer, look, "地方：桃源村", "就选“桃源村”")
    await turn(town, officer, look, "有效：24小时", "自己定")
    wrong = await answer_to(town, officer, "2020-01-01 08:00", "已经过去了")
    assert "没有改" in wrong.text
    look = await answer_to(town, officer, "12小时", LOOK)
    assert "有效 12小时" in look.text

    # A photo with a QR code is refused, another is cleaned and shown whole to whoever approves.
    await turn(town, officer, look, "配照片")
    officer.sends_photo(officer.private(), a_photo(code="https://evil.example/pay"))
    await said(town, officer, "照片里有二维码")
    officer.sends_document(officer.private(), a_photo(), "photo.jpg")
    await said(town, officer, "请当照片发")
    officer.sends_photo(officer.private(), a_photo(place="桃源村3号"))
    look = await card(town, officer, "头像是镇长", "提交审批")
    assert look.photo is not None
    assert "紧急" in look.text
    await officer.press(look, "提交审批")
    waiting = await said(town, officer, "等人批")
    shown = await card(town, town.owner, "头像是镇长")
    assert shown.photo is not None
    await town.owner.press(shown, "批准")
    await town.telegram.until(lambda: len(heard(town, group, "头像是镇长")) == 1, 20)
    [there] = heard(town, group, "头像是镇长")
    assert there.photo is not None
    opened = Image.open(_bytes(there.photo.content))
    assert opened.size == (700, 900), "turned upright"
    assert dict(opened.getexif()) == {}
    assert b"\xe6\xa1\x83" not in there.photo.content
    await changed(town, waiting, "已送到 1 个群")
    assert "refused: alert BadPhoto qr" in audit(town, officer)
    assert "refused: alert BadExpiry past" in audit(town, officer)


def _bytes(raw: bytes):  # type: ignore[no-untyped-def]
    import io

    return io.BytesIO(raw)


@shared_town
async def test_a_rejection_with_a_reason_and_another_try(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("赵警官"), "officer", "hehua-village")
    group = await placed_group(town, officer, "荷花村群")
    mine = await submitted(town, officer, "荷花村有人上门推销神药。")
    shown = await card(town, town.owner, "推销神药")
    await turn(town, town.owner, shown, "驳回")
    assert "批准" not in [button.text for button in shown]
    await turn(town, town.owner, shown, "‹ 返回", "驳回")
    await town.owner.press(shown, "没写清楚")
    told = await said(town, officer, "驳回了：")
    assert "理由：没写清楚" in told.text
    await changed(town, shown, "驳回了，没有发")
    await changed(town, mine, "驳回了")

    await officer.press(told, "改了再交")
    look = await card(town, officer, "推销神药", "提交审批")
    await turn(town, officer, look, "改文字")
    again = await answer_to(town, officer, "荷花村有人上门推销“神药”，别买，打110。", LOOK)
    await turn(town, officer, again, "提交审批")
    shown = await card(town, town.owner, "别买，打110")
    await turn(town, town.owner, shown, "驳回")
    await answer_to(town, town.owner, "等派出所核实完再说", "驳回了")
    await said(town, officer, "理由：等派出所核实完再说")
    assert heard(town, group, "神药") == []
    assert sent_alerts(town, officer) == 0


@shared_town
async def test_alert_alone_shows_what_waits_and_nothing_unfinished_goes_without_a_word(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("孙警官"), "officer", "hongda-machinery")
    asleep = town.telegram.person("休假的所长")
    town.owner.writes(f"/officer add {asleep.id} chief hongda-machinery")
    group = await placed_group(town, officer, "宏达二厂群", "企业群")
    await submitted(town, officer, "有人冒充宏达财务要报价单。")
    waits = await answer_to(town, officer, "/alert", "还没有人批")
    assert "有人冒充宏达财务要报价单" in waits.text
    assert "联系得上 " in waits.text
    assert "（联系不上）" in waits.text
    assert [button.text for button in waits] == ["✏️ 改一改", "不发了", "另写一条"]

    # Another one may be begun beside it; taking the first back gives that one up, and says so.
    await officer.press(waits, "另写一条")
    await said(town, officer, "写预警")
    message = officer.writes("有人冒充快递要验证码。")
    guided = await said(town, officer, "发给谁")
    await turn(town, officer, guided, "看预览")
    count = len(said_by_bot(town, officer))
    officer.edits(message, "有人冒充快递要密码。")
    await said(town, officer, "预警还是原来的字", count)
    await officer.press(waits, "改一改")
    await changed(town, waits, "没写完的那条不要了：有人冒充快递要验证码")
    anew = await answer_to(town, officer, "/alert 有人冒充税务查账。", "没写完的那条不要了：有人冒充宏达财务")
    await turn(town, officer, anew, "轻重：预警", "提醒")
    assert "没写完的那条" not in anew.text
    offered = await answer_to(town, officer, "/alert", "您有一条没写完")
    await turn(town, officer, offered, "重新写")
    assert "没写完的那条不要了：有人冒充税务查账" in offered.text

    # Words that were asked for and then changed: said so, the question stands.
    message = officer.writes("在" * 5000)
    await said(town, officer, "多了")
    count = len(said_by_bot(town, officer))
    officer.edits(message, "厂门口有人发中奖卡。")
    await said(town, officer, "请重新发一条", count)
    await answer_to(town, officer, "厂门口有人发中奖卡，别刮。", "发给谁")
    chosen = town.query("SELECT subject FROM audit WHERE action = 'alert_choose'")
    assert any("severity=notice" in subject for (subject,) in chosen)
    assert audit(town, officer).count("refused: alert edited") == 2
    assert heard(town, group, "有人") == []


# Each bad input: one clear sentence, a row in the audit, nothing sent


@shared_town
async def test_what_is_no_officers_own_fresh_word_in_private_is_refused(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("钱警官"), "officer", "county-middle-school")
    resident, clerk = town.telegram.person("李婶"), town.telegram.person("内勤小王")
    await appoint(town, clerk, "clerk", "heping")
    group = await placed_group(town, officer, "二中家长群", "家长群")
    admin = town.telegram.person("二中群主")
    channel = town.telegram.channel("某频道", owner=admin)
    words = "/alert 二中有人冒充老师收费。"

    officer.says(group, words)
    await town.said(group, "群里发的不算", within=15)
    edited = officer.says(group, "大家好")
    officer.edits(edited, words)
    await town.said(group, "改过的消息不算", within=15)
    resident.says(group, words, forwarded_from=officer)
    await town.said(group, "转发来的不算", within=15)
    officer.says(group, words, via_bot=town.telegram.bot)
    await town.said(group, "别的机器人代发的不算", within=15)
    resident.says(group, words, as_channel=channel)
    await town.said(group, "频道的名义发的不算", within=15)
    hidden = town.telegram.person("匿名管理员")
    officer.promotes(group, hidden, anonymous=True)
    hidden.says(group, words)
    await town.said(group, "匿名发的不算", within=15)

    private = words.replace("二中", "二中又")
    await answer_to(town, officer, private, "转发来的不算", forwarded_from=resident)
    await answer_to(town, officer, private, "别的机器人代发的不算", via_bot=town.telegram.bot)
    message = officer.writes("在吗")
    count = len(said_by_bot(town, officer))
    officer.edits(message, private)
    await said(town, officer, "改过的消息不算", count)
    for outsider in (resident, clerk):
        await answer_to(town, outsider, private, STAFF_ONLY)

    # A new account that took a former officer's name is a stranger.
    former = await appoint(town, town.telegram.person("老孙", username="sun"), "officer", "heping")
    await answer_to(town, town.owner, f"/officer remove {former.id}", "马上就不能再操作了")
    former.username = None
    thief = town.telegram.person("老孙", username="sun")
    await answer_to(town, thief, private, STAFF_ONLY)
    await answer_to(town, former, private, STAFF_ONLY)

    # A stranger who says it again and again leaves one row.
    for number in (1, 2, 3):
        resident.says(group, "/alert 我也来发一条")
        await town.said(group, "群里发的不算", 1 + number, within=20)
    assert audit_of_stranger(town, resident.id).count("alert group") == 1

    for how in ("group", "edited", "via_bot", "forwarded"):
        assert f"refused: alert {how}" in audit(town, officer)
    assert "alert forwarded" in audit_of_stranger(town, resident.id)
    assert "alert" in audit_of_stranger(town, resident.id)
    assert "alert" in audit_of_stranger(town, thief.id)
    assert "refused: alert" in audit(town, former)
    assert "refused: alert" in audit(town, clerk)
    assert "alert anonymous" in audit_of_stranger(town, 1087968824)
    assert "alert channel" in audit_of_stranger(town, 136817688)
    assert town.query("SELECT count(*) FROM alerts WHERE text LIKE '%二中%'") == [(0,)]
    assert heard(town, group, "二中") == []


@shared_town
async def test_words_that_cannot_stand_are_refused_one_by_one(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("周警官"), "officer", "hongda-machinery")
    group = await placed_group(town, officer, "宏达群", "企业群")
    ask = await answer_to(town, officer, "/alert", "写预警")
    room = int(ask.text.partition("最多 ")[2].split(" ")[0].replace(",", ""))
    await answer_to(town, officer, "字" * (room + 1), "多了 1 个字")
    refused = {
        "\u200b\u200b": "没有能念的字",
        "https://www.gov.cn/a": "只有一个网址",
        "<b>注意</b>有人骗钱": "这样的代码",
        "有人\u202e钱骗": "倒着排",
        "请点 https://evil.example/x 登记": "不在单位的名单里",
        "请点 https://gov.cn@evil.example/ 登记": "藏着别的地址",
        "请点 https://bit.ly/abc 登记": "短网址",
        "请点 https://xn--fiq228c.com/ 登记": "伪装的",
    }
    for words, sentence in refused.items():
        await answer_to(town, officer, words, sentence)
        if words.strip("\u200b"):
            await answer_to(town, officer, f"/alert {words}", sentence)
    whys = ("empty", "only_link", "html", "turned", "link", "userinfo", "shortener", "punycode")
    for why in whys:
        assert f"refused: alert AlertRefused {why}" in audit(town, officer)
    assert "refused: alert AlertTooLong" in audit(town, officer)
    # The question still stands after so many refusals; what may stay is named but cannot be tapped.
    named = "有人用bad-site.vip和13800138000骗钱，见https://www.gov.cn/a\n身份证11010519491231002X，卡4532015112830366"
    look = await answer_to(town, officer, named, LOOK)
    assert "bad-site点vip和138****8000骗钱，见https://www.gov.cn/a" in look.text
    assert "身份证1****************X，卡************0366" in look.text
    assert "遮住了 3 个" in look.text
    assert sent_alerts(town, officer) == 0
    assert town.pushes(group) == []


@shared_town
async def test_an_approval_that_is_not_one_is_refused(town: Town) -> None:
    author = await appoint(town, town.telegram.person("吴所长"), "chief", "xingfu-village")
    chief = await appoint(town, town.telegram.person("郑所长"), "chief", "xingfu-village")
    gone = await appoint(town, town.telegram.person("离任所长"), "chief", "xingfu-village")
    far = await appoint(town, town.telegram.person("外地所长"), "chief", "heping")
    stranger = town.telegram.person("路人")
    group = await placed_group(town, author, "幸福村群")
    mine = await submitted(town, author, "幸福村有人冒充收电费的。")
    shown = await card(town, chief, "收电费")
    old = await card(town, gone, "收电费")
    keys = {"chief": shown.button("批准").data or "", "gone": old.button("批准").data or ""}
    assert not [
        one for one in said_by_bot(town, author) if "收电费" in one.text and "批准" in str(one.buttons)
    ]

    async def refused(who, where, data: str, part: str) -> None:  # type: ignore[no-untyped-def]
        answer = await who.forge(where, data).answered(20)
        assert answer.show_alert
        assert part in answer.text, answer.text
        assert sent_alerts(town, author) == 0

    # By the author, by another region's chief, by a stranger with the very key, and with a made-up one.
    await refused(author, mine, keys["chief"], "给别人的")
    await refused(far, shown, keys["chief"], "给别人的")
    await refused(stranger, shown, keys["chief"], "给别人的")
    await refused(chief, shown, "o:" + "A" * 12, "用不了了")
    await refused(stranger, shown, "o:" + "B" * 12, "用不了了")
    # After removal.
    await answer_to(town, town.owner, f"/officer remove {gone.id}", "马上就不能再操作了")
    await refused(gone, old, keys["gone"], STAFF_ONLY)
    # After an edit: the author goes on writing, the old approval is void, the cards say so.
    await author.press(mine, "改一改")
    look = await card(town, author, "收电费", "提交审批")
    await refused(chief, shown, keys["chief"], "内容改过了")
    await changed(town, shown, "这一条作废")
    await turn(town, author, look, "提交审批")
    await refused(chief, shown, keys["chief"], "内容改过了")
    fresh = await card(town, chief, "收电费")
    key = fresh.button("批准").data or ""
    assert "马上发出" in (await chief.press(fresh, "批准", timeout=20)).text
    await town.telegram.until(lambda: len(heard(town, group, "收电费")) == 1, 20)
    # Replayed.
    answer = await chief.forge(fresh, key).answered(20)
    assert "郑所长 已经批准了" in answer.text
    await town.quiet(1)
    assert len(heard(town, group, "收电费")) == 1
    assert "refused: button ForeignButton" in audit(town, author)
    assert "refused: button ForeignButton" in audit(town, far)
    assert "refused: button UnknownButton" in audit(town, chief)
    assert audit(town, chief).count("refused: approve_yes AlertChanged") == 2
    assert "refused: approve_yes AlertDecided" in audit(town, chief)
    assert "refused: approve_yes" in audit(town, gone)
    assert sorted(audit_of_stranger(town, stranger.id)) == ["button ForeignButton", "button UnknownButton"]


async def sent_elsewhere(town: Town, person: Person, role: str) -> None:
    """The owner gives somebody another region."""
    town.owner.writes(f"/officer add {person.id} {role} heping")
    there = "SELECT count(*) FROM officers WHERE user = ? AND region = 'heping' AND removed_at IS NULL"
    await town.telegram.until(lambda: town.query(there, person.id) == [(1,)], 20)


@shared_town
async def test_who_was_sent_elsewhere_meanwhile_neither_submits_nor_approves_here(town: Town) -> None:
    """The buttons are their own, but the region is theirs no more."""
    officer = await appoint(town, town.telegram.person("调走的警官"), "officer", "xingfu-village")
    chief = await appoint(town, town.telegram.person("调走的所长"), "chief", "xingfu-village")
    group = await placed_group(town, officer, "幸福二组群")
    look = await submitted(town, officer, "幸福村有人卖假药。")
    shown = await card(town, chief, "卖假药")
    await sent_elsewhere(town, chief, "chief")
    answer = await chief.press(shown, "批准")
    assert answer.show_alert
    assert "这不是您管的地方" in answer.text
    assert "refused: approve_yes NotYourRegion" in audit(town, chief)
    await officer.press(look, "改一改")
    again = await card(town, officer, "卖假药", "提交审批")
    await sent_elsewhere(town, officer, "officer")
    answer = await officer.press(again, "提交审批")
    assert answer.show_alert
    assert "这不是您管的地方" in answer.text
    assert "refused: draft_submit NotYourRegion" in audit(town, officer)
    assert sent_alerts(town, officer) == 0
    assert heard(town, group, "卖假药") == []


# Becoming an officer, the PIN, the audit


@shared_town
async def test_an_invitation_is_opened_once_and_confirmed_by_the_owner(town: Town) -> None:
    invited, other = town.telegram.person("新来的小何"), town.telegram.person("路过的人")
    made = await answer_to(town, town.owner, "/officer invite officer hehua-village", "只能用一次")
    link = next(word for word in made.text.split() if "start=" in word)
    parameter = link.partition("start=")[2]
    await answer_to(town, invited, f"/start {parameter}", "等他确认")
    await answer_to(town, other, f"/start {parameter}", "这个链接用过了")
    await answer_to(town, invited, "/alert 试试", STAFF_ONLY)
    asked = await card(town, town.owner, "新来的小何", "确认，是他")
    await turn(town, town.owner, asked, "确认，是他")
    assert "现在是民警，管荷花村" in asked.text
    await said(town, invited, "您现在是民警，管荷花村")
    await answer_to(town, invited, "/alert 荷花村有人上门换手机。", LOOK)
    listed = await answer_to(town, town.owner, "/officer list", "凭口令自己发）现在")
    assert "新来的小何" in listed.text
    await answer_to(town, other, "/start inv_made-up", "这个链接用过了")
    assert "officer_invite" in audit(town, town.owner)


@shared_town
async def test_five_wrong_pins_lock_it_and_the_owner_opens_it(town: Town) -> None:
    officer = await appoint(town, town.telegram.person("冯警官"), "officer", "experimental-school")
    await answer_to(town, officer, "/pin", "定一个口令")
    await answer_to(town, officer, "123456", "不能连号")
    await answer_to(town, officer, PIN, "口令定好了")
    await town.telegram.until(lambda: not [one for one in officer.inbox if PIN in one.text], 15)
    await answer_to(town, officer, "/pin", "先发旧的")
    for left in (4, 3, 2, 1):
        await answer_to(town, officer, "000001", f"还能试 {left} 次")
    await answer_to(town, officer, "000001", "锁上了")
    await answer_to(town, officer, "/pin", "锁上了")
    told = await card(town, town.owner, "冯警官 的口令锁上了", "解开")
    await turn(town, town.owner, told, "解开")
    assert not [one for one in officer.inbox if "000001" in one.text]
    await answer_to(town, officer, "/pin", "定一个口令")
    assert audit(town, officer)[-6:].count("pin_wrong") == 4
    resident = town.telegram.person("居民")
    await answer_to(town, resident, "/pin", STAFF_ONLY)
    await answer_to(town, resident, "/audit", STAFF_ONLY)
    log = await answer_to(town, officer, "/audit", "操作记录")
    assert "冯警官：口令锁上" in log.text
    assert "周所长" not in log.text
    everything = await answer_to(town, town.owner, "/audit", "操作记录")
    await turn(town, town.owner, everything, "下一页")
    assert len(everything.text.splitlines()) >= 12


# Restarts, reminders, and sending alone


@side_by_side(seconds=45)
async def test_nobody_answers_for_ten_minutes(folder: Path) -> None:
    async with open_town(folder, **FAST) as town:
        officer = await appoint(town, town.telegram.person("李警官"), "officer", "pingan")
        chief = await appoint(town, town.telegram.person("张所长"), "chief", "pingan")
        group = await placed_group(town, officer, "平安村群")
        await answer_to(town, officer, "/pin", "定一个口令")
        await answer_to(town, officer, PIN, "口令定好了")
        town.move_to(town.now() + timedelta(minutes=1))

        # A draft survives a restart, and /alert offers to go on with it.
        look = await answer_to(town, officer, "/alert 有人挨家收“燃气检测费”。别开门，打110。", LOOK)
        await turn(town, officer, look, "轻重：预警", "紧急")
        await town.stop_bot()
        await town.start_bot()
        offered = await answer_to(town, officer, "/alert", "您有一条没写完")
        assert "燃气检测费" in offered.text
        await turn(town, officer, offered, "接着写")
        assert "🔴【紧急】" in offered.text

        # Killed right after it was submitted: the cards go out after the start, once.
        look = offered
        query = officer.taps(look, "提交审批")
        waits = "SELECT count(*) FROM alerts WHERE state = 'waiting'"
        await town.telegram.until(lambda: town.query(waits) == [(1,)], 15)
        await town.stop_bot(signal.SIGKILL)
        assert query is not None
        await town.start_bot()
        shown = await card(town, chief, "燃气检测费")
        cards = [one for one in said_by_bot(town, chief) if "燃气检测费" in one.text]
        assert len(cards) <= 2, (
            "sent at most once more, where the crash came between sending and writing it down"
        )

        approval = shown.button("批准").data or ""
        began = town.now()
        for minutes in (3, 6):
            town.move_to(began + timedelta(minutes=minutes, seconds=20))
            await said(town, chief, f"{minutes} 分钟了，李警官 的预警还等您批")
        town.move_to(began + timedelta(minutes=10, seconds=30))
        told = await said(town, officer, "10分钟了，还没有人批")
        await officer.press(told, "紧急发送")
        await said(town, officer, "为什么等不及")
        await answer_to(town, officer, "急", "4到200个字")
        await answer_to(town, officer, "正在挨家收钱，等不及", "请发您的口令")
        await answer_to(town, officer, "000001", "还能试 4 次")
        await answer_to(town, officer, PIN, "发出去了，标了“未经复核”")
        await town.telegram.until(lambda: len(heard(town, group, "燃气检测费")) == 1, 20)
        assert "未经复核" in heard(town, group, "燃气检测费")[0].text
        await town.telegram.until(lambda: not [one for one in officer.inbox if PIN in one.text], 15)
        for person in (chief, town.owner):
            alarm = await said(town, person, "未经复核就发出去了")
            assert "理由：正在挨家收钱，等不及" in alarm.text
            assert "燃气检测费" in alarm.text
        await changed(town, shown, "用“紧急发送”发出去了")
        # The approval that was not given in time decides nothing any more, nor does it in another's hand.
        late = await chief.forge(shown, approval).answered(15)
        assert late.show_alert
        assert "李警官 已经用“紧急发送”发出去了" in late.text
        foreign = await town.owner.forge(shown, approval).answered(15)
        assert foreign.show_alert
        assert "给别人的" in foreign.text
        assert "refused: approve_yes AlertDecided" in audit(town, chief)
        assert "refused: button ForeignButton" in audit(town, town.owner)
        assert len(heard(town, group, "燃气检测费")) == 1
        off = await card(town, town.owner, "未经复核就发出去了", "关掉紧急发送")
        assert "谁也不能一个人发" in (await town.owner.press(off, "关掉紧急发送")).text
        listed = await answer_to(town, town.owner, "/officer list", "紧急发送")
        assert "现在：关着" in listed.text
        assert "alert_urgent" in audit(town, officer)
        town.move_to(town.now().replace(hour=10, minute=1))
        fingerprint = await said(town, town.owner, "今天的操作记录一共")
        rows = [one for (one,) in town.query("SELECT hash FROM audit ORDER BY id")]
        assert [one for one in rows if one in fingerprint.text], "the owners were told a hash of that chain"
        code, printed = await town.command("audit", "verify")
        assert (code, rows[-1] in printed) == (0, True), printed
        await town.stop_bot()
        third = forge_audit(town)
        code, printed = await town.command("audit", "verify")
        assert (code, f" {third} " in printed) == (1, True), printed


def forge_audit(town: Town) -> int:
    """Somebody with a hand in the database makes the third row say something else; its number."""
    with sqlite3.connect(town.folder / "data" / "xiaolaba.db") as connection:
        [(third,)] = connection.execute("SELECT id FROM audit ORDER BY id LIMIT 1 OFFSET 2").fetchall()
        connection.execute("UPDATE audit SET subject = 'nothing' WHERE id = ?", (third,))
    connection.close()
    return int(third)


@side_by_side(seconds=20)
async def test_where_one_person_is_enough(folder: Path) -> None:
    async with open_town(folder, ALERT_TWO_PERSON="false", **FAST) as town:
        group: Chat = await placed_group(town, town.owner, "幸福村群")
        await tips(town, 2)
        await town.telegram.until(lambda: sum("平常的提示" in one.text for one in group.messages) == 2, 20)
        look = await answer_to(town, town.owner, "/alert 村民王小明收到假冒老师的消息。", LOOK)
        labels = [button.text for button in look]
        assert "发送" in labels
        assert "提交审批" not in labels
        assert "1 个群没选所在地：幸福村群" in look.text
        assert "今天已经收过两条的群 1 个：幸福村群" in look.text
        # It looks like a name: asked first.
        await turn(town, town.owner, look, "发送")
        assert "像是有人的名字" in look.text
        await turn(town, town.owner, look, "改文字")
        look = await answer_to(town, town.owner, "村民王某收到假冒老师的消息。", LOOK)
        await turn(town, town.owner, look, "发送")
        await town.telegram.until(lambda: len(heard(town, group, "王某")) == 1, 20)
        await changed(town, look, "已送到 1 个群")
        again = await answer_to(town, town.owner, "/alert 村民王某收到假冒老师的消息！", LOOK)
        assert "24小时内有一条差不多的" in again.text
        await turn(town, town.owner, again, "取消")
        assert "没有发" in again.text
        assert len(heard(town, group, "王某")) == 1
        photo = town.owner.sends_photo(town.owner.private(), a_photo(), "/alert 照片里的人是骗子。")
        assert photo
        shown = await card(town, town.owner, "照片里的人是骗子", "发送")
        assert shown.photo is not None
        await town.owner.press(shown, "发送")
        await town.telegram.until(lambda: len(heard(town, group, "照片里的人")) == 1, 20)
        await asyncio.sleep(0)
