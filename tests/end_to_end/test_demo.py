"""`xiaolaba demo` as a visitor meets it: the real command, the real bot, a real browser."""

from __future__ import annotations

import ctypes.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect, sync_playwright

XIAOLABA = str(Path(sys.executable).parent / "xiaolaba")
# The same command, up sooner: as `make demo` calls it.
MODULE = (sys.executable, "-m", "bot.demo")
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
OWNER, ADMIN, ELDER = 1001, 1004, 1007
DANGEROUS = "<img src=x onerror=\"document.title='坏了'\"><b>粗</b></script>"


class Demo:
    """The demo's process, its address and its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        words = (XIAOLABA, "demo", "--port", "0", "--keep", str(folder))
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=misleading())
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip().partition("：")[2]
        assert self.address.startswith("http://127.0.0.1:"), self.address

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)

    def status(self) -> dict[str, Any]:
        """What `xiaolaba status --json` says beside it; nothing while there is no book."""
        database = f"sqlite+aiosqlite:///{self.folder}/data/xiaolaba.db"
        told = subprocess.run(
            (XIAOLABA, "status", "--json"),
            env=inherited() | {"DATABASE_URL": database},
            cwd=self.folder,
            capture_output=True,
            check=False,
        )
        found: dict[str, Any] = json.loads(told.stdout or "{}")
        return found

    def log(self) -> str:
        return (self.folder / "bot.log").read_text(errors="replace")[-4000:]


def inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def misleading() -> dict[str, str]:
    """Whatever the outside sets for a bot of its own must not reach the demo's."""
    return inherited() | {
        "BOT_TOKEN": "1:not-this-one",
        "BOT_API_URL": "http://127.0.0.1:9/bot",
        "OWNER_IDS": "5",
    }


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "kept")
    try:
        yield demo
    finally:
        code = demo.stop()
    assert code == 0, demo.log()


@pytest.fixture(scope="module")
def browser_path() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if ctypes.util.find_library("atomic") is None:  # Playwright's own Node does not start without it
        found = None
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("NO BROWSER: scripts/browser should have installed one")
    if found is None:
        pytest.skip("NO BROWSER: the demo page was not tried; see scripts/browser")
    return found


@pytest.fixture(scope="module")
def playwright(browser_path: str) -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


class Window:
    """A browser with a profile of its own, which can be closed and opened again."""

    def __init__(self, playwright: Playwright, path: str, profile: Path) -> None:
        self._playwright, self._path, self._profile = playwright, path, profile
        self.context = self.open()

    def open(self) -> BrowserContext:
        self.context = self._playwright.chromium.launch_persistent_context(
            self._profile, executable_path=self._path, args=FLAGS, viewport={"width": 1440, "height": 900}
        )
        self.context.set_default_timeout(10_000)
        return self.context


