"""What residents do: say that they read it, pass it on, ask whether it is true, seek help, be forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlparse

from core.codes import ALPHABET
from sandbox import Chat, Message, Person, Reset
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town, title

SETTLED = 1.3
SECRET = "zqsecretxk"


async def village(town: Town, title: str = "幸福村") -> Chat:
    await town.start_bot()
    group = town.telegram.group(title, owner=town.owner, members=300)
    await town.subscribe(group, town.owner)
    return group


async def tip(town: Town, group: Chat, who: Person, word: str = "") -> Message:
    """Ask for a tip in the group, and wait for it."""
    number = len(town.pushes(group))
    who.says(group, f"/tip {word}".strip())
    await town.telegram.until(lambda: len(town.pushes(group)) == number + 1, 20)
    return town.pushes(group)[-1]


async def answered(town: Town, who: Person, text: str, place: Chat | None = None) -> str:
    """What the bot says to a message, in private or in a group."""
    chat = place or who.private()
    before = len(chat.messages)
    who.says(chat, text)
    await town.telegram.until(lambda: len(chat.messages) > before + 1, 15)
    return chat.last.text


async def forward(town: Town, **span: float) -> None:
    """Move the clock on, and let the bot see it."""
    town.move_to(town.now() + timedelta(**span))
    await town.quiet(SETTLED)


def code_of(push: Message) -> str:
    return push.text.rsplit("编号 ", 1)[1].strip()


@side_by_side(seconds=20)
async def test_a_tap_is_counted_once_and_proves_that_it_arrived(folder: Path) -> None:
    async with Town(folder) as town:
        group = await village(town)
        people = town.telegram.crowd(3)
        town.telegram.faults.add(Reset(after_landing=True), method="sendPhoto", chat=group)
        push = await tip(town, group, people[0])
        town.telegram.faults.clear()
        await town.telegram.until(lambda: _delivery(town) == ("unknown", None), 15)

        first = await people[0].press(push, "我已看", timeout=15)
        assert first.text == "谢谢！您是第1位看过的。"
        assert _delivery(town) == ("sent", push.id), "the tap proves that it arrived"
        assert (await people[0].press(push, "我已看", timeout=15)).text == "您点过啦，谢谢！您是第1位。"
        two = [people[1].taps(push, "我已看") for _ in range(2)]
        said = [(await one.answered(15)).text for one in two]
        assert sorted(said) == ["您点过啦，谢谢！您是第2位。", "谢谢！您是第2位看过的。"]
        assert town.query("SELECT receipts FROM deliveries") == [(2,)]
        assert town.query("SELECT place FROM receipts ORDER BY place") == [(1,), (2,)]
        known = str(town.query("SELECT person FROM receipts"))
        assert all(str(one.id) not in known for one in people)

        await forward(town, minutes=11)  # the number is renewed rarely
        await town.telegram.until(lambda: push.button("我已看").text == "✅ 我已看 2", 15)
        assert push.button("转给家人").url
        assert (await people[2].press(push, "我已看", timeout=15)).text == "谢谢！您是第3位看过的。"
        await forward(town, minutes=2)
        assert push.button("我已看").text == "✅ 我已看 2"
        await forward(town, minutes=9)
        await town.telegram.until(lambda: push.button("我已看").text == "✅ 我已看 3", 15)

        assert "断开了" in await answered(town, people[0], "/forgetme")
        assert "没有和您有关的记录" in await answered(town, people[0], "/forgetme", group)
        assert town.query("SELECT receipts FROM deliveries") == [(3,)]
        assert town.query("SELECT count(*) FROM receipts") == [(3,)]
        again = await people[0].press(push, "我已看", timeout=15)
        assert again.text == "谢谢！您是第4位看过的。", "nobody remembers the first tap"
        assert "您是第2位" in (await people[1].press(push, "我已看", timeout=15)).text

        forged = await people[1].forge(push, "r:nothing-of-ours").answered(15)
        assert forged.show_alert
        elsewhere = await people[1].forge(group.messages[1], push.button("我已看").data or "").answered(15)
        assert "第2位" in elsewhere.text, "the button names the delivery, wherever in its group it hangs"


def _delivery(town: Town) -> tuple[str, int | None]:
    [(state, message)] = town.query("SELECT state, message FROM deliveries")
    return state, message


@side_by_side(seconds=18)
async def test_a_code_tells_what_was_really_said(folder: Path) -> None:
    async with Town(folder) as town:
        group = await village(town)
        reader, opened, guesser = (town.telegram.person(name) for name in ("李婶", "张叔", "小偷"))
        push = await tip(town, group, reader)
        code = code_of(push)
        opened.writes("/start")
        await town.said(opened, "反诈小喇叭")

        popup = await opened.press(push, "是真的吗", timeout=15)
        name, action = title(push), push.text.split("👉 ")[1].split("\n")[0]
        assert popup.show_alert
        assert len(popup.text.encode("utf-16-le")) // 2 <= 200
        assert all(part in popup.text for part in (code, name, "不能作证", "公告栏", "平安派出所"))
        record = await town.said(opened, "原文是", 1, 15)
        assert push.text in record.text
        assert "差一个字" in record.text
        assert not opened.inbox[-1].buttons
        stranger = await reader.press(push, "是真的吗", timeout=15)  # never opened the bot: the popup is all
        assert code in stranger.text

        shared = urlparse(push.button("转给家人").url or "")
        words = parse_qs(shared.query)
        assert (shared.scheme, shared.netloc, shared.path) == ("https", "t.me", "/share/url")
        assert words["url"] == ["https://t.me/xiaolaba_bot"]
        assert words["text"] == [f"{name}。{action}"]
        assert len(push.button("转给家人").url or "") < 1000

        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in code)
        for typed in (
            code,
            code.lower(),
            code.replace("-", " "),
            f" {code[:2]} {code[2:]} ",
            wide,
            code.replace("-", ""),
        ):
            person = town.telegram.person("问的人")
            assert push.text in await answered(town, person, f"/verify {typed}"), typed
        letter = next(one for one in ALPHABET if one != code[0])
        for typed in (
            letter + code[1:],
            code[:-1],
            code + "2",
            "7K3F-9QX2",
            "不知道",
            "' OR 1=1 --",
            "🙂" * 50,
        ):
            person = town.telegram.person("问的人")
            assert "没有这个编号" in await answered(town, person, f"/verify {typed}"), typed
        assert "怎么认出" in await answered(town, opened, "/verify")
        assert push.text in await answered(town, opened, f"/verify {code}", group)
        assert "怎么认出" in await answered(town, opened, "/verify", group)

        taps = [guesser.taps(push, "是真的吗") for _ in range(10)]
        for tap in taps:
            assert code in (await tap.answered(15)).text
        assert "有点快" in (await guesser.press(push, "是真的吗", timeout=15)).text
        assert "有点快" in await answered(town, guesser, f"/verify {code}", group)
        await forward(town, seconds=61)
        assert code in (await guesser.press(push, "是真的吗", timeout=15)).text


@side_by_side(seconds=25)
async def test_tips_on_demand_and_help(folder: Path) -> None:
    async with Town(folder) as town:
        group = await village(town)
        other, fresh = (
            town.telegram.group("荷花村", owner=town.owner),
            town.telegram.group("新村", owner=town.owner),
        )
        aunt, uncle = town.telegram.person("李婶"), town.telegram.person("张叔")
        await town.subscribe(other, town.owner)
        town.owner.adds_bot(fresh)
        await town.said(fresh, "这是什么群")

        about = await tip(town, group, aunt, "快递")
        assert "快递" in about.text
        assert "秒再要" in await answered(town, uncle, "/tip", group)
        assert "zzz" in (nothing := await answered(town, uncle, "/tip zzz", other))
        assert "/tip 刷单" in nothing
        assert "还没开通" in await answered(town, uncle, "/tip", fresh)
        await forward(town, seconds=61)
        following = await tip(town, group, uncle)
        assert following.text.split("\n\n")[1] != about.text.split("\n\n")[1]
        shown = await answered(town, aunt, "/help", group)
        assert all(part in shown for part in ("110", "96110", "/tip", "/verify", "/settings"))
        assert "没有这个命令" in await answered(town, aunt, "/dance@xiaolaba_bot", group)
        before = len(group.messages)
        aunt.says(group, "/dance")  # may be meant for another bot

        assert "编号" not in (alone := await answered(town, aunt, "/tip"))
        assert "96110" in alone
        assert "快递" in await answered(town, aunt, "/tip 快递")
        assert "没找到" in await answered(town, aunt, "/tip zzz")
        assert "没有这个命令" in await answered(town, aunt, "/dance")
        assert "/forgetme" in await answered(town, aunt, "/privacy")
        assert "断开了" in await answered(town, aunt, "/forgetme"), "that she asked for tips is remembered"
        assert "没有和您有关的记录" in await answered(town, aunt, "/forgetme")
        shown = await answered(town, aunt, "/help")
        assert all(part in shown for part in ("马上打110", "96110", "/tip", "/verify", "/check", "不保存"))
        for text in ("我是不是被骗了？", "👵", "/"):
            shown = await answered(town, aunt, text)
            assert all(part in shown for part in ("马上打 110", "不保存")), text
        assert len(group.messages) == before + 1
        assert town.query("SELECT count(*) FROM parked_updates") == [(0,)]
        # The very example that our own texts give, in private and in a group.
        assert "没找到" not in await answered(town, aunt, "/tip 刷单")
        await tip(town, other, aunt, "刷单")


@side_by_side(seconds=12)
async def test_what_people_write_is_answered_and_kept_nowhere(folder: Path) -> None:
    """Texts, captions, file names, odd commands: an answer to each, and no trace in any file or log line."""
    async with Town(folder, LOG_LEVEL="DEBUG") as town:
        group = await village(town)
        people = town.telegram.crowd(7)
        [writer, painter, speaker, clerk, asker, odd, wanderer] = people
        writer.writes(f"他们让我转三万 {SECRET}")
        painter.sends_photo(painter.private(), caption=SECRET)
        speaker.sends_voice(speaker.private())
        clerk.sends_document(clerk.private(), b"%PDF " + SECRET.encode(), f"{SECRET}.pdf")
        asker.writes(f"/verify {SECRET}")
        odd.writes(f"/{SECRET} {SECRET}")
        wanderer.writes(f"/start {SECRET}")
        writer.says(group, f"/tip {SECRET}")
        painter.says(group, f"/schedule tip {SECRET}")
        speaker.says(group, f"/subscribe {SECRET}")
        clerk.says(group, f"/verify@xiaolaba_bot {SECRET}")
        asker.says(group, f"/{SECRET}@xiaolaba_bot")
        await asyncio.gather(
            *(town.said(one, "不保存", 1, 15) for one in (writer, painter, speaker, clerk)),
            town.said(asker, "96110", 1, 15),
        )
        await asyncio.gather(town.said(odd, "没有这个命令", 1, 15), town.said(wanderer, "小喇叭", 1, 15))
        await asyncio.gather(
            town.said(group, "没找到", 1, 15),
            town.said(group, "请这样写", 1, 15),
            town.said(group, "请带上是什么群", 1, 15),
            town.said(group, "没有这个编号", 1, 15),
            town.said(group, "没有这个命令", 1, 15),
        )
        writer.edits(writer.inbox[0], f"改了 {SECRET}")
        assert await town.stop_bot() == 0
        assert kept_in(folder) == [], "a resident's words stand there"


def kept_in(folder: Path, words: str = SECRET) -> list[str]:
    """The files in which the words stand."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return [str(file.relative_to(folder)) for file in files if words.encode() in file.read_bytes()]
