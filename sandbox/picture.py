"""What there is, in lines that a failing test can show."""

from collections.abc import Iterator
from itertools import chain

from sandbox.api import BotApi
from sandbox.world import World

CHATS, MESSAGES, CALLS = 6, 5, 12


def picture(world: World, api: BotApi) -> str:
    """The liveliest chats with their last messages, the last calls, what waits, what was not understood."""
    return "\n".join(chain(_chats(world), _calls(world), _oddities(world, api)))


def _chats(world: World) -> Iterator[str]:
    spoken = [chat for chat in chain(world.chats.values(), world.private.values()) if chat.posts]
    spoken.sort(key=lambda chat: chat.messages[-1].date, reverse=True)
    for chat in spoken[:CHATS]:
        yield f"{chat!r}"
        yield from (f"    {message!r}" for message in chat.messages[-MESSAGES:])
    if len(spoken) > CHATS:
        yield f"... and {len(spoken) - CHATS} more chats with messages"
    if not spoken:
        yield "no message anywhere"


def _calls(world: World) -> Iterator[str]:
    yield f"{len(world.calls)} calls, the last ones:"
    for call in world.calls.all[-CALLS:]:
        yield f"    {call.method} {call.code} chat={call.chat_id}"


def _oddities(world: World, api: BotApi) -> Iterator[str]:
    for bot in world.bots.values():
        if bot.queue.pending:
            yield f"{len(bot.queue.pending)} updates wait for @{bot.username}"
    yield from api.crashes
    if api.unknown_methods:
        yield f"unknown methods: {dict(api.unknown_methods)}"
    if api.unknown_parameters:
        yield f"unknown parameters: {dict(api.unknown_parameters)}"
