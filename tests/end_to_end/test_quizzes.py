"""Quizzes over HTTP: asked by an admin, an officer or the clock; answered in three ways; closed and told."""

from __future__ import annotations

import asyncio
import random
import signal
from datetime import timedelta
from pathlib import Path

from sandbox import Chat, Message
from tests.end_to_end.conftest import SharedTown, move_to_next, open_town, turn
from tests.end_to_end.side_by_side import side_by_side
from tests.questions import OWN
from tests.town import Town

story = SharedTown(15, CONTENT_DIR=str(OWN))


def polls(group: Chat) -> list[Message]:
    """The quizzes that landed as polls."""
    return [one for one in group.messages if one.poll is not None]


async def poll_in(town: Town, group: Chat, number: int = 1) -> Message:
    await town.telegram.until(lambda: len(polls(group)) >= number, 15)
    return polls(group)[-1]


def right_one(message: Message) -> int:
    assert message.poll is not None
    assert message.poll.correct is not None
    return message.poll.correct[0]


def by_buttons(group: Chat) -> list[Message]:
    return [one for one in group.messages if "考考您" in one.text]


async def settings(town: Town, group: Chat, *labels: str) -> Message:
    """The owner opens the menu and presses through it."""
    number = sum("群设置" in one.text for one in group.messages)
    town.owner.says(group, "/settings")
    menu = await town.said(group, "群设置", number + 1, within=15)
    await turn(town, town.owner, menu, *labels)
    return menu


@story
async def test_an_admin_asks_and_a_resident_is_told_kindly(town: Town) -> None:
    group = town.telegram.group("幸福村村民群", owner=town.owner)
    await town.subscribe(group, town.owner)
    ann = town.telegram.person("李婶")
    ann.says(group, "/quiz")
    await town.said(group, "要请群管理员来")
    town.owner.says(group, "/quiz abc")
    await town.said(group, "后面什么都不用写")
    assert polls(group) == []
    for number in (1, 2):
        town.owner.says(group, "/quiz")
        quiz = await poll_in(town, group, number)
        assert quiz.poll is not None
        assert (quiz.poll.kind, quiz.poll.anonymous) == ("quiz", True)
        assert "平安派出所 · 编号 " in quiz.poll.question
        assert quiz.poll.explanation
    await town.said(town.owner, "为什么是这一条", 2)
    town.owner.says(group, "/quiz")
    await town.said(group, "今天已经出过两道了")
    assert len(polls(group)) == 2
    assert quiz.poll is not None
    code = quiz.poll.question[-9:]
    ann.writes(f"/verify {code}")
    assert "考考您" in (await town.said(ann, "逐字对照")).text
    answer = await ann.press(quiz, "是真的吗")
    assert code in answer.text


@story
async def test_an_unsubscribed_group_and_a_private_word(town: Town) -> None:
    group = town.telegram.group("还没开通的群", owner=town.owner)
    town.owner.adds_bot(group)
    await town.said(group, "这是什么群")
    town.owner.says(group, "/quiz")
    await town.said(group, "还没开通")
    ann = town.telegram.person("王叔")
    ann.writes("/quiz 三道")
    await town.said(ann, "后面什么都不用写")


@story
async def test_everyone_sees_who_chose_what_only_after_a_warning(town: Town) -> None:
    group = town.telegram.group("宏达机械", owner=town.owner)
    await town.subscribe(group, town.owner, "企业群")
    menu = await settings(town, group, "答题方式", "公开投票")
    assert "谁选错了，全群都看得见" in menu.text
    assert town.query("SELECT quiz_mode FROM groups WHERE chat = ?", group.id) == [("anonymous",)]
    await turn(town, town.owner, menu, "是，用公开投票")
    town.owner.says(group, "/quiz")
    quiz = await poll_in(town, group)
    assert quiz.poll is not None
    assert not quiz.poll.anonymous
    people = town.telegram.crowd(5)
    for number, person in enumerate(people):
        person.votes(quiz, right_one(quiz) if number else (right_one(quiz) + 1) % 3)
    hidden = town.telegram.person("厂长")
    town.telegram.admin(group, hidden, anonymous=True)
    hidden.votes(quiz, right_one(quiz))
    found = "SELECT answered, answered_right FROM rounds WHERE chat = ?"
    await town.telegram.until(lambda: town.query(found, group.id) == [(6, 5)], 10)
    town.telegram.bot.queue.again(len(people) + 1)
    people[0].writes("/forgetme")
    await town.said(people[0], "断开了")
    assert town.query(found, group.id) == [(6, 5)]
    assert town.query("SELECT count(*) FROM answers WHERE person LIKE 'chat:%'") == [(1,)]
    assert town.query("SELECT count(*) FROM answers WHERE person LIKE 'forgotten:%'") == [(1,)]


