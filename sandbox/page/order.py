"""An order of the page: who wants what, where; refused in words that the page's texts hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from sandbox.chats import Chat, PrivateChat
from sandbox.messages import Message
from sandbox.page.stage import Actor, Stage

Answer = dict[str, Any]


class Refused(Exception):
    """The page's texts hold the reason under this key."""


@dataclass(frozen=True)
class Order:
    """Who wants something, where, and what else was said."""

    stage: Stage
    actor: Actor
    chat: Chat
    body: dict[str, Any]

    def word(self, name: str, longest: int) -> str:
        """A text of the order, not blank and not too long."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Refused("empty")
        if len(value) > longest:
            raise Refused("too_long")
        return value

    def number(self, name: str) -> int:
        """A whole number of the order."""
        value = self.body.get(name)
        if not isinstance(value, int):
            raise Refused("malformed")
        return value

    def switch(self) -> bool:
        """Whether something is to be on."""
        return self.body.get("on") is True

    def message(self, name: str = "message") -> Message:
        """The message that is meant, if it still stands."""
        found = self.chat.posts.get(self.number(name))
        if found is None:
            raise Refused("gone")
        return found

    def need_member(self) -> None:
        """Only who is in the chat speaks there."""
        if not self.stage.belongs(self.actor, self.chat):
            raise Refused("not_member")

    def need_admin(self) -> None:
        """Only its admins run a group."""
        if isinstance(self.chat, PrivateChat):
            raise Refused("not_group")
        if not self.stage.runs(self.actor, self.chat):
            raise Refused("not_admin")


def link_word(parameter: str) -> str:
    """What Telegram lets through in a link's parameter."""
    if not re.fullmatch(r"[\w-]{0,64}", parameter, re.ASCII):
        raise Refused("malformed")
    return parameter
