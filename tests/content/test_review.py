"""The library as a whole: enough for a year, nothing said twice, nothing guessed by its length."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from content.library import BUILTIN, Library, _read_all, load
from content.models import Item
from content.questions import Question
from content.remarks import Remark, stale
from content.review import hard_posters, long_right_options, missing_cover, near_duplicates, review
from content.review import undated_sources as undated
from content.words import Kind

LIBRARY = load()
TIP = LIBRARY.of_kind(Kind.TIP)[0]


def keys(remarks: Iterable[Remark]) -> list[str]:
    return [one.key for one in remarks]


def test_our_own_library_leaves_nothing_to_say() -> None:
    assert list(review(LIBRARY)) == []
    assert all(tip.poster for tip in LIBRARY.of_kind(Kind.TIP))


def test_what_is_said_twice_is_found() -> None:
    other = TIP.model_copy(update={"id": "copy", "body": TIP.body.replace("。", "！")})
    [remark] = near_duplicates([TIP, other])
    assert remark.facts["one"] == TIP.id
    assert list(near_duplicates([TIP, LIBRARY.of_kind(Kind.TIP)[7]])) == []


def test_a_bank_whose_longest_answer_is_right_is_found() -> None:
    questions = list(LIBRARY.questions.values())
    uneven = {"options": ("短", "短短", "这个又长又对"), "right": 3}
    even = {"options": ("一样长", "同样长", "都很长"), "right": 1}
    long = [one.model_copy(update=uneven) for one in questions[:9]]
    assert keys(long_right_options(long)) == ["review-longest"]
    assert list(long_right_options(long[:3] + questions[20:40])) == []
    same = [one.model_copy(update=even) for one in questions]
    assert list(long_right_options(same)) == []


def test_a_poster_that_is_hard_to_read_is_found() -> None:
    hard = TIP.model_copy(update={"poster": ("饕餮", "大餐")})
    [remark] = hard_posters([hard])
    assert remark.facts["characters"] == "饕餮"
    assert list(hard_posters([TIP])) == []


def test_a_source_without_its_year_is_found() -> None:
    assert keys(undated([TIP.model_copy(update={"source": "公安部"})])) == ["review-source"]


def test_missing_cover_is_found() -> None:
    few = Library({TIP.id: TIP})
    found = keys(missing_cover(few))
    assert found.count("review-audience") == 12
    # Every fraud type but the one that nothing citable speaks of, for three shelves.
    assert found.count("review-fraud") == 29 * 3
    assert found.count("review-season") == 10
    no_letters = Library(LIBRARY.items, (), LIBRARY.questions)
    assert keys(missing_cover(no_letters)) == ["review-audience"] * 3


def test_what_nobody_looked_at_for_a_year_and_a_half_is_named() -> None:
    item = TIP.model_copy(update={"reviewed": date(2025, 5, 23)})
    assert stale([item], date(2026, 11, 22)) == []
    assert stale([item], date(2026, 11, 23)) == [item.id]
    assert stale([item], date(2027, 1, 1)) == [item.id]


def test_it_is_read_within_half_a_second() -> None:
    started = time.process_time()
    read = list(_read_all(Path(BUILTIN), "builtin"))
    assert time.process_time() - started < 0.5
    assert len(read) == len(LIBRARY.everything())
    assert all(isinstance(one, Item | Question) or one for _, one in read)
