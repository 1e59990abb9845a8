"""One `xiaolaba demo` and one browser before it, which all the demo's stories share, file after file.

Starting the two costs more than what most stories do with them. The stories are told as a whole, in the order
of their files' names, and each goes on in the town as the one before left it.
"""

from __future__ import annotations

import asyncio
import ctypes.util
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, ViewportSize, expect, sync_playwright

from tests import warm

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
DESK = ViewportSize(width=1440, height=900)
OWNER, CHIEF, OFFICER, ADMIN, ELDER, ACCOUNTANT = 1001, 1002, 1003, 1004, 1007, 1006


class Demo:
    """The demo's process, its address and its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.troubles = folder.with_suffix(".stderr")
        self.start()

    def start(self) -> None:
        """Open it, for the first time or once more."""
        words = (XIAOLABA, "demo", "--port", "0", "--keep", str(self.folder))
        with self.troubles.open("a") as troubles:
            self.process = subprocess.Popen(
                words, stdout=subprocess.PIPE, stderr=troubles, text=True, env=misleading()
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip().partition("：")[2]
        assert self.address.startswith("http://127.0.0.1:"), self.address

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(20)
        assert self.troubles.read_text() == ""
        return code

    def status(self) -> dict[str, Any]:
        """What `xiaolaba status --json` says beside it."""
        database = f"sqlite+aiosqlite:///{self.folder}/data/xiaolaba.db"
        printed = self.folder / "printed"
        printed.unlink(missing_ok=True)

        async def tell() -> int:
            environment = inherited() | {"DATABASE_URL": database}
            process = await warm.start(("status", "--json"), environment, self.folder, printed)
            return await process.wait()

        with ThreadPoolExecutor(1) as aside:  # Playwright's loop is this thread's
            code = aside.submit(asyncio.run, tell()).result()
        assert code == 0, printed.read_text()
        found: dict[str, Any] = json.loads(printed.read_text())
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


def refused(*words: str) -> str:
    """The one line with which a demo says no."""
    told = subprocess.run((*MODULE, *words), capture_output=True, text=True, check=False, env=misleading())
    assert (told.returncode, told.stdout) == (2, "")
    [line] = told.stderr.strip().splitlines()
    return line


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = Demo(tmp_path_factory.mktemp("demo") / "演示")
    try:
        yield demo
    finally:
        code = demo.stop()
    assert code == 0, demo.log()


@pytest.fixture(scope="package")
def browser_path() -> str:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if ctypes.util.find_library("atomic") is None:  # Playwright's own Node does not start without it
        found = None
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("NO BROWSER: scripts/browser should have installed one")
    if found is None:
        pytest.skip("NO BROWSER: the demo page was not tried; see scripts/browser")
    return found


@pytest.fixture(scope="package")
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
            self._profile, executable_path=self._path, args=FLAGS, viewport=DESK, reduced_motion="reduce"
        )
        self.context.set_default_timeout(10_000)
        return self.context

    @property
    def tab(self) -> Page:
        """The one tab that a browser opens with."""
        return self.context.pages[0]


@pytest.fixture(scope="package")
def window(
    demo: Demo, browser_path: str, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Window]:
    window = Window(playwright, browser_path, tmp_path_factory.mktemp("profile"))
    expect.set_options(timeout=10_000)
    yield window
    window.context.close()


@pytest.fixture
def page(window: Window, demo: Demo) -> Iterator[Page]:
    """The browser's one tab, where the last story left it; whatever the page complains about fails the test.

    A story that wants the page loaded anew says so: `page.goto("about:blank")`.
    """
    page, complaints = window.tab, list[str]()
    heard: dict[Any, Callable[[Any], None]] = {
        "pageerror": lambda error: complaints.append(str(error)),
        "console": lambda said: complaints.append(said.text) if said.type == "error" else None,
        "request": lambda asked: None if asked.url.startswith(demo.address) else complaints.append(asked.url),
    }
    page.set_viewport_size(DESK)
    for what, hear in heard.items():
        page.on(what, hear)
    yield page
    for what, hear in heard.items():
        page.remove_listener(what, hear)
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
