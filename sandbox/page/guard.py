"""Only this machine's own browser gets in: the Host that we serve, and no orders from other sites."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES = ("127.0.0.1", "localhost", "[::1]")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cache-control": b"no-store",
}


class Guard:
    """Refuses foreign Host headers and orders that come from elsewhere; puts safe headers on every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is not None:
            await PlainTextResponse(refusal, 400)(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS.items()]
            await send(message)

        await self._app(scope, receive, with_headers)


def _refusal(scope: Scope) -> str | None:
    headers = Headers(scope=scope)
    host, port = headers.get("host", ""), scope["server"][1]
    if len(headers.getlist("host")) != 1 or host not in {f"{name}:{port}" for name in NAMES}:
        return "This page answers only to its own address.\n"
    if scope["method"] != "GET" and headers.get("origin", f"http://{host}") != f"http://{host}":
        return "Orders are taken from this page only.\n"
    if scope["method"] == "POST" and headers.get("content-type", "").split(";")[0] != "application/json":
        return "Orders are JSON.\n"
    return None
