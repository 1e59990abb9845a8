"""A group and the bot: it comes in and is told what group this is; who may press, and what is not heard."""

import asyncio

from sandbox.managing import Order
from tests.end_to_end.conftest import (
    SharedTown,
    row,
    said_by_bot,
    slots,
    state,
    turn,
)
from tests.town import Town

CARD = "这是什么群"
INTRODUCTION = "请大家认一认"
ORDERS: tuple[Order, ...] = ("to_first", "from_first", "twice", "never")

shared_town = SharedTown(seconds=12)


# Coming in


@shared_town
async def test_each_kind_of_group_gets_its_own_hours(town: Town) -> None:
    admin = town.telegram.person("王主任")
    village, parents, works = (
        town.telegram.group(title, owner=admin, members=40) for title in ("幸福村", "三年二班", "宏达机械")
    )
    cards = await asyncio.gather(
        town.subscribe(village, admin),
        town.subscribe(parents, admin, "家长群"),
        town.subscribe(works, admin, "企业群"),
    )
    assert "好了，这里是村居群。" in cards[0].text
    assert "每周二 18:30 发提示\n每周四 18:30 发案例" in cards[0].text
    assert "下一次：11月24日 周二 18:30 发提示" in cards[0].text

    assert "好了，这里是家长群。" in cards[1].text
    assert "隔周周日 19:30 发提示\n隔周周日 19:30 发案例" in cards[1].text
    assert "下一次：11月29日 周日 19:30 发" in cards[1].text

    assert "好了，这里是企业群。" in cards[2].text
    assert "隔周周一 08:50 发提示\n隔周周一 08:50 发案例" in cards[2].text
    assert "下一次：11月23日 周一 08:50 发" in cards[2].text

    for group in (village, parents, works):
        introduction = group.find(INTRODUCTION).text
        assert "平安派出所" in introduction
        assert "办公电话：请到公告栏上看" in introduction, "the sample's numbers are false"
        assert "从不私聊要钱、要验证码" in introduction

    assert not town.pushes(village)
    await admin.press(cards[0], "发一条看看")
    await town.telegram.until(lambda: town.pushes(village))
    assert [button.text for button in town.pushes(village)[0]] == ["✅ 我已看", "转给家人", "是真的吗"]
    assert not town.pushes(parents)


@shared_town
async def test_however_the_bot_comes_in_there_is_one_card(town: Town) -> None:
    admin = town.telegram.person("李支书")
    groups = [town.telegram.group(f"来客{number}", owner=admin) for number in range(5)]
    groups[0].kind = "group"
    admin.adds_bot(groups[0])
    admin.adds_bot(groups[1], startgroup="hello")
    admin.adds_bot(groups[2], startgroup="")
    admin.adds_bot(groups[3], admin=True, rights=["can_pin_messages"])
    for group in groups[:4]:
        await town.said(group, CARD)
    # The news may come twice, under the same number and under another.
    with town.telegram.doubled():
        admin.adds_bot(groups[4], startgroup="whatever")
    town.telegram.repeat(3)
    await town.said(groups[4], CARD)
    for group in groups:
        admin.promotes_bot(group)
        admin.demotes_bot(group)
        admin.restricts_bot(group, ["can_send_messages"])
        admin.promotes_bot(group)
    await town.quiet(1.3)
    for group in groups:
        [card] = said_by_bot(town, group)
        assert [button.text for button in card] == ["村居群", "家长群", "企业群"]
        assert "未经登记" in card.text
        assert row(town, group)[1:] == ("new", None)


@shared_town
async def test_a_start_that_overtakes_the_news_of_being_added_still_gets_the_card(town: Town) -> None:
    admin, queue = town.telegram.person("赵会计"), town.telegram.bot.queue
    groups = {word: town.telegram.group(f"先说话{word}", owner=admin) for word in ("", "hello", "whatever")}
    for word, group in groups.items():
        queue.held = []
        admin.adds_bot(group, startgroup=word)
        held, queue.held = queue.held[::-1], None
        for kind, payload, poll in held:
            queue.put(kind, payload, poll_id=poll)
    for group in groups.values():
        await town.said(group, CARD)
    await town.quiet(1.2)
    assert [len(said_by_bot(town, group)) for group in groups.values()] == [1, 1, 1]


# Who may speak for a group


@shared_town
async def test_only_the_groups_admins_press(town: Town) -> None:
    boss, resident = town.telegram.person("张主任"), town.telegram.person("李婶")
    group = town.telegram.group("荷花村", owner=boss, members=300)
    town.telegram.member(group, resident)
    boss.adds_bot(group)
    card = await town.said(group, CARD)
    answer = await resident.press(card, "家长群")
    assert answer.show_alert
    assert "群管理员" in answer.text
    assert CARD in card.text
    assert row(town, group)[1:] == ("new", None)

    for order in ("/subscribe parent", "/unsubscribe", "/settings", "/schedule tip mon 09:00"):
        resident.says(group, order)
    await town.said(group, "这个要请群管理员来办", number=4, within=15)
    assert row(town, group)[1:] == ("new", None)
    assert slots(town, group) == []


