"""`xiaolaba demo` from the terminal: kept and taken up again, or refused in one line."""

from __future__ import annotations

import json
import socket
import subprocess
import urllib.request
from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from tests.end_to_end.demo_window import ELDER, MODULE, Demo, misleading

PATIENCE = 30.0


def refused(*words: str) -> str:
    """The one line with which a demo says no."""
    told = subprocess.run((*MODULE, *words), capture_output=True, text=True, check=False, env=misleading())
    assert (told.returncode, told.stdout) == (2, "")
    [line] = told.stderr.strip().splitlines()
    return line


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


def test_a_kept_demo_goes_on_where_it_was_left(tmp_path: Path) -> None:
    demo = Demo(tmp_path / "演示")
    village = next(one["id"] for one in seen(demo, ELDER)["chats"] if one["title"] == "幸福村村民群")
    try:
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
    finally:
        code = demo.stop()
    assert code == 0, demo.log()


def test_a_folder_with_other_data_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    assert str(tmp_path) in refused("--port", "0", "--keep", str(tmp_path))
    (tmp_path / "town.json").write_text("{}")
    assert str(tmp_path) in refused("--port", "0", "--keep", str(tmp_path))


def test_a_port_in_use_is_said_in_one_line_with_the_way_out() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert "--port" in refused("--port", str(taken.getsockname()[1]))
