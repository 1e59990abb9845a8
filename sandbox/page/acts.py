"""Every order that the page may give, by name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sandbox.page import running, talking
from sandbox.page.order import Answer, Order

Act = Callable[[Order], Awaitable[Answer | None]]

ACTS: dict[str, Act] = {
    "say": talking.say,
    "photo": talking.photo,
    "press": talking.press,
    "vote": talking.vote,
    "pin": talking.pin,
    "delete": talking.delete,
    "follow": talking.follow,
    "add": running.add,
    "remove": running.remove,
    "promote": running.promote,
    "upgrade": running.upgrade,
    "rename": running.rename,
    "topic": running.topic,
    "weather": running.weather,
    "crowd": running.crowd,
    "clock": running.clock,
}