@story
async def test_where_polls_are_forbidden_it_comes_as_buttons_once(town: Town) -> None:
    group = town.telegram.group("不让投票的群", owner=town.owner)
    await town.subscribe(group, town.owner)
    town.owner.forbids(group, "can_send_polls")
    town.owner.says(group, "/quiz")
    await town.telegram.until(lambda: by_buttons(group), 15)
    [quiz] = by_buttons(group)
    ann, bob = town.telegram.crowd(2)
    said = {letter: await ann.press(quiz, letter) for letter in "AB"}
    assert said["A"].show_alert
    assert "您选过 A 了" in said["B"].text, "the first answer stays"
    told = [(await bob.press(quiz, letter)).text for letter in "CA"]
    assert all(0 < len(text) <= 200 for text in told)
    [(answered,)] = town.query("SELECT answered FROM rounds WHERE chat = ?", group.id)
    assert answered == 2
    assert len(by_buttons(group)) == 1
    assert town.query("SELECT mode, state FROM rounds WHERE chat = ?", group.id) == [("buttons", "open")]
    assert polls(group) == []


@story
async def test_alone_one_question_follows_another(town: Town) -> None:
    ann = town.telegram.person("陈奶奶")
    ann.writes("/quiz")
    first = await town.said(ann, "A ")
    await turn(town, ann, first, "A")
    assert "👉" in first.text
    await ann.press(first, "再来一题")
    await town.telegram.until(lambda: len([one for one in ann.inbox if "A " in one.text]) == 2, 8)
    second = ann.inbox[-1]
    assert second.text.splitlines()[0] != first.text.splitlines()[0]
    await turn(town, ann, second, "B", "今天到这")
    assert "您答了 2 道" in second.text
    person = "SELECT count(*), count(DISTINCT person) FROM plays"
    assert town.query(person) == [(2, 1)]


@side_by_side(seconds=12)
async def test_an_officer_looks_first_and_reads_how_it_went(folder: Path) -> None:
    async with open_town(folder, CONTENT_DIR=str(OWN)) as town:
        await _look_send_and_read(town)


async def _look_send_and_read(town: Town) -> None:
    group = town.telegram.group("荷花村村民群", owner=town.owner)
    await town.subscribe(group, town.owner)
    await town.telegram.until(
        lambda: town.query("SELECT confirmed_at IS NULL FROM groups WHERE chat = ?", group.id) == [(0,)]
    )
    town.owner.writes("/push quiz 没有这一类")
    await town.said(town.owner, "没有这一类")
    town.owner.writes("/push quiz 投资")
    preview = await town.said(town.owner, "发出去就是这样")
    assert "为什么是这一条：您点名要这一类" in preview.text
    assert "该选 " in preview.text
    await turn(town, town.owner, preview, "换一条")
    await town.owner.press(preview, "发送")
    quiz = await poll_in(town, group)
    for person in town.telegram.crowd(3):
        person.votes(quiz, right_one(quiz))
    found = "SELECT answered, answered_right FROM rounds WHERE chat = ?"
    await town.telegram.until(lambda: town.query(found, group.id) == [(3, 3)], 10)
    town.owner.writes("/status")
    page = await town.said(town.owner, "答题正确率（自愿参与）")
    assert "虚假投资理财：" in page.text
    assert "仅供参考" in page.text
    status = await town.status()
    [mine] = [one for one in status["rounds"] if one["group"] == group.id]
    assert (mine["answers"], mine["right"], mine["state"]) == (3, 3, "open")
    assert mine["push"] in {one["id"] for one in status["pushes"] if one["kind"] == "quiz"}
    ann = town.telegram.person("路人")
    ann.writes("/status")
    await town.said(ann, "要在群里发")


async def close_after_three_days(town: Town) -> None:
    town.move_to(town.now() + timedelta(days=3, minutes=2))


