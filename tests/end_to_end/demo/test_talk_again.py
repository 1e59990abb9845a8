"""The demo closed and found again: the browser, and the whole demo in a folder that stays."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

from playwright.sync_api import expect

from tests.end_to_end.demo.conftest import ELDER, Demo, Window, refused, visit

PATIENCE = 30.0


def seen(demo: Demo, chat: int) -> dict[str, Any]:
    """What the elder sees at a chat at this moment."""
    address = f"{demo.address}/events?person={ELDER}&chat={chat}"
    with urllib.request.urlopen(address, timeout=10) as stream:
        told: dict[str, Any] = json.loads(stream.readline()[len(b"data: ") :])
    return told


def until(demo: Demo, chat: int, done: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """The first look at which something is so."""
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline:
        if done(look := seen(demo, chat)):
            return look
        sleep(0.2)
    raise AssertionError(demo.log())


def say(demo: Demo, chat: int, text: str) -> None:
    order = json.dumps({"person": ELDER, "chat": chat, "text": text}).encode()
    head = {"content-type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{demo.address}/do/say", order, head), timeout=10)


def words(look: dict[str, Any]) -> list[str]:
    return [one["text"] for one in look["messages"] if one.get("text")]


def test_a_closed_and_reopened_browser_finds_the_conversation(window: Window, demo: Demo) -> None:
    page = window.tab
    visit(page, demo, ELDER, "荷花村便民群")
    page.locator("#draft").fill("我先去做饭")
    page.locator("#draft").press("Enter")
    expect(page.locator(".message.mine").last).to_contain_text("我先去做饭")
    window.context.close()
    window.open()
    page = window.tab
    page.goto(demo.address)
    expect(page.locator(".person[aria-checked=true]")).to_contain_text("李奶奶")
    expect(page.locator("#head h2")).to_have_text("荷花村便民群")
    expect(page.locator(".message.mine").last).to_contain_text("我先去做饭")
    page.goto("about:blank")


def test_a_kept_demo_goes_on_where_it_was_left(demo: Demo) -> None:
    village = next(one["id"] for one in seen(demo, ELDER)["chats"] if one["title"] == "幸福村村民群")
    until(demo, village, lambda look: look["book"].get("groups", {}).get("active") == 2)
    say(demo, village, "/status")
    left = until(demo, village, lambda look: "周二 18:30" in words(look)[-1])
    assert "演示正开着" in refused("--port", "0", "--keep", str(demo.folder))
    assert demo.stop() == 0, demo.log()
    demo.start()
    back = until(demo, village, lambda look: look["book"].get("groups"))
    assert words(back)[: len(words(left))] == words(left)
    assert (back["book"]["groups"], back["crowd"]) == (left["book"]["groups"], left["crowd"])
    assert abs(back["clock"]["offset"] - left["clock"]["offset"]) < PATIENCE
    say(demo, village, "/verify ABCD-EFGH")
    until(demo, village, lambda look: "没有这个编号" in words(look)[-1])
