"""Feeds served nearby: good ones, and everything that a bad one may do. Shared by tests and benchmarks."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

HOUR = "Sat, 21 Nov 2026 08:00:00 +0800"
ARTICLE = (
    "11月20日，平安镇一位居民接到自称“支付平台客服”的电话，对方说她的“百万保障”即将到期，不取消每月要扣800元。"
    "她按要求下载会议软件，打开了屏幕共享，随后转出5万元。"
    "警方提示：凡是来电说取消“百万保障”的都是诈骗。接到此类电话请立即挂断，拨打96110核实。"
)


def item(title: str, *, guid: str = "", text: str = ARTICLE, link: str = "") -> str:
    parts = f"<title>{title}</title><description>{text}</description><pubDate>{HOUR}</pubDate>"
    parts += f"<guid>{guid}</guid>" if guid else ""
    return f"<item>{parts}<link>{link}</link></item>" if link else f"<item>{parts}</item>"


def rss(*items: str) -> bytes:
    channel = f"<channel><title>平安网</title>{''.join(items)}</channel>"
    return f'<?xml version="1.0"?><rss version="2.0">{channel}</rss>'.encode()


def head(status: str = "200 OK", **more: str) -> bytes:
    fields = {"Content-Type": "application/rss+xml", "Connection": "close"}
    fields |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode()


class FeedServer:
    """Answers by path. `pages` holds good feeds, `raw` whole answers; `asked` counts, `headers` keeps the
    last request's.
    """

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.raw: dict[str, bytes] = {}
        self.asked: dict[str, int] = {}
        self.headers: dict[str, str] = {}
        self.port = 0
        self.busy = self.most_busy = 0
        self.delay = 0.0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.busy += 1
        self.most_busy = max(self.most_busy, self.busy)
        try:
            path = await self._read(reader)
            await asyncio.sleep(self.delay)
            await self._write(path, writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.busy -= 1
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> str:
        first = await reader.readexactly(1)
        if first == b"\x16":
            # Whoever begins like this wants to speak TLS.
            return "/no-tls"
        lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = (line.partition(": ") for line in lines[1:] if line)
        self.headers = {name.lower(): value for name, _, value in fields}
        path = lines[0].split()[1]
        self.asked[path] = self.asked.get(path, 0) + 1
        return path

    async def _write(self, path: str, writer: asyncio.StreamWriter) -> None:
        if path in ("/endless", "/slow"):
            await (_endless if path == "/endless" else _slow)(writer)
            return
        made = BAD.get(path)
        if made is not None:
            writer.write(made(self))
        elif path in self.raw:
            writer.write(self.raw[path])
        elif path not in self.pages:
            writer.write(head("404 Not Found"))
        elif self.headers.get("if-none-match") == f'"{hash(self.pages[path])}"':
            writer.write(head("304 Not Modified"))
        else:
            writer.write(head(ETag=f'"{hash(self.pages[path])}"') + self.pages[path])
        await writer.drain()


async def _endless(writer: asyncio.StreamWriter) -> None:
    """Ten gigabytes, as far as anybody takes them."""
    writer.write(head(Content_Length=str(10 << 30)))
    while True:
        writer.write(b"<item>" * 10_000)
        await writer.drain()


async def _slow(writer: asyncio.StreamWriter) -> None:
    """A letter every tenth of a second."""
    writer.write(head())
    while True:
        writer.write(b"<")
        await writer.drain()
        await asyncio.sleep(0.1)


def _bomb(_: FeedServer) -> bytes:
    """Two gigabytes of blanks in two megabytes would be too much to send: forty in forty thousand will do."""
    return head(Content_Encoding="gzip") + gzip.compress(b" " * (40 << 20))


def _entities(_: FeedServer) -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE rss [<!ENTITY l0 "lol">{laughs}]>'
    return head() + f"{doctype}<rss><channel><item><title>&l9;</title></item></channel></rss>".encode()


def _many(_: FeedServer) -> bytes:
    return head() + rss(*(item(f"诈骗警示第{n}号", guid=str(n), text="防骗") for n in range(5_000)))


BAD: dict[str, Callable[[FeedServer], bytes]] = {
    "/to-loopback": lambda it: head("302 Found", Location="http://127.0.0.1:1/"),
    "/to-file": lambda it: head("302 Found", Location="file:///etc/passwd"),
    "/round": lambda it: head("301 Moved Permanently", Location=it.url("/round")),
    "/gzip-bomb": _bomb,
    "/entity-bomb": _entities,
    "/local-path": lambda it: head() + b"/etc/passwd",
    "/page": lambda it: head(Content_Type="text/html") + b"<!doctype html><html><body>hello</body></html>",
    "/gone": lambda it: head("410 Gone"),
    "/busy": lambda it: head("429 Too Many Requests", Retry_After="7200"),
    "/many": _many,
    "/no-tls": lambda it: b"hello\r\n",
    "/deep": lambda it: head() + b"<rss><channel>" + b"<a>" * 200_000,
}


@asynccontextmanager
async def open_feeds(host: str = "127.0.0.1", port: int = 0) -> AsyncIterator[FeedServer]:
    """A server in this very loop."""
    feeds = FeedServer()
    server = await asyncio.start_server(feeds.answer, host, port)
    feeds.port = server.sockets[0].getsockname()[1]
    try:
        yield feeds
    finally:
        server.close()