@side_by_side(seconds=25)
async def test_a_round_from_its_slot_to_its_results(folder: Path) -> None:
    """Saturday at ten, this week and not the next; three days later it is closed and the group told."""
    async with open_town(folder, CONTENT_DIR=str(OWN), QUIET_HOURS="") as town:
        asked, deleted, gone, upgraded, busy = (
            town.telegram.group(name, owner=town.owner) for name in ("一村", "二村", "三村", "四村", "五村")
        )
        groups = [asked, deleted, gone, upgraded, busy]
        await asyncio.gather(*(town.subscribe(group, town.owner) for group in groups))
        await move_to_next(town, 5, "10:00")
        quizzes = [await poll_in(town, group) for group in groups]
        assert [len(polls(group)) for group in groups] == [1] * 5
        people = town.telegram.crowd(4)
        for quiz in quizzes:
            for number, person in enumerate(people):
                person.votes(quiz, right_one(quiz) if number else (right_one(quiz) + 1) % 3)
        counted = "SELECT count(*) FROM rounds WHERE answered = 4 AND answered_right = 3"
        await town.telegram.until(lambda: town.query(counted) == [(5,)], 10)

        town.owner.deletes(quizzes[1])
        town.owner.removes_bot(gone)
        new, new_busy = town.owner.upgrades(upgraded), town.owner.upgrades(busy)
        moved = "SELECT count(*) FROM groups WHERE chat IN (?, ?)"
        await town.telegram.until(lambda: town.query(moved, new.id, new_busy.id) == [(2,)], 10)
        # In a new chat the numbers begin again: soon others' messages, even other quizzes, have the old ones.
        while new.last_id < quizzes[3].id:
            people[0].says(new, "家里的茶叶蛋好了")
        town.move_to(town.now() + timedelta(days=1))
        await town.quiet(1.2)
        while new_busy.last_id < quizzes[4].id - 2:
            people[0].says(new_busy, "谁家的鸡跑出来了")
        town.owner.says(new_busy, "/quiz")
        second = await poll_in(town, new_busy)
        assert second.id == quizzes[4].id
        people[1].votes(second, right_one(second))
        town.move_to(town.now() + timedelta(days=2, minutes=2))
        results = await town.said(asked, "答题结束", within=15)
        assert "4 个人答了，3 个人答对" in results.text
        assert results.reply_to is quizzes[0]
        assert quizzes[0].poll is not None
        assert quizzes[0].poll.closed
        alone = await town.said(new, "4 个人答了，3 个人答对", within=15)
        assert alone.reply_to is None, "not under a neighbour's word"
        await town.said(new_busy, "4 个人答了，3 个人答对", within=15)
        assert second.poll is not None
        assert not second.poll.closed, "another poll, open for two days more"
        ended = "SELECT state FROM rounds ORDER BY id"
        await town.telegram.until(
            lambda: sorted(town.query(ended)) == [("closed",), *[("lost",)] * 4, ("open",)], 10
        )
        await town.said(deleted, "上回那道题，群里已经删了", within=15)
        assert "4 个人答了，3 个人答对" in (await town.said(town.owner, "那里有题还没答完")).text
        assert not any("答题结束" in one.text for one in deleted.messages)
        assert town.query("SELECT count(*) FROM parked_updates") == [(0,)]
        status = await town.status()
        states = {one["group"]: one["state"] for one in status["rounds"]}
        assert states[asked.id] == "closed"
        assert (states[gone.id], states[new.id]) == ("lost", "lost")
        await move_to_next(town, 5, "10:00")
        await town.quiet(1.2)
        assert len(polls(asked)) == 1


@side_by_side(seconds=25)
async def test_no_answer_is_lost_or_counted_twice_over_kill_9(folder: Path) -> None:
    """3,000 answers wait while the bot dies again and again: each is stored once."""
    order = random.Random(20261122)
    async with open_town(folder, CONTENT_DIR=str(OWN)) as town:
        group = town.telegram.group("热闹的群", owner=town.owner)
        await town.subscribe(group, town.owner)
        menu = await settings(town, group, "答题方式", "公开投票")
        await turn(town, town.owner, menu, "是，用公开投票")
        town.owner.says(group, "/quiz")
        quiz = await poll_in(town, group)
        await town.telegram.until(lambda: town.query("SELECT poll IS NOT NULL FROM rounds") == [(1,)], 10)
        await town.stop_bot()
        people = town.telegram.crowd(3_000)
        for number, person in enumerate(people):
            person.votes(quiz, right_one(quiz) if number % 3 else (right_one(quiz) + 1) % 3)
        for _ in range(3):
            await town.start_bot()
            await asyncio.sleep(order.uniform(0.02, 0.25))
            await town.stop_bot(signal.SIGKILL)
        town.telegram.bot.queue.again(500)
        await town.start_bot()
        queue = town.telegram.bot.queue
        await town.telegram.until(lambda: not queue.pending, 30)
        stored = "SELECT count(*), count(DISTINCT person), (SELECT sum(answered) FROM rounds) FROM answers"
        assert town.query(stored) == [(3_000, 3_000, 3_000)]
        assert town.query("SELECT answered_right FROM rounds") == [(2_000,)]
        assert town.query("SELECT count(*) FROM parked_updates") == [(0,)]
