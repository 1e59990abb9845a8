"""What the operator reads in the terminal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.settings import BadSettings
from content.library import Library
from content.remarks import Remark
from content.texts import Texts
from content.words import Kind
from core.words import Own

SHOWN = 30


# SQLAlchemy puts the driver's own name of the error before what it said.
_DRIVER = re.compile(r"^\(\w+\.\w+\) ")


def unusable(error: Exception) -> str:
    """Why a database cannot be used, in one line."""
    return _DRIVER.sub("", (str(error).splitlines() or [type(error).__name__])[0])


def setting_sentence(texts: Texts, error: BadSettings) -> str:
    """One line that names the variable and how to mend it."""
    if error.problem == "missing":
        return texts.plain("setting-missing", name=error.name)
    hint = f"hint-{error.name}"
    return texts.plain(
        "setting-malformed", name=error.name, hint=texts.plain(hint if texts.has(hint) else "hint-other")
    )


def check_lines(texts: Texts, library: Library, problems: list[str]) -> Iterator[str]:
    yield from problems
    if problems:
        yield texts.plain("content-bad", number=len(problems))
        return
    tips, cases = (len(library.of_kind(kind)) for kind in (Kind.TIP, Kind.CASE))
    number, questions = len(library.everything()), len(library.questions)
    yield texts.plain("content-good", number=number, tips=tips, cases=cases, questions=questions)


def remark_line(texts: Texts, remark: Remark) -> str:
    """What to mend in the library as a whole."""
    facts = {name: value if isinstance(value, str) else str(value) for name, value in remark.facts.items()}
    if "fraud" in facts:
        facts["name"] = texts.plain("fraud", id=facts["fraud"])
    return texts.plain(remark.key, **facts)


def status_lines(texts: Texts, data: dict[str, Any], zone: ZoneInfo) -> Iterator[str]:
    """The table: groups, the newest pushes, what was missed, what was parked."""
    yield texts.plain("status-groups", **data["groups"])
    if not data["pushes"]:
        yield texts.plain("status-none")
    else:
        yield texts.plain("status-head")
    for push in data["pushes"][:SHOWN]:
        yield "\t".join(_push_cells(texts, push, zone))
    if len(data["pushes"]) > SHOWN:
        yield texts.plain("status-more", number=len(data["pushes"]) - SHOWN)
    if data["rounds"]:
        states = Counter("open" if one["state"] == "closing" else one["state"] for one in data["rounds"])
        counted = {state: states[state] for state in ("open", "closed", "lost")}
        counted["unknown"] = sum(one["unknown"] for one in data["rounds"])
        yield texts.plain("status-rounds", answers=sum(one["answers"] for one in data["rounds"]), **counted)
    yield from _feed_lines(texts, data["feeds"], zone)
    if data["missed"]:
        yield texts.plain("status-missed")
    for one in data["missed"]:
        yield texts.plain("status-missed-line", **{**one, "kind": texts.plain("kind", id=one["kind"])})
    if data["locked"]:
        yield texts.plain("status-locked")
    if data["parked_updates"]:
        yield texts.plain("status-parked", number=data["parked_updates"])


def _feed_lines(texts: Texts, feeds: list[dict[str, Any]], zone: ZoneInfo) -> Iterator[str]:
    if feeds:
        yield texts.plain("status-feeds")
    for one in feeds:
        read = datetime.fromisoformat(one["last_ok"]).astimezone(zone) if one["last_ok"] else None
        last = f"{read:%m-%d %H:%M}" if read else texts.plain("status-feed-never")
        how = texts.plain("feed-error", id=one["error"]) if one["error"] else texts.plain("status-feed-good")
        if one["state"] == "paused":
            how = texts.plain("feed-paused")
        facts = {"name": one["name"], "last": last, "how": how, "candidates": one["candidates"]}
        yield texts.plain("status-feed-line", **facts)


def _push_cells(texts: Texts, push: dict[str, Any], zone: ZoneInfo) -> list[str]:
    rows = push["deliveries"]
    created = datetime.fromisoformat(push["created"]).astimezone(zone)
    numbers = [rows[state] for state in ("sent", "failed", "unknown")]
    numbers += [rows["pending"] + rows["sending"], rows["expired"], rows["cancelled"], push["receipts"]]
    failures = "；".join(
        f"{texts.plain('reason', id=reason)} {number}" for reason, number in push["failures"].items()
    )
    return [
        f"{created:%m-%d %H:%M}",
        push["code"],
        texts.plain("kind", id=push["kind"]),
        texts.plain("push-state", id=push["state"]),
        *map(str, numbers),
        push["title"] + (f"（{failures}）" if failures else ""),
    ]


def as_an_item(written: Own) -> dict[str, Any]:
    """What an officer wrote, told of as the library's items are; it has no segments."""
    names = ("kind", "audiences", "fraud_type", "title", "body")
    return {"id": written.name, "segments": [], **{name: getattr(written, name) for name in names}}
