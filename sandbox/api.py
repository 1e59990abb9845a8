"""The Bot API as an ASGI app: read the call, obey the weather, check, do, answer, write it down."""

import asyncio
import time
import traceback
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from sandbox.chats import PrivateChat
from sandbox.errors import ApiError, bad_request, too_many_requests
from sandbox.faults import Dropped, Faults
from sandbox.ledger import Call
from sandbox.limits import Flood, Limits
from sandbox.methods import METHODS
from sandbox.methods.files import path as file_path
from sandbox.methods.registry import Method, Outcome, to_json
from sandbox.params import Params
from sandbox.replies import Reply, failure, success
from sandbox.requests import ClientGone, Incoming, Receive, Scope, Send, read_fields, read_path, unless_gone
from sandbox.users import Bot
from sandbox.world import World

# What Telegram says when these are missing; others are named by their parameter.
_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "file_id": "file_id not specified",
    "question": "poll question must be non-empty",
    "options": "poll must have at least 1 option",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
}


@dataclass
class BotApi:
    """Answers /bot<token>/<method> and /file/bot<token>/<path> for the bots of one world."""

    world: World
    faults: Faults
    limits: Limits | None
    delay: float
    drop: Callable[[Scope], None]
    unknown_methods: Counter[str] = field(default_factory=Counter)
    unknown_parameters: Counter[tuple[str, str]] = field(default_factory=Counter)
    floods: dict[str, Flood] = field(default_factory=dict)
    crashes: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            await self._answer(scope, receive, send)
        except Dropped:
            self.drop(scope)
            await asyncio.sleep(0)  # let the line be cut before the app is seen to say nothing
        except ClientGone:
            return

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = str(scope["path"])
        await self.faults.weather()
        if path.startswith("/file/bot"):
            await self._file(path).send(send)
            return
        incoming = read_path(path)
        if incoming is None:
            await failure(ApiError(404, "Not Found")).send(send)
            return
        at = time.monotonic()
        code = wait = 0
        try:
            reply = await self._handle(incoming, scope, receive)
            code, wait = reply.code, reply.wait
        finally:
            self._note(incoming, at, code, wait)
        await self.faults.weather()  # what landed before the line went dead is not told either
        await reply.send(send)

    async def _handle(self, incoming: Incoming, scope: Scope, receive: Receive) -> Reply:
        try:
            incoming.fields = await read_fields(scope, receive)
            bot = self.world.bots.get(incoming.token)
            if bot is None:
                raise ApiError(401, "Unauthorized")
            method = METHODS.get(incoming.method.lower())
            if method is None:
                self.unknown_methods[incoming.method] += 1
                raise ApiError(404, "Not Found: method not found")
            reply = await self._call(method, bot, incoming.fields, receive)
        except ApiError as error:
            reply = failure(error)
        except (Dropped, ClientGone):
            raise
        except Exception:  # our own mistake: kept, so that a test fails by it and not by its echo
            self.crashes.append(f"{incoming.method} {incoming.fields}\n{traceback.format_exc()}")
            reply = failure(ApiError(500, "Internal Server Error"))
        if self.delay:
            await asyncio.sleep(self.delay)
        return reply

    async def _call(self, method: Method, bot: Bot, fields: dict[str, Any], receive: Receive) -> Reply:
        fault = self.faults.take(method.name, _number(fields.get("chat_id")))
        if fault is not None:
            early = await fault.before()
            if early is not None:
                return early
        self.world.close_due_polls()
        params = self._check(method, fields)
        outcome = self._paced(method, bot, params) if method.paced else method.run(self.world, bot, params)
        result = await unless_gone(outcome, receive) if isinstance(outcome, Awaitable) else outcome
        reply = success(to_json(result))
        return await fault.after(reply) if fault is not None else reply

    def _check(self, method: Method, fields: dict[str, Any]) -> Params:
        # Telegram takes an empty value for none.
        fields = {name: value for name, value in fields.items() if value != ""}
        for name in fields.keys() - method.params.model_fields.keys():
            self.unknown_parameters[method.name, name] += 1
        try:
            return method.params.model_validate(fields)
        except ValidationError as error:
            raise _refusal(error) from None

    def _paced(self, method: Method, bot: Bot, params: Params) -> Outcome:
        chat_id = getattr(params, "chat_id", None)
        chat = self.world.find_chat(bot, chat_id) if chat_id not in (None, "") else None
        if chat is None:
            return method.run(self.world, bot, params)
        flood = self.floods.get(bot.token)
        if flood is None or flood.limits != self.limits:
            flood = self.floods[bot.token] = Flood(self.limits)
        private, now = isinstance(chat, PrivateChat), time.monotonic()
        wait = flood.retry_after(chat.id, private=private, now=now)
        if wait:
            raise too_many_requests(wait)
        result = method.run(self.world, bot, params)
        flood.record(chat.id, private=private, now=now)
        return result

    def _note(self, incoming: Incoming, at: float, code: int, wait: int) -> None:
        method = METHODS.get(incoming.method.lower())
        name = method.name if method else incoming.method
        chat_id = _number(incoming.fields.get("chat_id"))
        self.world.calls.add(Call(at, name, code, chat_id, incoming.token, wait))
        self.world.changed()

    def _file(self, path: str) -> Reply:
        token, _, wanted = path.removeprefix("/file/bot").partition("/")
        if token not in self.world.bots:
            return failure(ApiError(401, "Unauthorized"))
        for media in self.world.files.values():
            if file_path(media) == wanted:
                return Reply(200, media.content, media.mime)
        return failure(ApiError(404, "Not Found"))


def _number(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None


def _refusal(error: ValidationError) -> ApiError:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] in ("missing", "string_too_short") and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    where = ".".join(str(part) for part in first["loc"])
    return bad_request(f'can\'t parse parameter "{where}": {first["msg"]}')
