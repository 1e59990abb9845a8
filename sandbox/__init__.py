"""A Telegram to practise on: the Bot API over HTTP and people to play.

async with Sandbox() as telegram:              # a bot elsewhere uses telegram.url and telegram.bot.token
    ann = telegram.person("王大姐")
    group = telegram.group("幸福村村民群", owner=ann, members=312)
    ann.adds_bot(group)
    await telegram.until(lambda: group.last.buttons)
    answer = await ann.press(group.last, "村居群")
    telegram.faults.add(Reset(after_landing=True), method="sendMessage", chat=group, times=3)
"""

from sandbox.chats import Chat, Topic
from sandbox.faults import Broken, Fault, Faults, Malformed, Refuse, Reset, Slow, TooMany
from sandbox.ledger import Call, Landed
from sandbox.limits import Limits
from sandbox.messages import Button, Media, Message, Poll
from sandbox.people import Person
from sandbox.queries import CallbackAnswer, Query
from sandbox.telegram import Sandbox
from sandbox.users import Bot

__all__ = [
    "Bot",
    "Broken",
    "Button",
    "Call",
    "CallbackAnswer",
    "Chat",
    "Fault",
    "Faults",
    "Landed",
    "Limits",
    "Malformed",
    "Media",
    "Message",
    "Person",
    "Poll",
    "Query",
    "Refuse",
    "Reset",
    "Sandbox",
    "Slow",
    "TooMany",
    "Topic",
]
