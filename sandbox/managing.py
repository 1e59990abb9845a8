"""Running chats: adding, promoting and removing bots, upgrading, renaming, topics, permissions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from sandbox import answers
from sandbox.chats import CHANNEL_ADMIN, GROUP_ADMIN, Chat, Member, Topic
from sandbox.messages import Message
from sandbox.users import GROUP_ANONYMOUS, Bot, User
from sandbox.voices import Voice

Order = Literal["to_first", "from_first", "twice", "never"]
TOPIC_COLOUR = 7322096


class Manager(Voice):
    """Somebody who runs chats; nobody checks whether one may."""

    def adds_bot(
        self,
        chat: Chat,
        startgroup: str | None = None,
        *,
        admin: bool = False,
        rights: Iterable[str] | None = None,
        bot: Bot | None = None,
    ) -> None:
        """Bring a bot in: my_chat_member, a service message, and /start when it came by a deep link."""
        bot = self.the_bot(bot)
        if admin or rights is not None or chat.kind == "channel":
            self.promotes_bot(chat, rights, bot=bot)
        else:
            self.world.set_member(chat, bot, self, "member")
        if chat.kind != "channel":
            self._notes(chat, new_chat_members=[bot.wire])
        if startgroup is not None:
            self.says(chat, f"/start@{bot.username} {startgroup}".rstrip())

    def removes_bot(self, chat: Chat, *, bot: Bot | None = None) -> None:
        """Throw a bot out."""
        bot = self.the_bot(bot)
        self.world.set_member(chat, bot, self, "kicked")
        self._notes(chat, left_chat_member=bot.wire)

    def promotes_bot(
        self, chat: Chat, rights: Iterable[str] | None = None, *, bot: Bot | None = None
    ) -> None:
        """Make a bot an administrator with these rights; all that such a chat has when none are named."""
        usual = CHANNEL_ADMIN if chat.kind == "channel" else GROUP_ADMIN
        given = usual if rights is None else frozenset(rights) | {"can_manage_chat"}
        self.world.set_member(chat, self.the_bot(bot), self, "administrator", rights=given)

    def demotes_bot(self, chat: Chat, *, bot: Bot | None = None) -> None:
        """Make a bot a plain member again."""
        self.world.set_member(chat, self.the_bot(bot), self, "member")

    def restricts_bot(self, chat: Chat, allowed: Iterable[str] = (), *, bot: Bot | None = None) -> None:
        """Leave a bot only these permissions."""
        self.world.set_member(chat, self.the_bot(bot), self, "restricted", rights=frozenset(allowed))

    def promotes(self, chat: Chat, user: User, *, anonymous: bool = False, title: str | None = None) -> None:
        """Make a person an administrator."""
        self.world.set_member(
            chat, user, self, "administrator", rights=GROUP_ADMIN, anonymous=anonymous, title=title
        )

    def demotes(self, chat: Chat, user: User) -> None:
        """Make a person a plain member again."""
        self.world.set_member(chat, user, self, "member")

    def brings(self, chat: Chat, user: User) -> None:
        """Add a person to a chat."""
        self.world.set_member(chat, user, self, "member")
        self._notes(chat, new_chat_members=[user.wire])

    def leaves(self, chat: Chat) -> None:
        """Go."""
        self.world.set_member(chat, self, self, "left")
        self._notes(chat, left_chat_member=self.wire)

    def forbids(self, chat: Chat, *permissions: str) -> None:
        """Take permissions from all plain members; Telegram tells bots nothing."""
        chat.permissions -= set(permissions)
        self.world.changed()

    def permits(self, chat: Chat, *permissions: str) -> None:
        """Give permissions to all plain members; Telegram tells bots nothing."""
        chat.permissions |= set(permissions)
        self.world.changed()

    def renames(self, chat: Chat, title: str) -> None:
        """Another title."""
        chat.rename(title)
        self._notes(chat, new_chat_title=title)

    def deletes_group(self, chat: Chat) -> None:
        """The group is gone for everyone."""
        chat.deleted = True
        self.world.changed()

    def upgrades(self, chat: Chat, *, order: Order = "to_first", forum: bool = False) -> Chat:
        """Turn a basic group into a supergroup; the order of the two service messages is free."""
        new = Chat(self.world.new_chat_id("supergroup"), "supergroup", chat.title, forum=forum)
        new.member_count, new.permissions = chat.member_count, chat.permissions
        new.standing = {key: _moved(member) for key, member in chat.standing.items()}
        self.world.chats[new.id] = new
        notes = {"to_first": "tf", "from_first": "ft", "twice": "tftf", "never": ""}[order]
        for note in notes:
            if note == "t":
                self.world.post(chat, self, service={"migrate_to_chat_id": new.id})
            else:
                old_id = {"migrate_from_chat_id": chat.id}
                self.world.post(new, GROUP_ANONYMOUS, sender_chat=new, service=old_id)
        chat.migrated_to = new
        self.world.changed()
        return new

    def opens_topic(self, chat: Chat, name: str) -> Topic:
        """A new thread; a group that has one is a forum from now on."""
        chat.forum = True
        chat.rename(chat.title)
        created = answers.ForumTopicCreated(name=name, icon_color=TOPIC_COLOUR)
        message = self._notes(chat, forum_topic_created=created)
        topic = chat.topics[message.id] = Topic(message.id, name)
        message.topic = topic.id
        return topic

    def closes_topic(self, chat: Chat, topic: Topic) -> None:
        """Nobody but those who manage topics may write there now."""
        topic.closed = True
        self.world.post(
            chat, self, topic=topic.id, service={"forum_topic_closed": answers.ForumTopicClosed()}
        )

    def reopens_topic(self, chat: Chat, topic: Topic) -> None:
        """Everybody may write there again."""
        topic.closed = False
        reopened = answers.ForumTopicReopened()
        self.world.post(chat, self, topic=topic.id, service={"forum_topic_reopened": reopened})

    def deletes_topic(self, chat: Chat, topic: Topic) -> None:
        """The thread is gone with all that was in it."""
        chat.topics.pop(topic.id, None)
        for message in [it for it in chat.messages if it.topic == topic.id]:
            self.world.remove(message)

    def pins(self, message: Message) -> None:
        """Pin somebody's message."""
        message.chat.pins.append(message)
        self.world.changed()

    def _notes(self, chat: Chat, **service: object) -> Message:
        shown = self.world.shown_actor(chat, self)
        as_group = chat if shown is GROUP_ANONYMOUS else None
        return self.world.post(chat, shown, sender_chat=as_group, service=service)


def _moved(member: Member) -> Member:
    return Member(member.user, member.status, member.rights, member.anonymous, member.title)
