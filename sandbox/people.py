"""People: who speaks, runs chats, presses buttons, votes and reacts."""

from __future__ import annotations

from collections.abc import Iterable

from sandbox import answers, answers_chats, wire
from sandbox.chats import Chat, PrivateChat
from sandbox.managing import Manager
from sandbox.messages import Message, Poll
from sandbox.queries import CallbackAnswer, Query
from sandbox.users import GROUP_ANONYMOUS, Bot


class Person(Manager):
    """Somebody with a numeric id, a name and a telephone."""

    async def press(
        self,
        message: Message,
        label: str,
        *,
        timeout: float = 5.0,  # noqa: ASYNC109 - names what a test waits for
    ) -> CallbackAnswer:
        """Press the button with this text (or containing it) and wait for the bot's answer."""
        return await self.taps(message, label).answered(timeout)

    def taps(self, message: Message, label: str) -> Query:
        """Press a button and go on; the answer comes to the query."""
        button = message.button(label)
        assert button.data is not None, f"{button!r} opens an address, it sends nothing"
        return self.forge(message, data=button.data)

    def forge(self, message: Message, data: str) -> Query:
        """Press with any data, as a tampered client can."""
        bot = message.sender if isinstance(message.sender, Bot) else self.the_bot(None)
        query = Query(
            str(9_000_000_000 + next(self.world.numbers)), self, bot, message, data, self.world.patience
        )
        self.world.queries[query.id] = query
        pressed = (
            answers.InaccessibleMessage(chat=message.chat.wire, message_id=message.id, date=0)
            if message.deleted
            else wire.message(message)
        )
        update = answers.CallbackQuery(
            id=query.id, from_=self.wire, message=pressed, chat_instance=str(message.chat.id * 31), data=data
        )
        bot.queue.put("callback_query", update.json_text())
        self.world.changed()
        return query

    def votes(self, message: Message, option: int | str | Iterable[int | str]) -> str:
        """Choose an option of a poll by number or text, or several; what a quiz explains to who was wrong."""
        self.world.close_due_polls()
        poll = message.poll
        assert poll is not None, f"{message!r} is no poll"
        assert not poll.closed, f"the poll of {message!r} is closed"
        wanted = [option] if isinstance(option, int | str) else list(option)
        chosen = sorted(it if isinstance(it, int) else poll.options.index(it) for it in wanted)
        assert len(chosen) <= 1 or poll.multiple, "this poll takes one answer"
        voter = self._voter(message.chat)
        assert poll.revoting or voter not in poll.votes, (
            f"{self!r} has voted, and this poll takes no second vote"
        )
        if chosen:
            poll.votes[voter] = chosen
        else:
            poll.votes.pop(voter, None)
        self._tell_vote(message, poll, chosen)
        return "" if poll.correct is None or chosen == poll.correct else poll.explanation

    def retracts(self, message: Message) -> None:
        """Take one's vote back."""
        self.votes(message, [])

    def _voter(self, chat: Chat) -> int:
        return chat.id if self.world.shown_actor(chat, self) is GROUP_ANONYMOUS else self.id

    def _tell_vote(self, message: Message, poll: Poll, chosen: list[int]) -> None:
        self.world.tell_poll(message)
        if not poll.anonymous and isinstance(message.sender, Bot):
            as_group = self._voter(message.chat) != self.id
            answer = answers.PollAnswer(
                poll_id=poll.id,
                voter_chat=message.chat.wire if as_group else None,
                user=None if as_group else self.wire,
                option_ids=chosen,
                option_persistent_ids=[str(index) for index in chosen],
            )
            message.sender.queue.put("poll_answer", answer.json_text(), poll_id=poll.id)
        self.world.changed()

    def reacts(self, message: Message, *emoji: str) -> None:
        """Put these reactions under a message in place of one's old ones."""
        old = message.reactions.get(self.id, [])
        message.reactions[self.id] = list(emoji)
        as_group = self.world.shown_actor(message.chat, self) is GROUP_ANONYMOUS
        update = answers_chats.MessageReactionUpdated(
            chat=message.chat.wire,
            message_id=message.id,
            user=None if as_group else self.wire,
            actor_chat=message.chat.wire if as_group else None,
            date=self.world.date(),
            old_reaction=[answers_chats.ReactionTypeEmoji(emoji=it) for it in old],
            new_reaction=[answers_chats.ReactionTypeEmoji(emoji=it) for it in emoji],
        )
        private = isinstance(message.chat, PrivateChat)
        for bot in message.chat.bots() if private else self.world.admin_bots(message.chat):
            bot.queue.put("message_reaction", update.json_text())
        self.world.changed()

    def blocks(self, bot: Bot | None = None) -> None:
        """Stop a bot from writing to this person."""
        self._set_blocked(self.private(bot), True)

    def unblocks(self, bot: Bot | None = None) -> None:
        """Let a bot write again."""
        self._set_blocked(self.private(bot), False)

    def _set_blocked(self, chat: PrivateChat, blocked: bool) -> None:
        chat.blocked, chat.started = blocked, True
        member = answers_chats.ChatMemberMember(user=chat.bot.wire)
        banned = answers_chats.ChatMemberBanned(user=chat.bot.wire, until_date=0)
        update = answers_chats.ChatMemberUpdated(
            chat=chat.wire,
            from_=self.wire,
            date=self.world.date(),
            old_chat_member=member if blocked else banned,
            new_chat_member=banned if blocked else member,
        )
        chat.bot.queue.put("my_chat_member", update.json_text())
        self.world.changed()

    def deactivates(self) -> None:
        """Delete one's account."""
        self.deactivated = True
        self.world.changed()
