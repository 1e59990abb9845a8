"""Only the open internet: whatever leads inside is known for what it is."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import zlib
from pathlib import Path
from urllib.parse import quote

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.feeds.fetch import TRIED_SECONDS, Fetcher, NotFetched, _seconds, is_open
from content.feeds.listed import FeedsFile, FeedsFileError, Listed, host_of, is_address, read_feeds
from content.feeds.unpack import LIMIT, NotUnpacked, unpack
from content.words import Audience
from tests.feed_server import head, item, open_feeds, rss


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "192.0.0.192",
        "168.63.129.16",
        "100.100.100.200",
        "fec0::1",
        "64:ff9b:1::1",
        "fd00:ec2::254",
    ],
)
def test_what_leads_inside_is_refused(address: str) -> None:
    assert not is_open(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1", "2606:4700:4700::1111"])
def test_the_open_internet_is_open(address: str) -> None:
    assert is_open(address)


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("120", 120),
        (" 7200 ", 7200),
        ("Sun, 22 Nov 2026 08:10:00 GMT", 600),
        ("Sun, 22 Nov 2026 07:00:00 GMT", 0),
        ("99999999999999", 99_999_999),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_servers_wish_to_be_left_alone_is_understood(said: str, seconds: int | None) -> None:
    assert _seconds(said, "Sun, 22 Nov 2026 08:00:00 GMT") == seconds


@pytest.mark.parametrize("url", ["", "nonsense", "ftp://a.example/x", "http://", "http://[", "http://a:0/"])
def test_a_bad_address_is_known_and_still_has_a_name(url: str) -> None:
    assert not is_address(url)
    assert host_of(url) == url or host_of(url) in url


def test_a_feed_without_a_name_goes_by_its_host() -> None:
    assert Listed.model_validate({"url": "https://a.example/x"}).name == "a.example"


@pytest.mark.parametrize("path", ["/新闻/法治.xml", "/a?词=骗", "/a b"])
async def test_an_address_that_is_not_ascii_is_asked_for_as_browsers_do(path: str) -> None:
    async with open_feeds() as server:
        server.pages[quote(path, safe="/?=")] = rss(item("谨防诈骗"))
        fetcher = Fetcher({f"127.0.0.1:{server.port}"})
        assert (await fetcher.get(server.url(path))).body == rss(item("谨防诈骗"))
        # A redirect in raw UTF-8, and a version's name that is no ASCII either.
        server.pages["/moved"] = b""
        told = f"HTTP/1.1 302 Found\r\nLocation: {path}\r\nConnection: close\r\n\r\n".encode()
        server.raw["/moved"] = told
        got = await fetcher.get(server.url("/moved"), etag='"é"', last_modified="昨天")
        assert got.body == rss(item("谨防诈骗"))


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433:{port}/a",
        "http://0x7f.1:{port}/a",
        "http://0177.0.0.1:{port}/a",
        "http://127.1:{port}/a",
        "http://0:{port}/a",
        "http://[::ffff:127.0.0.1]:{port}/a",
        "http://localhost.:{port}/a",
        "http://①②⑦.⓪.⓪.①:{port}/a",
        "http://news.example@127.0.0.1:{port}/a",
        "http://127.0.0.1:{port}\\@news.example/a",
        "http://127.0.0.1:{port}#@news.example/a",
        "ftp://127.0.0.1:{port}/a",
        "file:///etc/passwd",
        "//127.0.0.1:{port}/a",
        "http://[::1",
        "http://127.0.0.1:99999/a",
        "http://\x00/",
        "http://a b/",
        "",
    ],
)
async def test_no_way_of_writing_it_leads_inside(url: str) -> None:
    async with open_feeds() as server:
        server.pages["/a"] = rss(item("谨防诈骗"))
        with pytest.raises(NotFetched) as refused:
            await Fetcher().get(url.format(port=server.port))
        assert refused.value.reason in {"private_address", "bad_address", "no_connection"}
        assert server.asked == {}


async def test_what_is_outside_does_not_lead_to_an_intranet_that_is_open() -> None:
    async with open_feeds("127.0.0.2") as intranet, open_feeds() as outside:
        intranet.pages["/a"] = rss(item("谨防诈骗"))
        inner = intranet.url("/a", "127.0.0.2")
        outside.raw["/moved"] = head("302 Found", Location=inner)
        fetcher = Fetcher({f"127.0.0.2:{intranet.port}"})
        assert (await fetcher.get(inner)).body
        with pytest.raises(NotFetched, match="private_address"):
            await fetcher.get(outside.url("/moved"))
        assert intranet.asked == {"/a": 1}


async def test_a_name_is_looked_up_once_and_what_was_checked_is_what_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A name that means the open internet first and this machine a moment later."""
    answers = iter(["1.1.1.1", "127.0.0.1", "127.0.0.1"])
    asked, connected = [], []

    def look_up(host: str, port: int, **_: object) -> list[object]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    async def connect(_: object, host: str, *more: object) -> None:
        connected.append(host)
        raise httpcore.ConnectError("nobody here")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    with pytest.raises(NotFetched, match="no_connection"):
        await Fetcher().get("http://rebinding.example/")
    assert (asked, connected) == (["rebinding.example"], ["1.1.1.1"])


