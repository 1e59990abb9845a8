"""Places to speak: private chats, groups, supergroups, channels, and who may do what in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sandbox import answers, answers_chats
from sandbox.users import Bot, User

if TYPE_CHECKING:
    from sandbox.messages import Message

Kind = Literal["private", "group", "supergroup", "channel"]
Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

PERMISSIONS = frozenset(answers_chats.ChatPermissions.model_fields)
ADMIN_RIGHTS = frozenset(
    name for name in answers_chats.ChatMemberAdministrator.model_fields if name.startswith("can_")
) - {"can_be_edited"}
GROUP_ADMIN = ADMIN_RIGHTS - {"can_post_messages", "can_edit_messages"}
CHANNEL_ADMIN = ADMIN_RIGHTS - {"can_pin_messages", "can_manage_topics"}
# What a group lets its members do when nobody changed it.
USUAL_PERMISSIONS = PERMISSIONS - {"can_change_info", "can_pin_messages", "can_manage_topics", "can_edit_tag"}
INSIDE = frozenset({"creator", "administrator", "member", "restricted"})
RUNNING = frozenset({"creator", "administrator"})
GENERAL_TOPIC = 1


@dataclass(slots=True)
class Member:
    """Somebody's standing in a chat."""

    user: User
    status: Status = "member"
    rights: frozenset[str] = frozenset()
    anonymous: bool = False
    title: str | None = None

    @property
    def inside(self) -> bool:
        """Whether this one is in the chat now."""
        return self.status in INSIDE

    @property
    def runs(self) -> bool:
        """Whether this one is the owner or an administrator."""
        return self.status in RUNNING


@dataclass(slots=True)
class Topic:
    """A thread of a forum."""

    id: int
    name: str
    closed: bool = False


class Chat:
    """One chat with its members and its messages as they stand now."""

    def __init__(self, chat_id: int, kind: Kind, title: str, *, count: int = 0, forum: bool = False) -> None:
        self.id = chat_id
        self.kind: Kind = kind
        self.title = title
        self.username: str | None = None
        self.description: str | None = None
        self.member_count = count
        self.forum = forum
        self.permissions = USUAL_PERMISSIONS
        self.standing: dict[int, Member] = {}
        self.posts: dict[int, Message] = {}
        self.topics: dict[int, Topic] = {}
        self.pins: list[Message] = []
        self.migrated_to: Chat | None = None
        self.deleted = False
        self.linked: Chat | None = None
        self.last_id = 0
        self._wire: answers.Chat | None = None

    def __repr__(self) -> str:
        return f"<{self.kind} {self.id} {self.title}>"

    @property
    def messages(self) -> list[Message]:
        """The messages as they stand now, newest last."""
        return list(self.posts.values())

    @property
    def last(self) -> Message:
        """The newest message; LookupError while there is none."""
        for message in reversed(self.posts.values()):
            return message
        raise LookupError(f"no message in {self!r}")

    def find(self, text: str) -> Message:
        """The newest message that contains a text; LookupError while there is none."""
        for message in reversed(self.posts.values()):
            if text in message.text:
                return message
        raise LookupError(f"nothing says {text!r} in {self!r}")

    @property
    def noun(self) -> str:
        """What Telegram's errors call this kind of chat."""
        return self.kind

    def next_message_id(self) -> int:
        """A fresh message id, never used before in this chat."""
        self.last_id += 1
        return self.last_id

    def member(self, user: User) -> Member | None:
        """Somebody's standing; None for one who never was here."""
        return self.standing.get(user.id)

    def has(self, user: User) -> bool:
        """Whether somebody is in the chat now."""
        member = self.standing.get(user.id)
        return member is not None and member.inside

    def bots(self) -> Iterable[Bot]:
        """The bots under test that are in this chat."""
        for member in list(self.standing.values()):
            if isinstance(member.user, Bot) and member.inside:
                yield member.user

    def admins(self) -> list[Member]:
        """The owner and the administrators."""
        return [member for member in self.standing.values() if member.runs]

    def rename(self, title: str) -> None:
        """Change the title everywhere it shows from now on."""
        self.title = title
        self._wire = None

    @property
    def wire(self) -> answers.Chat:
        """This chat as the Bot API shows it."""
        if self._wire is None:
            private = self.kind == "private"
            self._wire = answers.Chat(
                id=self.id,
                type=self.kind,
                title=None if private else self.title,
                first_name=self.title if private else None,
                username=self.username,
                is_forum=True if self.forum else None,
            )
        return self._wire


class PrivateChat(Chat):
    """The chat of one person with one bot."""

    def __init__(self, bot: Bot, person: User) -> None:
        super().__init__(person.id, "private", person.first_name, count=2)
        self.username = person.username
        self.bot = bot
        self.person = person
        self.started = False
        self.blocked = False

    def bots(self) -> Iterable[Bot]:
        """The one bot of this chat, unless it was blocked."""
        return () if self.blocked else (self.bot,)
