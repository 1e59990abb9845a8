"""Lines to Telegram: each request has one to itself, below httpx's client, which costs as much again."""

from __future__ import annotations

import asyncio
import sys
from importlib.util import find_spec
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

LINES = 64
CONNECT, WRITE, UPLOAD = 5.0, 5.0, 20.0  # seconds, as PTB has them
# httpcore asks for sniffio several times in each request; where it is not installed, Python would look for it
# in every folder each time, which is a twentieth of all that a crowd of taps costs.
if find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]  # Python's own sign for "there is none"
# PTB's mark for "as at the making"; its type has no public name.
_UNSAID: Any = BaseRequest.DEFAULT_NONE


class Lines(BaseRequest):
    """Up to LINES requests at once to the API at `url`, each on the line that was used last and is free.

    `patience` seconds are waited for a free line, and again for Telegram's answer. All share the certificates
    in `trusted`: reading them takes a tenth of a second. The environment may name a proxy.
    """

    def __init__(self, url: str, patience: float, trusted: SSLContext) -> None:
        self._patience, self._trusted, self._proxy = patience, trusted, proxy_to(url)
        self._places = asyncio.Semaphore(LINES)
        self._free: list[httpx.AsyncHTTPTransport] = []

    @property
    def read_timeout(self) -> float | None:
        return self._patience

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None:
        while self._free:
            await self._free.pop().aclose()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _UNSAID,
        write_timeout: Any = _UNSAID,
        connect_timeout: Any = _UNSAID,
        pool_timeout: Any = _UNSAID,
    ) -> tuple[int, bytes]:
        """See telegram.request.BaseRequest."""
        files = request_data.multipart_data if request_data else None
        wait = {
            "connect": _said(connect_timeout, CONNECT),
            "pool": CONNECT,
            "read": _said(read_timeout, self._patience),
            "write": _said(write_timeout, UPLOAD if files else WRITE),
        }
        request = httpx.Request(
            method,
            url,
            headers={"User-Agent": self.USER_AGENT},
            data=request_data.json_parameters if request_data else None,
            files=files,
            extensions={"timeout": wait},
        )
        try:
            return await self._send(request, _said(pool_timeout, self._patience))
        except httpx.TimeoutException as error:
            raise TimedOut(type(error).__name__) from error
        except httpx.HTTPError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def _send(self, request: httpx.Request, patience: float | None) -> tuple[int, bytes]:
        try:
            async with asyncio.timeout(patience):
                await self._places.acquire()
        except TimeoutError:
            raise httpx.PoolTimeout("no line is free") from None
        try:
            return await self._on_a_line(request)
        finally:
            self._places.release()

    async def _on_a_line(self, request: httpx.Request) -> tuple[int, bytes]:
        line = self._free.pop() if self._free else self._open()
        try:
            answer = await line.handle_async_request(request)
            content = await answer.aread()
        except BaseException:
            # Cut off at the wrong moment, a line takes no other request ever again.
            await line.aclose()
            raise
        self._free.append(line)
        return answer.status_code, content

    def _open(self) -> httpx.AsyncHTTPTransport:
        alone = httpx.Limits(max_connections=1)
        return httpx.AsyncHTTPTransport(verify=self._trusted, limits=alone, proxy=self._proxy)


def proxy_to(url: str) -> str | None:
    """The proxy that HTTPS_PROXY, HTTP_PROXY or ALL_PROXY names for this address, unless NO_PROXY does."""
    parts, named = urlsplit(url), getproxies()
    if proxy_bypass(parts.netloc.rpartition("@")[2]):
        return None
    found = named.get(parts.scheme) or named.get("all")
    return f"http://{found}" if found and "://" not in found else found


def _said(value: Any, otherwise: float) -> float | None:
    return otherwise if value is _UNSAID else value
