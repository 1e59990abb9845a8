"""A frightened resident writes: the card at once, three buttons, the check, and officers who hear of it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

from sandbox import Message, Person
from tests.end_to_end.conftest import SharedTown, open_town, said_by_bot, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.end_to_end.staffing import appoint
from tests.end_to_end.test_residents import kept_in
from tests.town import Town

shared = SharedTown(seconds=25)

SCAM = "您好，我是抖音客服，您开通了直播会员，每月自动扣费800元，如需取消请下载会议软件共享屏幕"
POLICE = "【反诈提醒】冒充客服的骗子会让您共享屏幕、转到安全账户，都是诈骗，不要相信，请拨打96110"
CARD = "先别急，钱先别动"
BUTTONS = ["已经转钱了", "还没转，有人在催我", "拿不准，帮我看看"]


async def card_for(town: Town, person: Person, message: Message) -> Message:
    """The card that answers this message."""

    def found() -> list[Message]:
        return [one for one in said_by_bot(town, person) if CARD in one.text and one.reply_to is message]

    await town.telegram.until(lambda: bool(found()), 15)
    return found()[-1]


@shared
async def test_whatever_comes_is_answered_by_the_card(town: Town) -> None:
    [writer, painter, speaker, clerk, joker, quoter, long, empty] = town.telegram.crowd(8)
    sent = [
        (writer, writer.writes("他们让我转三万")),
        (painter, painter.sends_photo(painter.private())),
        (speaker, speaker.sends_voice(speaker.private(), seconds=1800)),
        (clerk, clerk.sends_document(clerk.private(), b"%PDF", "a.pdf")),
        (joker, joker.sends_sticker(joker.private())),
        (quoter, quoter.writes(SCAM, forwarded_from=writer)),
        (long, long.writes("他说我涉嫌洗钱。" * 500)),
        (empty, empty.writes("😂😂😂")),
    ]
    for person, message in sent:
        card = await card_for(town, person, message)
        assert [button.text for button in card] == BUTTONS
        assert [len(row) for row in card.buttons] == [1, 1, 1], "each button as wide as the message"
        assert "马上打 110" in card.text
        assert "不保存" in card.text


@shared
async def test_the_money_has_gone(town: Town) -> None:
    person = town.telegram.person("李婶")
    card = await card_for(town, person, person.writes("我刚转了五万"))
    await turn(town, person, card, "已经转钱了")
    assert all(word in card.text for word in ("紧急止付", "挂电话", "户名", "一条都别删", "第二个骗子"))
    popup = await person.press(card, "打 110")
    assert popup.show_alert
    assert "\n110\n" in popup.text
    await person.press(card, "让家人来帮我")
    passed_on = await town.said(person, "我可能碰上骗子了")
    assert "110" in passed_on.text
    assert not passed_on.buttons, "it can be passed on as it is"
    await turn(town, person, card, "回到刚才")
    assert CARD in card.text


@shared
async def test_nothing_has_gone_yet(town: Town) -> None:
    uncle = town.telegram.person("张叔")
    card = await card_for(town, uncle, uncle.writes("有人催我转账"))
    await turn(town, uncle, card, "还没转")
    assert all(word in card.text for word in ("挂电话", "屏幕共享", "96110"))
    for sign, word in (
        ("安全账户", "不会叫您转钱"),
        ("屏幕共享", "看得见"),
        ("叫我保密", "家里人"),
        ("让我垫钱", "别再垫"),
        ("要验证码", "谁来要都别给"),
    ):
        popup = await uncle.press(card, sign)
        assert popup.show_alert
        assert word in popup.text
    assert "96110" in (await uncle.press(card, "打 96110")).text


@shared
async def test_the_check_names_the_fraud_and_its_signs_and_never_says_safe(town: Town) -> None:
    [scammed, warned, chatty, speaker, captioned] = town.telegram.crowd(5)
    card = await card_for(town, scammed, scammed.writes(SCAM, forwarded_from=warned))
    await turn(town, scammed, card, "拿不准")
    assert "冒充网店、快递客服" in card.text
    assert "“" in card.text
    assert "96110" in card.text
    assert "👉" in card.text
    for person, words in ((warned, POLICE), (chatty, "妈，我放假了，二十号到家，想吃饺子")):
        card = await card_for(town, person, person.writes(words))
        await turn(town, person, card, "拿不准")
        assert card.text.startswith("无法判断，请拨打96110")
        assert "安全" not in card.text
    card = await card_for(town, speaker, speaker.sends_voice(speaker.private()))
    await turn(town, speaker, card, "拿不准")
    assert "我看不懂" in card.text
    card = await card_for(town, captioned, captioned.sends_photo(captioned.private(), caption=SCAM))
    await turn(town, captioned, card, "拿不准")
    assert "冒充网店、快递客服" in card.text


@shared
async def test_what_was_deleted_is_asked_for_again(town: Town) -> None:
    aunt = town.telegram.person("王婶")
    message = aunt.writes(SCAM)
    card = await card_for(town, aunt, message)
    aunt.deletes(message)
    await turn(town, aunt, card, "拿不准")
    assert "再发给我一次" in card.text


@shared
async def test_an_album_is_answered_once_and_a_flood_with_a_pause(town: Town) -> None:
    painter, flooder = town.telegram.person("摄影师"), town.telegram.person("着急的人")
    album = painter.sends_album(painter.private(), 5, caption=SCAM)
    card = await card_for(town, painter, album[0])
    await turn(town, painter, card, "拿不准")
    assert "冒充网店、快递客服" in card.text
    for number in range(50):
        flooder.writes(f"快看看{number}")
    pause = await town.said(flooder, "先歇一分钟", 1, 40)
    assert "110" in (await flooder.press(pause, "打 110")).text
    await town.quiet(1.5)
    assert sum(CARD in one.text for one in said_by_bot(town, flooder)) == 10
    assert sum("先歇一分钟" in one.text for one in said_by_bot(town, flooder)) == 1
    assert len(said_by_bot(town, painter)) == 1


@shared
async def test_a_talk_forwarded_in_pieces_is_read_together(town: Town) -> None:
    [aunt, swindler, painter] = town.telegram.crowd(3)
    pieces = [
        "您好，我是抖音客服",
        "您开通了直播会员",
        "每月自动扣费800元",
        "取消请下载会议软件",
        "再点共享屏幕",
    ]
    first, *_ = [aunt.writes(piece, forwarded_from=swindler) for piece in pieces]
    photo, *_ = painter.sends_album(painter.private(), 2)
    painter.sends_photo(painter.private(), caption=SCAM, album=photo.album)
    for person, message, cards in ((aunt, first, len(pieces)), (painter, photo, 1)):
        card = await card_for(town, person, message)
        await town.telegram.until(partial(_has_cards, town, person, cards), 15)
        await town.quiet(0.5)
        assert len(said_by_bot(town, person)) == cards
        await turn(town, person, card, "拿不准")
        assert "骗法" in card.text, "no piece alone would tell"


@shared
async def test_check_by_an_anonymous_admin_and_in_a_topic(town: Town) -> None:
    group = town.telegram.group("柳树村群", owner=town.owner, members=80)
    await town.subscribe(group, town.owner)
    hidden, member = town.telegram.person("不露面的群主"), town.telegram.person("论坛的人")
    town.telegram.admin(group, hidden, anonymous=True)
    message = member.says(group, SCAM)
    hidden.says(group, "/check", reply_to=message)
    neutral = await town.said(group, "不方便在群里细说")
    assert "客服" not in neutral.text
    forum = town.telegram.group("论坛群", owner=town.owner, members=80, forum=True)
    await town.subscribe(forum, town.owner)
    topic = town.owner.opens_topic(forum, "闲聊")
    message = member.says(forum, SCAM, topic=topic)
    member.says(forum, "/check", reply_to=message, topic=topic)
    there = await town.said(forum, "不方便在群里细说")
    assert there.topic == topic.id
    member.says(forum, "/check", topic=topic)
    assert (await town.said(forum, "点“回复”")).topic == topic.id


@shared
async def test_in_a_group_only_the_asker_hears(town: Town) -> None:
    group = town.telegram.group("荷花村群", owner=town.owner, members=80)
    await town.subscribe(group, town.owner)
    known, unknown, teller = (town.telegram.person(name) for name in ("常客", "新人", "转发的"))
    known.writes("/start")
    await town.said(known, "反诈小喇叭")
    message = teller.says(group, SCAM)
    before = len(said_by_bot(town, group))
    known.says(group, "/check", reply_to=message)
    told = await town.said(known, "很像")
    assert "冒充网店、快递客服" in told.text
    await town.quiet(0.5)
    assert len(said_by_bot(town, group)) == before, "nobody in the group sees who asked what"
    unknown.says(group, "/check@xiaolaba_bot", reply_to=message)
    neutral = await town.said(group, "不方便在群里细说")
    assert "客服" not in neutral.text
    assert neutral.button("私下问我").url == "https://t.me/xiaolaba_bot?start=help"
    opened = unknown.writes("/start help")
    card = await card_for(town, unknown, opened)
    await turn(town, unknown, card, "拿不准")
    assert "打成字" in card.text, "nothing was sent yet"
    unknown.writes("/check")
    await town.said(unknown, "我马上看", 2)
    unknown.writes("/check " + SCAM)
    assert "冒充网店、快递客服" in (await town.said(unknown, "很像")).text
    known.says(group, "/check")
    await town.said(group, "点“回复”")
    # The group's other talk is none of its business.
    before = len(said_by_bot(town, group))
    teller.says(group, SCAM)
    await town.quiet(0.5)
    assert len(said_by_bot(town, group)) == before


@shared
async def test_a_forged_press_does_nothing(town: Town) -> None:
    guest = town.telegram.person("好奇的人")
    card = await card_for(town, guest, guest.writes("在吗"))
    for data in ("h:", "h:nothing", "h:sign:nothing", "h:check", "h:paid:1" * 8):
        answer = await guest.forge(card, data[:64]).answered(8)
        assert not answer.text or answer.show_alert


def own_content(folder: Path) -> str:
    """An office's own places, numbers and wording."""
    (folder / "own" / "texts").mkdir(parents=True)
    (folder / "own" / "regions.yaml").write_text(
        "id: county\nname: 我县\nchildren:\n"
        "  - {id: river, name: 河湾村, office: 河湾派出所, phones: [0555-7654321]}\n"
        "  - {id: hill, name: 山坡村, office: 山坡派出所, phones: [0555-7654322]}\n",
        encoding="utf-8",
    )
    (folder / "own" / "hotlines.yaml").write_text(
        'others:\n  - {number: "95588", name: 工行挂失}\n', encoding="utf-8"
    )
    (folder / "own" / "texts" / "ours.ftl").write_text("help-check-gone = 没找到，再发一遍嘛。\n", "utf-8")
    return str(folder / "own")


