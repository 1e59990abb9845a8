"""What an alert may not carry: links, names and numbers that a finger could follow to a fraudster.

Refused, with one reason: whatever has a scheme or a shortener outside the allowed domains, carries a
user's name or punycode, is written in HTML, or turns its letters round. Defanged, so that it can be named
but not tapped: bare domains (abc点com), mail addresses and @names, telephone numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Set
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from content.words import HOTLINES


class Why(StrEnum):
    """Why a text is refused; the sentences are `alert-refused` in texts/."""

    EMPTY = "empty"
    HTML = "html"
    TURNED = "turned"
    LINK = "link"
    USERINFO = "userinfo"
    SHORTENER = "shortener"
    PUNYCODE = "punycode"
    ONLY_LINK = "only_link"


class Refused(Exception):
    """The text can't be used as it is. `what`: the part that offends, in a tame form."""

    def __init__(self, why: Why, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


@dataclass(frozen=True)
class Safe:
    """A text without anything to tap but what is allowed; `changed`: (as written, as it stands now).

    `hidden`: how many personal numbers were masked before.
    """

    text: str
    changed: tuple[tuple[str, str], ...] = ()
    hidden: int = 0


SHORTENERS = frozenset(
    {"t.cn", "url.cn", "dwz.cn", "suo.im", "suo.nz", "mrw.so", "sourl.cn", "tinyurl.com", "bit.ly", "t.co"}
    | {"goo.gl", "is.gd", "t.me", "telegram.me", "telegram.dog", "3.cn", "u.to", "rb.gy", "cutt.ly", "ow.ly"}
    | {"buff.ly", "reurl.cc", "dwz.win", "j.mp", "v.gd", "shorturl.at", "surl.li", "s.id", "tb.cn", "b23.tv"}
    | {"w.url.cn", "6du.in", "985.so", "dlj.bz", "xhslink.com", "lnk.bio", "linktr.ee", "qr.io", "tr.im"}
)
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Marks that show as nothing, though Unicode calls them letters or symbols.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5\u180e\ufffe\uffff")
_WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--|&(?:[a-zA-Z]{2,8}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_SCHEME = re.compile(r"(?<![A-Za-z])[A-Za-z][A-Za-z0-9+.-]{1,20}[:：][/／]{2}[!-~]*")
_POINTED = re.compile(r"(?<![A-Za-z])(?:tel|mailto|sms|tg|javascript|data):[^\s，。！？]+", re.IGNORECASE)
_END_OF_ADDRESS = re.compile(r"[^!-~]|[\"'<>]")
# Words right behind an address would be taken for a part of it.
_CLINGING = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{1,20}://[!-~]+)(?=[^\W!-~])")
# The Chinese full stop ends sentences; only between Latin letters does it stand for a dot.
_DOT = "(?:[.．﹒․]|(?<=[A-Za-z0-9-])[。｡](?=[A-Za-z0-9]))"
# Whatever domains end in, in Chinese; in other scripts any letters do.
_CHINESE = (
    "中国|中國|公司|网络|網絡|网址|网站|在线|中文网|集团|商城|手机|我爱你|信息|政务|公益|企业|娱乐"
    "|香港|台湾|台灣|臺灣|澳门|澳門|新加坡|网店|商店|商标|餐厅|移动|佛山|广东|慈善|游戏|时尚|新闻|健康|购物"
    "|组织机构|机构|八卦|招聘|珠宝|点看|书籍|食品|世界|政府|微博|谷歌|联通|通販|家電|一号店|天主教|中信|大拿"
)
_FOREIGN = r"[^\W\d_\x00-\x7f\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
# "1.QQ群里" and "2.App要" are items of a list.
_ITEM = rf"\d{{1,2}}[.．](?:(?:QQ|[A-Z][a-z]+)(?![A-Za-z0-9.．])|(?:{_CHINESE})(?=\w))"
_NUMBERED = re.compile(r"([^\x00-\x7f]*\d{1,2}[.．])([A-Z][A-Za-z0-9]*|[^\x00-\x7f]+)")
_HOST = re.compile(
    rf"(?<!\d)(?!{_ITEM})(?:[\w.+-]{{1,64}}[@＠])?(?:[\w-]{{1,63}}{_DOT})+"
    rf"(?:xn--[\w-]{{2,59}}|[A-Za-z][A-Za-z0-9]+|(?<=[A-Za-z0-9-].)(?:{_CHINESE})|(?:{_CHINESE})(?!\w)"
    rf"|{_FOREIGN}+)(?![A-Za-z0-9])"
)
_BYTE = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_ADDRESS = re.compile(rf"(?<![\d.]){_BYTE}(?:\.{_BYTE}){{3}}(?![\d.])")
_WWW = re.compile(rf"www{_DOT}(?!(?:[A-Za-z0-9-]+{_DOT})*[A-Za-z][A-Za-z0-9])", re.IGNORECASE)
_MENTION = re.compile(r"[@＠](\w+)")
_DATE = re.compile(r"(?<!\d)(?:19|20)\d\d[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])(?!\d)")
_CLOCK = re.compile(r"(?<!\d)\d{1,2}[:：]\d{2}(?!\d)")
_RUN = re.compile(r"(?<![\d.*¥￥])[+(（]?\d(?:[\d\- ()（）+]{0,40}\d)?(?![\d*%])")
_YEAR = re.compile(r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])[0-3]\d)?")
_MEASURED = re.compile(
    r"[多余来几]?(?:元|块|万|亿|千|百|人|个|条|岁|名|户|起|度|分(?!机)|米|公里|斤|次|套|张|件|天|年|月|日|号楼|组|枚|台|吨)"
)
_SHORT = frozenset({"110", "119", "120", "122"})
_DISGUISED = re.compile(r"[A-Za-z0-9-]点[A-Za-z]{2,}|\(at\)")
_SPELT = re.compile(r"[零〇一二三四五六七八九幺两]{6,}")