@shared_town
async def test_an_admin_who_hides_behind_the_group_is_still_an_admin(town: Town) -> None:
    boss, shy = town.telegram.person("张主任"), town.telegram.person("陈委员")
    group = town.telegram.group("匿名村", owner=boss)
    town.telegram.admin(group, shy, anonymous=True)
    boss.adds_bot(group)
    card = await town.said(group, CARD)
    await shy.press(card, "村居群")
    await town.telegram.until(lambda: "好了，这里是村居群" in card.text)
    shy.says(group, "/schedule tip mon,thu 09:00")
    await town.said(group, "好了：每周一、四 09:00 发提示")
    shy.says(group, "/settings")
    await town.said(group, "群设置")
    # A channel that speaks in the group is nobody's admin.
    news = town.telegram.channel("某频道")
    boss.says(group, "/unsubscribe", as_channel=news)
    await town.said(group, "这个要请群管理员来办")
    assert row(town, group)[1:] == ("active", "village")
    shy.says(group, "/unsubscribe")
    await town.said(group, "以后不再往这个群发了")
    assert row(town, group)[1:] == ("left", "village")


@shared_town
async def test_two_admins_press_at_once_and_one_presses_again(town: Town) -> None:
    one, other = town.telegram.person("甲"), town.telegram.person("乙")
    group = town.telegram.group("热闹村", owner=one)
    town.telegram.admin(group, other)
    one.adds_bot(group)
    card = await town.said(group, CARD)
    presses = [one.taps(card, "村居群"), other.taps(card, "企业群"), one.taps(card, "村居群")]
    for press in presses:
        await press.answered()
    edits = town.telegram.calls.of
    await town.telegram.until(
        lambda: len([it for it in edits("editMessageText") if it.chat_id == group.id]) == 3
    )
    # Whoever was last, the card and what is saved agree.
    _, kept, audience = row(town, group)
    assert kept == "active"
    names = {"village": "村居群", "enterprise": "企业群"}
    village = [("tip", "1", "18:30", 1), ("case", "3", "18:30", 1)]
    enterprise = [("tip", "0", "08:50", 2), ("case", "0", "08:50", 2)]
    assert slots(town, group) == {"village": village, "enterprise": enterprise}[audience]
    await town.said(group, INTRODUCTION)
    await town.telegram.until(lambda: f"好了，这里是{names[audience]}" in card.text)
    # The same once more, on the card as it hung there before: nothing new is said or set.
    before = row(town, group), slots(town, group)
    for _ in range(2):
        await one.forge(card, f"c:{audience}").answered()
    await town.quiet(1.2)
    assert (row(town, group), slots(town, group)) == before
    assert f"好了，这里是{names[audience]}" in card.text
    assert len([it for it in said_by_bot(town, group) if INTRODUCTION in it.text]) == 1


@shared_town
async def test_what_nobody_says_here_and_now_does_nothing(town: Town) -> None:
    admin, friend = town.telegram.person("孙主任"), town.telegram.person("外村人")
    group = town.telegram.group("转发村", owner=admin)
    news = town.telegram.channel("村里的频道", owner=admin, linked=group)
    await town.subscribe(group, admin)
    spoken = len(said_by_bot(town, group))

    admin.says(news, "/unsubscribe")
    assert group.last.automatic
    admin.says(group, "/unsubscribe", forwarded_from=friend)
    admin.says(group, "/unsubscribe", forwarded_from=news)
    admin.says(group, "/unsubscribe", via_bot=town.telegram.new_bot("别的机器人"))
    admin.edits(admin.says(group, "大家好"), "/unsubscribe")
    admin.says(group, "/unsubscribe@another_bot")
    await town.quiet(1.3)
    assert len(said_by_bot(town, group)) == spoken
    assert row(town, group)[1:] == ("active", "village")


@shared_town
async def test_a_new_name_is_followed(town: Town) -> None:
    admin = town.telegram.person("钱主任")
    group = town.telegram.group("旧名", owner=admin)
    await town.subscribe(group, admin)
    admin.renames(group, "新名")
    await town.telegram.until(
        lambda: town.query("SELECT title FROM groups WHERE chat = ?", group.id) == [("新名",)]
    )
    assert state(town, group) == "active"


# Going and coming back


@shared_town
async def test_being_thrown_out_ends_no_pause(town: Town) -> None:
    admin = town.telegram.person("王主任")
    group = town.telegram.group("暂停的村", owner=admin)
    card = await town.subscribe(group, admin)
    await turn(town, admin, card, "改设置", "暂停")
    assert state(town, group) == "paused"
    admin.removes_bot(group)
    await town.telegram.until(lambda: state(town, group) == "suspended")
    admin.adds_bot(group)
    await town.telegram.until(lambda: state(town, group) != "suspended")
    assert state(town, group) == "paused", "the settings are kept, and the pause is one of them"
