"""Fetches one address with care: only the open internet, within limits of size, time and hops."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import httpcore

from content.feeds.unpack import ENCODINGS

SENT_LIMIT = 2 << 20
SECONDS = 15.0
HOPS = 5
# So many of a host's addresses are tried, each so long: one that is deaf must not cost the others.
TRIED, TRIED_SECONDS = 4, 3.0
AGENT = "xiaolaba (feed reader)"
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.8, */*;q=0.1"
_MOVED = frozenset({301, 302, 303, 307, 308})

# What counts as global and yet leads inside: clouds' own servers, and what older rules set apart.
_INSIDE = tuple(map(ipaddress.ip_network, ("168.63.129.16", "192.0.0.0/24", "192.88.99.0/24", "fec0::/10")))
# A name that nobody answers for holds up a thread: these are no threads of anybody else's.
_NAMES = ThreadPoolExecutor(8, thread_name_prefix="feed-names")

Headers = dict[str, str]


class NotFetched(Exception):
    """Why nothing came: a name of our own. `retry_after`: how long the server asks us to wait, in seconds."""

    def __init__(self, reason: str, retry_after: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.retry_after = reason, retry_after


@dataclass(frozen=True)
class Fetched:
    """What came, as it was sent: `encoding` says how it is packed. `body` None: nothing new (304)."""

    body: bytes | None
    content_type: str = ""
    encoding: str = ""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetcher:
    """Gets feeds. `allowed`: host:port of an intranet's feeds, which may live on private addresses."""

    allowed: Collection[str] = field(default_factory=frozenset)
    verify: ssl.SSLContext | None = None

    async def get(
        self, address: str, *, etag: str | None = None, last_modified: str | None = None
    ) -> Fetched:
        """The body at that address, or nothing new. Raises NotFetched and nothing else."""
        known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in known.items() if value}
        # Only what lives inside may lead inside: nobody out there sends us to an intranet.
        allowed = self.allowed if _place(address) in self.allowed else ()
        pool = httpcore.AsyncConnectionPool(
            ssl_context=self.verify, network_backend=_OpenInternet(allowed), max_connections=1
        )
        try:
            async with asyncio.timeout(SECONDS), pool:
                return await _follow(pool, address, headers)
        except TimeoutError:
            raise NotFetched("timeout") from None
        except _Private:
            raise NotFetched("private_address") from None
        except ssl.SSLError:
            raise NotFetched("broken_tls") from None
        except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
            raise NotFetched("broken_tls" if _is_tls(error) else "no_connection") from None
        except (httpcore.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException, OSError):
            raise NotFetched("broken_off") from None
        except (ValueError, TypeError, httpcore.UnsupportedProtocol):
            raise NotFetched("bad_address") from None


async def _follow(pool: httpcore.AsyncConnectionPool, address: str, headers: Headers) -> Fetched:
    for _ in range(HOPS + 1):
        address = plain_address(address)
        sent = {"Host": urlsplit(address).netloc, "User-Agent": AGENT, "Accept": ACCEPT}
        sent |= {"Accept-Encoding": "gzip", **headers}
        # As the server wrote them, which need not be in ASCII.
        fields = [(name.encode(), value.encode("latin-1", "replace")) for name, value in sent.items()]
        async with pool.stream("GET", address, headers=fields) as response:
            said = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            if response.status not in _MOVED:
                return await _taken(response, said)
            if "location" not in said:
                raise NotFetched("bad_redirect")
            # Most that is not ASCII was meant as UTF-8.
            told = said["location"].encode("latin-1")
            address = urljoin(address, told.decode("utf-8", "replace"))
    raise NotFetched("too_many_redirects")


async def _taken(response: httpcore.Response, said: Headers) -> Fetched:
    etag, modified = said.get("etag"), said.get("last-modified")
    match response.status:
        case 304:
            return Fetched(None, etag=etag, last_modified=modified)
        case 410:
            raise NotFetched("gone")
        case 429 | 503:
            raise NotFetched("busy", _seconds(said.get("retry-after", ""), said.get("date", "")))
        case 200:
            encoding = said.get("content-encoding", "").strip().lower()
            body = await _body(response, encoding)
            return Fetched(body, said.get("content-type", ""), encoding, etag, modified)
        case status:
            raise NotFetched(f"http_{status}")


async def _body(response: httpcore.Response, encoding: str) -> bytes:
    """The body as it was sent, within the limit; it is unpacked where it is parsed."""
    if encoding not in ENCODINGS:
        raise NotFetched("unknown_encoding")
    body = bytearray()
    async for chunk in response.aiter_stream():
        body += chunk
        if len(body) > SENT_LIMIT:
            raise NotFetched("too_large")
    return bytes(body)


def plain_address(address: str) -> str:
    """An http address in ASCII, without a user's name. Raises NotFetched for anything else, or ValueError."""
    parts = urlsplit(address.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise NotFetched("bad_address")
    host, port = parts.hostname, f":{parts.port}" if parts.port is not None else ""
    host = f"[{host}]" if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    path, query = (quote(part, safe="%/:=&?~#+!$,;'@()*[]") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def _place(address: str) -> str:
    """Its host:port, as FEED_ALLOW_HOSTS has it; empty where it has none."""
    try:
        parts = urlsplit(address.strip())
        return f"{parts.hostname}:{parts.port or {'http': 80, 'https': 443}.get(parts.scheme)}"
    except ValueError:
        return ""


def _seconds(said: str, date: str) -> int | None:
    """Retry-After as seconds: said so, or as a moment, by the server's own clock where it tells it."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return int(said[:8])
    try:
        until, now = parsedate_to_datetime(said), parsedate_to_datetime(date) if date else datetime.now(UTC)
        return max(0, int((until - now).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return None


def _is_tls(error: Exception) -> bool:
    return isinstance(error.__cause__ or error.__context__, ssl.SSLError) or "SSL" in str(error)


class _Private(Exception):
    """An address inside."""


class _OpenInternet(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was checked: a name may mean another one a moment later."""

    def __init__(self, allowed: Collection[str]) -> None:
        self._allowed, self._wires = allowed, httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109  # httpcore names it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        look_up = partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM)
        try:
            found = await asyncio.get_running_loop().run_in_executor(_NAMES, look_up)
        except (socket.gaierror, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = [str(one[4][0]) for one in found]
        if f"{host}:{port}" not in self._allowed and not all(map(is_open, addresses)):
            raise _Private
        tried = list(dict.fromkeys(addresses))[:TRIED]
        for address in tried:
            # The last one has all the time that there is.
            patience = TRIED_SECONDS if address != tried[-1] else timeout
            try:
                return await self._wires.connect_tcp(address, port, patience, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if address == tried[-1]:
                    raise
        raise httpcore.ConnectError(f"{host} has no address")

    async def sleep(self, seconds: float) -> None:
        await self._wires.sleep(seconds)


def is_open(address: str) -> bool:
    """Whether that IP address belongs to the open internet."""
    found = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    teredo = getattr(found, "teredo", None)
    asked = [found, *([inner] if inner else []), *(teredo or ())]
    # What is reserved may hold another address, as a gateway between the two internets reads it.
    return all(
        one.is_global
        and not (one.is_multicast or one.is_reserved)
        and not any(one.version == network.version and one in network for network in _INSIDE)
        for one in asked
    )
