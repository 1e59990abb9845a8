"""Ways through an alert that its stories share: officers, placed groups, previews and cards."""

from __future__ import annotations

import io
from typing import Any

import zxingcpp
from PIL import Image

from core.codes import person_hash
from sandbox import Chat, Message, Person
from tests.end_to_end.conftest import said_by_bot, turn
from tests.town import Town

LOOK = "群里看到的就是这样"
PIN = "739164"


def audit(town: Town, person: Person) -> list[str]:
    """What the audit says of an officer, oldest first; a refusal with what it was."""
    rows = town.query("SELECT action, subject FROM audit WHERE user = ? ORDER BY id", person.id)
    return [f"refused: {subject}" if action == "refused" else action for action, subject in rows]


def audit_of_stranger(town: Town, person_id: int) -> list[str]:
    """What the audit says of somebody who is no officer: a hash stands for them."""
    key = (town.folder / "data" / "privacy.key").read_bytes()
    hashed = f"% {person_hash(key, person_id)}"
    rows = town.query("SELECT subject FROM audit WHERE subject LIKE ? ORDER BY id", hashed)
    return [subject.rpartition(" ")[0] for (subject,) in rows]


async def appoint(town: Town, person: Person, role: str, region: str = "") -> Person:
    """The owner makes somebody an officer, who opens the bot."""
    town.owner.writes(f"/officer add {person.id} {role} {region}".strip())
    appointed = "SELECT count(*) FROM officers WHERE user = ? AND removed_at IS NULL AND role = ?"
    await town.telegram.until(lambda: town.query(appointed, person.id, role) == [(1,)], 20)
    person.writes("/start")
    active = "SELECT count(*) FROM officers WHERE user = ? AND active_at IS NOT NULL"
    await town.telegram.until(lambda: town.query(active, person.id) == [(1,)], 20)
    return person


async def placed_group(
    town: Town, officer: Person, name: str, kind: str = "村居群", members: int = 10
) -> Chat:
    """A group that an officer brings in: confirmed, and placed in the officer's region."""
    admin = town.telegram.person(f"{name}的群主")
    group = town.telegram.group(name, owner=admin, members=members)
    officer.adds_bot(group)
    await turn(town, admin, await town.said(group, "这是什么群", within=20), kind)
    return group


async def said(town: Town, person: Person, part: str, before: int = 0) -> Message:
    """The newest private message of the bot with that in it, after so many."""

    def found() -> Message | None:
        new = said_by_bot(town, person)[before:]
        return next((one for one in reversed(new) if part in one.text), None)

    message = await town.telegram.until(found, 20)
    assert message is not None
    return message


async def answer_to(town: Town, person: Person, text: str, part: str, **how: Any) -> Message:
    """What the bot says to words in private."""
    before = len(said_by_bot(town, person))
    person.writes(text, **how)
    return await said(town, person, part, before)


async def card(town: Town, person: Person, words: str, button: str = "批准") -> Message:
    """The newest card with that button that shows these words."""

    def found() -> Message | None:
        cards = [one for one in said_by_bot(town, person) if words in one.text]
        return next((one for one in reversed(cards) if any(button in label.text for label in one)), None)

    message = await town.telegram.until(found, 20)
    assert message is not None
    return message


async def submitted(town: Town, officer: Person, words: str) -> Message:
    """Written and submitted: the author's card."""
    look = await answer_to(town, officer, f"/alert {words}", LOOK)
    await turn(town, officer, look, "提交审批")
    assert "等人批" in look.text
    return look


async def changed(town: Town, message: Message, part: str) -> None:
    await town.telegram.until(lambda: part in message.text, 20)


def heard(town: Town, group: Chat, words: str) -> list[Message]:
    return [one for one in town.pushes(group) if words in one.text]


def sent_alerts(town: Town, author: Person) -> int:
    query = "SELECT count(*) FROM alerts WHERE author = ? AND push_id IS NOT NULL"
    return int(town.query(query, author.id)[0][0])


def a_photo(*, code: str | None = None, place: str | None = None) -> bytes:
    """A JPEG, with a QR code in its corner, and with what a camera writes into it."""
    picture = Image.effect_noise((900, 700), 60).convert("RGB")
    if code is not None:
        made = zxingcpp.create_barcode(code, zxingcpp.BarcodeFormat.QRCode)
        drawn = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=6))
        picture.paste(drawn.convert("RGB"), (500, 350))
    exif = Image.Exif()
    if place is not None:
        exif[0x010E] = place
        exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()
