"""Every answer of Telegram to what is done to a sent message has one end, by its name."""

from __future__ import annotations

import pytest

from bot.acts import ended_by
from bot.views.pushes import keyboard_after
from content.words import Script
from core.ports import Done, FollowOutcome, Refused
from core.words import Act, DeliveryId, FollowupId, FollowupKind, GroupId, PushId
from tests.storage.files import NOW


@pytest.mark.parametrize(
    ("kind", "said", "end"),
    [
        ("mark", "Message is not modified: specified new message content …", Done("same")),
        ("mark", "Message to edit not found", Refused("message_gone")),
        ("mark", "Message can't be edited", Refused("cant_edit")),
        ("mark", "There is no caption in the message to edit", Refused("cant_edit")),
        ("delete", "Message to delete not found", Done("gone_before")),
        ("delete", "Message can't be deleted for everyone", Refused("too_old")),
        ("delete", "Message can't be deleted", Refused("no_delete_right")),
        ("pin", "Not enough rights to manage pinned messages in the chat", Refused("no_pin_right")),
        ("pin", "CHAT_ADMIN_REQUIRED", Refused("no_pin_right")),
        ("pin", "Message to pin not found", Refused("message_gone")),
        ("unpin", "Message to unpin not found", Done("not_pinned")),
        ("unpin", "Not enough rights to manage pinned messages in the chat", Refused("no_pin_right")),
        ("close", "Poll has already been closed", Done("closed_before")),
        ("close", "Poll can't be stopped", Refused("cant_close")),
        ("close", "Message with poll to stop not found", Refused("message_gone")),
        ("reply", "Not enough rights to send text messages to the chat", None),
        ("mark", "Forbidden: bot was kicked from the supergroup chat", None),
        ("pin", "Something new", None),
    ],
)
def test_a_refusal_has_its_name(kind: str, said: str, end: FollowOutcome | None) -> None:
    assert ended_by(FollowupKind(kind), said) == end


@pytest.mark.parametrize(("buttons", "number"), [("push", 3), ("check", 1), (None, 0)])
def test_what_hangs_under_a_message_afterwards(buttons: str | None, number: int) -> None:
    act = Act(
        followup=FollowupId(1),
        kind=FollowupKind.MARK,
        version=1,
        delivery=DeliveryId(1),
        push=PushId(1),
        group=GroupId(1),
        chat=-1,
        topic=None,
        message=1,
        html="x",
        payload={"buttons": buttons},
        key="k",
        share="s",
        script=Script.SIMPLIFIED,
        caption=False,
        tries=0,
        not_after=NOW,
    )
    keyboard = keyboard_after(act, "xiaolaba_bot")
    rows = keyboard.inline_keyboard if keyboard else ()
    assert sum(len(row) for row in rows) == number
