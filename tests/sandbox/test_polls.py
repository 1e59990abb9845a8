"""Polls: votes, counts, closing, limits."""

import asyncio
from typing import Any

import pytest

from sandbox import Chat, Person, Sandbox, Slow
from tests.sandbox.conftest import Client

OPTIONS = [{"text": "报警"}, {"text": "转账"}, {"text": "不理"}]
QUIZ = {"question": "接到“公安局”电话？", "options": OPTIONS, "type": "quiz", "correct_option_ids": [0]}


async def test_an_anonymous_quiz_tells_counts_only(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    sent = await client.call("sendPoll", chat_id=group.id, **QUIZ, explanation="<b>96110</b>")
    quiz = group.posts[sent["message_id"]]
    for person, choice in zip(
        [ann, *telegram.crowd(4)], ["报警", "报警", "转账", "报警", "不理"], strict=True
    ):
        person.votes(quiz, choice)
    (update,) = await client.updates()
    assert [option["voter_count"] for option in update["poll"]["options"]] == [3, 1, 1]
    assert (update["poll"]["total_voter_count"], update["poll"]["is_closed"]) == (5, False)
    with pytest.raises(AssertionError, match="no second vote"):
        ann.votes(quiz, 1)


async def test_a_quiz_explains_itself_to_whoever_was_wrong(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    sent = await client.call("sendPoll", chat_id=group.id, **QUIZ, explanation="先挂电话，打<b>96110</b>")
    quiz = group.posts[sent["message_id"]]
    assert ann.votes(quiz, "转账") == "先挂电话，打<b>96110</b>"
    assert telegram.crowd(1)[0].votes(quiz, "报警") == ""


async def test_a_polls_counts_are_told_anew_once_they_were_fetched(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    """Till then one update is enough; one that a bot has seen is never changed behind its back."""
    sent = await client.call("sendPoll", chat_id=group.id, **QUIZ)
    quiz = group.posts[sent["message_id"]]
    first, second, third = telegram.crowd(3)
    first.votes(quiz, 0)
    seen = await client.call("getUpdates")
    second.votes(quiz, 0)
    third.votes(quiz, 1)
    again = await client.call("getUpdates")
    assert again[: len(seen)] == seen
    assert [it["poll"]["total_voter_count"] for it in again[len(seen) - 1 :]] == [1, 3]


async def test_an_open_poll_tells_who_chose_what(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    boss = telegram.person("组长")
    telegram.admin(group, boss, anonymous=True)
    sent = await client.call("sendPoll", chat_id=group.id, question="?", options=OPTIONS, is_anonymous=False)
    poll = group.posts[sent["message_id"]]
    ann.votes(poll, 1)
    ann.votes(poll, 2)
    ann.retracts(poll)
    boss.votes(poll, 0)
    answers = [it["poll_answer"] for it in await client.updates() if "poll_answer" in it]
    assert [it["option_ids"] for it in answers] == [[1], [2], [], [0]]
    assert answers[0]["user"]["id"] == ann.id
    assert answers[0]["option_persistent_ids"] == ["1"]
    assert (answers[3]["voter_chat"]["id"], "user" in answers[3]) == (group.id, False)


async def test_stopping_a_poll_gives_the_final_counts(client: Client, ann: Person, group: Chat) -> None:
    where = {"chat_id": group.id, "message_id": 0}
    where["message_id"] = (await client.call("sendPoll", chat_id=group.id, **QUIZ))["message_id"]
    ann.votes(group.posts[where["message_id"]], 0)
    final = await client.call("stopPoll", **where)
    assert (final["is_closed"], final["total_voter_count"]) == (True, 1)
    assert (await client.updates())[-1]["poll"]["is_closed"]
    assert await client.refused("stopPoll", **where) == "400 Bad Request: poll has already been closed"
    with pytest.raises(AssertionError, match="closed"):
        ann.votes(group.posts[where["message_id"]], 0)
    text = (await client.say(group))["message_id"]
    assert await client.refused("stopPoll", chat_id=group.id, message_id=text) == (
        "400 Bad Request: message is not a poll"
    )
    assert await client.refused("stopPoll", chat_id=group.id, message_id=999) == (
        "400 Bad Request: message with poll to stop not found"
    )


async def test_a_poll_answer_may_come_before_its_poll(
    telegram: Sandbox, client: Client, ann: Person, group: Chat
) -> None:
    telegram.faults.add(Slow(0.8), method="sendPoll", times=1)
    sending = asyncio.create_task(
        client.call("sendPoll", chat_id=group.id, question="?", options=OPTIONS, is_anonymous=False)
    )
    await telegram.until(lambda: group.last.poll)
    poll = group.last
    ann.votes(poll, 0)
    heard = await client.updates()
    assert "poll_answer" in heard[-1]
    assert not sending.done()
    assert (await sending)["message_id"] == poll.id


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"question": "问" * 301}, "poll question length must not exceed 300"),
        ({"question": " "}, "poll question must be non-empty"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": [{"text": "a"}] * 13}, "poll can't have more than 12 options"),
        ({"options": [{"text": "选" * 101}]}, "poll options length must not exceed 100"),
        ({"options": [{"text": ""}]}, "poll options must be non-empty"),
        ({"correct_option_ids": [3]}, "wrong correct option ID specified"),
        ({"correct_option_ids": None}, "wrong correct option ID specified"),
        ({"explanation": "解" * 201}, "poll explanation is too long"),
        ({"explanation": "a\nb\nc\nd"}, "poll explanation has too many lines"),
        ({"open_period": 4}, "poll can't be open for the specified period"),
        ({"open_period": 60, "close_date": 1}, "open_period and close_date can't be used together"),
    ],
)
async def test_polls_that_telegram_does_not_take(
    client: Client, group: Chat, change: dict[str, Any], error: str
) -> None:
    refusal = await client.refused("sendPoll", chat_id=group.id, **(QUIZ | change))
    assert refusal == f"400 Bad Request: {error}"


async def test_a_poll_with_an_end_closes_by_itself(client: Client, telegram: Sandbox, group: Chat) -> None:
    sent = await client.call("sendPoll", chat_id=group.id, **QUIZ, open_period=600)
    poll = group.posts[sent["message_id"]].poll
    assert poll is not None
    assert poll.close_date is not None
    poll.close_date -= 700
    assert (await client.updates())[-1]["poll"]["is_closed"]
