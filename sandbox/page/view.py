"""What one person sees at this moment, as data for the page."""

from __future__ import annotations

import time
from typing import Any

from sandbox.chats import Chat, PrivateChat
from sandbox.ledger import Call
from sandbox.page import menu, shown
from sandbox.page.stage import Actor, Stage

MESSAGES, CALLS, LOOK_BACK, OK = 250, 7, 150, 200
# Polling for news is no news.
_UNSEEN = frozenset({"getUpdates", "getMe", "setMyCommands", "deleteWebhook"})


def parts(stage: Stage, actor: Actor, chat: Chat | None) -> dict[str, Any]:
    """Everything but the messages, part by part: what did not change need not be sent again."""
    return {
        "people": [_person(stage, one) for one in stage.cast.values()],
        "chats": [_chat(stage, actor, one) for one in stage.chats(actor)],
        "open": _open(stage, actor, chat) if chat else None,
        "clock": _clock(stage),
        "weather": _weather(stage, chat),
        "crowd": {"size": stage.crowd.size, "taps": stage.crowd.taps},
        "calls": _calls(stage),
        "bot": {"online": stage.online, "met": stage.met, "held": _held(stage)},
        "book": stage.book,
        "tour": _tour(stage),
        "opening": stage.opening,
    }


def messages(stage: Stage, actor: Actor, chat: Chat) -> dict[int, dict[str, Any]]:
    """The newest messages of a chat by id, oldest first; before an upgrade those of the old group."""
    newest = list(chat.posts.values())[-MESSAGES:]
    before = stage.before(chat)
    older = list(before.posts.values())[len(newest) - MESSAGES :] if before else []
    told = [shown.past(stage, actor, it) for it in older]
    told += [shown.message(stage, actor, it) for it in newest]
    return {each["id"]: each for each in told}


def _person(stage: Stage, actor: Actor) -> dict[str, Any]:
    mine = [chat for chat in stage.chats(actor) if stage.belongs(actor, chat)]
    return {
        "id": actor.person.id,
        "name": actor.person.first_name,
        "role": actor.role,
        "unread": sum(stage.unread(actor, chat) for chat in mine),
        "chats": [chat.id for chat in mine],
    }


def _chat(stage: Stage, actor: Actor, chat: Chat) -> dict[str, Any]:
    private, last = isinstance(chat, PrivateChat), next(reversed(chat.posts.values()), None)
    belongs = stage.belongs(actor, chat)
    return {
        "id": chat.id,
        "title": stage.telegram.bot.first_name if private else chat.title,
        "private": private,
        "members": chat.member_count,
        "mine": belongs,
        "bot": private or chat.has(stage.telegram.bot),
        "unread": stage.unread(actor, chat) if belongs else 0,
        "last": _last(last) if last else None,
    }


def _last(it: Any) -> dict[str, Any]:
    service = shown.service(it)
    return {
        "at": it.date,
        "name": shown.speaker_name(it),
        **shown.summary(it),
        "service": service,
    }


def _open(stage: Stage, actor: Actor, chat: Chat) -> dict[str, Any]:
    """The chat that stands open: what one may do there."""
    member = chat.member(stage.telegram.bot)
    private = isinstance(chat, PrivateChat)
    pinned = chat.pins[-1] if chat.pins else None
    return {
        "id": chat.id,
        "title": stage.telegram.bot.first_name if private else chat.title,
        "private": private,
        "kind": chat.kind,
        "members": chat.member_count,
        "started": not isinstance(chat, PrivateChat) or chat.started,
        "mine": stage.belongs(actor, chat),
        "runs": stage.runs(actor, chat),
        "admins": [one.id for one in (a.person for a in stage.cast.values()) if _runs(chat, one)],
        "bot": private or (member is not None and member.inside),
        "bot_runs": member is not None and member.runs,
        "pinned": {"id": pinned.id, **shown.summary(pinned)} if pinned else None,
        "topics": [{"id": topic.id, "name": topic.name} for topic in chat.topics.values()],
        "commands": menu.commands(stage, actor, chat),
    }


def _tour(stage: Stage) -> dict[str, Any]:
    """Where the tour is played, and which commands the bot offers anywhere: it shows only what there is."""
    if stage.newcomer is None:
        return {}
    offered = {name for menu in stage.telegram.bot.commands.values() for name, _ in menu}
    return {"town": stage.name, "group": _standing(stage.newcomer).id, "offered": sorted(offered)}


def _held(stage: Stage) -> int | None:
    """Until when (epoch seconds of the real clock) Telegram told the bot to wait; None when it may speak."""
    now, passed = time.monotonic(), set[int | None]()
    until = 0.0
    for call in reversed(stage.telegram.calls.all[-LOOK_BACK:]):
        if call.wait and call.chat_id not in passed:
            until = max(until, call.at + call.wait)
        elif call.code == OK:
            passed.add(call.chat_id)
    return round(time.time() - now + until) if until > now else None


def _standing(chat: Chat) -> Chat:
    while chat.migrated_to is not None:
        chat = chat.migrated_to
    return chat


def _runs(chat: Chat, person: Any) -> bool:
    member = chat.member(person)
    return member is not None and member.runs


def _clock(stage: Stage) -> dict[str, Any]:
    upcoming = stage.upcoming()
    return {
        "offset": round(stage.clock.offset.total_seconds(), 1),
        "travelling": stage.clock.travelling,
        "next": upcoming[0] if upcoming else None,
    }


def _weather(stage: Stage, chat: Chat | None) -> dict[str, bool]:
    weather = stage.weather
    return {
        "slow": weather.slow,
        "outage": weather.outage,
        "flood": weather.flood,
        "closed": chat is not None and weather.closed(chat),
    }


def _calls(stage: Stage) -> list[dict[str, Any]]:
    """The bot's last calls, the newest first; the same several times over is one line."""
    lines: list[dict[str, Any]] = []
    for call in reversed(stage.telegram.calls.all[-LOOK_BACK:]):
        if call.method in _UNSEEN:
            continue
        line = {"method": call.method, "code": call.code, "where": _where(stage, call)}
        if lines and lines[-1] == line | {"times": lines[-1]["times"]}:
            lines[-1]["times"] += 1
        elif len(lines) == CALLS:
            break
        else:
            lines.append({**line, "times": 1})
    return lines


def _where(stage: Stage, call: Call) -> str:
    world = stage.telegram.world
    if call.chat_id in world.chats:
        return world.chats[call.chat_id].title
    user = world.users.get(call.chat_id or 0)
    return user.first_name if user else ""
