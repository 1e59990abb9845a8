"""Only the open internet: whatever leads inside is known for what it is."""

from __future__ import annotations

import pytest

from content.feeds.fetch import _seconds, is_open
from content.feeds.listed import Listed, host_of, is_address


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
