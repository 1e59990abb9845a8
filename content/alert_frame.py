"""Turns an officer's words into the alert that a group reads, and into what stands there once it is over.

Whatever may be written on it later has its room kept free from the start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from content.render import Rendered, TooLong, visible
from content.texts import tame, texts_in, to_script
from content.wire import CAPTION_LIMIT, TEXT_LIMIT, cut, utf16_length
from content.words import Script, Severity

TITLE = 40
REASON_LIMIT = 200
_ANY_CODE = "MMMM-MMMM"
_ANY_TIME = datetime(2028, 12, 28, 12, tzinfo=ZoneInfo("UTC"))


class Mark(StrEnum):
    """What a copy says of itself once the alert is over."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around an alert's words.

    `corrects` is the code of the alert that this one puts right, `again` says that it is a second try.
    """

    severity: Severity
    office: str
    code: str
    expires_at: datetime
    zone: ZoneInfo
    photo: bool = False
    unreviewed: bool = False
    corrects: str | None = None
    again: bool = False


def render_alert(text: str, frame: Frame, script: Script) -> Rendered:
    """The alert in its frame. Raises TooLong where it leaves no room for a later mark."""
    html = _framed(text, frame, script)
    length, limit = utf16_length(visible(html)), _limit(frame)
    if length > limit:
        raise TooLong(length, limit)
    title = to_script(title_of(text), script)
    share = texts_in(script).plain("alert-share", title=title, office=frame.office, code=frame.code)
    return Rendered(html, share, hashlib.sha256(f"{html}\n{share}".encode()).hexdigest())


def alert_room(
    text: str, *, severity: Severity, office: str, photo: bool = False, corrects: bool = False
) -> int:
    """How many characters (UTF-16) may still be added to that text; negative where it is too long."""
    # The worst that may come: sent without a second person, and sent again.
    longest = Frame(
        severity=severity,
        office=office,
        code=_ANY_CODE,
        expires_at=_ANY_TIME,
        zone=ZoneInfo("UTC"),
        photo=photo,
        unreviewed=True,
        corrects=_ANY_CODE if corrects else None,
        again=True,
    )
    return _limit(longest) - utf16_length(visible(_framed(text, longest, Script.SIMPLIFIED)))


def title_of(text: str) -> str:
    """What an alert is called where one line must do: its first line, short."""
    return tame(cut(text.strip().partition("\n")[0], TITLE))


def render_mark(mark: Mark, html: str, office: str, code: str, script: Script, reason: str = "") -> str:
    """What a copy that said `html` says from now on; a withdrawn one keeps nothing of what it said.

    `code` is its own; of a corrected one, the correction's.
    """
    texts = texts_in(script)
    if mark is Mark.WITHDRAWN:
        return texts.html(
            "alert-marked-withdrawn", office=office, code=code, reason=to_script(reason, script)
        )
    # The original is HTML of our own making and goes in as it was.
    if mark is Mark.CORRECTED:
        return texts.html("alert-marked-corrected", code=code, html="\0").replace("\0", html)
    return texts.html("alert-marked-expired", html="\0").replace("\0", html)


def render_notice(*, office: str, code: str, script: Script, reason: str) -> str:
    """What readers are told when an alert was withdrawn; it stands alone where the alert is gone."""
    words = {"office": office, "code": code, "reason": to_script(reason, script)}
    return texts_in(script).html("alert-told-withdrawn", **words)


def _framed(text: str, frame: Frame, script: Script) -> str:
    texts = texts_in(script)
    marks = [texts.plain("alert-severity", id=frame.severity.value)]
    marks += [texts.plain("alert-correction")] if frame.corrects else []
    marks += [texts.plain("alert-again")] if frame.again else []
    local = frame.expires_at.astimezone(frame.zone)
    when = texts.plain("when", month=local.month, day=local.day, at=f"{local:%H:%M}")
    notes = [texts.html("alert-note-corrects", code=frame.corrects)] if frame.corrects else []
    notes.append(texts.html("alert-note-until", when=when) + texts.html("alert-note-ask"))
    notes += [texts.html("alert-note-unreviewed")] if frame.unreviewed else []
    notes.append(texts.html("alert-note-code", code=frame.code))
    words = to_script(text.strip().replace("\0", ""), script)
    framed = texts.html("alert-frame", marks="".join(marks), office=frame.office, text=words, notes="\0")
    return framed.replace("\0", "\n".join(notes))


def _limit(frame: Frame) -> int:
    """What Telegram takes, less the longest mark that keeps the text under it."""
    reserved = max(
        utf16_length(visible(render_mark(mark, "", frame.office, _ANY_CODE, Script.SIMPLIFIED)))
        for mark in (Mark.CORRECTED, Mark.EXPIRED)
    )
    return (CAPTION_LIMIT if frame.photo else TEXT_LIMIT) - reserved
