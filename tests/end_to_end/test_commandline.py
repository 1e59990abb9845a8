"""What an operator types: every command says what it found, in one sentence where something is wrong."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import httpx

from sandbox import Reset
from tests.end_to_end.side_by_side import side_by_side
from tests.town import Town

STATES = {"pending", "sending", "sent", "failed", "unknown", "expired", "cancelled"}
REGIONS = """
id: linhai
name: 临海县
office: 临海县反诈中心
phones: ["0576-85110110"]
children:
  - {id: chengguan, name: 城关镇}
"""
GOOD = """---
kind: tip
fraud_type: rebate
audiences: [village]
title: 我们镇上的提醒
action: 拿不准，打96110问一问。
source: 平安派出所，2026-11-01
reviewed: 2026-11-01
---
镇东头这两天有人挨家推销“返现卡”，说存一千返三百。钱一交，人就找不着了。
"""
# A broken file: its name, and what must be named: the field, and a word of the cure.
BROKEN: dict[str, tuple[str | bytes, str, str]] = {
    "no-title": (GOOD.replace("title: 我们镇上的提醒\n", ""), "title", "补上"),
    "strange-fraud": (GOOD.replace("rebate", "sorcery"), "fraud_type", "rebate"),
    "strange-audience": (GOOD.replace("[village]", "[city]"), "audiences", "village"),
    "strange-segment": (GOOD.replace("source:", "segments: [pilots]\nsource:"), "segments", "elderly"),
    "strange-season": (GOOD.replace("source:", "season: monsoon\nsource:"), "season", "gaokao"),
    "strange-field": (GOOD.replace("source:", "colour: red\nsource:"), "colour", "删掉"),
    "long-body": (GOOD + "再说一遍。" * 40, "body", "改短"),
    "long-title": (GOOD.replace("我们镇上的提醒", "提醒" * 20), "title", "改短"),
    "bad-date": (GOOD.replace("reviewed: 2026-11-01", "reviewed: 去年"), "reviewed", "2026-11-01"),
    "wrong-yaml": (GOOD.replace("title: 我们", "title: 我们: ["), "文件头", "引号"),
    "not-utf8": (GOOD.encode("gb18030"), "编码", "UTF-8"),
    "a-link": (GOOD.replace("钱一交", "看 www.example.com 钱一交"), "body", "example.com"),
    "a-hotline": (GOOD.replace("打96110", "打4001234567"), "action", "4001234567"),
    "no-front-matter": ("骗子来了，请大家小心再小心，不要转账。", "kind", "补上"),
    "empty": ("", "kind", "补上"),
    "Bad_Name": (GOOD, "id", "小写英文"),
}


def office_folder(folder: Path, *, broken: bool = False) -> Path:
    """An operator's own content: one good tip, regions of their own, and perhaps every broken file."""
    own = folder / "own"
    (own / "tips").mkdir(parents=True)
    (own / "cases").mkdir()
    (own / "tips" / "our-town.md").write_text(GOOD, encoding="utf-8")
    (own / "regions.yaml").write_text(REGIONS, encoding="utf-8")
    if broken:
        for name, (text, _, _) in BROKEN.items():
            (own / "tips" / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        shutil.copy(own / "tips" / "our-town.md", own / "cases" / "our-town.md")
    return own


class ShellTown(Town):
    """Processes are started as an operator's shell starts them."""

    cold = True


def one_sentence(printed: str) -> str:
    """What was printed, which must be a single line that no traceback is part of."""
    assert "Traceback" not in printed
    assert len(printed.strip().splitlines()) == 1, printed
    return printed.strip()


@side_by_side(seconds=22)
async def test_an_operators_own_content_and_what_status_tells(folder: Path) -> None:
    own = office_folder(folder, broken=True)
    async with ShellTown(folder, CONTENT_DIR=str(own), AUTO_CONFIRM="true") as town:
        code, printed = await town.command_again("status")
        assert code == 1
        assert "还没有数据库" in one_sentence(printed)

        await (
            town.start_bot()
        )  # a broken item does not stop it: it is left out, loudly, and the good one is used
        group = town.telegram.group("东头村", owner=town.owner, members=120)
        await town.subscribe(group, town.owner)
        assert "临海县反诈中心" not in group.last.text, "the office's own name stands first"
        assert "0576-85110110" in group.last.text
        town.owner.says(group, "/tip 返现卡")
        await town.telegram.until(lambda: len(town.pushes(group)) == 1, 15)
        push = town.pushes(group)[0]
        assert "我们镇上的提醒" in push.text
        await town.telegram.until(lambda: town.query("SELECT state FROM deliveries") == [("sent",)], 15)
        log = town.bot_log.read_text()
        for name in BROKEN:
            assert f"{name}.md" in log, f"{name} is left out in silence"

        (code, check), (_, listed), found, (table_code, table) = await asyncio.gather(
            town.command("content", "check", str(own)),
            town.command("content", "list", "--json"),
            town.status(),
            town.command_again("status"),
        )
        _content_is_judged(code, check)
        _library_is_listed(listed)
        _status_keeps_the_contract(found, push.text)
        assert table_code == 0
        assert all(part in table for part in ("正常 1", "我们镇上的提醒", push.text[-9:]))
        assert await town.stop_bot() == 0
        with sqlite3.connect(folder / "data" / "xiaolaba.db") as database:
            database.execute("UPDATE alembic_version SET version_num = '9999'")
        code, printed = await town.command_again("run", CONTENT_DIR="")
        assert code == 2, printed
        assert "9999" in one_sentence(printed)
        assert "升级程序" in printed
        assert town.query("SELECT version_num FROM alembic_version") == [("9999",)]


def _content_is_judged(code: int, printed: str) -> None:
    assert code == 1
    assert "Traceback" not in printed
    lines = printed.splitlines()
    for name, (_, field, cure) in BROKEN.items():
        mine = [line for line in lines if f"{name}.md" in line]
        assert mine, f"{name} is not named:\n{printed}"
        assert any(field in line and cure in line for line in mine), f"{name}: {field}, {cure} not in {mine}"
    assert any("our-town" in line and "改名" in line for line in lines), "the id that stands twice"
    assert str(len(lines) - 1) in lines[-1], "how many there are to mend"


def _library_is_listed(printed: str) -> None:
    items: list[dict[str, Any]] = json.loads(printed)
    assert len(items) > 36
    for item in items:
        assert item.keys() == {"id", "kind", "audiences", "segments", "fraud_type", "title", "body"}
        assert item["kind"] in ("tip", "case", "question", "letter")
        assert set(item["audiences"]) <= {"village", "parent", "enterprise"}
    ids = [item["id"] for item in items]
    assert len(ids) == len(set(ids))
    assert "our-town" in ids
    for audience in ("village", "parent", "enterprise"):
        kinds = [item["kind"] for item in items if audience in item["audiences"]]
        assert kinds.count("tip") >= 12
        assert kinds.count("case") >= 6


def _status_keeps_the_contract(found: dict[str, Any], text: str) -> None:
    assert found.keys() >= {"schema", "groups", "pushes", "rounds", "feeds"}
    assert found["schema"] == 1
    assert found["groups"] == {"active": 1, "unconfirmed": 0, "suspended": 0, "left": 0}
    assert found["rounds"] == found["feeds"] == []
    [push] = found["pushes"]
    assert push.keys() >= {
        "id",
        "kind",
        "item",
        "state",
        "code",
        "created",
        "deliveries",
        "failures",
        "receipts",
    }
    assert push["deliveries"].keys() == STATES
    assert push["deliveries"] == dict.fromkeys(STATES, 0) | {"sent": 1}
    assert (push["kind"], push["item"], push["failures"], push["receipts"]) == ("tip", "our-town", {}, 0)
    assert text.endswith(f"编号 {push['code']}")


@side_by_side(seconds=14)
async def test_wrong_settings_end_in_one_sentence(folder: Path) -> None:
    """Exit code 2, the variable by name, no traceback; the token is shown nowhere."""
    (folder / "own").mkdir()
    (folder / "own" / "regions.yaml").write_text("id: a\nname: [", encoding="utf-8")
    async with Town(folder) as town:
        unknown = "123456789:AAEbadbadbadbadbadbadbadbadbadbadbad"
        wrong = {
            "TIMEZONE 填得不对": {"TIMEZONE": "Asia/Shangai"},
            "Telegram 不认这个 BOT_TOKEN": {"BOT_TOKEN": unknown},
            "regions.yaml": {"CONTENT_DIR": str(folder / "own")},
            "OWNER_IDS 没有填": {"OWNER_IDS": ""},
            "OFFICE_NAME 没有填": {"OFFICE_NAME": ""},
            "DATABASE_URL 指的数据库打不开": {"DATABASE_URL": "postgresql+psycopg://bot@127.0.0.1:9/x"},
        }
        ends = await asyncio.gather(*(town.command("run", **settings) for settings in wrong.values()))
        for (named, settings), (code, printed) in zip(wrong.items(), ends, strict=True):
            assert code == 2, f"{settings}: {printed}"
            assert named in one_sentence(printed)
            assert unknown[-20:] not in printed


@side_by_side(seconds=10)
async def test_the_doctor_says_what_to_do(folder: Path) -> None:
    async with ShellTown(folder) as town:
        own = office_folder(folder)
        bad = folder / "bad"
        (bad / "tips").mkdir(parents=True)
        (bad / "tips" / "no-title.md").write_bytes(str(BROKEN["no-title"][0]).encode())
        (folder / "a-file").write_text("")
        (good, healthy), (sick, ill), (alone, unreached) = await asyncio.gather(
            town.command("doctor", CONTENT_DIR=str(own)),
            town.command_again(
                "doctor",
                CONTENT_DIR=str(bad),
                OFFICE_NAME="",
                OWNER_IDS="",
                BOT_TOKEN="123456789:AAEbadbadbad",
            ),
            town.command_again(
                "doctor",
                CONTENT_DIR=str(own),
                BOT_API_URL="http://127.0.0.1:9/bot",
                DATABASE_URL=f"sqlite+aiosqlite:///{folder}/a-file/x/xiaolaba.db",
            ),
        )
        assert "Traceback" not in healthy + ill + unreached
        assert good == 0, healthy
        assert "✗" not in healthy
        assert all(part in healthy for part in ("@xiaolaba_bot", "Asia/Shanghai", "平安派出所"))
        assert sick == alone == 1
        cures = ("OFFICE_NAME", "OWNER_IDS", "BotFather", "content check")
        assert [cure for cure in cures if not re.search(f"✗.*{cure}", ill)] == [], ill
        assert "示例县" in ill
        assert "示例县" not in healthy
        assert re.search("✗.*BOT_API_URL", unreached), unreached
        assert re.search("✗.*DATABASE_URL", unreached), unreached


@side_by_side(seconds=20)
async def test_a_second_poller_is_said_and_survived_and_no_token_is_logged(folder: Path) -> None:
    """Two towns at the finest log level, one in text and one in JSON; the line breaks, another bot polls."""

    async def story(town: Town) -> None:
        await town.start_bot()
        group = town.telegram.group("幸福村", owner=town.owner)
        await town.subscribe(group, town.owner)
        for method in ("getUpdates", "sendMessage"):
            town.telegram.faults.add(Reset(), method=method, times=1)
        town.owner.says(group, "/status")
        await town.telegram.until(lambda: len(town.telegram.faults.happened) == 2, 15)
        async with httpx.AsyncClient(timeout=20) as other:
            address = f"{town.telegram.url}{town.telegram.bot.token}/getUpdates"
            for _ in range(30):
                await other.post(address, json={"timeout": 1})
                if "另一个程序" in town.bot_log.read_text():
                    break
        assert "另一个程序" in town.bot_log.read_text()
        town.owner.says(group, "/help")
        await town.said(group, "马上打110", 1, 25)
        assert await town.stop_bot() == 0

    (folder / "text").mkdir()
    (folder / "json").mkdir()
    async with (
        Town(folder / "text", LOG_LEVEL="DEBUG", LOG_FORMAT="text") as plain,
        Town(folder / "json", LOG_LEVEL="DEBUG", LOG_FORMAT="json") as structured,
    ):
        await asyncio.gather(story(plain), story(structured))
        for town in (plain, structured):
            log = town.bot_log.read_text()
            assert town.telegram.bot.token.split(":")[1] not in log
            assert "debug" in log
        for line in structured.bot_log.read_text().splitlines():
            assert {"event", "level", "timestamp"} <= json.loads(line).keys()