@side_by_side(seconds=15)
async def test_the_office_of_a_persons_own_village_and_its_own_words(folder: Path) -> None:
    async with open_town(folder, CONTENT_DIR=own_content(folder)) as town:
        group = town.telegram.group("河湾村群", owner=town.owner, members=50)
        await town.subscribe(group, town.owner)
        town.owner.says(group, "/settings")
        menu = await town.said(group, "群设置")
        await turn(town, town.owner, menu, "所在地", "河湾村", "就选“河湾村”")
        aunt, stranger = town.telegram.person("李婶"), town.telegram.person("路人")
        aunt.says(group, "/verify")
        await town.said(group, "怎么认出")
        for person in (aunt, stranger):
            message = person.writes("我刚转了五万")
            card = await card_for(town, person, message)
            await turn(town, person, card, "已经转钱了")
            known = "河湾派出所：0555-7654321" in card.text
            assert known is (person is aunt), "of a stranger we know no place, and invent none"
            assert "工行挂失 95588" in card.text
            await person.press(card, "让家人来帮我")
            passed_on = await town.said(person, "我可能碰上骗子了")
            assert ("河湾派出所：0555-7654321" in passed_on.text) is known
            person.deletes(message)
            await turn(town, person, card, "回到刚才", "拿不准")
            assert card.text == "没找到，再发一遍嘛。"


