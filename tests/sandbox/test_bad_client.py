"""A client that does everything wrong gets Telegram's answers, and the sandbox lives on."""

import asyncio
import json

import httpx
import pytest

from sandbox import Chat, Person, Sandbox
from tests.sandbox.conftest import Client, plain_http


async def test_get_and_post_in_every_body_telegram_reads(
    telegram: Sandbox, client: Client, group: Chat
) -> None:
    fields = {"chat_id": str(group.id), "text": "一 & 二+三=五%"}
    url = f"{client.base}/SendMessage"
    answers = [
        await client.http.get(url, params=fields),
        await client.http.post(url, data=fields),
        await client.http.post(url, json=fields),
        await client.http.post(url, data=fields, files={"unused": b"x"}),
        await client.http.post(url, params=fields),
        await client.http.post(
            url,
            content=f"chat_id={group.id}&text=%E4%BA%94%".encode(),
            headers={"content-type": "application/x-www-form-urlencoded"},
        ),
    ]
    texts = [answer.json()["result"]["text"] for answer in answers]
    assert texts == ["一 & 二+三=五%"] * 5 + ["五%"]
    assert telegram.calls.count("sendMessage", 200) == 6
    assert telegram.unknown_parameters == {("sendMessage", "unused"): 1}


async def test_objects_in_a_form_are_json(client: Client, group: Chat) -> None:
    markup = json.dumps({"inline_keyboard": [[{"text": "好", "callback_data": "x"}]]})
    data = {"chat_id": group.id, "text": "x", "reply_markup": markup, "disable_notification": "true"}
    answer = await client.http.post(f"{client.base}/sendMessage", data=data)
    assert answer.json()["result"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x"
    assert group.last.silent


async def test_an_unknown_method_is_404_and_noted(telegram: Sandbox, client: Client) -> None:
    assert await client.refused("sendTelepathy", chat_id=1) == "404 Not Found: method not found"
    assert telegram.unknown_methods == {"sendTelepathy": 1}
    assert telegram.calls.count("sendTelepathy", 404) == 1


@pytest.mark.parametrize("token", ["7000000001:AAwrong", "nonsense", "0:"])
async def test_a_wrong_token_is_401(telegram: Sandbox, client: Client, token: str) -> None:
    answer = await client.http.get(f"{telegram.url}{token}/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_other_paths_are_404(telegram: Sandbox, client: Client) -> None:
    root = telegram.url.removesuffix("/bot")
    for path in ("/", "/bot", "/robots.txt", f"/file/bot{telegram.bot.token}/photos/none.jpg"):
        assert (await client.http.get(root + path)).status_code == 404


@pytest.mark.parametrize(
    ("method", "body", "error"),
    [
        ("sendMessage", b"{", "can't parse JSON object"),
        ("sendMessage", b"[1]", "expected a JSON object"),
        ("sendMessage", b"{}", "chat_id is empty"),
        ("sendMessage", b'{"chat_id": 1}', "message text is empty"),
        ("sendMessage", b'{"chat_id": [1], "text": "x"}', None),
        ("sendMessage", b'{"chat_id": 1, "text": {"a": 1}}', None),
        ("sendMessage", b'{"chat_id": 1, "text": "x", "reply_markup": "{"}', None),
        ("sendMessage", b'{"chat_id": 1, "text": "x", "reply_markup": {"inline_keyboard": [1]}}', None),
        ("sendMessage", b'{"chat_id": 987654, "text": "x"}', "chat not found"),
        ("sendMessage", b'{"chat_id": "@nobody_here", "text": "x"}', "chat not found"),
        ("editMessageText", b'{"chat_id": 1, "message_id": "x", "text": "y"}', None),
        ("deleteMessage", b'{"chat_id": 1}', "message identifier is not specified"),
        ("deleteMessages", b'{"chat_id": 1, "message_ids": "x"}', None),
        ("sendPhoto", b'{"chat_id": 1}', "there is no photo in the request"),
        ("sendPoll", b'{"chat_id": 1, "question": "x", "options": "[}"}', None),
        ("getUpdates", b'{"limit": "many"}', None),
        ("sendMessage", b'{"chat_id": 1, "text": "\\ud800"}', "strings must be encoded in UTF-8"),
        ("sendMessage", "\ud800".encode("utf-8", "surrogatepass"), "can't parse JSON object"),
    ],
)
async def test_bodies_that_make_no_sense(client: Client, method: str, body: bytes, error: str | None) -> None:
    answer = await client.http.post(
        f"{client.base}/{method}", content=body, headers={"content-type": "application/json"}
    )
    assert answer.status_code == 400
    description = answer.json()["description"]
    assert (
        description == f"Bad Request: {error}"
        if error
        else description.startswith("Bad Request: can't parse")
    )


async def test_a_broken_multipart_form_is_400(client: Client) -> None:
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = await client.http.post(
            f"{client.base}/sendPhoto", content=b"--y\r\nnonsense", headers={"content-type": content_type}
        )
        assert answer.status_code == 400


async def test_a_file_that_was_promised_but_not_sent(client: Client, group: Chat) -> None:
    answer = await client.http.post(
        f"{client.base}/sendPhoto",
        data={"chat_id": group.id, "photo": "attach://gone"},
        files={"other": b"x"},
    )
    assert answer.json()["description"] == 'Bad Request: file "attach://gone" not found in the request'


async def test_a_huge_body_is_413_and_the_next_call_works(client: Client) -> None:
    try:
        answer = await client.http.post(f"{client.base}/sendDocument", content=bytes(60 * 1024 * 1024))
        assert answer.status_code == 413
    except httpx.TransportError:
        pass  # the answer may overtake the body, and then the line is cut
    assert (await client.raw("getMe")).status_code == 200


async def test_connections_cut_in_the_middle_harm_nobody(telegram: Sandbox, client: Client) -> None:
    port = telegram.listener.port
    for sent in (
        b"",
        b"POST /bot",
        f"POST /bot{telegram.bot.token}/getMe HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nabc".encode(),
        b"\x16\x03\x01 this is no HTTP\r\n\r\n",
        f"GET /bot{telegram.bot.token}/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
    ):
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert await client.call("getMe")
    assert not telegram.api.crashes


async def test_a_parameter_telegram_does_not_know_is_ignored_but_noted(
    telegram: Sandbox, client: Client, group: Chat
) -> None:
    await client.say(group, colour="red")
    assert telegram.unknown_parameters == {("sendMessage", "colour"): 1}


async def test_a_mistake_of_the_sandbox_itself_fails_the_test(ann: Person) -> None:
    async def stumble() -> None:
        async with Sandbox(limits=None) as telegram, plain_http() as http:
            telegram.bot.queue.pending = None  # type: ignore[assignment]
            answer = await http.get(f"{telegram.url}{telegram.bot.token}/getUpdates")
            assert answer.status_code == 500

    with pytest.raises(AssertionError, match="the sandbox itself failed"):
        await stumble()
