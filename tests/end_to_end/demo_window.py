"""`xiaolaba demo` and a browser before it: what the demo's stories share. Import the fixtures by name."""

from __future__ import annotations

import ctypes.util
import json
import os
import shutil
import signal
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
