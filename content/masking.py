"""Hides the numbers that belong to one person, and notices where a text may name somebody."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set
from dataclasses import dataclass

# Digits of any width, parted by at most one mark between two of them; an X may end an identity number.
_RUN = re.compile(r"(?<![\d*])\+?\d(?:[ \u00a0\-\u2010-\u2015.·]?\d)*(?:[ \-]?[XxＸｘ])?(?![\d*])")
_GROUPS = re.compile(r"\d+|[XxＸｘ]|[^\dXxＸｘ]+")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BIRTHDAY = re.compile(r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_MOBILE = re.compile(r"(?:0?0?86)?(1[3-9]\d{9})")


@dataclass(frozen=True)
class Masked:
    """A text in which nobody's own number can be read any more, and how many were hidden."""

    text: str
    hidden: int


def mask(text: str, *, known: Set[str] = frozenset()) -> Masked:
    """Hide identity numbers, bank cards (both by their checksum) and mobiles; `known` numbers stay.

    Digits may be full-width and parted by spaces or dashes. Masking what is masked changes nothing.
    """
    hidden = 0

    def hide(found: re.Match[str]) -> str:
        nonlocal hidden
        masked, number = _hide_run(found.group(), known)
        hidden += number
        return masked

    return Masked(_RUN.sub(hide, text), hidden)


def is_identity_number(number: str) -> bool:
    """Eighteen characters with a birthday inside and the right check mark at the end."""
    if not re.fullmatch(r"[1-9]\d{16}[\dX]", number, re.ASCII) or not _BIRTHDAY.fullmatch(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17]


def is_card(number: str) -> bool:
    """Thirteen to nineteen digits that fulfil Luhn's sum; a row of noughts is none."""
    if not re.fullmatch(r"[1-9]\d{12,18}", number, re.ASCII):
        return False
    digits = [int(digit) for digit in reversed(number)]
    doubled = [digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits)]
    return sum(doubled) % 10 == 0


def _hide_run(run: str, known: Set[str]) -> tuple[str, int]:
    """The run with every personal number in it hidden: whole groups first, as people write them."""
    groups = _GROUPS.findall(run)
    written = [unicodedata.normalize("NFKC", group).upper() for group in groups]
    shown, hidden, at = "", 0, 0
    while at < len(groups):
        end = _personal(written, at, known)
        if end is None:
            shown += groups[at]
            at += 1
        else:
            shown += _stars("".join(part for part in written[at:end] if part[0].isalnum()))
            hidden, at = hidden + 1, end
    return shown, hidden


def _personal(written: list[str], at: int, known: Set[str]) -> int | None:
    """Where the personal number that begins at this group ends, the longest one."""
    if not written[at].isdigit():
        return None
    for end in range(len(written), at, -1):
        parts = [part for part in written[at:end] if part.isalnum()]
        number = "".join(parts)
        if not written[end - 1].isalnum() or number in known or not known.isdisjoint(parts):
            continue
        # A card is printed in fours: what stands in shorter groups is a date, or several numbers.
        whole = len(parts) == 1 or min(map(len, parts[:-1])) >= 4
        if _one_persons(number) or (whole and is_card(number)):
            return end
    return None


def _one_persons(number: str) -> bool:
    return is_identity_number(number) or _MOBILE.fullmatch(number) is not None


def _stars(number: str) -> str:
    mobile = _MOBILE.fullmatch(number)
    if mobile is not None and not is_card(number):
        return f"{mobile[1][:3]}****{mobile[1][-4:]}"
    if is_identity_number(number):
        return f"{number[0]}{'*' * 16}{number[-1]}"
    return f"{'*' * (len(number) - 4)}{number[-4:]}"


# The surnames of about nine in ten, without those that open everyday words more often than names.
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方"
    "石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙段钱汤尹黎易武乔贺赖龚庞樊殷施陶翟安颜倪严牛温芦季俞章鲁葛韦毕聂岳齐梅庄辛管"
    "祝左涂谷祁耿牟卜路詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫屈鲍覃霍翁隋甘景薄单柏宁柯阮桂闵解"
)
_WHO = (
    "村民|居民|市民|群众|受害人|被害人|事主|当事人|嫌疑人|男子|女子|学生|家长|职工|员工|会计|出纳"
    "|姓名|名叫|名字叫|名字是"
)
_CALLED = "先生|女士|小姐|同志|同学|大爷|大妈|大叔|阿姨|奶奶|爷爷|师傅"
# What follows a surname in words that are no full names: 张某, 王姓男子, 李老师, 高中.
_NO_NAME = "[某姓女男总家在被把和与及中等]|老师|老板|先生|小姐|女士|警官|所长|主任|校长|师傅|阿姨|大"
_NAME_AFTER = re.compile(rf"(?:{_WHO})[：:\s]?[{_SURNAMES}](?!{_NO_NAME})[\u4e00-\u9fff]")
_NAME_BEFORE = re.compile(
    rf"(?<![\u4e00-\u9fff])[{_SURNAMES}](?!{_NO_NAME})[\u4e00-\u9fff]{{1,2}}(?:{_CALLED})"
)


def looks_named(text: str) -> bool:
    """Whether the text may hold a person's full name. A guess that costs the writer one tap when wrong."""
    return bool(_NAME_AFTER.search(text) or _NAME_BEFORE.search(text))
