"""Speaking: what a person writes, sends, changes and deletes."""

from __future__ import annotations

from typing import Any, Literal

from sandbox import answers
from sandbox.chats import Chat, Member, PrivateChat, Topic
from sandbox.detect import detect
from sandbox.messages import Media, Message
from sandbox.methods.files import store
from sandbox.users import CHANNEL_ANONYMOUS, GROUP_ANONYMOUS, Bot, User
from sandbox.world import World

TINY_PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


class Voice(User):
    """Somebody who can speak in the chats of one world."""

    def __init__(
        self,
        world: World,
        user_id: int,
        name: str,
        *,
        username: str | None = None,
        language_code: str | None = "zh-hans",
    ) -> None:
        super().__init__(user_id, name, username=username, language_code=language_code)
        self.world = world

    def the_bot(self, bot: Bot | None) -> Bot:
        """The bot that is meant: the given one or the world's first."""
        return bot or next(iter(self.world.bots.values()))

    def private(self, bot: Bot | None = None) -> PrivateChat:
        """This person's chat with a bot."""
        return self.world.private_chat(self.the_bot(bot), self)

    @property
    def inbox(self) -> list[Message]:
        """The messages of the private chat with the first bot."""
        return self.private().messages

    def writes(self, text: str, *, bot: Bot | None = None, **how: Any) -> Message:
        """A text to a bot in private; takes what `says` takes."""
        return self.says(self.private(bot), text, **how)

    def says(
        self,
        chat: Chat,
        text: str,
        *,
        reply_to: Message | None = None,
        forwarded_from: User | Chat | None = None,
        via_bot: Bot | None = None,
        as_channel: Chat | None = None,
        topic: Topic | int | None = None,
    ) -> Message:
        """A text in a chat; an anonymous admin speaks as the group."""
        return self._post(
            chat,
            as_channel,
            topic,
            text=text,
            entities=tuple(detect(text)),
            reply_to=reply_to,
            via_bot=via_bot,
            origin=self._origin(forwarded_from),
        )

    def sends_photo(
        self, chat: Chat, content: bytes = TINY_PICTURE, caption: str = "", **how: Any
    ) -> Message:
        """A picture in a chat."""
        return self._send(chat, "photo", content, caption, "picture.jpg", "image/jpeg", **how)

    def sends_document(self, chat: Chat, content: bytes, name: str, caption: str = "", **how: Any) -> Message:
        """A file in a chat."""
        return self._send(chat, "document", content, caption, name, "application/octet-stream", **how)

    def sends_voice(self, chat: Chat, content: bytes = b"OggS", seconds: int = 3, **how: Any) -> Message:
        """A voice note in a chat."""
        return self._send(chat, "voice", content, "", "voice.ogg", "audio/ogg", seconds=seconds, **how)

    def sends_sticker(self, chat: Chat, **how: Any) -> Message:
        """A sticker in a chat."""
        return self._send(chat, "sticker", b"RIFF", "", "sticker.webp", "image/webp", **how)

    def sends_album(self, chat: Chat, number: int, caption: str = "") -> list[Message]:
        """Several pictures at once: as many messages, of which the first has the caption."""
        album = str(next(self.world.numbers) + 13_000_000_000_000_000)
        captions = [caption, *[""] * (number - 1)]
        return [self.sends_photo(chat, caption=words, album=album) for words in captions]

    def edits(self, message: Message, text: str) -> Message:
        """Change one's own text."""
        message.text, message.entities = text, tuple(detect(text))
        message.edited, message.rewritten = self.world.date(), True
        self.world.tell(message, edited=True)
        self.world.changed()
        return message

    def deletes(self, message: Message) -> None:
        """Take a message away; Telegram tells bots nothing."""
        self.world.remove(message)

    def _send(
        self,
        chat: Chat,
        kind: Literal["photo", "document", "voice", "sticker"],
        content: bytes,
        caption: str,
        name: str,
        mime: str,
        *,
        seconds: int = 0,
        reply_to: Message | None = None,
        forwarded_from: User | Chat | None = None,
        topic: Topic | int | None = None,
        album: str | None = None,
    ) -> Message:
        media: Media = store(self.world, kind, content, name, mime, duration=seconds)
        return self._post(
            chat,
            None,
            topic,
            text=caption,
            media=media,
            reply_to=reply_to,
            origin=self._origin(forwarded_from),
            album=album,
        )

    def _post(
        self, chat: Chat, as_channel: Chat | None, topic: Topic | int | None, **content: Any
    ) -> Message:
        assert chat.migrated_to is None, f"{chat!r} was upgraded: speak in {chat.migrated_to!r}"
        thread = topic.id if isinstance(topic, Topic) else topic
        sender, shown = self._speaks_as(chat, as_channel)
        message = self.world.post(chat, sender, topic=thread, **shown, **content)
        if chat.kind == "channel" and chat.linked is not None:
            self.world.forward_to_linked(message)
        return message

    def _speaks_as(self, chat: Chat, as_channel: Chat | None) -> tuple[User | None, dict[str, Any]]:
        if isinstance(chat, PrivateChat):
            chat.started, chat.blocked = True, False
            return self, {}
        if chat.kind == "channel":
            return None, {"sender_chat": chat}
        if as_channel is not None:
            return CHANNEL_ANONYMOUS, {"sender_chat": as_channel}
        member = chat.standing.setdefault(self.id, Member(self))
        assert member.inside, f"{self!r} is not in {chat!r} any more"
        if member.anonymous and member.runs:
            return GROUP_ANONYMOUS, {"sender_chat": chat, "signature": member.title}
        return self, {}

    def _origin(
        self, source: User | Chat | None
    ) -> answers.MessageOriginUser | answers.MessageOriginChannel | None:
        date = self.world.date()
        if isinstance(source, User):
            return answers.MessageOriginUser(date=date, sender_user=source.wire)
        if isinstance(source, Chat):
            return answers.MessageOriginChannel(date=date, chat=source.wire, message_id=1)
        return None