def defang(text: str, *, links: Set[str] = frozenset(), phones: Set[str] = frozenset()) -> Safe:
    """The text as it may stand in an alert. Raises Refused. Doing it twice changes nothing.

    `links` are the domains that may be tapped, with all below them; `phones` the office's own numbers,
    digits only, beside the closed list of hotlines.
    """
    plain = _CLINGING.sub(r"\1 ", clean(text))
    if found := _TAG.search(plain):
        raise Refused(Why.HTML, found.group())
    kept = _judge_links(plain, links)
    changed: list[tuple[str, str]] = []
    _judge_prose(plain, kept)
    numbers = HOTLINES | phones
    safe = _outside(plain, kept, lambda part: _disarm(part, links, numbers, changed))
    return Safe(safe, tuple(changed))


def clean(text: str) -> str:
    """One plain way of writing: no control marks, nothing invisible, no wide letters; lines end tidily.

    Raises Refused for marks that turn the order of letters round: nobody needs them to write Chinese.
    """
    if any(mark in _TURNING for mark in text):
        raise Refused(Why.TURNED)
    kept = "".join("\n" if mark in "\r\u2028\u2029\x0b\x0c" else mark for mark in text.replace("\r\n", "\n"))
    kept = "".join(" " if mark == "\t" or unicodedata.category(mark) == "Zs" else mark for mark in kept)
    kept = "".join(_plain(mark) for mark in kept if mark == "\n" or not _invisible(mark)).translate(_WIDE)
    lines = [line.strip() for line in kept.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def may_be_tapped(address: str, links: Set[str]) -> bool:
    """Whether that address, scheme and all, is plainly one of the allowed domains'."""
    whole = _SCHEME.fullmatch(address)
    try:
        _judge(address, links)
    except Refused:
        return False
    return whole is not None and _END_OF_ADDRESS.search(address) is None


def carries_contact(text: str) -> bool:
    """Whether anything in a defanged text could lead to somebody: a link, a domain, a name, a number.

    The hotlines lead to nobody but the police.
    """
    if _SCHEME.search(text) or _HOST.search(text) or _DISGUISED.search(text) or _ADDRESS.search(text):
        return True
    if re.search(r"\*{2,}", text) or _SPELT.search(text) or "@" in text:
        return True
    return any(_digits(found.group()) not in HOTLINES for found in _phones(text))


def _invisible(mark: str) -> bool:
    return mark in _BLANK or unicodedata.category(mark) in ("Cc", "Cf", "Co", "Cs")


def _plain(mark: str) -> str:
    """Digits of whatever width and script as the ones on a telephone."""
    return str(unicodedata.decimal(mark)) if unicodedata.category(mark) == "Nd" else mark


def _judge_prose(text: str, kept: list[tuple[int, int]]) -> None:
    """There must be something to read beside what could be tapped. Raises Refused."""
    prose = _outside(text, kept, lambda part: _HOST.sub(_wordy, part), keep=False)
    if sum(mark.isalpha() for mark in prose) < 2:
        raise Refused(Why.ONLY_LINK if kept or _HOST.search(text) else Why.EMPTY)


def _judge_links(text: str, links: Set[str]) -> list[tuple[int, int]]:
    """Where the allowed links stand; any other with a scheme is refused."""
    kept = []
    for found in _SCHEME.finditer(text):
        address = _END_OF_ADDRESS.split(found.group(), maxsplit=1)[0]
        _judge(address, links)
        kept.append((found.start(), found.start() + len(address)))
    if found_other := _POINTED.search(text):
        raise Refused(Why.LINK, found_other.group()[:40])
    return kept


def _judge(address: str, links: Set[str]) -> None:
    """One address with a scheme. Raises Refused unless it is plainly one of the allowed ones."""
    shown = address[:60]
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise Refused(Why.LINK, shown) from None
    if "@" in parts.netloc or "\\" in address or "%" in parts.netloc:
        raise Refused(Why.USERINFO, shown)
    if "xn--" in host or not host.isascii():
        raise Refused(Why.PUNYCODE, shown)
    if _allowed(host, links) and parts.scheme in ("http", "https") and port in (None, 80, 443):
        return
    raise Refused(Why.SHORTENER if _allowed(host, SHORTENERS) else Why.LINK, shown)


def _allowed(host: str, links: Set[str]) -> bool:
    return any(host == link or host.endswith(f".{link}") for link in links)


def _disarm(part: str, links: Set[str], phones: Set[str], changed: list[tuple[str, str]]) -> str:
    """Everything between the allowed links, until there is nothing left to change."""
    after = _disarm_once(part, links, phones, changed)
    return part if after == part else _disarm(after, links, phones, changed)


def _disarm_once(part: str, links: Set[str], phones: Set[str], changed: list[tuple[str, str]]) -> str:

    def note(before: str, after: str) -> str:
        if before != after:
            changed.append((before, after))
        return after

    part = _HOST.sub(lambda found: note(found.group(), _host(found.group(), links)), part)
    part = _WWW.sub(lambda found: note(found.group(), "www点"), part)
    part = _ADDRESS.sub(lambda found: note(found.group(), found.group().replace(".", "点")), part)
    part = _MENTION.sub(lambda found: note(found.group(), f"(at){found[1]}"), part)
    for found in reversed(_phones(part)):
        if _digits(found.group()) not in phones:
            after = note(found.group(), _unfinished(found.group()))
            part = part[: found.start()] + after + part[found.end() :]
    return part


def _host(written: str, links: Set[str]) -> str:
    """A bare domain or mail address: an allowed domain stays, another is named without its dots."""
    host = re.sub(_DOT, ".", written).lower()
    # Chinese words often stand right before a domain, and would be taken for a part of it.
    tail = re.sub(r"^.*[^a-z0-9.-]", "", host).lstrip(".-")
    if "xn--" in host:
        raise Refused(Why.PUNYCODE, written[:60])
    if _allowed(tail, SHORTENERS) and not _allowed(tail, links):
        raise Refused(Why.SHORTENER, written[:60])
    if _allowed(tail, links) and "@" not in host and "＠" not in host:
        before = written[: len(written) - len(tail)]
        return f"{before} {tail}" if before else written
    if item := _NUMBERED.fullmatch(written):
        return f"{item[1]} {item[2]}"
    return re.sub(_DOT, "点", re.sub("[@＠]", "(at)", written))


def _phones(text: str) -> list[re.Match[str]]:
    """Every run that reads as a telephone number: not a year, a date, an hour, an amount or a count."""
    blank = _CLOCK.sub(_blanked, _DATE.sub(_blanked, text))
    return [run for run in _RUN.finditer(blank) if _dialled(run.group(), blank[run.end() :])]


def _blanked(found: re.Match[str]) -> str:
    return "\0" * len(found.group())


def _dialled(run: str, after: str) -> bool:
    groups = re.findall(r"\d+", run)
    digits = "".join(groups)
    if digits in _SHORT or digits in HOTLINES:
        return True
    if len(groups) > 1:
        return len(digits) >= 7 and max(map(len, groups)) >= 3
    return len(digits) >= 5 and not _YEAR.fullmatch(digits) and not _MEASURED.match(after)


def _wordy(found: re.Match[str]) -> str:
    """The words that stand right before a domain."""
    return re.sub(r"[!-~]+$", " ", found.group())


def _digits(run: str) -> str:
    return re.sub(r"\D", "", run)


def _unfinished(run: str) -> str:
    """The number's beginning: enough to recognise it, too little to dial."""
    left = min(4, len(_digits(run)) - 3)
    out = ""
    for mark in run:
        out += mark if left > 0 or not mark.isdigit() else "*"
        left -= mark.isdigit()
    return out


def _outside(
    text: str, kept: list[tuple[int, int]], change: Callable[[str], str], *, keep: bool = True
) -> str:
    """The text with everything outside the kept stretches changed; these are blanked where not wanted."""
    out, at = "", 0
    for start, end in kept:
        out += change(text[at:start]) + (text[start:end] if keep else " ")
        at = end
    return out + change(text[at:])
