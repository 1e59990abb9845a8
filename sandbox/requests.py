"""One HTTP request to the Bot API, read: who calls what with which parameters."""

import asyncio
import binascii
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from sandbox.errors import ApiError, bad_request
from sandbox.params import Upload

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LARGEST_BODY = 52 * 1024 * 1024
_ATTACH = "attach://"
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
T = TypeVar("T")


class ClientGone(Exception):
    """The client hung up in the middle of its request."""


@dataclass(slots=True)
class Incoming:
    """Token, method name as written, and parameters by name."""

    token: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)


def read_path(path: str) -> Incoming | None:
    """Token and method of /bot<token>/<method>; None for any other path."""
    head, _, name = path.removeprefix("/bot").partition("/")
    if not path.startswith("/bot") or not head:
        return None
    return Incoming(unquote(head), name)


async def read_fields(scope: Scope, receive: Receive) -> dict[str, Any]:
    """Query string and body together, the body winning."""
    fields: dict[str, Any] = dict(parse_qsl(scope["query_string"].decode(), keep_blank_values=True))
    content_type = _content_type(scope)
    body = await _read_body(receive)
    if content_type.startswith("multipart/form-data"):
        return fields | await _read_multipart(scope, body)
    if not body:
        return fields
    if content_type.startswith("application/json"):
        return fields | _read_json(body)
    return fields | _read_form(body)


async def unless_gone(work: Awaitable[T], receive: Receive) -> T:
    """The work's result; given up when the client hangs up first, as a killed bot does in its long poll."""
    working = asyncio.ensure_future(work)
    hung_up = asyncio.ensure_future(receive())
    try:
        await asyncio.wait({working, hung_up}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise ClientGone
    finally:
        working.cancel()
        hung_up.cancel()


def _content_type(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"content-type":
            return str(value.decode("latin-1"))
    return ""


async def _read_body(receive: Receive) -> bytes:
    chunks, size = [], 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            raise ApiError(413, "Request Entity Too Large")
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _read_form(body: bytes) -> dict[str, Any]:
    if _STRAY_PERCENT.search(body):
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    pairs = (pair.partition(b"=") for pair in body.split(b"&") if pair)
    return {_unquote(name): _unquote(value) for name, _, value in pairs}


def _unquote(raw: bytes) -> str:
    # Quoted-printable differs by its sign only and is read in C: Chinese forms take a tenth of the time.
    text = raw.replace(b"=", b"%3D").replace(b"+", b" ").replace(b"%", b"=")
    return binascii.a2b_qp(text).decode("utf-8", "replace")


def _read_json(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
        if b"\\ud" in body or b"\\uD" in body:
            json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair is no character
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(value, dict):
        raise bad_request("expected a JSON object")
    return {name: given for name, given in value.items() if given is not None}


async def _read_multipart(scope: Scope, body: bytes) -> dict[str, Any]:
    async def replay() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    try:
        form = await Request(scope, replay).form(max_part_size=LARGEST_BODY)
    except Exception as error:  # every way in which a form can be broken is the client's
        raise bad_request(f"can't parse multipart form: {error}") from None
    fields, files = await _split(form)
    for name, value in fields.items():
        if isinstance(value, str) and value.startswith(_ATTACH):
            if value.removeprefix(_ATTACH) not in files:
                raise bad_request(f'file "{value}" not found in the request')
            fields[name] = files.pop(value.removeprefix(_ATTACH))
    return fields | files


async def _split(form: FormData) -> tuple[dict[str, Any], dict[str, Any]]:
    fields: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            mime = value.content_type or "application/octet-stream"
            files[name] = Upload(name=value.filename or name, content=await value.read(), mime=mime)
        else:
            fields[name] = value
    return fields, files