@side_by_side(seconds=20)
async def test_the_officer_of_the_place_hears_of_what_its_people_ask(folder: Path) -> None:
    async with open_town(folder, CONTENT_DIR=own_content(folder)) as town:
        group = town.telegram.group("河湾村群", owner=town.owner, members=50)
        await town.subscribe(group, town.owner)
        town.owner.says(group, "/settings")
        menu = await town.said(group, "群设置")
        await turn(town, town.owner, menu, "所在地", "河湾村", "就选“河湾村”")
        near, far = town.telegram.person("河湾所长"), town.telegram.person("山坡所长")
        await appoint(town, near, "chief", "river")
        await appoint(town, far, "chief", "hill")
        message = town.telegram.person("转发的").says(group, SCAM)
        near.says(group, "/check", reply_to=message)
        await town.said(near, "骗法")
        for number, person in enumerate(town.telegram.crowd(3), 1):
            person.says(group, "/check", reply_to=message)
            await town.telegram.until(partial(_were_asked, town, number), 15)
        town.move_to(town.now() + timedelta(minutes=1))
        hint = await town.said(near, "有人在到处骗", 1, 15)
        assert "至少有 3 个人" in hint.text, "the officer's own try counts for none"
        assert "河湾村" in hint.text
        await town.said(town.owner, "有人在到处骗", 1, 15)
        assert not [one for one in said_by_bot(town, far) if "有人在到处骗" in one.text]
        await near.press(hint, "做成预警")
        drafts = "SELECT fraud_type, state, region FROM alerts"
        await town.telegram.until(lambda: town.query(drafts) == [("customer_service", "draft", "river")], 15)


