"""The page's own side over plain HTTP: who gets in, and what is shown."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import httpx
import pytest

from sandbox import page as page_package
from sandbox.page.site import site
from sandbox.page.stream import Difference
from sandbox.server import Listener
from tests.sandbox.visitor import ADMIN, ANONYMOUS, ELDER, OFFICER, OWNER, SEEN, Visitor

HERE = Path(page_package.__file__).parent
DANGEROUS = '<img src=x onerror="alert(1)"></script><b>粗</b> & "引号"'


# Who gets in


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", ""]
)
async def test_a_foreign_host_is_refused(visitor: Visitor, host: str) -> None:
    for path in ("/", f"/events?person={ADMIN}", "/static/main.js", "/nowhere"):
        assert (await visitor.get(path, host=host)).status_code == 400


async def test_our_own_names_get_in_with_a_strict_policy(visitor: Visitor) -> None:
    port = visitor.address.rpartition(":")[2]
    answer = await visitor.get("/", host=f"localhost:{port}")
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_orders_from_another_site_are_refused(visitor: Visitor) -> None:
    address, order = (
        f"{visitor.address}/do/say",
        json.dumps({"person": ADMIN, "chat": visitor.village.id, "text": "x"}),
    )
    kind = {"content-type": "application/json"}
    foreign = await visitor.http.post(
        address, content=order, headers=kind | {"origin": "https://evil.example"}
    )
    form = await visitor.http.post(address, content=order, headers={"content-type": "text/plain"})
    own = await visitor.http.post(address, content=order, headers=kind | {"origin": visitor.address})
    assert [foreign.status_code, form.status_code, own.status_code] == [400, 400, 200]


@pytest.mark.parametrize(
    "path", ["/events?person=1", "/events?person=x", "/events", "/events?person=1004&chat=-5"]
)
async def test_strangers_and_unknown_chats_are_not_found(visitor: Visitor, path: str) -> None:
    assert (await visitor.get(path)).status_code == 404


# What the page is made of


def test_both_languages_say_everything_that_the_page_asks_for() -> None:
    texts = {name: json.loads((HERE / f"texts/{name}.json").read_text()) for name in ("zh", "en")}
    assert texts["zh"].keys() == texts["en"].keys()
    source = "".join(file.read_text() for file in (HERE / "static").glob("*.js"))
    asked = set(re.findall(r'\bt\("([^"]+)"', source))
    asked |= set(re.findall(r"{{ t\.(\w+) }}", (HERE / "templates/page.html").read_text()))
    assert len(asked) > 60
    assert asked <= texts["zh"].keys(), asked - texts["zh"].keys()
    for name, text in texts["zh"].items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", texts["en"][name])), name


def test_nothing_comes_from_outside_and_no_markup_is_made_of_words() -> None:
    for file in [*(HERE / "static").iterdir(), *(HERE / "templates").iterdir()]:
        text = file.read_text().replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"(?:src|href|url)\W{1,3}https?:|@import|//cdn", text), file
        assert not re.search(r"\.innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", text), file
        assert text.count("\n") <= 250, file


async def test_the_page_opens_in_chinese_and_switches_to_english(visitor: Visitor) -> None:
    first, english = (await visitor.get("/")).text, (await visitor.get("/?lang=en")).text
    assert 'lang="zh-CN"' in first
    assert "practice town" in english
    assert 'lang="zh-CN"' in (await visitor.get("/?lang=../../etc")).text


# What is shown


async def test_markup_stays_words(visitor: Visitor) -> None:
    assert await visitor.do("say", ADMIN, text=DANGEROUS) == {"ok": True}
    await visitor.do("rename", ADMIN, title=DANGEROUS)
    seen = await visitor.sees(ELDER)
    said = next(one for one in seen["messages"] if "text" in one)
    assert said["text"] == DANGEROUS
    assert not said.get("entities")
    assert seen["open"]["title"] == DANGEROUS
    assert "onerror" not in (await visitor.get("/")).text


async def test_a_message_is_shown_with_all_that_belongs_to_it(visitor: Visitor) -> None:
    first = await visitor.bot.say(visitor.village, "头一条")
    how = {"parse_mode": "HTML", "disable_notification": True, "reply_markup": SEEN}
    sent = await visitor.bot.say(
        visitor.village, "<b>先停</b>再说", reply_parameters={"message_id": first["message_id"]}, **how
    )
    await visitor.do("pin", ADMIN, message=sent["message_id"])
    shown = next(one for one in (await visitor.sees(ELDER))["messages"] if one["id"] == sent["message_id"])
    assert shown["who"] == {"name": "小喇叭", "bot": True, "id": visitor.town.telegram.bot.id}
    assert shown["entities"] == [{"type": "bold", "offset": 0, "length": 2}]
    assert shown["reply"]["text"] == "头一条"
    assert shown["buttons"] == [[{"text": "✅ 我已看", "kind": "press"}]]
    assert (shown["silent"], shown["pinned"]) == (True, True)
    assert "r:1" not in json.dumps(shown)  # what a button carries is no business of the browser's


async def test_news_is_told_once_and_only_news(visitor: Visitor) -> None:
    sent = await visitor.bot.say(visitor.village, "会改的一条")
    async with visitor.looks(ELDER) as news:
        assert "people" in await anext(news)
        chat, number = visitor.village.id, sent["message_id"]
        await visitor.bot.call("editMessageText", chat_id=chat, message_id=number, text="改过了")
        edited = await anext(news)
        assert [(one["text"], one["edited"]) for one in edited["messages"]] == [("改过了", True)]
        assert "weather" not in edited
        await visitor.bot.call("deleteMessage", chat_id=chat, message_id=number)
        assert number in (await anext(news))["gone"]


def test_the_same_again_is_no_news() -> None:
    told = Difference()
    assert json.loads(told.of({"a": 1, "b": 2}, {1: {"id": 1}}))["a"] == 1
    assert told.of({"a": 1, "b": 2}, {1: {"id": 1}}) == ""
    assert json.loads(told.of({"a": 1, "b": 3}, {})) == {"b": 3, "gone": [1]}


async def test_a_quiz_tells_nothing_before_one_has_answered(visitor: Visitor) -> None:
    quiz = {"type": "quiz", "correct_option_ids": [1], "explanation": "官方不会来电话。"}
    options = [{"text": "跟着做"}, {"text": "挂断"}]
    chat = visitor.village.id
    await visitor.bot.call(
        "sendPoll", chat_id=chat, question="您会？", options=options, is_anonymous=False, **quiz
    )
    message = await visitor.message()
    assert (message["poll"]["counts"], message["poll"]["correct"], message["poll"]["explanation"]) == (
        None,
        None,
        "",
    )
    assert await visitor.do("vote", ELDER, message=message["id"], options=[0]) == {"ok": True}
    assert (await visitor.do("vote", ELDER, message=message["id"], options=[1]))["refused"] == "gone"
    poll = (await visitor.message())["poll"]
    assert (poll["counts"], poll["correct"], poll["mine"]) == ([1, 0], [1], [0])
    assert poll["explanation"] == "官方不会来电话。"
    assert (await visitor.message(OWNER))["poll"]["counts"] is None


@pytest.mark.parametrize(
    ("name", "mime", "inline"), [("a.png", "image/png", True), ("x.html", "text/html", False)]
)
async def test_files_are_shown_or_saved_but_never_run(
    visitor: Visitor, name: str, mime: str, inline: bool
) -> None:
    method, field = ("sendPhoto", "photo") if inline else ("sendDocument", "document")
    files = {field: (name, b"<script>alert(1)</script>", mime)}
    address = f"{visitor.town.telegram.url}{visitor.town.telegram.bot.token}/{method}"
    await visitor.http.post(address, data={"chat_id": str(visitor.village.id)}, files=files)
    media = (await visitor.message())["media"]
    answer = await visitor.get(f"/file/{media['id']}")
    if inline:
        assert answer.headers["content-type"] == mime
    else:
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment")
    assert (await visitor.get("/file/nothing")).status_code == 404


async def test_what_is_unread_is_each_ones_own(visitor: Visitor) -> None:
    await visitor.bot.say(visitor.village, "给大家的")
    unread = {one["id"]: one["unread"] for one in (await visitor.sees(ADMIN))["people"]}
    assert (unread[ADMIN], unread[ELDER]) == (0, 1)
    await visitor.sees(ELDER)
    unread = {one["id"]: one["unread"] for one in (await visitor.sees(ADMIN))["people"]}
    assert unread[ELDER] == 0


async def test_the_menu_is_that_of_the_narrowest_scope(visitor: Visitor) -> None:
    for scope, command in (
        ("default", "help"),
        ("all_group_chats", "tip"),
        ("all_chat_administrators", "settings"),
    ):
        menu = [{"command": command, "description": "说明"}]
        await visitor.bot.call("setMyCommands", commands=menu, scope={"type": scope})
    names = {
        (person, chat): [one["name"] for one in (await visitor.sees(person, chat))["open"]["commands"]]
        for person, chat in ((ADMIN, None), (ELDER, None), (ELDER, ELDER))
    }
    assert list(names.values()) == [["settings"], ["tip"], ["help"]]
    other = visitor.town.groups["other"].id
    assert (await visitor.sees(ADMIN, other))["open"]["commands"] == []


async def test_an_anonymous_admin_speaks_as_the_group_and_still_knows_it(visitor: Visitor) -> None:
    parents = visitor.town.groups["parents"].id
    await visitor.do("say", ANONYMOUS, parents, text="家长们好")
    own, others = await visitor.message(ANONYMOUS, parents), await visitor.message(OFFICER, parents)
    assert own["mine"] is True
    assert "mine" not in others
    assert "何老师" not in json.dumps(others, ensure_ascii=False)


# The end


async def test_an_open_page_does_not_make_the_end_noisy(
    visitor: Visitor, caplog: pytest.LogCaptureFixture
) -> None:
    listener = Listener(site(visitor.town.stage), "127.0.0.1", 0)
    await listener.open()
    place = f"http://127.0.0.1:{listener.port}/events?person={ELDER}&chat={visitor.village.id}"
    async with visitor.http.stream("GET", place) as answer:
        lines = answer.aiter_lines()
        assert (await anext(lines)).startswith("data: ")
        began = time.monotonic()
        await listener.close()
        assert time.monotonic() - began < 2
        with pytest.raises(httpx.TransportError):
            async for _ in lines:
                pass
    assert [one.getMessage() for one in caplog.records if one.levelname in ("ERROR", "CRITICAL")] == []
