"""What is said: messages, their buttons, media and polls, as they stand now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from sandbox import answers
from sandbox.chats import Chat
from sandbox.users import User


class Button(NamedTuple):
    """An inline button under a message."""

    text: str
    data: str | None
    url: str | None


@dataclass(slots=True)
class Media:
    """A file in a message; `content` is what was uploaded."""

    kind: Literal["photo", "document", "voice", "sticker"]
    file_id: str
    unique_id: str
    content: bytes
    name: str
    mime: str
    duration: int = 0


@dataclass(slots=True, eq=False)
class Poll:
    """A poll with the votes by voter id."""

    id: str
    question: str
    options: list[str]
    anonymous: bool
    kind: Literal["regular", "quiz"]
    multiple: bool = False
    revoting: bool = True
    correct: list[int] | None = None
    explanation: str = ""
    explanation_entities: tuple[answers.MessageEntity, ...] = ()
    open_period: int | None = None
    close_date: int | None = None
    closed: bool = False
    votes: dict[int, list[int]] = field(default_factory=dict)

    @property
    def counts(self) -> list[int]:
        """How many chose each option."""
        counts = [0] * len(self.options)
        for chosen in self.votes.values():
            for index in chosen:
                counts[index] += 1
        return counts


@dataclass(slots=True, eq=False)
class Message:
    """A message as it stands now: edits applied."""

    chat: Chat
    id: int
    date: int
    sender: User | None
    text: str = ""
    entities: tuple[answers.MessageEntity, ...] = ()
    markup: answers.InlineKeyboardMarkup | None = None
    reply_to: Message | None = None
    topic: int | None = None
    silent: bool = False
    protected: bool = False
    preview: answers.LinkPreviewOptions | None = None
    media: Media | None = None
    poll: Poll | None = None
    sender_chat: Chat | None = None
    signature: str | None = None
    via_bot: User | None = None
    origin: answers.MessageOriginUser | answers.MessageOriginChannel | None = None
    automatic: bool = False
    album: str | None = None
    service: dict[str, Any] | None = None
    edited: int | None = None
    rewritten: bool = False  # people are told of other words, not of other buttons
    deleted: bool = False
    reactions: dict[int, list[str]] = field(default_factory=dict)

    def __repr__(self) -> str:
        who = self.sender.first_name if self.sender else self.chat.title
        what = self.text or (f"poll {self.poll.question}" if self.poll else "")
        if self.media:
            what = f"[{self.media.kind}] {what}"
        if self.service:
            what = f"[{', '.join(self.service)}]"
        rows = " ".join(f"[{button.text}]" for button in self)
        return f"<{self.id} {who}: {what!r} {rows}>".replace(" >", ">")

    def __iter__(self) -> Iterator[Button]:
        """Its buttons, row after row."""
        return (button for row in self.buttons for button in row)

    @property
    def buttons(self) -> list[list[Button]]:
        """Rows of inline buttons."""
        if self.markup is None:
            return []
        return [[Button(b.text, b.callback_data, b.url) for b in row] for row in self.markup.inline_keyboard]

    def button(self, label: str) -> Button:
        """The button with this text, or the first one that contains it; LookupError names those there are."""
        found = [button for button in self if button.text == label] or [
            button for button in self if label in button.text
        ]
        if not found:
            raise LookupError(f"no button {label!r} on {self!r}")
        return found[0]

    @property
    def photo(self) -> Media | None:
        """The photo, if it is one."""
        return self.media if self.media and self.media.kind == "photo" else None

    @property
    def document(self) -> Media | None:
        """The document, if it is one."""
        return self.media if self.media and self.media.kind == "document" else None

    @property
    def voice(self) -> Media | None:
        """The voice note, if it is one."""
        return self.media if self.media and self.media.kind == "voice" else None

    @property
    def pinned(self) -> bool:
        """Whether it is pinned in its chat."""
        return self in self.chat.pins