async def test_a_deaf_address_does_not_cost_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[tuple[str, float | None]] = []

    async def connect(_: object, host: str, port: int, seconds: float | None, *more: object) -> None:
        tried.append((host, seconds))
        raise httpcore.ConnectTimeout("nothing heard")

    both = [(socket.AF_INET6, 1, 6, "", ("2606:4700::1", 80)), (socket.AF_INET, 1, 6, "", ("1.1.1.1", 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: both)
    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", connect)
    with pytest.raises(NotFetched, match="no_connection"):
        await Fetcher().get("http://a.example/")
    assert tried == [("2606:4700::1", TRIED_SECONDS), ("1.1.1.1", None)]


async def test_a_name_that_nobody_answers_for_holds_up_feeds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answered.wait(5) and [])
    waiting = [asyncio.ensure_future(Fetcher().get(f"http://{n}.example/")) for n in range(40)]
    try:
        await asyncio.sleep(0.05)
        # The bot's own threads are free.
        assert await asyncio.wait_for(asyncio.to_thread(lambda: "free"), 2) == "free"
    finally:
        answered.set()
        ends = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(one, NotFetched) for one in ends)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
async def test_what_we_cannot_unpack_is_said_so(encoding: str) -> None:
    async with open_feeds() as server:
        server.raw["/a"] = head(Content_Encoding=encoding) + b"\x0b\x00\x80"
        with pytest.raises(NotFetched, match="unknown_encoding"):
            await Fetcher({f"127.0.0.1:{server.port}"}).get(server.url("/a"))


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"HTTP/1.1 200 OK\r\n" + b"X-Long: " + b"x" * 300_000 + b"\r\n\r\n", "broken_off"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", "broken_off"),
        (b"hello\r\n\r\n", "broken_off"),
        (b"", "broken_off"),
        (b"HTTP/1.1 302 Found\r\n\r\n", "bad_redirect"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n", "bad_address"),
        (b"HTTP/1.1 302 Found\r\nLocation: gopher://a.example/\r\n\r\n", "bad_address"),
        (b"HTTP/1.1 206 Partial\r\n\r\n", "http_206"),
    ],
)
async def test_a_broken_answer_has_its_name(sent: bytes, reason: str) -> None:
    async with open_feeds() as server:
        server.raw["/a"] = sent
        with pytest.raises(NotFetched) as refused:
            await Fetcher({f"127.0.0.1:{server.port}"}).get(server.url("/a"))
        assert refused.value.reason == reason


@given(st.text(max_size=60))
async def test_any_address_is_refused_by_name(url: str) -> None:
    with pytest.raises(NotFetched):
        await Fetcher().get(f"http://{url}@[::1]:1/")
    with pytest.raises(NotFetched):
        await Fetcher().get(f"x{url}")


def test_what_is_packed_is_unpacked_as_far_as_the_limit() -> None:
    assert unpack(b"abc", "") == b"abc"
    assert unpack(gzip.compress(b"abc"), "gzip") == unpack(zlib.compress(b"abc"), "deflate") == b"abc"
    assert unpack(gzip.compress(b"abcdefgh" * 999)[:-9], "x-gzip").startswith(b"abcdefgh")
    assert len(unpack(gzip.compress(b" " * LIMIT), "gzip")) == LIMIT
    with pytest.raises(NotUnpacked, match="too_large"):
        unpack(gzip.compress(b" " * (LIMIT + 1)), "gzip")
    for broken in (b"abc", b"\x1f\x8b\x08" + b"x" * 50):
        with pytest.raises(NotUnpacked, match="broken_encoding"):
            unpack(broken, "gzip")


def listed(folder: Path, words: str) -> FeedsFile:
    (folder / "feeds.yaml").write_text(words, encoding="utf-8")
    return read_feeds(folder / "feeds.yaml")


def test_a_file_is_read_as_people_write_it(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        """feeds:
  - {url: 'http://a.example/x', name: 12345, region: 330102, keywords: [96110, 农商行]}
  - {url: 'http://b.example/x', name: '<b>平安</b>‮网', keywords: 农商行, audiences: village}
  - {url: 'http://c.example/x', keywords: , audiences: }
  - {url: 'http://a.example/x', name: 又写了一遍}
  - {url: 'http://d.example/x', nmae: 写错了}
  - {name: 没有网址}
  - http://e.example/x
""",
    )
    first, second, third = found.feeds
    assert (first.name, first.region, first.keywords) == ("12345", "330102", ("96110", "农商行"))
    assert second.name == "平安网"
    assert (second.keywords, second.audiences) == (("农商行",), (Audience.VILLAGE,))
    assert (third.keywords, third.audiences) == ((), tuple(Audience))
    assert [place for place, _ in found.faults] == [
        "feeds[4].url",
        "feeds[5].nmae",
        "feeds[6].url",
        "feeds[7].",
    ]
    assert listed(tmp_path, "feeds:\n  # - {url: 'http://a.example/x'}\n") == FeedsFile()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "a: 1",
        "- x",
        "feeds: {}",
        "feeds: [",
        "feeds:\n  - {name: 2026-13-45}",
        "[" * 3000,
        "\x00",
        "!!python/x {}",
    ],
)
def test_a_file_that_says_nothing_is_said_so(tmp_path: Path, words: str) -> None:
    with pytest.raises(FeedsFileError, match=r"feeds\.yaml: ."):
        listed(tmp_path, words)