@pytest.fixture(scope="module")
def window(
    demo: Demo, browser_path: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    window = Window(playwright, browser_path, tmp_path_factory.mktemp("profile"))
    expect.set_options(timeout=10_000)
    yield window
    window.context.close()


@pytest.fixture
def page(window: Window, demo: Demo) -> Iterator[Page]:
    """A fresh tab; whatever the page complains about fails the test."""
    page, complaints = window.context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on(
        "request",
        lambda asked: complaints.append(asked.url) if not asked.url.startswith(demo.address) else None,
    )
    yield page
    page.close()
    assert complaints == []


def visit(page: Page, demo: Demo, person: int, title: str = "") -> None:
    """Open the page as somebody, at a chat."""
    page.goto(f"{demo.address}/#me={person}&chat=")
    if title:
        page.locator(".chat", has=page.locator("b", has_text=title)).click()
        expect(page.locator("#head h2")).to_have_text(title)


def key(page: Page, label: str) -> Any:
    """The newest button that says this."""
    return page.locator(".key", has_text=label).last


def test_the_bot_is_brought_into_a_group_which_is_subscribed_by_pressing(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "荷花村便民群")
    page.locator("#add-bot").click()
    key(page, "村居群").click()
    expect(page.locator(".message", has_text="好了，这里是村居群")).to_be_visible()
    expect(page.locator(".message", has_text="请大家认一认")).to_be_visible()
    # By now every part of the town's morning was played as well: two groups were vouched for, one waits.
    expect(page.locator(".figures dd")).to_have_text(["2", "2", "0", "0"], timeout=40_000)
    assert demo.status()["groups"] == {"active": 2, "unconfirmed": 2, "suspended": 0, "left": 0}


def test_a_tip_comes_by_the_clock_and_two_residents_say_that_they_read_it(page: Page, demo: Demo) -> None:
    visit(page, demo, ELDER, "幸福村村民群")
    page.locator("#jump-next").click()
    expect(page.locator(".message", has_text="反诈提示")).to_be_visible()
    expect(page.locator("#big-clock b")).to_have_text(re.compile("18:3"))
    for person, place in ((ELDER, 1), (OWNER, 2)):
        visit(page, demo, person, "幸福村村民群")
        key(page, "我已看").click()
        expect(page.locator(".toast", has_text=f"第{place}位")).to_be_visible()
    expect(page.locator(".pushes li").first).to_contain_text("2 人已看")
    [tip] = [one for one in demo.status()["pushes"] if one["receipts"] == 2]
    # The other village, which subscribed just before, has the same slot.
    assert (tip["kind"], tip["deliveries"]["sent"]) == ("tip", 2)


def test_an_alert_of_the_bots_waits_to_be_closed(page: Page, demo: Demo) -> None:
    visit(page, demo, ELDER, "幸福村村民群")
    key(page, "是真的吗").click()
    expect(page.locator("#notice")).to_contain_text("有记录")
    page.keyboard.press("Escape")
    expect(page.locator("#notice")).to_be_hidden()


def test_a_chief_finds_the_officers_menu_and_pushes_by_keyboard_alone(page: Page, demo: Demo) -> None:
    visit(page, demo, 1002)
    page.locator(".chat:has(.seal.bot)").press("Enter")
    draft = page.locator("#draft")
    draft.press_sequentially("/pu")
    expect(page.locator("#suggest li")).to_have_text([re.compile("/push")])
    draft.press("Tab")
    draft.press_sequentially("tip")
    draft.press("Enter")
    key(page, "发送").press("Enter")
    expect(page.locator(".message", has_text="发完了")).to_be_visible(timeout=15_000)
    expect(page.locator(".pushes li").first).to_contain_text("送到 2 个群")


def test_markup_typed_as_a_message_is_shown_as_text(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "幸福村村民群")
    page.locator("#draft").fill(DANGEROUS)
    page.locator("#draft").press("Enter")
    said = page.locator(".message.mine .text").last
    expect(said).to_have_text(DANGEROUS)
    assert said.locator("b, img").count() == 0
    assert page.title() != "坏了"


def test_a_telephone_needs_no_sideways_scroll(page: Page, demo: Demo) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    visit(page, demo, ADMIN)
    for view in ("chats", "talk", "town"):
        page.locator(f"#tabs [data-view={view}]").click()
        if view == "chats":
            page.locator(".chat", has_text="幸福村村民群").click()
        page.wait_for_timeout(100)
        wide = page.evaluate(
            "[document.documentElement, ...document.querySelectorAll('.desk, #scroll, #town, #compose')]"
            ".filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.id || one.tagName)"
        )
        assert wide == [], view
    small = page.evaluate(
        "[...document.querySelectorAll('.text, .key, .chat b, textarea, .town button')]"
        ".filter((one) => parseFloat(getComputedStyle(one).fontSize) < 16).length"
    )
    assert small == 0


def test_a_removed_bot_leaves_its_group_suspended(page: Page, demo: Demo) -> None:
    visit(page, demo, ADMIN, "幸福村村民群")
    page.locator("#remove-bot").click()
    expect(page.locator(".service", has_text="请出了群")).to_be_visible()
    expect(page.locator(".figures .suspended dd")).to_have_text("1")
    assert demo.status()["groups"]["suspended"] == 1


def test_a_closed_and_reopened_browser_finds_the_conversation(window: Window, demo: Demo) -> None:
    page = window.context.new_page()
    visit(page, demo, ELDER, "荷花村便民群")
    page.locator("#draft").fill("我先去做饭")
    page.locator("#draft").press("Enter")
    expect(page.locator(".message.mine").last).to_contain_text("我先去做饭")
    window.context.close()
    page = window.open().new_page()
    page.goto(demo.address)
    expect(page.locator(".person[aria-checked=true]")).to_contain_text("李奶奶")
    expect(page.locator("#head h2")).to_have_text("荷花村便民群")
    expect(page.locator(".message.mine").last).to_contain_text("我先去做饭")


def test_a_port_in_use_is_said_in_one_line_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        words = (*MODULE, "--port", str(taken.getsockname()[1]))
        told = subprocess.run(words, capture_output=True, text=True, check=False, env=misleading())
    assert told.returncode == 2
    [line] = told.stderr.strip().splitlines()
    assert "--port" in line
    assert told.stdout == ""


def test_a_folder_with_data_in_it_is_left_alone(demo: Demo) -> None:
    words = (*MODULE, "--port", "0", "--keep", str(demo.folder))
    told = subprocess.run(words, capture_output=True, text=True, check=False, env=misleading())
    assert told.returncode == 2
    assert str(demo.folder) in told.stderr