@side_by_side(seconds=22)
async def test_three_ask_about_one_scheme_and_the_officers_hear_of_it(folder: Path) -> None:
    """After a restart too: the card knows nothing but the message it answers."""
    async with open_town(folder) as town:
        people = town.telegram.crowd(3)
        cards = [await card_for(town, one, one.writes(SCAM)) for one in people]
        await town.stop_bot()
        await town.start_bot()
        for person, card in zip(people, cards, strict=True):
            await turn(town, person, card, "拿不准")
            assert "冒充网店、快递客服" in card.text
        town.move_to(town.now() + timedelta(minutes=1))
        hint = await town.said(town.owner, "有人在到处骗", 1, 15)
        assert "3 个人" in hint.text
        await town.owner.press(hint, "做成预警")
        drafts = "SELECT fraud_type, state FROM alerts"
        await town.telegram.until(lambda: town.query(drafts) == [("customer_service", "draft")], 15)
        # The same question that /alert begins with; the next words are the alert's.
        await town.telegram.until(lambda: town.owner.inbox[-1] is not hint, 15)
        await asyncio.gather(
            *(turn(town, one, card, "回到刚才") for one, card in zip(people, cards, strict=True))
        )
        assert town.query("SELECT count(*), count(DISTINCT person) FROM help_calls") == [(3, 3)]
        assert await town.stop_bot() == 0
        assert kept_in(folder, SCAM[:12]) == [], "a resident's words stand there"


def _were_asked(town: Town, number: int) -> bool:
    return town.query("SELECT count(*) FROM help_calls") == [(number,)]


def _has_cards(town: Town, person: Person, number: int) -> bool:
    return len(said_by_bot(town, person)) == number
